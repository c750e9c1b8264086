//! To whom something is put: a bureau, whose node has the letter and answers by ledger, or a department of the campaign, which has an
//! account at the city and no node (DOMAIN §7.1 items 18, 21, 33 and 44).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::{
    bureau::BureauCode,
    campaign::{DepartmentCode, NotADepartmentCode},
    lines::{BadLine, Lines},
};

const NAMES: [&str; 2] = ["bureau", "department"];
/// What stands before the code of a department where addressees are told apart; no code has a stroke.
const MARK: &str = "department/";

/// To whom something is put.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Addressee {
    /// A bureau.
    Bureau(BureauCode),
    /// A department of the campaign.
    Department(DepartmentCode),
}

impl Addressee {
    /// The bureau, if it is one.
    pub fn bureau(&self) -> Option<&BureauCode> {
        match self {
            Self::Bureau(bureau) => Some(bureau),
            Self::Department(_) => None,
        }
    }

    /// The department, if it is one.
    pub fn department(&self) -> Option<&DepartmentCode> {
        match self {
            Self::Bureau(_) => None,
            Self::Department(department) => Some(department),
        }
    }

    /// Whether a kind can be put to it. Listings, interviews and what stands above them are for bureaus: a city's human resources
    /// bureau is not set over the departments of its leading group.
    pub fn takes(&self, kind: Kind) -> bool {
        match self {
            Self::Bureau(_) => true,
            Self::Department(_) => matches!(kind, Kind::Assign | Kind::Urge | Kind::Notice),
        }
    }

    /// Whether a leader has to approve a kind before it goes out to it. To a bureau what single matters need does not wait for that;
    /// to another department nothing but an urging note goes out without a leader.
    pub fn wants_approval(&self, kind: Kind) -> bool {
        match self {
            Self::Bureau(_) => kind.wants_approval(),
            Self::Department(_) => kind != Kind::Urge,
        }
    }

    /// Its line in a document, without the end.
    pub(super) fn line(&self) -> String {
        let [bureau, department] = NAMES;
        match self {
            Self::Bureau(code) => format!("{bureau} {code}"),
            Self::Department(code) => format!("{department} {code}"),
        }
    }

    /// Reads its line.
    pub(super) fn read(lines: &mut Lines<'_>) -> Result<Self, BadLine> {
        let [bureau, department] = NAMES;
        match lines.either(NAMES)? {
            (name, code) if name == bureau => code.parse().map(Self::Bureau).map_err(|_| BadLine(bureau)),
            (_, code) => code.parse().map(Self::Department).map_err(|_| BadLine(department)),
        }
    }
}

/// As forms and addresses of the portal name it: the code of a bureau, or `department/` and that of a department.
impl fmt::Display for Addressee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bureau(code) => code.fmt(f),
            Self::Department(code) => write!(f, "{MARK}{code}"),
        }
    }
}

impl FromStr for Addressee {
    type Err = BadLine;

    fn from_str(text: &str) -> Result<Self, BadLine> {
        match text.strip_prefix(MARK) {
            Some(code) => {
                code.parse().map(Self::Department).map_err(|_: NotADepartmentCode| BadLine("department"))
            }
            None => text.parse().map(Self::Bureau).map_err(|_| BadLine("bureau")),
        }
    }
}
