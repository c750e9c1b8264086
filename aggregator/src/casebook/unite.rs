//! Which rows are about one dispute, which of them is the newest of its case, and by which the dispute is counted.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// A row as far as it is tied to others of its bureau.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its form.
    pub form: String,
    /// Number of the case.
    pub case_no: String,
    /// Last day of the period of the ledger, and the ledger's leaf.
    pub ledger: (String, i64),
    /// Whether its form holds disputes.
    pub disputes: bool,
    /// Number of the matter.
    pub matter: Option<String>,
    /// Number of the case it went on as.
    pub went_on: Option<String>,
    /// Number of the case it came from.
    pub came_from: Option<String>,
    /// The day it came in.
    pub opened: Option<NaiveDate>,
    /// Whether it is of the newest ledger that has the case.
    pub latest: bool,
    /// Name of the dispute; none where its form holds none.
    pub dispute: Option<String>,
    /// Whether the dispute is counted by it: the procedure that came in first.
    pub head: bool,
}

/// Finds out, for all rows that may be tied to each other: every row of each of their cases has to be among them.
pub fn unite(links: &mut [Link]) {
    let mut newest: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (at, link) in links.iter().enumerate() {
        let best = newest.entry((&link.form, &link.case_no)).or_insert(at);
        if links.get(*best).is_some_and(|best| best.ledger <= link.ledger) {
            *best = at;
        }
    }
    let cases: Vec<usize> = newest.values().copied().collect();
    let mut sets = Sets((0..links.len()).collect());
    let mut of_matter: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of_number: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let disputes = || cases.iter().filter_map(|at| Some((*at, links.get(*at).filter(|link| link.disputes)?)));
    for (at, link) in disputes() {
        of_number.entry(&link.case_no).or_default().push(at);
        if let Some(matter) = &link.matter {
            sets.join(*of_matter.entry(matter).or_insert(at), at);
        }
    }
    for (at, link) in disputes() {
        let named = link.went_on.iter().chain(&link.came_from);
        for other in named.flat_map(|case| of_number.get(case.as_str()).into_iter().flatten().copied()) {
            // A number is unique in the ledgers of one form only.
            if links.get(other).is_some_and(|other| other.form != link.form) {
                sets.join(at, other);
            }
        }
    }
    let mut named: BTreeMap<usize, (Option<&str>, usize)> = BTreeMap::new();
    for (at, link) in disputes() {
        let root = sets.root(at);
        let (matter, head) = named.entry(root).or_insert((link.matter.as_deref(), at));
        *matter = match (*matter, link.matter.as_deref()) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if links.get(*head).is_some_and(|head| first(link) < first(head)) {
            *head = at;
        }
    }
    let mut found: BTreeMap<usize, (String, bool)> = BTreeMap::new();
    for (at, _) in disputes() {
        let Some((matter, head)) = named.get(&sets.root(at)) else { continue };
        let counted = links.get(*head).map(|head| format!("{}/{}", head.form, head.case_no));
        let name = matter.map(|matter| format!("/{matter}")).or(counted).unwrap_or_default();
        found.insert(at, (name, *head == at));
    }
    // Earlier ledgers speak of the case as the newest does.
    let newest: Vec<Option<usize>> =
        links.iter().map(|link| newest.get(&(link.form.as_str(), link.case_no.as_str())).copied()).collect();
    for (at, (link, newest)) in links.iter_mut().zip(newest).enumerate() {
        link.latest = newest == Some(at);
        let of = newest.and_then(|newest| found.get(&newest));
        link.dispute = of.map(|(name, _)| name.clone());
        link.head = link.latest && of.is_some_and(|(_, head)| *head);
    }
}

/// The order in which procedures come: by the day they came in, then by form and number.
fn first(link: &Link) -> (bool, Option<NaiveDate>, &str, &str) {
    (link.opened.is_none(), link.opened, &link.form, &link.case_no)
}

/// Disjoint sets of rows.
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, of: usize) -> usize {
        let mut root = of;
        while let Some(up) = self.0.get(root).copied().filter(|up| *up != root) {
            root = up;
        }
        let mut at = of;
        while let Some(up) = self.0.get_mut(at).filter(|up| **up != root) {
            at = std::mem::replace(up, root);
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(up) = self.0.get_mut(a.max(b)) {
            *up = a.min(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(form: &str, case: &str, quarter: &str, matter: &str, next: &str, opened: &str) -> Link {
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Link {
            form: form.into(),
            case_no: case.into(),
            ledger: (quarter.into(), 1),
            disputes: form != "L11",
            matter: filled(matter),
            went_on: filled(next),
            came_from: None,
            opened: opened.parse().ok(),
            latest: false,
            dispute: None,
            head: false,
        }
    }

    fn said(links: &mut [Link]) -> Vec<String> {
        unite(links);
        let mark = |is: bool, mark| if is { mark } else { "" };
        let line = |link: &Link| {
            let dispute = link.dispute.as_deref().unwrap_or("-");
            format!(
                "{} {} {dispute}{}{}",
                link.form,
                link.case_no,
                mark(link.latest, " latest"),
                mark(link.head, " head")
            )
        };
        links.iter().map(line).collect()
    }

    #[test]
    fn one_matter_by_three_channels_is_one_dispute_counted_by_the_first() {
        let mut links = [
            link("L4", "a", "2025-09-30", "M1", "", "2025-07-09"),
            link("L10", "b", "2025-09-30", "M1", "", "2025-07-01"),
            link("L5", "c", "2025-09-30", "M1", "", "2025-07-03"),
            link("L5", "d", "2025-09-30", "", "", "2025-07-03"),
        ];
        assert_eq!(
            said(&mut links),
            ["L4 a /M1 latest", "L10 b /M1 latest head", "L5 c /M1 latest", "L5 d L5/d latest head"]
        );
    }

    #[test]
    fn a_failed_mediation_and_the_arbitration_it_went_on_as_are_one_dispute() {
        let mut links = [
            link("L2", "m1", "2025-06-30", "", "a1", "2025-05-02"),
            link("L3", "a1", "2025-09-30", "M7", "", "2025-07-01"),
            link("L4", "x", "2025-09-30", "M7", "", "2025-08-01"),
            // The number of another form's case means nothing in its own ledger.
            link("L3", "a2", "2025-09-30", "", "a1", "2025-07-01"),
        ];
        assert_eq!(
            said(&mut links),
            ["L2 m1 /M7 latest head", "L3 a1 /M7 latest", "L4 x /M7 latest", "L3 a2 L3/a2 latest head"]
        );
        // Said by the later one it is the same.
        links[0].went_on = None;
        links[1].came_from = Some("m1".into());
        assert_eq!(said(&mut links)[0], "L2 m1 /M7 latest head");
    }

    #[test]
    fn a_case_is_what_its_newest_ledger_says_of_it() {
        let mut links = [
            link("L3", "a", "2025-06-30", "M1", "", "2025-05-02"),
            link("L3", "a", "2025-09-30", "M2", "", "2025-05-02"),
            link("L5", "b", "2025-06-30", "M1", "", "2025-05-02"),
            link("L11", "p", "2025-09-30", "", "", ""),
        ];
        assert_eq!(
            said(&mut links),
            ["L3 a /M2", "L3 a /M2 latest head", "L5 b /M1 latest head", "L11 p - latest"]
        );
        // Received later it is newer, and what was known before goes by it.
        links[0].ledger = ("2025-09-30".into(), 2);
        assert_eq!(
            said(&mut links),
            ["L3 a /M1 latest head", "L3 a /M1", "L5 b /M1 latest", "L11 p - latest"]
        );
    }
}
