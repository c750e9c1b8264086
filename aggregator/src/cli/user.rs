//! `aggregator user add`: accounts. The password is read from standard input and never from an argument.

use std::io::BufRead;

use clap::{Args, Subcommand, ValueEnum};
use schemas::{
    campaign::{Campaign, DepartmentCode},
    problem::Problem,
    text::Text,
};

use super::{Failure, Place, block_on, say};
use crate::{
    clock::Clock,
    error::AppError,
    identity::{self, Account, password},
    store::{account, bureau},
};

/// Accounts.
#[derive(Args)]
pub(super) struct User {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Add an account, or set name, role, bureau and password of one that exists.
    Add {
        #[command(flatten)]
        place: Place,
        /// Login name.
        login: String,
        /// Name shown.
        #[arg(long)]
        name: String,
        /// Role.
        #[arg(long)]
        role: Role,
        /// Code of the bureau whose subtree the account sees; of a department, the city's.
        #[arg(long)]
        bureau: String,
        /// Code of the department of the campaign, for the role `department`.
        #[arg(long)]
        department: Option<String>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Role {
    /// City staff.
    Staff,
    /// A leader of the city: reads what staff reads, and decides on supervision what staff has proposed.
    Leader,
    /// County.
    County,
    /// Political-legal committee of the bureau's level: reads and changes nothing.
    Committee,
    /// A department of the campaign: reports for itself, only adds, sees nothing but its own.
    Department,
}

impl User {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Act::Add { place, login, name, role, bureau: code, department } = self.act;
        let services = place.config().open(Clock::system())?;
        let role = match role {
            Role::Staff => identity::Role::Staff,
            Role::Leader => identity::Role::Leader,
            Role::County => identity::Role::County,
            Role::Committee => identity::Role::Committee,
            Role::Department => identity::Role::Department(bound(&services.campaign, department.as_deref())?),
        };
        if department.is_some() && role.department().is_none() {
            return Err(only_departments().into());
        }
        let account = Account { login, name, role, bureau: code.parse()? };
        let mut given = String::new();
        say(&mut std::io::stderr(), "Password (read from standard input):");
        std::io::stdin().lock().read_line(&mut given)?;
        let stored = password::hash(given.trim_end_matches(['\r', '\n']))?;
        block_on(services.store.write(move |connection| {
            let tree = bureau::tree(connection)?;
            let found = tree.get(&account.bureau).ok_or(Problem::NotFound)?;
            if account.role.department().is_some() && found.parent.is_some() {
                return Err(at_the_top());
            }
            Ok::<_, AppError>(account::put(connection, &account, &stored)?)
        }))??;
        say(&mut std::io::stdout(), "The account is ready.");
        Ok(())
    }
}

/// The department of the campaign an account is bound to.
fn bound(campaign: &Campaign, code: Option<&str>) -> Result<DepartmentCode, AppError> {
    let known: Vec<String> = campaign
        .reporting_departments()
        .map(|department| format!("{} {}", department.code, department.name.zh))
        .collect();
    let found = code.and_then(|code| code.parse::<DepartmentCode>().ok());
    found.filter(|code| campaign.reporting_department(code).is_some()).ok_or_else(|| {
        let text = Text::new(
            "部门账号须以--department指明行动{campaign}的一个部门：{known}",
            "An account of a department names one of campaign {campaign} with --department: {known}",
        );
        let known = if known.is_empty() { "-".to_owned() } else { known.join(", ") };
        let text = text.fill(&[("campaign", &campaign.campaign), ("known", &known)]);
        AppError::with(Problem::Invalid, text)
    })
}

fn only_departments() -> AppError {
    let text = Text::new(
        "--department只用于部门账号（--role department）",
        "--department is for accounts of departments alone (--role department)",
    );
    AppError::with(Problem::Invalid, text)
}

fn at_the_top() -> AppError {
    let text = Text::new(
        "部门账号设在市局：--bureau填写市局代码",
        "An account of a department stands at the city's bureau: give its code with --bureau",
    );
    AppError::with(Problem::Invalid, text)
}
