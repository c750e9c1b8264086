//! Which versions of SQLite either program keeps its store in.

/// Older ones can lose committed writes when two connections meet at a WAL reset; fixed in 3.51.3 (PROTOCOL §0.6).
const OLDEST: [u32; 3] = [3, 51, 3];

/// Whether a version, as `sqlite_version()` says it, keeps what it has committed.
pub fn is_trusted(version: &str) -> bool {
    let numbers: Vec<u32> = version.split('.').map(|part| part.parse().unwrap_or(0)).collect();
    numbers.as_slice() >= OLDEST.as_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_libraries_are_not_trusted() {
        for (version, trusted) in [
            ("3.51.3", true),
            ("3.53.2", true),
            ("4.0", true),
            ("3.51.2", false),
            ("3.9.99", false),
            ("", false),
        ] {
            assert_eq!(is_trusted(version), trusted, "{version}");
        }
    }
}
