//! Each way a definition can be wrong is refused with file, key and reason.

use super::*;

/// Each way a definition can be wrong: the file that is changed, the change, and key and reason of the refusal.
#[test]
fn a_wrong_definition_is_refused_with_file_key_and_reason() {
    let (list, form, indicator) = ("codes/MED6.toml", "forms/L2.toml", "indicators/I1.toml");
    let (campaign, summary) = ("campaigns/yunjiang-2025.toml", "summaries/S1.toml");
    let cases = [
        (list, "version = 1", "version = 2\nversion = 3", "line", "duplicate key"),
        (list, "version = 1", "version = \"2\"", "version (line 2)", "invalid type"),
        (list, "version = 1", "version = 1", "version", "already defined in codes/MED6.toml"),
        (list, "code = \"2\"", "code = \"1\"", "items", "code 1 stands twice"),
        (list, "zh = \"行业调解\"", "zh = \"\"", "items", "blank"),
        (list, "list = \"MED6\"", "lst = \"MED6\"", "-", "names one of"),
        (form, "version = 2", "version = 3\ncolour = 1", "colour (line", "unknown field"),
        (form, "en = \"Case number\"", "", "columns[0]", "missing field `en`"),
        (form, "en = \"Case number\"", "en = \" \"", "columns.case_no", "both languages"),
        (form, "privacy = \"P3\"", "", "columns[0]", "missing field `privacy`"),
        (form, "privacy = \"P3\"", "privacy = \"P0\"", "columns.case_no", "class P3"),
        (form, "list = \"SRC\"", "list = \"SORUCE\"", "columns.source", "no code list `SORUCE`"),
        (form, "list = \"SRC\"", "", "columns.source", "names its list"),
        (form, "role = \"matter\"", "role = \"case\"", "columns.matter", "already taken"),
        (form, "role = \"matter\"", "role = \"amount\"", "columns.matter", "does not fit its role"),
        (form, "role = \"matter\"", "role = \"colour\"", "columns[1].role", "unknown variant"),
        (form, "key = \"matter\"", "key = \"case_no\"", "columns.case_no", "stands once"),
        (form, "key = \"matter\"", "key = \"Matter\"", "columns.Matter", "lower-case"),
        (form, "role = \"opened\"", "", "continuity", "`opened` and `closed`"),
        (form, "type = \"date\"", "type = \"dat\"", "columns[6].type", "unknown variant"),
        (form, "at = \"outcome\"", "at = \"result\"", "rules.L2-101", "no such column"),
        (form, "code = \"L2-102\"", "code = \"L2-101\"", "rules.L2-101", "stands twice"),
        (form, "among = [\"11\"]", "among = [\"17\"]", "L2-112", "list MRES has no code `17`"),
        (
            "forms/L4.toml",
            "days = 15 }",
            "days = 15, }, is = \"filled\"",
            "rules[9].must[0]",
            "exactly one test",
        ),
        (form, "{ on = \"arbitration_no\"", "{ on = \"arbitration\"", "rules.L2-117", "no column"),
        (
            form,
            "on = \"@persons\", at_least = 10",
            "on = \"@persons\", is = \"yes\"",
            "tallies.collective",
            "does not fit",
        ),
        (form, "left = [\"performed\"]", "left = [\"perfomed\"]", "relations.L2-205", "no tally `perfomed`"),
        (form, "sum = \"@persons\"", "sum = \"@employer\"", "tallies.persons", "not a number column"),
        (form, "sum = \"agreed_amount\"", "sum = \"agreed\"", "tallies.agreed_amount", "not a number column"),
        (form, "key = \"days\"", "key = \"closed\"", "tallies.closed", "stands once"),
        (form, "parts = [\"enterprise\"", "parts = [\"firm\"", "tallies.opening", "no part `firm`"),
        (
            form,
            "key = \"industry\"\nzh = \"行业调解\"",
            "key = \"enterprise\"\nzh = \"行业调解\"",
            "parts.enterprise",
            "stands once",
        ),
        (indicator, "en = \"Mediation success rate\"", "", "name", "missing field `en`"),
        (indicator, "\"L2.closed\"", "\"L2.close\"", "measure", "no tally `L2.close`"),
        (indicator, "[measure.ratio]", "[measure.share]", "measure", "unknown variant"),
        (campaign, "weight = 20", "weight = 25", "targets", "add up to 105, not 100"),
        (
            campaign,
            "percent = \"95\"\nweight = 30",
            "percent = \"95\"\nwieght = 30",
            "targets",
            "unknown field `wieght`",
        ),
        (campaign, "percent = \"95\"", "percent = \"95%\"", "targets", "is not a number"),
        (campaign, "indicator = \"I12\"", "indicator = \"I99\"", "targets", "no indicator `I99`"),
        (campaign, "indicator = \"I12\"", "indicator = \"I3\"", "targets.I3", "stands twice"),
        (campaign, "ask = \"show\"", "ask = \"show\"\nweight = 5", "targets.I12", "carries no weight"),
        (campaign, "form = \"L2\"", "form = \"L99\"", "duties", "no form `L99`"),
        (campaign, "grace_days = 20", "grace_days = 10", "duties.L2", "backwards"),
        (campaign, "to = \"2025-12-31\"", "to = \"2025-06-30\"", "to", "ends before it begins"),
        (campaign, "\"2025Q3\"", "\"2025-07\"", "first_judged", "cadence"),
        (campaign, "tally = \"L3.overdue_open\"", "tally = \"L3.overdue\"", "flags", "no tally `L3.overdue`"),
        (campaign, "periods = 2", "periods = 0", "flags", "at least 1"),
        (
            campaign,
            "rule = \"silent-after-reminder\"",
            "rule = \"silent-after-reminder\"\ntimes = 2",
            "flags",
            "unknown field",
        ),
        (summary, "closed = \"L5.done\"", "closed = \"L5.closed\"", "rows.clues", "no tally `L5.closed`"),
        (summary, "closed = \"L5.done\"", "close = \"L5.done\"", "rows.clues", "named `close`"),
        (summary, "year_of = \"closed\"", "year_of = \"close\"", "columns.year_closed", "no column"),
        (summary, "key = \"mediation_court\"", "key = \"mediation\"", "rows.mediation", "stands twice"),
        (summary, "left = [\"major\"]", "left = [\"great\"]", "down.S1-203", "nothing is named `great`"),
    ];
    for (file, from, to, key, reason) in cases {
        // A higher version, so that it stands beside the built-in one; unless versions are what is wrong.
        let text = changed(file, from, to);
        let own =
            ["version = 1", "version = 2"].into_iter().find(|version| text.contains(version)).unwrap_or(from);
        let text = if from.starts_with("version") { text } else { text.replacen(own, "version = 9", 1) };
        let refused = site("site/own.toml", &text).expect_err(&format!("{file}: {to}"));
        assert_eq!(refused.file, "site/own.toml", "{file}: {to}");
        assert!(refused.key.starts_with(key), "{file}: {to}: {refused}");
        assert!(refused.reason.contains(reason), "{file}: {to}: {refused}");
    }
}

#[test]
fn bad_toml_is_refused_with_its_line() {
    let refused = site("site/own.toml", "list = \"X\"\nversion = 1\nname = {").unwrap_err();
    assert_eq!((refused.file.as_str(), refused.key.as_str()), ("site/own.toml", "line 3"));
    let large = site("site/own.toml", &"#".repeat(MAX_BYTES + 1)).unwrap_err();
    assert!(large.reason.contains("262144 bytes"), "{large}");
}

#[test]
fn a_phase_outside_its_campaign_is_refused() {
    let text = changed("campaigns/minhang-2022.toml", "to = \"2022-09-20\"", "to = \"2023-09-20\"");
    let refused = site("site/own.toml", &text.replacen("version = 1", "version = 2", 1)).unwrap_err();
    assert_eq!(refused.key, "phases.动员筹备阶段");
}
