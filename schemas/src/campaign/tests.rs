//! What makes a campaign's duties wrong, and which cases are special or major.

use super::*;
use crate::{
    definition::{DefinitionError, Definitions, Source},
    fill::fill,
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
};

fn site(from: &str, to: &str) -> Result<Definitions, DefinitionError> {
    let sources = Definitions::builtin_sources();
    let source = sources.iter().find(|source| source.file.ends_with("yunjiang-2025.toml")).unwrap();
    assert!(source.text.contains(from), "{from}");
    let text = source.text.replacen("version = 1", "version = 99", 1).replacen(from, to, 1);
    Definitions::with_site(vec![Source { file: "site/own.toml".into(), text }])
}

/// The last duty of the campaign with more lines.
fn with(lines: &str) -> Result<Definitions, DefinitionError> {
    site("[[targets]]\n", &format!("{lines}\n\n[[targets]]\n"))
}

const GRADES: &str = "[[grades]]\ngrade = \"special\"\nforms = [\"L3\"]\npersons = 50\n\n";

#[test]
fn a_wrong_duty_is_refused_with_its_reason() {
    let daily =
        "[[duties]]\nform = \"L3\"\ncadence = \"day\"\ndue_days = 0\ngrace_days = 0\nclose_days = 1\n";
    let quarterly = daily.replace("\"day\"", "\"quarter\"");
    let window = "[[protections]]\ncode = \"A\"\nname = { zh = \"特\", en = \"p\" }\nfrom = \"2025-10-01\"\nto = \"2025-10-08\"\n";
    let report = "[[reports]]\nform = \"L3\"\ngrade = \"special\"\nfirst_hours = 2\nnext_days = 1\nkind = \"outcome\"\nlast = \"11\"\n";
    for (lines, key, reason) in [
        (quarterly.clone(), "duties.L3", "stands twice"),
        (format!("{daily}within = \"protection\"\n"), "duties.L3", "there has to be one"),
        (format!("{daily}due_at = \"4:30\"\n"), "duties[4].due_at", "16:30"),
        (format!("{daily}due_at = \"24:30\"\n"), "duties[4].due_at", "16:30"),
        (format!("{daily}recipients = []\n"), "duties.L3", "recipients"),
        (format!("{daily}recipients = [\"committee\", \"upper\"]\n"), "duties.L3", "in this order"),
        (format!("{daily}only = {{}}\n"), "duties.L3", "nobody would owe it"),
        (format!("{daily}when = {{ grade = \"major\" }}\n"), "duties.L3", "no rule for that grade"),
        (format!("{daily}from = \"2025-06-30\"\n"), "duties.L3", "outside the campaign"),
        (format!("{daily}from = \"2025-12-01\"\nto = \"2025-11-30\"\n"), "duties.L3", "ends before"),
        (daily.replace("grace_days = 0", "grace_days = 2"), "duties.L3", "backwards"),
        (window.replace("10-08", "09-08"), "protections.A", "ends before"),
        (window.replace("2025-10-08", "2026-10-08"), "protections.A", "outside the campaign"),
        (GRADES.replace("special", "ordinary"), "grades.ordinary", "there is no rule for it"),
        (GRADES.replace("\"L3\"", ""), "grades.special", "in whose ledgers"),
        (GRADES.replace("\"L3\"", "\"L0\""), "grades.special", "no form `L0`"),
        (GRADES.replace("persons = 50", ""), "grades.special", "none of the columns"),
        (
            GRADES.replace("persons = 50", "when = [{ on = \"@nothing\", is = \"filled\" }]"),
            "grades",
            "unknown variant",
        ),
        (
            GRADES.replace("persons = 50", "when = [{ on = \"nothing\", is = \"filled\" }]"),
            "grades.special",
            "no column",
        ),
        (report.to_owned(), "reports.L3", "no rule for it"),
        (format!("{GRADES}{}", report.replace("= 2", "= 0")), "reports.L3", "1 to 1000"),
        (format!("{GRADES}{}", report.replace("\"outcome\"", "\"nothing\"")), "reports.L3", "no such column"),
        (format!("{GRADES}{}", report.replace("\"11\"", "\"77\"")), "reports.L3", "no such code"),
        (format!("{GRADES}{}", report.replace("\"L3\"", "\"L0\"")), "reports.L0", "no such form"),
        (format!("{GRADES}{report}{daily}"), "reports.L3", "by the day as well"),
    ] {
        let refused = with(&lines).expect_err(&lines);
        assert!(refused.key.starts_with(key), "{lines}: {refused}");
        assert!(refused.reason.contains(reason), "{lines}: {refused}");
    }
    let definitions = Definitions::builtin().unwrap();
    let mut bare = definitions.campaign("yunjiang-2025").unwrap().as_ref().clone();
    bare.phases.clear();
    bare.duties.first_mut().unwrap().cadence = Cadence::Phase;
    let fault =
        bare.fault_of_duties(|code| definitions.form(code).map(AsRef::as_ref), definitions.calendar());
    assert!(fault.unwrap().contains("no phases"));
    let all = format!("{GRADES}{report}{window}{}", daily.replace("\"L3\"", "\"L2\""));
    with(&all).unwrap();
}

