//! Any bytes taken for a package carried by hand, or for a policy: what is read makes the same again.

use std::sync::LazyLock;

use schemas::{note::SignKey, package::Package, policy::Policy};

static KEY: LazyLock<SignKey> = LazyLock::new(|| SignKey::from_seed("n-7f3a9c", &[7; 32]).expect("a key"));

/// Both readers. Says whether one of them read it.
pub fn holds(bytes: &[u8]) -> bool {
    package(bytes) || std::str::from_utf8(bytes).is_ok_and(policy)
}

fn package(bytes: &[u8]) -> bool {
    Package::parse(bytes).is_ok_and(|package| {
        let made = package.head.seal(&KEY, &package.parts).expect("within bounds");
        let again = Package::parse(&made).expect("what was made is read");
        assert_eq!((&again.head, &again.parts), (&package.head, &package.parts));
        assert!(again.open(&KEY.verify_key()).is_ok());
        true
    })
}

fn policy(text: &str) -> bool {
    Policy::parse(text).is_ok_and(|policy| {
        assert_eq!(policy.compose(), text);
        if let Err(fault) = policy.definitions() {
            assert!(!fault.text().zh.is_empty());
        }
        true
    })
}
