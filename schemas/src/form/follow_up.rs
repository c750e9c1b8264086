//! How often a case of each level has to be followed up, read from the rules of its form: the rule that asks for a fresh `@followed` where
//! `@level` is one of some codes (DOMAIN §7.2 item 38).

use std::collections::BTreeMap;

use super::{Field, Form, Role, Test};

impl Form {
    /// Days within which a case of each level has to be followed up; nothing for a level that no rule speaks of.
    pub fn follow_up_days(&self) -> BTreeMap<&str, i64> {
        let mut days = BTreeMap::new();
        for rule in &self.rules {
            let on = |role: Role| move |field: &Field| *field == Field::Role(role);
            let levels =
                rule.when.iter().flat_map(|clause| clause.conditions()).find_map(
                    |condition| match &condition.test {
                        Test::Among(codes) if on(Role::Level)(&condition.on) && !condition.negated => {
                            Some(codes)
                        }
                        _ => None,
                    },
                );
            let fresh =
                rule.must.iter().flat_map(|clause| clause.conditions()).find_map(|condition| match condition
                    .test
                {
                    Test::Fresh(days) if on(Role::Followed)(&condition.on) && !condition.negated => {
                        Some(days)
                    }
                    _ => None,
                });
            for level in levels.into_iter().flatten() {
                days.extend(fresh.map(|fresh| (level.as_str(), fresh)));
            }
        }
        days
    }
}

#[cfg(test)]
mod tests {
    use crate::definition::Definitions;

    #[test]
    fn the_ledger_of_disputes_says_it_for_each_colour_and_arbitration_for_none() {
        let definitions = Definitions::builtin().unwrap();
        let days = |form: &str| -> Vec<(String, i64)> {
            let form = definitions.form(form).unwrap();
            form.follow_up_days().into_iter().map(|(level, days)| (level.to_owned(), days)).collect()
        };
        let all = [("1", 3), ("2", 7), ("3", 15), ("4", 30)].map(|(level, days)| (level.to_owned(), days));
        assert_eq!((days("L1"), days("L3")), (all.to_vec(), Vec::new()));
    }
}
