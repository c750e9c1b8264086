//! The campaigns inside the program, each held against the table of its document (DOMAIN §7.0–7.2, §7.6): what is owed, when,
//! to whom, in which phases, with which targets; and the faults of what a site may write.

mod presets;

use schemas::{
    campaign::{Bar, Campaign, Duty, Grade, Recipient, Seat, Span, Step},
    definition::{DefinitionError, Definitions, Source},
    fraction::Decimal,
    target::{Ask, Target},
};

fn campaign(code: &str) -> Campaign {
    Definitions::builtin().unwrap().campaign(code).unwrap().as_ref().clone()
}

fn days(campaign: &Campaign) -> Vec<(Option<&str>, String, String)> {
    let phases = campaign.phases.iter();
    phases.map(|one| (one.code.as_deref(), one.from.to_string(), one.to.to_string())).collect()
}

/// Each duty: form, cadence, days to due, grace and close, cut-off and window where there are any, recipients.
fn duties(campaign: &Campaign) -> Vec<String> {
    let line = |duty: &Duty| {
        let to: Vec<&str> = duty
            .recipients
            .iter()
            .map(|to| if *to == Recipient::Upper { "upper" } else { "committee" })
            .collect();
        let (due, grace, close) = (duty.due_days, duty.grace_days, duty.close_days);
        let at = duty.due_at.map_or_else(String::new, |at| format!(" at {at:?}"));
        let within = if duty.within.is_some() { " within protection" } else { "" };
        let when = duty.when.map_or_else(String::new, |when| format!(" when {:?}", when.grade));
        let to = to.join("+");
        format!("{} {:?} {due}/{grace}/{close} {to}{at}{within}{when}", duty.form, duty.cadence)
    };
    campaign.duties.iter().map(line).collect()
}

/// What is filed when it happens.
fn events(campaign: &Campaign) -> Vec<&str> {
    campaign.on_event.iter().map(|one| one.form.as_str()).collect()
}

/// Each target: indicator and what is asked.
fn targets(campaign: &Campaign) -> Vec<String> {
    let percent = |percent: &Decimal| percent.of_hundred().percent(0);
    let line = |target: &Target| {
        let ask = match &target.ask {
            Ask::AtLeast { percent: line } => format!("at least {}", percent(line)),
            Ask::Maintain { percent: line } => format!("maintain {}", percent(line)),
            Ask::Aspire { percent: line } => format!("aspire {}", percent(line)),
            other => format!("{other:?}"),
        };
        format!("{} {ask} {:?}", target.indicator, target.basis)
    };
    campaign.targets.iter().map(line).collect()
}

/// When who owes is reminded: steps before and after, the leader's, and the quiet hours.
fn reminders(campaign: &Campaign) -> String {
    let Some(own) = &campaign.reminders else { return "none".into() };
    let steps = |spans: &[Span]| spans.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let leader = own.escalate.map(|span| span.to_string()).unwrap_or_default();
    let quiet = own.quiet.map(|quiet| format!("{}-{} days off {}", quiet.from, quiet.to, quiet.days_off));
    format!("{} | {} | {leader} | {}", steps(&own.before), steps(&own.after), quiet.unwrap_or_default())
}

fn steps(campaign: &Campaign) -> Vec<Step> {
    campaign.ladder.iter().map(|rung| rung.step).collect()
}

