//! 案件总册: the rows of the ledgers in force by the roles of their columns, and which of them are about one dispute (DOMAIN §2.3
//! items 5 and 6): the same matter, or a case that went on as another. What lists, chains and analyses read is kept by
//! [`crate::store::casebook`].

mod unite;

use chrono::NaiveDate;
use schemas::{
    form::{Form, Role},
    table::Table,
};
pub use unite::{Link, unite};

/// A row of a ledger, by its roles; codes are those of the form's lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Which row it is.
    pub place: u32,
    /// Number of the case.
    pub case_no: String,
    /// Number of the matter.
    pub matter: Option<String>,
    /// Number of the case it went on as.
    pub went_on: Option<String>,
    /// Number of the case it came from.
    pub came_from: Option<String>,
    /// The day it came in.
    pub opened: Option<NaiveDate>,
    /// The day it is due.
    pub due: Option<NaiveDate>,
    /// The day it ended.
    pub closed: Option<NaiveDate>,
    /// The day it was last followed up.
    pub followed: Option<NaiveDate>,
    /// Name of the employer.
    pub employer: Option<String>,
    /// Its 统一社会信用代码.
    pub employer_code: Option<String>,
    /// Kind of the employer.
    pub employer_type: Option<String>,
    /// Industry.
    pub industry: Option<String>,
    /// Cause.
    pub cause: Option<String>,
    /// Street, town or park.
    pub area: Option<String>,
    /// Channel.
    pub source: Option<String>,
    /// Risk or importance.
    pub level: Option<String>,
    /// How it ended.
    pub outcome: Option<String>,
    /// Number of the mediator in the register.
    pub mediator: Option<String>,
    /// Who answers for it.
    pub responsible: Option<String>,
    /// Persons involved.
    pub persons: Option<i64>,
    /// Money at issue, in 分.
    pub amount: Option<i64>,
    /// Money that was paid, in 分.
    pub paid: Option<i64>,
    /// Band in which it is paid for.
    pub band: Option<String>,
    /// How what was agreed was performed.
    pub performed: Option<String>,
}

/// Whether the rows of a form are procedures about disputes: cases of persons that come in, stay from period to period, end in some way and
/// may share a matter with others. Reports about cases, papers and lists of employers, and ledgers made of others count none again.
pub fn holds_disputes(form: &Form) -> bool {
    let plays = |role| form.with_role(role).is_some();
    form.continuity
        && form.chain.is_none()
        && form.made_from.is_empty()
        && plays(Role::Case)
        && plays(Role::Matter)
        && plays(Role::Opened)
        && plays(Role::Persons)
        && plays(Role::Outcome)
}

/// The rows of a ledger; none if the form numbers no cases. A row without a number is none: it was refused where one is required.
pub fn entries(table: &Table) -> Vec<Entry> {
    let column = |role| table.form().with_role(role).map(|(index, _)| index);
    let Some(case) = column(Role::Case) else { return Vec::new() };
    let of = |row: usize| {
        let text = |role| column(role).and_then(|at| table.text(row, at)).map(str::to_owned);
        let code = |role| column(role).and_then(|at| table.code(row, at)).map(str::to_owned);
        let day = |role| column(role).and_then(|at| table.date(row, at));
        let number = |role| column(role).and_then(|at| table.number(row, at));
        Some(Entry {
            place: u32::try_from(row).ok()?,
            case_no: table.text(row, case)?.to_owned(),
            matter: text(Role::Matter),
            went_on: text(Role::Next),
            came_from: text(Role::Former),
            opened: day(Role::Opened),
            due: day(Role::Due),
            closed: day(Role::Closed),
            followed: day(Role::Followed),
            employer: text(Role::Employer),
            employer_code: text(Role::EmployerCode),
            employer_type: code(Role::EmployerType),
            industry: code(Role::Industry),
            cause: code(Role::Cause),
            area: text(Role::Area),
            source: code(Role::Source),
            level: code(Role::Level),
            outcome: code(Role::Outcome),
            mediator: text(Role::Mediator),
            responsible: text(Role::Responsible),
            persons: number(Role::Persons),
            amount: number(Role::Amount),
            paid: number(Role::Paid),
            band: code(Role::Band),
            performed: code(Role::Performed),
        })
    };
    (0..table.len()).filter_map(of).collect()
}
