//! The city against a model of itself: any order of sealing, sending, losing, doubling, amending, withdrawing, replacing
//! and revoking keys, starting anew, and coming back from a backup. After every step the log holds what the model says and
//! nothing else: no loss, no double, no fork, no leaf by a key that might not sign (PROTOCOL §7.1 I1–I4, T2).

mod city;
mod reference;

use proptest::test_runner::Config;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

use city::Tried;
use reference::{Deed, Reference};

impl StateMachineTest for Tried {
    type SystemUnderTest = Self;
    type Reference = Reference;

    fn init_test(state: &Reference) -> Self {
        Self::found(state)
    }

    fn apply(mut tried: Self, state: &Reference, deed: Deed) -> Self {
        tried.act(state, &deed);
        tried
    }

    fn check_invariants(tried: &Self, state: &<Self::Reference as ReferenceStateMachine>::State) {
        tried.holds(state);
    }
}

/// Histories that are tried; `PROPTEST_CASES` tries more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(16)
}

prop_state_machine! {
    #![proptest_config(Config { cases: cases(), failure_persistence: None, max_shrink_iters: 400, ..Config::default() })]

    #[test]
    fn whatever_happens_the_log_is_what_the_model_says(sequential 10..60 => Tried);
}
