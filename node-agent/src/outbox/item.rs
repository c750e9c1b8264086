//! Items of the outbox: one a statement, read back only if the row still holds what was signed.

use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, Insertable, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    SqliteConnection,
};
use schemas::{
    finding::Finding,
    hash::Sha,
    note,
    receipt::Proven,
    statement::{FilingKey, Statement, Subject},
};

use super::{Decision, Outbox, State, StoreFault, schema::item};

/// A statement with everything known of it.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its place in the order of sealing.
    pub number: i64,
    /// Identity of the statement.
    pub id: Sha,
    /// What was signed.
    pub statement: Statement,
    /// The signed note, as it is sent.
    pub note: String,
    /// Whether its content is in this store.
    pub has_content: bool,
    /// Whether the city told of it: it was not sealed from this store.
    pub learnt: bool,
    /// Where it stands.
    pub state: State,
    /// What the city said when it refused.
    pub said: Option<String>,
    /// The verified receipt.
    pub receipt: Option<String>,
    /// What the city found in the rows.
    pub findings: Vec<Finding>,
    /// Requests sent for it so far.
    pub attempts: i64,
    /// When it was last put into a package that is carried by hand.
    pub exported: Option<DateTime<Utc>>,
    /// What the city decided of it that its state does not say.
    pub decision: Option<Decision>,
}

/// A head the city named, verified.
#[derive(Clone, Debug)]
pub(crate) struct LearntHead {
    pub(crate) statement: Statement,
    pub(crate) note: String,
    pub(crate) receipt: String,
    pub(crate) proven: Proven,
    pub(crate) checkpoint: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = item)]
struct Row {
    number: i64,
    statement: String,
    note: String,
    content: Option<String>,
    learnt: bool,
    state: String,
    problem: Option<String>,
    said: Option<String>,
    receipt: Option<String>,
    findings: String,
    attempts: i64,
    unsigned: bool,
    exported: Option<i64>,
    decision: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = item)]
pub(super) struct NewRow<'a> {
    statement: String,
    form: &'a str,
    period: String,
    subject: String,
    revision: i64,
    note: &'a str,
    content: Option<String>,
    learnt: bool,
    state: &'a str,
    receipt: Option<&'a str>,
    unsigned: bool,
}

impl Item {
    /// Whether the statement may be in force for its filing: a receipt puts it into the log, whatever became of its
    /// rows, and what is sealed will be.
    pub(crate) fn may_stand(&self) -> bool {
        self.receipt.is_some() || matches!(self.state, State::Sealed | State::Unsigned)
    }
}

impl Row {
    fn item(self) -> Result<Item, StoreFault> {
        let number = self.number;
        let read = || {
            let text = note::split(&self.note).ok()?.0;
            let id = Statement::id_of(text);
            (id.to_string() == self.statement).then_some(())?;
            Some(Item {
                number,
                id,
                statement: Statement::parse(text).ok()?,
                state: State::parse(&self.state, self.problem.as_deref(), self.unsigned)?,
                findings: serde_json::from_str(&self.findings).ok()?,
                note: self.note,
                has_content: self.content.is_some(),
                learnt: self.learnt,
                said: self.said,
                receipt: self.receipt,
                attempts: self.attempts,
                exported: self.exported.and_then(DateTime::from_timestamp_micros),
                decision: match self.decision.as_deref() {
                    Some(decision) => Some(Decision::parse(decision)?),
                    None => None,
                },
            })
        };
        read().ok_or(StoreFault::Damaged(number))
    }
}

impl<'a> NewRow<'a> {
    pub(super) fn sealed(
        statement: &'a Statement,
        note: &'a str,
        content: Option<Sha>,
        unsigned: bool,
    ) -> Self {
        let FilingKey { form, period, subject, .. } = &statement.filing;
        Self {
            statement: statement.id().to_string(),
            form,
            period: period.to_string(),
            subject: subject_text(subject.as_ref()),
            revision: statement.revision.into(),
            note,
            content: content.map(|sha| sha.to_string()),
            learnt: false,
            state: State::Sealed.code(),
            receipt: None,
            unsigned,
        }
    }

