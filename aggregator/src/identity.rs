//! Accounts, roles, scope, passwords and sessions.

pub mod password;
pub mod session;

use schemas::bureau::{BureauCode, Tree};

/// Somebody who signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Login name.
    pub login: String,
    /// Name shown.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whose rows they may see: this bureau's subtree.
    pub bureau: BureauCode,
}

/// Roles to begin with (two scopes: the city's staff, and a county's own subtree).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 市局业务科.
    Staff,
    /// 市局领导: reads what staff reads, and decides on supervision what staff has proposed (DOMAIN §4.3).
    Leader,
    /// 区县填报员.
    County,
    /// 同级政法委: reads what its bureau's level has filed, and changes nothing (RULINGS 15).
    Committee,
}

impl Role {
    /// Its word in the database and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Leader => "leader",
            Self::County => "county",
            Self::Committee => "committee",
        }
    }

    /// The role of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        let mut all = [Self::Staff, Self::Leader, Self::County, Self::Committee].into_iter();
        all.find(|role| role.word() == word)
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
        tree.above(bureau).any(|upper| upper.code == self.bureau)
    }
}