#[test]
fn the_district_of_2022_is_as_its_document_says() {
    let own = campaign("minhang-2022");
    assert_eq!([own.from.to_string(), own.to.to_string()], ["2022-09-15", "2022-12-31"], "item 1");
    let phase = |code, from: &str, to: &str| (Some(code), from.to_owned(), to.to_owned());
    let wanted = [
        phase("prepare", "2022-09-15", "2022-09-20"),
        phase("clear", "2022-09-21", "2022-12-15"),
        phase("sum-up", "2022-12-16", "2022-12-31"),
    ];
    assert_eq!(days(&own), wanted, "item 2");
    // §7.0 and item 30: 每周, to the bureau's own division.
    let weekly = ["L2", "L3", "L4", "L5", "L10"].map(|form| format!("{form} Week 1/3/14 upper"));
    assert_eq!(duties(&own)[..5], weekly, "§7.0, items 30 and 78");
    assert_eq!(duties(&own)[5..], ["R5 Quarter 15/20/45 upper"], "items 51, 54, 55");
    assert_eq!(events(&own), ["X1"], "item 102");
    let keys: Vec<_> =
        own.grades.iter().map(|rule| (rule.grade, &*rule.forms, rule.persons, rule.when.len())).collect();
    let (clues, petitions) = (["L5".to_owned()], ["L10".to_owned()]);
    let wanted = [(Grade::Major, &clues[..], Some(30), 2), (Grade::Major, &petitions[..], Some(30), 1)];
    assert_eq!(keys, wanted, "item 105: 信访量大、涉及人数众多、难以清欠");
    let inspection = own.schemes.iter().find(|scheme| scheme.code == "inspection").unwrap();
    let conduct =
        inspection.weights.iter().find(|weight| weight.indicator == "I36").map(|weight| weight.weight);
    assert_eq!(conduct, Some(10), "item 115: 作为扣分项");
    let wanted = [
        ("I1 at least 75 CampaignToDate", "item 7"),
        ("I2 at least 70 CampaignToDate", "item 7"),
        ("I3 at least 92 CampaignToDate", "item 7"),
        ("I4L4 maintain 100 CampaignToDate", "item 9"),
        ("I11 Rising { against: Previous } Period", "item 12"),
        ("I12 Rising { against: Previous } Period", "item 12"),
        ("I13 aspire 100 CampaignToDate", "item 10"),
        ("I14 AtBenchmark { benchmark: Published } CampaignToDate", "item 11"),
        ("I15S Rising { against: Previous } Period", "item 78"),
        ("I15M Rising { against: Previous } Period", "item 78"),
        ("I20 Show CampaignToDate", "item 50"),
        ("I24C Show CampaignToDate", "item 59"),
        ("I32 Show CampaignToDate", "item 61"),
        ("I31 Show CampaignToDate", "item 62"),
        ("I36 Zero { veto: false } Period", "item 115"),
    ];
    assert_eq!(targets(&own).len(), wanted.len());
    for (at, (target, item)) in wanted.iter().enumerate() {
        assert_eq!(targets(&own).get(at).map(String::as_str), Some(*target), "{item}");
    }
    let guarded: Vec<(&str, String, String)> =
        own.protections.iter().map(|one| (&*one.code, one.from.to_string(), one.to.to_string())).collect();
    assert_eq!(guarded, [("congress", "2022-10-16".into(), "2022-10-22".into())], "item 107");
    let gates: Vec<&str> = own.tasks.iter().filter(|task| task.gate).map(|task| task.code.as_str()).collect();
    assert_eq!(gates, ["0.1", "0.2", "1.1", "4.2", "4.3"], "item 2: what closes a phase");
    assert_eq!(own.brief.map(|cadence| format!("{cadence:?}")).as_deref(), Some("Week"), "item 30");
    assert_eq!(steps(&own), [Step::Reminder, Step::Circular, Step::Notice], "items 30, 31, 105");
    assert_eq!(reminders(&own), "4h | 1d 2d | 2d | 20:00:00-08:00:00 days off true", "item 45");
    // Item 18: one department leads, several implement.
    let task = own.task("1.3").unwrap();
    assert_eq!(task.departments().collect::<Vec<_>>(), ["division", "court", "towns"]);
    assert!(own.department("towns").unwrap().each_bureau);
    assert_eq!(own.task_due(task).to_string(), "2022-12-15");
    assert_eq!((own.task_depth(task), own.tasks.len()), (1, 23));
    let said = own.commendation.as_ref().unwrap();
    let titles: Vec<&str> = said.titles.iter().map(|title| title.zh.as_ref()).collect();
    assert_eq!(titles, ["办案集体", "调解能手", "办案好手"], "item 111");
    assert_eq!((said.places, said.least_cases, said.public_days), (3, Some(20), 5), "§4.6");
    assert_eq!(said.without, [Bar::Veto, Bar::Late, Bar::Fault, Bar::Listing], "§4.6");
}