    pub(super) fn learnt(head: &'a LearntHead, content: Option<Sha>) -> Self {
        Self {
            learnt: true,
            state: State::Receipted.code(),
            receipt: Some(&head.receipt),
            ..Self::sealed(&head.statement, &head.note, content, false)
        }
    }
}

/// A subject as the tables hold it.
pub(crate) fn subject_text(subject: Option<&Subject>) -> String {
    subject.map_or_else(|| "-".to_owned(), ToString::to_string)
}

pub(super) fn by_number(connection: &mut SqliteConnection, number: i64) -> Result<Item, StoreFault> {
    match item::table.find(number).select(Row::as_select()).first(connection) {
        Ok(row) => row.item(),
        Err(diesel::result::Error::DeserializationError(_)) => Err(StoreFault::Damaged(number)),
        Err(error) => Err(error.into()),
    }
}

/// The statements of a filing in the order of sealing. The bureau is the node's own.
pub(super) fn of_filing(
    connection: &mut SqliteConnection,
    filing: &FilingKey,
) -> Result<Vec<Item>, StoreFault> {
    let rows = item::table
        .filter(item::form.eq(&filing.form))
        .filter(item::period.eq(filing.period.to_string()))
        .filter(item::subject.eq(subject_text(filing.subject.as_ref())))
        .order(item::number)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Row::item).collect()
}

impl Outbox {
    /// Everything that is whole, in the order of sealing; [`Outbox::damaged`] names what is not.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub fn items(&self) -> Result<Vec<Item>, StoreFault> {
        Ok(self.sorted_out()?.0)
    }

    /// The numbers of the items that no longer hold what was signed. One of them keeps nobody from the others.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub fn damaged(&self) -> Result<Vec<i64>, StoreFault> {
        Ok(self.sorted_out()?.1)
    }

    /// Whole items and the numbers of damaged ones. Each is read by itself: a value of another type or no text at all
    /// would end a common reading at its row.
    fn sorted_out(&self) -> Result<(Vec<Item>, Vec<i64>), StoreFault> {
        self.read(|connection| {
            let numbers: Vec<i64> = item::table.order(item::number).select(item::number).load(connection)?;
            let (mut whole, mut damaged) = (Vec::new(), Vec::new());
            for number in numbers {
                match by_number(connection, number) {
                    Ok(item) => whole.push(item),
                    Err(StoreFault::Damaged(_)) => damaged.push(number),
                    Err(fault) => return Err(fault),
                }
            }
            Ok((whole, damaged))
        })
    }

    /// The items of a form, all of them.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] if one is not whole: what it said may be what is asked for.
    pub(crate) fn of_form(&self, form: &str) -> Result<Vec<Item>, StoreFault> {
        self.read(|connection| {
            let numbers: Vec<i64> = item::table
                .filter(item::form.eq(form))
                .order(item::number)
                .select(item::number)
                .load(connection)?;
            numbers.into_iter().map(|number| by_number(connection, number)).collect()
        })
    }

    /// One item.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub fn item(&self, number: i64) -> Result<Item, StoreFault> {
        self.read(|connection| by_number(connection, number))
    }

    /// The items of a filing in the order of sealing.
    pub(crate) fn of_filing(&self, filing: &FilingKey) -> Result<Vec<Item>, StoreFault> {
        self.read(|connection| of_filing(connection, filing))
    }

    /// The statement in force of a filing as far as this node knows: the highest revision not refused.
    pub(crate) fn head(&self, filing: &FilingKey) -> Result<Option<Item>, StoreFault> {
        Ok(head(&self.of_filing(filing)?).cloned())
    }
}

/// The statement in force among those of one filing.
pub(crate) fn head(items: &[Item]) -> Option<&Item> {
    items.iter().filter(|item| item.may_stand()).max_by_key(|item| (item.statement.revision, item.number))
}
