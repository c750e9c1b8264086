//! Accounts, roles, scope, passwords and sessions.

pub mod password;
pub mod session;

use schemas::{
    bureau::{BureauCode, Tree},
    campaign::DepartmentCode,
    directive::Addressee,
};

/// Somebody who signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Login name.
    pub login: String,
    /// Name shown.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whose rows they may see: this bureau's subtree. A department stands at the city's bureau and sees none.
    pub bureau: BureauCode,
}

/// What an account is for: the city's people, a county with its own subtree, a committee, another department.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// 市局业务科.
    Staff,
    /// 市局领导: reads what staff reads, and decides on supervision what staff has proposed (DOMAIN §4.3).
    Leader,
    /// 区县填报员.
    County,
    /// 同级政法委: reads what its bureau's level has filed, and changes nothing (RULINGS 15).
    Committee,
    /// 成员部门: reports for itself, only adds, and sees nothing but its own (DOMAIN §7.1 items 18, 21 and 33).
    Department(DepartmentCode),
}

impl Role {
    /// Its word in the database and on the command line.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Leader => "leader",
            Self::County => "county",
            Self::Committee => "committee",
            Self::Department(_) => "department",
        }
    }

    /// The role of a word, of a department with its code. Neither is there without the other.
    pub fn from_word(word: &str, department: Option<DepartmentCode>) -> Option<Self> {
        let all = [Self::Staff, Self::Leader, Self::County, Self::Committee];
        let other = all.into_iter().find(|role| role.word() == word);
        match department {
            None => other,
            Some(code) => Some(Self::Department(code)).filter(|role| role.word() == word),
        }
    }

    /// The department it is for.
    pub fn department(&self) -> Option<&DepartmentCode> {
        match self {
            Self::Department(code) => Some(code),
            Self::Staff | Self::Leader | Self::County | Self::Committee => None,
        }
    }
}

impl Account {
    /// Whether it reads the whole city: its staff and leaders, and the committee of its own level, which changes nothing
    /// (RULINGS 15).
    pub fn reads_all(&self, tree: &Tree) -> bool {
        let at_the_top = || tree.get(&self.bureau).is_some_and(|bureau| bureau.parent.is_none());
        self.role == Role::Staff || matches!(self.role, Role::Leader | Role::Committee) && at_the_top()
    }

    /// Whether it takes part in what the city decides: its staff drafts, its leaders approve.
    pub fn decides(&self, tree: &Tree) -> bool {
        self.role != Role::Committee && self.reads_all(tree)
    }

    /// Whether a bureau lies in what this account may see.
    pub fn sees(&self, tree: &Tree, bureau: &BureauCode) -> bool {
        self.role.department().is_none() && tree.above(bureau).any(|upper| upper.code == self.bureau)
    }

    /// Whether it may see what is put to somebody: to a bureau in its scope, to the department it is for, and to any department
    /// whoever reads the whole city.
    pub fn sees_put_to(&self, tree: &Tree, to: &Addressee) -> bool {
        match to {
            Addressee::Bureau(bureau) => self.sees(tree, bureau),
            Addressee::Department(department) => {
                self.role.department() == Some(department) || self.reads_all(tree)
            }
        }
    }
}
