//! What examining a program's ground comes to: a list of checks, each good, worth a look, or bad, with what was found and
//! what to do. Both programs' `doctor` says it in this form.

use crate::text::Text;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// As it should be.
    Ok,
    /// Works, but somebody should look.
    Warn,
    /// Not as it must be.
    Bad,
}

impl Grade {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was looked at, in one or two words for programs.
    pub what: &'static str,
    /// How it came out.
    pub grade: Grade,
    /// What was found, and what to do.
    pub text: Text,
}

impl Line {
    /// A check that came out so.
    pub fn new(what: &'static str, grade: Grade, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { what, grade, text: Text::owned(zh.into(), en.into()) }
    }
}

/// The gravest of the checks: 0 if all is well, 1 if something is worth a look, 2 if something is bad.
pub fn exit_code(lines: &[Line]) -> u8 {
    match lines.iter().map(|line| line.grade).max() {
        Some(Grade::Bad) => 2,
        Some(Grade::Warn) => 1,
        Some(Grade::Ok) | None => 0,
    }
}
