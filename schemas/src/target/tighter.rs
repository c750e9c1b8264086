//! What a campaign below asks may only be tighter than what the one above asks (DOMAIN §7.1 item 8).

use super::{Ask, Benchmark, Target};
use crate::indicator::Against;

impl Target {
    /// Why this asks less than the parent's target of the same indicator, with both numbers; `None` if it does not. What
    /// is only aspired to or shown above binds nobody.
    pub(crate) fn looser_than(&self, parent: &Target) -> Option<String> {
        let tight = match (&self.ask, &parent.ask) {
            (_, Ask::Aspire { .. } | Ask::Show {}) => true,
            (Ask::AtLeast { percent } | Ask::Maintain { percent }, Ask::AtLeast { percent: least })
            | (Ask::Maintain { percent }, Ask::Maintain { percent: least }) => {
                percent.of_hundred() >= least.of_hundred()
            }
            (Ask::AtMost { percent }, Ask::AtMost { percent: most }) => {
                percent.of_hundred() <= most.of_hundred()
            }
            (Ask::Within { minutes }, Ask::Within { minutes: most }) => minutes <= most,
            (Ask::YearTotal { total, .. }, Ask::YearTotal { total: least, .. }) => total >= least,
            (Ask::Zero { veto }, Ask::Zero { veto: above }) => *veto || !above,
            (own, above) => own == above,
        };
        (!tight).then(|| format!("asks {}, while the parent asks {}", said(&self.ask), said(&parent.ask)))
    }
}

/// What is asked, for the message of a definition.
fn said(ask: &Ask) -> String {
    let earlier = |against: &Against| match against {
        Against::Previous => "the previous period",
        Against::LastYear => "the same period last year",
    };
    match ask {
        Ask::AtLeast { percent } => format!("at least {percent} %"),
        Ask::Maintain { percent } => format!("{percent} % maintained"),
        Ask::Aspire { percent } => format!("{percent} % aspired to"),
        Ask::AtMost { percent } => format!("at most {percent} %"),
        Ask::AtBenchmark { benchmark: Benchmark::OwnPool } => "at least the own pool".into(),
        Ask::AtBenchmark { benchmark: Benchmark::Published } => "at least the published value".into(),
        Ask::Rising { against } => format!("more than in {}", earlier(against)),
        Ask::Falling { against } => format!("less than in {}", earlier(against)),
        Ask::Within { minutes } => format!("at most {minutes} minutes"),
        Ask::YearTotal { total, .. } => format!("{total} in the year"),
        Ask::Zero { veto: true } => "zero with a veto".into(),
        Ask::Zero { veto: false } => "zero".into(),
        Ask::Show {} => "nothing".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(text: &str) -> Target {
        toml::from_str(&format!("indicator='I3'\n{text}")).unwrap()
    }

    #[test]
    fn only_what_is_tighter_or_the_same_stands() {
        let table = [
            ("ask='at-least'\npercent='95'", "ask='at-least'\npercent='92'", None),
            (
                "ask='at-least'\npercent='92'",
                "ask='at-least'\npercent='95'",
                Some("asks at least 92 %, while the parent asks at least 95 %"),
            ),
            ("ask='at-least'\npercent='95'", "ask='at-least'\npercent='95'", None),
            ("ask='maintain'\npercent='100'", "ask='at-least'\npercent='95'", None),
            (
                "ask='at-least'\npercent='100'",
                "ask='maintain'\npercent='100'",
                Some("asks at least 100 %, while the parent asks 100 % maintained"),
            ),
            (
                "ask='show'",
                "ask='at-least'\npercent='95'",
                Some("asks nothing, while the parent asks at least 95 %"),
            ),
            (
                "ask='aspire'\npercent='100'",
                "ask='at-least'\npercent='95'",
                Some("asks 100 % aspired to, while the parent asks at least 95 %"),
            ),
            ("ask='show'", "ask='aspire'\npercent='100'", None),
            (
                "ask='at-most'\npercent='3'",
                "ask='at-most'\npercent='0'",
                Some("asks at most 3 %, while the parent asks at most 0 %"),
            ),
            ("ask='within'\nminutes=60", "ask='within'\nminutes=120", None),
            (
                "ask='within'\nminutes=180",
                "ask='within'\nminutes=120",
                Some("asks at most 180 minutes, while the parent asks at most 120 minutes"),
            ),
            (
                "ask='zero'",
                "ask='zero'\nveto=true",
                Some("asks zero, while the parent asks zero with a veto"),
            ),
            ("ask='zero'\nveto=true", "ask='zero'", None),
            (
                "ask='year-total'\ntotal=90",
                "ask='year-total'\ntotal=100",
                Some("asks 90 in the year, while the parent asks 100 in the year"),
            ),
            (
                "ask='rising'\nagainst='previous period'",
                "ask='rising'\nagainst='same period last year'",
                Some(
                    "asks more than in the previous period, while the parent asks more than in the same period last year",
                ),
            ),
            ("ask='falling'\nagainst='previous period'", "ask='falling'\nagainst='previous period'", None),
            (
                "ask='at-benchmark'\nbenchmark='own-pool'",
                "ask='at-benchmark'\nbenchmark='published'",
                Some("asks at least the own pool, while the parent asks at least the published value"),
            ),
        ];
        for (own, parent, expected) in table {
            assert_eq!(target(own).looser_than(&target(parent)).as_deref(), expected, "{own} under {parent}");
        }
    }
}