#[test]
fn what_is_reported_when_it_happens_is_owed_by_nobody() {
    let event = "[[on_event]]\nform = \"X1\"\n";
    let definitions = with(event).unwrap();
    let own = definitions.campaign("yunjiang-2025").unwrap();
    assert!(own.asks("X1") && own.takes_matters("X1") && !own.takes_matters("L3") && !own.asks("X2"));
    assert!(!own.goes_to_committee("X1"));
    let daily =
        "[[duties]]\nform = \"X1\"\ncadence = \"day\"\ndue_days = 0\ngrace_days = 0\nclose_days = 1\n";
    let report = "[[reports]]\nform = \"X1\"\ngrade = \"special\"\nfirst_hours = 2\nnext_days = 1\nkind = \"stage\"\nlast = \"3\"\n";
    for (lines, key, reason) in [
        (event.replace("X1", "X0"), "on_event.X0", "no such form"),
        (format!("{event}{event}"), "on_event.X1", "stands twice"),
        (format!("{event}recipients = []\n"), "on_event.X1", "in this order"),
        (format!("{daily}{event}"), "on_event.X1", "owed by the day"),
        (format!("{GRADES}{report}{event}"), "on_event.X1", "for a matter as well"),
    ] {
        let refused = with(&lines).expect_err(&lines);
        assert!(refused.key.starts_with(key) && refused.reason.contains(reason), "{lines}: {refused}");
    }
    let both = with(&format!("{event}recipients = [\"upper\", \"committee\"]\n")).unwrap();
    assert!(both.campaign("yunjiang-2025").unwrap().goes_to_committee("X1"));
}

/// Item 73 of DOMAIN §7.3: 落实办案补助 for arbitrators, by the same rule.
#[test]
fn a_campaign_may_pay_arbitrators_by_the_case() {
    let rule = "[subsidy]\nform = \"L3\"\noutcomes = [\"11\", \"22\"]\nperformed = [\"1\", \"9\"]\nbands = [{ band = \"1\", yuan = 80 }]\n";
    let subsidy = with(rule).unwrap().campaign("yunjiang-2025").unwrap().subsidy.clone().unwrap();
    assert_eq!((subsidy.form.as_str(), subsidy.fen("1")), ("L3", Some(8_000)));
}

#[test]
fn a_wrong_rule_of_subsidies_is_refused_with_its_reason() {
    let rule = "[subsidy]\nform = \"L2\"\noutcomes = [\"11\"]\nperformed = [\"1\"]\nbands = [{ band = \"1\", yuan = 100 }]\n";
    let campaign = with(rule).unwrap();
    let subsidy = campaign.campaign("yunjiang-2025").unwrap().subsidy.clone().unwrap();
    assert_eq!((subsidy.fen("1"), subsidy.fen("2")), (Some(10_000), None));
    for (from, to, key, reason) in [
        ("\"L2\"", "\"L0\"", "subsidy.form", "no form `L0`"),
        ("\"L2\"", "\"L4\"", "subsidy.form", "no column with the role"),
        ("[\"11\"]", "[]", "subsidy.outcomes", "at least one"),
        ("[\"11\"]", "[\"11\", \"11\"]", "subsidy.outcomes", "stands twice"),
        ("performed = [\"1\"]", "performed = [\"77\"]", "subsidy.performed", "no code `77`"),
        ("band = \"1\"", "band = \"9\"", "subsidy.bands", "no code `9`"),
        ("yuan = 100", "yuan = 0", "subsidy.bands", "paid nothing"),
    ] {
        let refused = with(&rule.replacen(from, to, 1)).expect_err(to);
        assert!(refused.key.starts_with(key) && refused.reason.contains(reason), "{refused}");
    }
}

