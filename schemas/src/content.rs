//! Content: the sealed rows of a ledger, one JSON line each below a header line. Columns of class P0–P2 are not
//! in it. The same rows under the same key give the same bytes, whatever order the workbook had.

use std::sync::Arc;

use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::Sha256;

use crate::{
    cell::{self, Unsealed},
    finding::{Explanation, MAX_EXPLANATIONS},
    form::{Form, Role},
    hash::Sha,
    merkle,
    place::Place,
    statement::{ContentRef, FilingKey, MAX_REASON, Schema},
    table::{Cell, Table},
    tally::Tallies,
};

/// Most bytes of uncompressed content: a ledger of about a million rows.
pub const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// Most rows.
pub const MAX_ROWS: u64 = 1_000_000;
/// Most bytes of the first line: tallies and reasons.
pub const MAX_HEADER: usize = 16 * 1024 * 1024;
/// Most bytes of a row.
pub const MAX_LINE: usize = 4 * 1024 * 1024;
const FORMAT: &str = "tongbao-content/1";

/// First line of the content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    format: String,
    /// The filing it belongs to, as the statement prints it.
    pub filing: String,
    /// Name and version of the form.
    pub schema: String,
    /// Keys of the columns that follow, in order.
    pub columns: Vec<String>,
    /// The node's own tallies; the aggregator recomputes them, and what does not agree is not ranked.
    pub summary: Tallies,
    /// Reasons given for findings.
    pub explanations: Vec<Explanation>,
    /// Salt of the row hashes, 64 hex digits.
    pub salt: String,
}

/// Sealed bytes and what the statement says of them.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// The lines, uncompressed.
    pub bytes: Vec<u8>,
    /// For the statement.
    pub reference: ContentRef,
}

/// Why content cannot stand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContentFault {
    /// The bytes are not those the statement signed.
    #[error("the content is not what the statement signed: {0} differs")]
    Differs(&'static str),
    /// A line cannot be read.
    #[error("line {line}: {expected}")]
    Line {
        /// 1-based line.
        line: u64,
        /// What was expected there.
        expected: String,
    },
}

/// The salt of a filing: from the node's key and what the filing is of, so that sealing equal rows again gives
/// equal hashes (RULINGS 16), and nobody without the key can guess rows from hashes.
pub fn salt(node_seed: &[u8; 32], filing: &FilingKey) -> [u8; 32] {
    derive(node_seed, format!("tongbao-salt/1 {filing}").as_bytes())
}

fn derive(secret: &[u8], info: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    // 32 bytes are always within what HKDF-SHA256 can expand to.
    let _ = Hkdf::<Sha256>::new(None, secret).expand(info, &mut out);
    out
}

fn salted(salt: &[u8; 32], row: u64, line: &[u8]) -> Vec<u8> {
    [derive(salt, &row.to_be_bytes()).as_slice(), line].concat()
}

/// Seals a ledger.
pub fn seal(
    table: &Table,
    filing: &FilingKey,
    summary: &Tallies,
    explanations: &[Explanation],
    salt: [u8; 32],
) -> Sealed {
    let form = table.form();
    let leaving: Vec<usize> = form.leaving().map(|(index, _)| index).collect();
    let mut explanations = explanations.to_vec();
    explanations.sort();
    let header = Header {
        format: FORMAT.into(),
        filing: filing.to_string(),
        schema: form.schema(),
        columns: form.leaving().map(|(_, column)| column.key.clone()).collect(),
        summary: summary.clone(),
        explanations,
        salt: hex::encode(salt),
    };
    let mut rows: Vec<(Option<&str>, String)> = (0..table.len())
        .map(|row| {
            let cells: Vec<Value> = leaving.iter().map(|column| cell::to_json(table, row, *column)).collect();
            let case = form.with_role(Role::Case).and_then(|(case, _)| table.text(row, case));
            (case, Value::Array(cells).to_string())
        })
        .collect();
    rows.sort();
    let lines = rows.iter().enumerate().map(|(row, (_, line))| salted(&salt, row as u64, line.as_bytes()));
    let rows_root = merkle::root(lines);
    let mut text = serde_json::to_string(&header).unwrap_or_default();
    for (_, line) in &rows {
        text.push('\n');
        text.push_str(line);
    }
    text.push('\n');
    let reference = ContentRef {
        rows: rows.len() as u64,
        length: text.len() as u64,
        sha256: Sha::of(text.as_bytes()),
        rows_root,
    };
    Sealed { bytes: text.into_bytes(), reference }
}

