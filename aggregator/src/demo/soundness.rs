//! Every ledger of every demonstration, read and checked as a node would, in the order of the story; without a server.

use std::collections::{BTreeMap, BTreeSet};

use schemas::{
    bureau::BureauCode,
    check::{Against, check, open_at_end},
    definition::Definitions,
    fill::{fill, headings},
    filter::Window,
    period::Period,
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
    statement::FilingKey,
    table::Table,
    tally::Tallies,
};

use super::{Deed, Return, SCRIPTS};

/// Bureau, form, matter.
type Name = (BureauCode, String, Option<String>);

#[test]
fn nothing_keeps_a_ledger_of_any_demonstration_from_being_filed() {
    let definitions = Definitions::builtin().unwrap();
    let only = std::env::var("DEMO").ok();
    let mut stopped: Vec<String> = Vec::new();
    for script in SCRIPTS
        .into_iter()
        .skip(1)
        .filter(|script| only.as_deref().is_none_or(|only| only == script.campaign))
    {
        let campaign = definitions.campaign(script.campaign).unwrap();
        let mut filed: BTreeMap<Name, Vec<(Period, Table)>> = BTreeMap::new();
        let mut open: BTreeMap<(BureauCode, String, Period), BTreeSet<String>> = BTreeMap::new();
        for scene in script.story().scenes {
            let Deed::File { form, period, subject, .. } = scene.deed else { continue };
            let key = FilingKey {
                bureau: scene.bureau.clone(),
                form: form.into(),
                period,
                subject: subject.map(|subject| subject.parse().unwrap()),
            };
            let what = format!("{} {key}", script.campaign);
            let form = definitions.form(form).unwrap();
            let mine = (scene.bureau.clone(), form.form.clone());
            let Some(handed_in) = script.hand_in(&key, &definitions) else {
                stopped.push(format!("{what}: there is nothing to hand in"));
                continue;
            };
            let before =
                period.previous().and_then(|before| open.get(&(mine.0.clone(), mine.1.clone(), before)));
            let Return::Ledger(text) = handed_in else {
                if form.nothing_is_a_row || before.is_some_and(|before| !before.is_empty()) {
                    stopped.push(format!("{what}: nil, with {before:?} open"));
                }
                open.insert((mine.0, mine.1, period), BTreeSet::new());
                continue;
            };
            let expected = headings(form);
            let book =
                read(text.as_bytes(), &Hints { expected: &expected, ..Hints::default() }, &Limits::default())
                    .unwrap();
            let filled = fill(&book, form, &[]);
            let window = Window { period, campaign_start: Some(campaign.from) };
            let tallies = Tallies::of(&filled.table, window);
            let mut beside: Vec<Table> = Vec::new();
            for listed in &form.listed {
                let other = filed.get(&(scene.bureau.clone(), listed.form.clone(), None));
                beside.extend(other.into_iter().flatten().map(|(_, table)| table.clone()));
            }
            if form.chain.is_some() || form.history.is_some() {
                let name = (scene.bureau.clone(), form.form.clone(), subject.map(str::to_owned));
                beside.extend(filed.get(&name).and_then(|all| all.last()).map(|(_, table)| table.clone()));
            }
            let against = Against { window, previously_open: before, beside: Some(&beside) };
            let findings = check(&filled.table, &tallies, &against);
            let all = filled.findings.iter().chain(&findings).filter(|finding| finding.stops());
            for finding in all.take(2) {
                stopped.push(format!("{what}: {finding:?}"));
            }
            assert!(text.starts_with("演示数据"), "{what}");
            open.insert((mine.0, mine.1, period), open_at_end(&filled.table, period));
            let name = (scene.bureau.clone(), form.form.clone(), subject.map(str::to_owned));
            filed.entry(name).or_default().push((period, filled.table));
        }
    }
    let shown: Vec<String> = stopped.iter().take(12).map(|line| line.chars().take(420).collect()).collect();
    assert!(stopped.is_empty(), "{} stop:\n{}", stopped.len(), shown.join("\n"));
}