#[test]
fn the_province_of_2022_is_as_its_document_says() {
    let own = campaign("province-2022");
    assert_eq!([own.from.to_string(), own.to.to_string()], ["2022-05-01", "2022-12-31"], "item 4");
    assert_eq!(days(&own), [(Some("campaign"), "2022-05-01".into(), "2022-12-31".into())], "item 4");
    // Item 25: one quarterly package, two recipients.
    let quarterly = ["L2", "L3", "L4", "L5"].map(|form| format!("{form} Quarter 15/20/45 upper+committee"));
    assert_eq!(duties(&own)[..4], quarterly);
    let others = [
        "L7M Month 5/8/20 upper when Major",
        "L8 Day 0/1/7 upper",
        "L9R Day 0/0/7 upper",
        "L9 Day 0/1/7 upper at TimeOfDay(16:30:00) within protection",
        "L10 Quarter 15/20/45 upper",
        "B1 Quarter 15/20/45 upper",
    ];
    assert_eq!(duties(&own)[4..], others, "items 14, 15, 26, 27, 28");
    assert_eq!(reminders(&own), "3d 1d 2h | 1d 3d | 3d | 21:00:00-07:30:00 days off false", "items 28, 45");
    let chains: Vec<_> =
        own.reports.iter().map(|one| (&*one.form, one.grade, one.first_hours, one.next_days)).collect();
    assert_eq!(chains, [("L7", Grade::Special, 2, 1)], "item 26: 特案专报");
    assert!(own.goes_to_committee("L3") && !campaign("minhang-2022").goes_to_committee("L3"));
    let wanted = [
        ("I1 at least 75 Period", "item 8"),
        ("I3 at least 95 Period", "item 8"),
        ("I9 at least 96 Period", "item 8"),
        ("I10 at least 98 Period", "item 8"),
        ("I17 Zero { veto: true } Period", "item 14"),
        ("I16 Zero { veto: false } Period", "item 83"),
        ("I18 Falling { against: LastYear } Period", "item 15"),
        ("I26 Show Period", "item 63"),
        ("I33 Show Period", "item 86"),
        ("I34T Show Period", "item 104"),
        ("I40 Show Period", "item 130"),
        ("I41 Show Period", "item 130"),
    ];
    assert_eq!(targets(&own).len(), wanted.len());
    assert_eq!(events(&own), ["X1"], "items 98 and 102");
    assert!(
        own.target("I17").unwrap().is_veto() && !own.target("I16").unwrap().is_veto(),
        "item 14: 一票否决"
    );
    for (at, (target, item)) in wanted.iter().enumerate() {
        assert_eq!(targets(&own).get(at).map(String::as_str), Some(*target), "{item}");
    }
    let grades: Vec<(Grade, Option<i64>, Option<i64>)> =
        own.grades.iter().map(|rule| (rule.grade, rule.persons, rule.amount)).collect();
    let marks = [(Grade::Special, Some(50), None), (Grade::Major, Some(10), Some(50_000_000))];
    assert_eq!(grades, marks, "item 26, DOCLV");
    assert_eq!(own.protections.len(), 1, "item 28");
    let group = own.leading_group.as_ref().unwrap();
    let team = group.team.as_ref().unwrap();
    assert_eq!((team.persons, team.months), (3, 8), "item 20");
    let seats: Vec<Seat> = group.members.iter().map(|member| member.seat).collect();
    assert_eq!(seats, [Seat::Head, Seat::Deputy, Seat::Member, Seat::Office], "item 20");
    let harder = [Step::Reminder, Step::Circular, Step::Listing, Step::Interview, Step::Accountability];
    assert_eq!(steps(&own), harder, "items 109 and 110: the interview is the harder step");
    // Item 19: 劳动关系处牵头，调解仲裁处、劳动监察局、劳动关系协调中心参与.
    let led = own.task("1.2").unwrap();
    let named: Vec<&str> = led.departments().map(|code| &*own.department(code).unwrap().name.zh).collect();
    assert_eq!(
        named,
        ["劳动关系处", "调解仲裁处", "劳动监察局", "劳动关系协调中心", "各地人力资源社会保障局"]
    );
}

/// Item 105: many petitions, many persons, or hard to collect for long; what is over is no key case.
#[test]
fn key_cases_are_found_by_petitions_persons_and_days_unpaid() {
    let own = campaign("minhang-2022");
    let week = "2022W42".parse().unwrap();
    let graded = |form: &str, rows: &[&str]| -> Vec<Option<Grade>> {
        own.grades_of_rows(&crate::ledger::ledger(form, rows), week)
    };
    // The week ends on 23 October; the 24th of August is 60 days before it.
    let clues = [
        "received=2022-10-17 due=2022-11-07 persons=29",
        "received=2022-10-17 due=2022-11-07 persons=30",
        "received=2022-08-24 due=2022-09-14",
        "received=2022-08-23 due=2022-09-14",
        "received=2022-08-23 due=2022-09-14 closed=2022-10-20 outcome=01",
    ];
    let key = Some(Grade::Major);
    assert_eq!(graded("L5", &clues), [None, key, None, key, None]);
    let orders = ["channel=3 received=2022-10-17 petitions=2", "channel=3 received=2022-10-17 petitions=3"];
    assert_eq!(graded("L10", &orders), [None, key]);
}

