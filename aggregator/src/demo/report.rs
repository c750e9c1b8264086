//! What departments have reported of a campaign's tasks by the day a demonstration is seen. All of it is invented (演示数据).

use super::{place::Town, story::at};
use crate::action::{Entered, Report, Reporter, Said};

/// Task, department, what it says, when (at +08:00), words.
pub(super) type Line = (&'static str, &'static str, Said, &'static str, &'static str);

/// What offices have said.
pub(super) fn of_offices(lines: &[Line]) -> Vec<Report> {
    lines.iter().map(|line| written(line, None)).collect()
}

/// What each bureau has said of a task, but for those that were silent.
pub(super) fn of_bureaus(towns: &[Town], line: Line, silent: &[&str]) -> Vec<Report> {
    let spoke = towns.iter().filter(|town| !silent.contains(&town.code));
    spoke.map(|town| written(&line, Some(town))).collect()
}

/// Both put in order, earliest first.
pub(super) fn in_order(mut reports: Vec<Report>) -> Vec<Report> {
    reports.sort_by_key(|report| report.at);
    reports
}

fn written((task, department, said, when, words): &Line, town: Option<&Town>) -> Report {
    let bureau = town.and_then(|town| town.code.parse().ok());
    let reporter = Reporter { department: (*department).into(), bureau };
    Report {
        task: (*task).into(),
        reporter,
        said: *said,
        words: format!("{words}（演示）"),
        at: at(when),
        by: "chen".into(),
        entered: Entered::ForIt,
    }
}

#[cfg(test)]
mod tests {
    use schemas::{bureau::Tree, definition::Definitions};

    use crate::{action, demo::SCRIPTS};

    #[test]
    fn every_report_of_every_demonstration_can_stand() {
        let definitions = Definitions::builtin().unwrap();
        for script in SCRIPTS {
            let campaign = definitions.campaign(script.campaign).unwrap();
            let tree = Tree::new(script.bureaus()).unwrap();
            let all = script.said();
            assert!(all.len() > 8, "{} {}", script.campaign, all.len());
            for report in &all {
                let sound = action::sound(campaign, tree.all(), report);
                assert!(sound.is_ok(), "{} {report:?}", script.campaign);
                assert!(report.words.contains("演示"), "{report:?}");
                assert!(report.at <= script.story().ends, "{report:?}");
            }
        }
    }
}
