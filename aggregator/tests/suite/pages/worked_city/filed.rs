//! A filing of the worked city with its history, findings, receipt and a few rows.

use std::sync::Arc;

use aggregator::web::pages::{
    filing::{Matter, ReceiptCard, Revision},
    rows::Asked,
};
use chrono::NaiveDate;
use schemas::{
    bureau::BureauCode,
    finding::{Finding, Severity},
    form::Form,
    hash::Sha,
    place::Place,
    returned::Returned,
    statement::{Kind, Purpose},
    table::{Cell, Table},
    tally::Tallies,
    text::Text,
    wire::FilingState,
};

use super::{Worked, code, definitions, instant, period};

/// A filing, owned.
pub struct Filing {
    pub bureau: BureauCode,
    pub form: Arc<Form>,
    pub revisions: Vec<Revision>,
    pub findings: Vec<Finding>,
    pub returned: Option<Returned>,
    pub tallies: Option<Tallies>,
    pub tallies_before: Option<Tallies>,
    pub receipt: Option<ReceiptCard>,
}

/// 河口市's arbitration ledger: late, amended once, validated, with two things to explain.
pub fn filing(worked: &Worked, bureau: &str) -> Filing {
    let bureau = code(bureau);
    let revision = |number: u32, kind, state, received: &str, reason: Option<&str>| Revision {
        by_rule: false,
        id: Sha::of(&number.to_be_bytes()),
        number,
        kind,
        purpose: Purpose::Current,
        state,
        received: instant(received),
        signer: "n-7f3a9c20b1d4".into(),
        suspect: false,
        policy: Some(Sha::of(b"policy")),
        earlier: number == 1,
        reason: reason.map(Into::into),
        rows: Some(111),
        figures_awaited: false,
    };
    let at = |row, column| Place { sheet: Some("仲裁案件".into()), row: Some(row), column: Some(column) };
    let finding =
        |severity, code: &str, place, found: Option<&str>, what: (&'static str, &'static str)| Finding {
            place,
            found: found.map(Into::into),
            ..Finding::new(
                code,
                severity,
                Text::new(what.0, what.1),
                Text::new("下次报送前补填", "Fill it in next time"),
            )
        };
    let mut explained = finding(
        Severity::Explain,
        "L3-101",
        at(37, 11),
        Some("2025-08-29"),
        ("审限届满未结8件", "8 cases overdue and open"),
    );
    explained.explained = Some("其中5件公告送达，3件待鉴定结论".into());
    explained.case = Some("河劳人仲案〔2025〕58号".into());
    let unexplained = finding(
        Severity::Explain,
        "L3-104",
        at(58, 18),
        Some("4126000.00"),
        ("金额偏高", "An unusual amount"),
    );
    let empty = finding(Severity::Notice, "L3-201", at(12, 7), None, ("用人单位行业未填", "No industry"));
    let filed = |period| worked.book.filed(&bureau, period, "L3").map(|filed| Tallies::clone(&filed.tallies));
    Filing {
        form: worked.definitions.form("L3").unwrap().clone(),
        revisions: vec![
            revision(
                2,
                Kind::Amendment,
                FilingState::Validated,
                "2025-10-18T09:41:07+08:00",
                Some("第61行结案日更正"),
            ),
            revision(1, Kind::Ledger, FilingState::Superseded, "2025-10-18T08:26:00+08:00", None),
        ],
        findings: vec![explained, unexplained, empty],
        returned: None,
        tallies: filed(period()),
        tallies_before: filed(period().previous().unwrap()),
        receipt: Some(ReceiptCard {
            statement: Sha::of(b"statement"),
            index: 20_417,
            received: instant("2025-10-18T09:41:07+08:00"),
            size: 20_418,
            root: Sha::of(b"root"),
        }),
        bureau,
    }
}

/// A filing that is owed and not there.
pub fn absent(worked: &Worked, bureau: &str) -> Filing {
    Filing {
        bureau: code(bureau),
        form: worked.definitions.form("L3").unwrap().clone(),
        revisions: vec![],
        findings: vec![],
        returned: None,
        tallies: None,
        tallies_before: None,
        receipt: None,
    }
}

impl Filing {
    /// As the page takes it.
    pub fn matter<'a>(&'a self, worked: &'a Worked) -> Matter<'a> {
        Matter {
            bureau: worked.city().bureau(&self.bureau).unwrap(),
            form: &self.form,
            period: period(),
            subject: None,
            obligation: worked.obligations[&self.bureau].get("L3"),
            revisions: &self.revisions,
            findings: &self.findings,
            returned: self.returned.as_ref(),
            decided: &[],
            tallies: self.tallies.as_ref(),
            tallies_before: self.tallies_before.as_ref(),
            receipt: self.receipt.as_ref(),
            copy: None,
        }
    }
}

/// Rows of an arbitration ledger.
pub struct Rows {
    pub table: Table,
    pub tallies: Vec<String>,
    pub counted: Vec<usize>,
}

/// Three rows, the second still open.
pub fn rows() -> Rows {
    let mut table = Table::new(definitions().form("L3").unwrap().clone());
    let day = |m, d| Cell::Date(NaiveDate::from_ymd_opt(2025, m, d).unwrap());
    let rows = [
        ("河劳人仲案〔2025〕58号", day(7, 3), day(8, 29), Cell::Code(0), Cell::Number(1_860_000)),
        ("河劳人仲案〔2025〕80号", day(8, 1), Cell::Empty, Cell::Empty, Cell::Number(250_000)),
        ("<i>河劳人仲案</i>", day(9, 9), day(9, 30), Cell::Code(1), Cell::Empty),
    ];
    for (row, (case, opened, closed, outcome, amount)) in rows.into_iter().enumerate() {
        let place = Place { sheet: None, row: u32::try_from(row + 2).ok(), column: None };
        let cells =
            [Cell::Text(case), Cell::Text("张某某"), opened, closed, outcome, amount, Cell::Bool(row == 0)];
        table.push(place, &cells).unwrap();
    }
    Rows { table, tallies: vec!["L3.closed".into()], counted: vec![0, 2] }
}

impl Rows {
    /// As the page takes them: those that were closed.
    pub fn asked<'a>(&'a self, worked: &'a Worked) -> Asked<'a> {
        Asked {
            bureau: worked.city().bureau(&code("519981")).unwrap(),
            period: period(),
            subject: None,
            table: &self.table,
            tallies: &self.tallies,
            counted: &self.counted,
            page: 1,
        }
    }
}