#[test]
fn schemes_and_funnels_that_do_not_add_up_are_refused_with_their_reason() {
    let scheme = "[[schemes]]\ncode = \"line\"\nname = { zh = \"条线\", en = \"line\" }\nweights = [{ indicator = \"I1\", weight = 40 }, { indicator = \"I3\", weight = 60 }]\n";
    let campaign = with(scheme).unwrap();
    let campaign = campaign.campaign("yunjiang-2025").unwrap();
    let weighed = campaign.weighed_by(&campaign.schemes[0]);
    let weights = |of: &Campaign| of.targets.iter().map(|target| target.weight).collect::<Vec<_>>();
    assert_eq!(weights(&weighed), [40, 60, 0, 0, 0, 0, 0, 0], "and the campaign's own stay");
    assert_eq!(weights(campaign), [20, 30, 15, 15, 0, 0, 0, 20]);
    let stage = |of: &str| {
        format!(
            "[[funnel]]\nname = {{ zh = \"调解\", en = \"m\" }}\nof = [{of}]\nwords = {{ zh = \"a\", en = \"a\" }}\n"
        )
    };
    let good = stage("\"L2.accepted\"");
    with(&format!("{good}{good}")).unwrap();
    for (lines, key, reason) in [
        (scheme.replace("60", "50"), "schemes.line", "add up to 90"),
        (scheme.replace("\"I3\"", "\"I1\""), "schemes.line", "weighed twice"),
        (scheme.replace("\"I3\"", "\"I13\""), "schemes.line", "no target that can carry weight"),
        (format!("{scheme}{scheme}"), "schemes.line", "stands twice"),
        (good.clone(), "funnel", "leads nowhere"),
        (format!("{good}{}", stage("")), "funnel", "of no tally"),
        (format!("{good}{}", stage("\"L2.nothing\"")), "funnel", "no tally `L2.nothing`"),
    ] {
        let refused = with(&lines).expect_err(&lines);
        assert!(refused.key.starts_with(key) && refused.reason.contains(reason), "{lines}: {refused}");
    }
}

#[test]
fn working_days_beyond_the_calendar_are_refused_when_the_campaign_is_loaded() {
    let working = "unit = \"working\"\n[[duties]]\nform = \"L3\"\n";
    let refused = |to: &str| {
        let sources = Definitions::builtin_sources();
        let source = sources.iter().find(|source| source.file.ends_with("yunjiang-2025.toml")).unwrap();
        let text = source.text.replacen("version = 1", "version = 99", 1);
        let text = text.replacen("to = \"2025-12-31\"", to, 1);
        let text = text.replacen("[[duties]]\nform = \"L3\"\n", working, 1);
        Definitions::with_site(vec![Source { file: "site/own.toml".into(), text }])
    };
    assert!(refused("to = \"2025-12-31\"").is_ok());
    let refused = refused("to = \"2027-12-31\"").unwrap_err();
    assert_eq!(refused.key, "duties.L2");
    assert!(refused.reason.contains("no holiday notice was loaded"), "{refused}");
}

#[test]
fn the_first_rule_a_case_meets_gives_its_grade_and_one_matter_is_one_case() {
    let rules =
        format!("{GRADES}[[grades]]\ngrade = \"major\"\nforms = [\"L3\"]\npersons = 10\namount = 50000000\n");
    let all = with(&rules).unwrap();
    let campaign = all.campaign("yunjiang-2025").unwrap();
    let csv = "案号,事项编号,受理日期,涉及人数,涉案金额,结案日期\n\
               A-1,M-1,2025-07-01,68,100,\n\
               A-2,M-1,2025-07-01,12,100,2025-08-01\n\
               A-3,,2025-07-02,12,100,2025-08-02\n\
               云劳人仲案〔2025〕4号,,2025-07-02,1,600000,\n\
               A-5,,2025-07-02,9,100,\n";
    let book = read(csv.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
    let table = fill(&book, all.form("L3").unwrap(), &[]).table;
    let graded = campaign.graded(&table, "2025Q3".parse().unwrap());
    let said: Vec<String> = graded
        .iter()
        .map(|one| {
            format!("{} {} {:?}", one.subject, one.grade.code(), one.closed.map(|day| day.to_string()))
        })
        .collect();
    insta::assert_debug_snapshot!(said);
}

#[test]
fn a_number_that_is_no_subject_is_named_by_a_short_hash() {
    assert_eq!(subject_of(" YJ-2025-1 ").unwrap().to_string(), "YJ-2025-1");
    let hashed = subject_of("河口劳人仲案〔2025〕103号").unwrap().to_string();
    assert!(hashed.starts_with("m-") && hashed.len() == 18, "{hashed}");
    assert_ne!(subject_of("河口劳人仲案〔2025〕104号").unwrap().to_string(), hashed);
    assert_eq!(subject_of("  "), None);
}

#[test]
fn what_keeps_a_bureau_from_commendation_and_what_comes_next_is_said_in_both_languages() {
    use commendation::Bar;
    use ladder::Step;
    for (title, zh, en) in [
        (Bar::Veto.title(), "触碰底线指标", "a bottom line was crossed"),
        (Bar::Late.title(), "报送迟报或未报", "a filing was late or is missing"),
        (Bar::Fault.title(), "数据差错经认定", "a fault of the data was confirmed"),
        (Bar::Listing.title(), "处于挂牌督办", "under listed supervision"),
        (Step::Reminder.title(), "催报", "Reminder"),
        (Step::Notice.title(), "督办单", "Notice of supervision"),
        (Step::Circular.title(), "通报", "Circular"),
        (Step::Listing.title(), "挂牌督办", "Listed supervision"),
        (Step::Interview.title(), "约谈", "Interview"),
        (Step::Accountability.title(), "问责", "Accountability"),
        (Step::Veto.title(), "一票否决", "Veto"),
    ] {
        assert_eq!(title, Text::new(zh, en));
    }
}