/// Reads content back into a table, holding it to what the statement signed.
///
/// # Errors
/// [`ContentFault`]; nothing is returned in part.
pub fn open(
    bytes: &[u8],
    form: &Arc<Form>,
    filing: &FilingKey,
    schema: &Schema,
    signed: &ContentRef,
) -> Result<(Header, Table), ContentFault> {
    if bytes.len() as u64 != signed.length {
        return Err(ContentFault::Differs("length"));
    }
    if Sha::of(bytes) != signed.sha256 {
        return Err(ContentFault::Differs("sha256"));
    }
    let bad = |line: u64, expected: &str| ContentFault::Line { line, expected: expected.into() };
    if signed.rows > MAX_ROWS {
        return Err(bad(MAX_ROWS + 2, &format!("at most {MAX_ROWS} rows")));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| bad(1, "UTF-8"))?;
    let mut lines = text.strip_suffix('\n').ok_or_else(|| bad(1, "a final line feed"))?.split('\n');
    let first = lines.next().unwrap_or_default();
    if first.len() > MAX_HEADER {
        return Err(bad(1, &format!("a header of at most {MAX_HEADER} bytes")));
    }
    let header: Header = serde_json::from_str(first).map_err(|_| bad(1, "a header"))?;
    if header.explanations.len() > MAX_EXPLANATIONS {
        return Err(bad(1, &format!("at most {MAX_EXPLANATIONS} reasons")));
    }
    if header.explanations.iter().any(|given| given.text.chars().count() > MAX_REASON) {
        return Err(bad(1, &format!("reasons of at most {MAX_REASON} characters")));
    }
    let columns: Vec<(usize, &str)> =
        form.leaving().map(|(index, column)| (index, column.key.as_str())).collect();
    if header.format != FORMAT || header.filing != filing.to_string() || header.schema != schema.name {
        return Err(bad(1, "the format, filing and schema of the statement"));
    }
    if !columns.iter().map(|(_, key)| *key).eq(header.columns.iter().map(String::as_str)) {
        return Err(bad(1, "the columns of the form that may leave a node, in order"));
    }
    let salt: [u8; 32] = hex::decode(&header.salt)
        .ok()
        .and_then(|salt| salt.try_into().ok())
        .ok_or_else(|| bad(1, "a salt"))?;
    let mut table = Table::new(Arc::clone(form));
    let mut leaves = Vec::new();
    for (row, line) in (0_u64..).zip(lines) {
        if row >= signed.rows {
            return Err(ContentFault::Differs("rows"));
        }
        if line.len() > MAX_LINE {
            return Err(bad(row + 2, &format!("a line of at most {MAX_LINE} bytes")));
        }
        let values: Vec<Value> = serde_json::from_str(line).map_err(|_| bad(row + 2, "an array of cells"))?;
        if values.len() != columns.len() {
            return Err(bad(row + 2, &format!("{} cells", columns.len())));
        }
        let mut unsealed = vec![Unsealed::Cell(Cell::Empty); form.columns.len()];
        for ((index, key), value) in columns.iter().zip(&values) {
            let cell = cell::from_json(form, *index, value)
                .map_err(|expected| bad(row + 2, &format!("{key}: {expected}")))?;
            if let Some(slot) = unsealed.get_mut(*index) {
                *slot = cell;
            }
        }
        let cells: Vec<Cell<'_>> = unsealed.iter().map(Unsealed::cell).collect();
        let place = Place { sheet: None, row: u32::try_from(row + 1).ok(), column: None };
        table.push(place, &cells).map_err(|misfit| bad(row + 2, &misfit.to_string()))?;
        leaves.push(salted(&salt, row, line.as_bytes()));
    }
    if leaves.len() as u64 != signed.rows {
        return Err(ContentFault::Differs("rows"));
    }
    if merkle::root(leaves) != signed.rows_root {
        return Err(ContentFault::Differs("rows-root"));
    }
    Ok((header, table))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{definition::Definitions, filter::Window};

    fn filing(subject: Option<&str>) -> FilingKey {
        FilingKey {
            bureau: "519901".parse().unwrap(),
            form: "L3".into(),
            period: "2025Q3".parse().unwrap(),
            subject: subject.map(|subject| subject.parse().unwrap()),
        }
    }

    fn table(cases: &[&str]) -> Table {
        let form = Definitions::builtin().unwrap().form("L3").unwrap().clone();
        let mut table = Table::new(Arc::clone(&form));
        for case in cases {
            let mut cells = vec![Cell::Empty; form.columns.len()];
            for (index, column) in form.columns.iter().enumerate() {
                cells[index] = match column.role {
                    Some(Role::Case) => Cell::Text(case),
                    Some(Role::Person) => Cell::Text("张示例"),
                    Some(Role::Opened) => Cell::Date(chrono::NaiveDate::from_ymd_opt(2025, 7, 3).unwrap()),
                    Some(Role::Persons) => Cell::Number(1),
                    _ => Cell::Empty,
                };
            }
            table.push(Place::default(), &cells).unwrap();
        }
        table
    }

    fn sealed(cases: &[&str]) -> (Sealed, Schema, Arc<Form>) {
        let table = table(cases);
        let tallies = Tallies::of(&table, Window::of("2025Q3".parse().unwrap()));
        let sealed = seal(&table, &filing(None), &tallies, &[], salt(&[7; 32], &filing(None)));
        let form = Arc::clone(table.form());
        (sealed, Schema { name: form.schema(), digest: Sha::from_bytes(form.digest) }, form)
    }

    #[test]
    fn what_is_sealed_opens_and_nothing_personal_is_in_it() {
        let (sealed, schema, form) = sealed(&["B", "A"]);
        let (header, table) = open(&sealed.bytes, &form, &filing(None), &schema, &sealed.reference).unwrap();
        assert_eq!((table.len(), table.text(0, form.with_role(Role::Case).unwrap().0)), (2, Some("A")));
        assert_eq!(header.summary.get("L3.accepted").unwrap().count(), 2);
        assert!(!String::from_utf8(sealed.bytes).unwrap().contains("张示例"));
    }

    #[test]
    fn the_order_of_a_workbook_does_not_matter_and_its_rows_do() {
        assert_eq!(sealed(&["A", "B"]).0.reference, sealed(&["B", "A"]).0.reference);
        assert_ne!(sealed(&["A", "B"]).0.reference.rows_root, sealed(&["A", "C"]).0.reference.rows_root);
        assert_ne!(salt(&[7; 32], &filing(None)), salt(&[7; 32], &filing(Some("M1"))));
    }

    /// Other bytes, signed as they are.
    fn opened(text: &str, signed: &ContentRef) -> Result<(), ContentFault> {
        let (_, schema, form) = sealed(&["A"]);
        let bytes = text.as_bytes();
        let signed = ContentRef { length: bytes.len() as u64, sha256: Sha::of(bytes), ..*signed };
        open(bytes, &form, &filing(None), &schema, &signed).map(|_| ())
    }

    #[test]
    fn a_ledger_has_a_most_of_rows() {
        let (sealed, ..) = sealed(&["A"]);
        let text = String::from_utf8(sealed.bytes).unwrap();
        let with = |rows| opened(&text, &ContentRef { rows, ..sealed.reference });
        assert_eq!(with(MAX_ROWS), Err(ContentFault::Differs("rows")));
        assert!(
            matches!(with(MAX_ROWS + 1), Err(ContentFault::Line { expected, .. }) if expected.contains("1000000 rows"))
        );
    }

    #[test]
    fn lines_and_reasons_have_bounds() {
        let (sealed, ..) = sealed(&["A"]);
        let text = String::from_utf8(sealed.bytes).unwrap();
        let (first, row) = text.split_once('\n').unwrap();
        let told = |text: &str| match opened(text, &sealed.reference) {
            Err(ContentFault::Line { line, expected }) => format!("{line} {expected}"),
            other => format!("{other:?}"),
        };
        let padded = |line: &str, to: usize| format!("{line}{}", " ".repeat(to - line.len()));
        assert_eq!(told(&format!("{}\n{row}", padded(first, MAX_HEADER))), "Ok(())");
        assert!(
            told(&format!("{}\n{row}", padded(first, MAX_HEADER + 1))).starts_with("1 a header of at most")
        );
        let row = row.trim_end();
        // A row is hashed as it is, so the longest one is read and found to be another than was signed.
        assert!(told(&format!("{first}\n{}\n", padded(row, MAX_LINE))).contains("rows-root"));
        assert!(
            told(&format!("{first}\n{}\n", padded(row, MAX_LINE + 1))).starts_with("2 a line of at most")
        );
        let with = |count: usize, length: usize| {
            let given = format!(r#"{{"code":"x","text":"{}"}}"#, "长".repeat(length));
            let all = vec![given; count].join(",");
            format!(
                "{}\n{row}\n",
                first.replace(r#""explanations":[]"#, &format!(r#""explanations":[{all}]"#))
            )
        };
        assert_eq!(told(&with(MAX_EXPLANATIONS, 1)), "Ok(())");
        assert!(told(&with(MAX_EXPLANATIONS + 1, 1)).contains("reasons"));
        assert_eq!(told(&with(1, MAX_REASON)), "Ok(())");
        assert!(told(&with(1, MAX_REASON + 1)).contains("characters"));
    }

    #[test]
    fn any_changed_byte_is_refused_by_name() {
        let (sealed, schema, form) = sealed(&["A", "B"]);
        let key = filing(None);
        let mut bytes = sealed.bytes.clone();
        bytes[40] ^= 1;
        assert_eq!(
            open(&bytes, &form, &key, &schema, &sealed.reference).unwrap_err(),
            ContentFault::Differs("sha256")
        );
        assert_eq!(
            open(&bytes[1..], &form, &key, &schema, &sealed.reference).unwrap_err(),
            ContentFault::Differs("length")
        );
        let other_root = ContentRef { rows_root: Sha::of(b"x"), ..sealed.reference };
        assert_eq!(
            open(&sealed.bytes, &form, &key, &schema, &other_root).unwrap_err(),
            ContentFault::Differs("rows-root")
        );
        let other_rows = ContentRef { rows: 3, ..sealed.reference };
        assert_eq!(
            open(&sealed.bytes, &form, &key, &schema, &other_rows).unwrap_err(),
            ContentFault::Differs("rows")
        );
        let elsewhere = FilingKey { bureau: "519902".parse().unwrap(), ..key };
        assert!(matches!(
            open(&sealed.bytes, &form, &elsewhere, &schema, &sealed.reference),
            Err(ContentFault::Line { line: 1, .. })
        ));
    }
}