/// The demonstration with a change.
fn changed(from: &str, to: &str) -> Result<Definitions, DefinitionError> {
    let mut sources = Definitions::builtin_sources();
    let source =
        sources.iter_mut().find(|source| source.text.contains("campaign = \"yunjiang-2025\"")).unwrap();
    assert!(source.text.contains(from), "no {from:?}");
    *source = Source { file: "own.toml".into(), text: source.text.replacen(from, to, 1) };
    Definitions::load(sources)
}

#[test]
fn what_a_campaign_cannot_say_is_refused_with_key_and_reason() {
    assert!(changed("persons = 3", "persons = 4").is_ok());
    let cases = [
        ("code = \"court\"", "code = \"relations\"", "departments.relations", "stands twice"),
        ("code = \"court\"", "code = \"the court\"", "departments.the court", "no blank"),
        ("code = \"clear\"", "code = \"prepare\"", "phases.prepare", "stands twice"),
        ("code = \"2.1\"", "code = \"2\"", "tasks.2", "stands twice"),
        ("under = \"1\"", "under = \"9\"", "tasks.1.1", "no task `9` stands above it"),
        ("under = \"2\"\nphase = \"clear\"", "under = \"2\"\nphase = \"later\"", "tasks.2.1", "`later`"),
        ("lead = \"court\"\n", "lead = \"police\"\n", "tasks.2.1", "no department `police`"),
        ("with = [\"bureaus\"]\nevery", "with = [\"court\"]\nevery", "tasks.2.1", "`court` is named twice"),
        ("lead = \"court\"\nwith = [\"bureaus\"]\n", "", "tasks.2.1", "no department leads it"),
        ("phase = \"sum-up\"\n", "", "tasks.3.1", "a gate belongs to a phase"),
        ("due = \"2025-09-30\"", "due = \"2025-07-30\"", "tasks.2.3", "before it may begin"),
        ("due = \"2025-09-30\"", "due = \"2026-01-01\"", "tasks.2.3", "after the campaign"),
        ("seat = \"head\"", "seat = \"deputy\"", "leading_group.members", "nobody heads it"),
        ("persons = 3", "persons = 0", "leading_group.team", "at least one person"),
        ("0000-12333", "13812345678", "leading_group", "a mobile number stands in it"),
        ("0000-12333", "-", "leading_group.contacts", "has no number"),
        ("step = \"interview\"", "step = \"notice\"", "ladder", "督办单 stands twice"),
        ("days = 15", "days = 0", "ladder", "gives no day"),
        ("〔{year}〕{n}号", "〔{year}〕号", "supervision.number", "has {year} and {n} in it"),
        (
            "〔{year}〕{n}号",
            "〔{year}〕{n}号（一二三四五六七八九十一二三四五六七八九十）",
            "supervision.number",
            "at most 40 characters",
        ),
        ("office = \"劳动关系科\"", "office = \"\"", "supervision.office", "1 to 60 characters"),
        ("office = \"劳动关系科\"", "days = 0", "supervision.days", "1 to 1000"),
        (
            "cadence = \"quarter\"",
            "cadence = \"quarter\"\nbrief = \"week\"",
            "brief",
            "the campaign's cadence",
        ),
        ("places = 3\nscore", "places = 0\nscore", "commendation", "at least 1"),
        ("public_days = 5", "public_days = 0", "commendation.public_days", "at least one working day"),
        ("\"late\", \"fault\"", "\"late\", \"late\"", "commendation.without", "stands twice"),
    ];
    for (from, to, key, reason) in cases {
        let error = changed(from, to).unwrap_err();
        assert_eq!(error.file, "own.toml", "{error}");
        assert_eq!(error.key, key, "{error}");
        assert!(error.reason.contains(reason), "{error}");
    }
    let nameless = changed("title = { zh = \"云岭省", "issuer2 = { zh = \"云岭省").unwrap_err();
    assert!(nameless.reason.contains("issuer2"), "{nameless}");
    let month = changed("from = \"2025-12\"", "from = \"2025-13\"").unwrap_err();
    assert!(month.reason.contains("neither a day (2022-09-15) nor a month (2022-05)"), "{month}");
}

#[test]
fn a_document_is_cited_with_what_is_known_of_it() {
    let own = campaign("yunjiang-2025");
    let said = own.superior.unwrap().cited();
    assert!(
        said.zh.starts_with("《云岭省")
            && said.zh.ends_with("云人社演〔2025〕1号，云岭省人力资源和社会保障厅，2025-06-16"),
        "{}",
        said.zh
    );
    assert!(said.en.starts_with("“Plan of the province"), "{}", said.en);
}
