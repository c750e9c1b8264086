//! The worked city's ledgers as an office would hold them after a quarter's mail: some CSV, some workbooks, named as
//! people name files.

use std::{collections::BTreeMap, fs, path::Path};

use aggregator::demo::{self, Return, place};
use rust_xlsxwriter::Workbook;
use schemas::definition::Definitions;

/// Writes bureaus.csv and the ledgers of every bureau for some quarters, each quarter in a folder of its own.
pub fn write(folder: &Path, quarters: &[&str]) {
    let all: Vec<String> = place::bureaus().iter().map(|bureau| bureau.code.to_string()).collect();
    write_of(folder, quarters, &all.iter().map(String::as_str).collect::<Vec<_>>());
}

/// The same with the ledgers of some bureaus only.
pub fn write_of(folder: &Path, quarters: &[&str], codes: &[&str]) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("bureaus.csv"), bureaus()).unwrap();
    let definitions = Definitions::builtin().unwrap();
    for quarter in quarters {
        let folder = folder.join(quarter);
        fs::create_dir_all(&folder).unwrap();
        for bureau in place::bureaus().iter().filter(|bureau| codes.contains(&bureau.code.as_str())) {
            let period = quarter.parse().unwrap();
            let returns: BTreeMap<&str, Return> = demo::FORMS
                .iter()
                .filter_map(|form| {
                    let form = definitions.form(form).unwrap();
                    Some((form.form.as_str(), demo::workbook(&bureau.code, form, period)?))
                })
                .collect();
            put(&folder, bureau.code.as_str(), &bureau.name.zh, quarter, &returns);
        }
    }
}

fn put(folder: &Path, code: &str, name: &str, quarter: &str, returns: &BTreeMap<&str, Return>) {
    let ledgers: Vec<(&str, &String)> = returns
        .iter()
        .filter_map(|(form, made)| match made {
            Return::Ledger(text) => Some((*form, text)),
            Return::Nil => None,
        })
        .collect();
    match code {
        // One workbook with a sheet a ledger, and one for notes.
        "519901" => {
            let mut sheets = vec![("填报说明", "本表由综合科汇总\n联系人,李示例\n".to_owned())];
            sheets.extend(ledgers.iter().map(|(form, text)| (*form, (*text).clone())));
            fs::write(folder.join(format!("{name}台账.xlsx")), workbook(&sheets)).unwrap();
        }
        // A folder of the bureau's, files named by form.
        "519981" => {
            fs::create_dir_all(folder.join(name)).unwrap();
            for (form, text) in ledgers {
                fs::write(folder.join(name).join(format!("{form}.csv")), text).unwrap();
            }
        }
        // Files whose headings tell the form.
        "519921" => {
            for (at, (_, text)) in ledgers.iter().enumerate() {
                fs::write(folder.join(format!("{name} 台账{} {quarter}.csv", at + 1)), text).unwrap();
            }
        }
        _ => {
            for (form, text) in &ledgers {
                fs::write(folder.join(format!("{code}_{form}_{quarter}.csv")), text).unwrap();
            }
        }
    }
    let nil: Vec<&&str> =
        returns.iter().filter(|(_, made)| **made == Return::Nil).map(|(form, _)| form).collect();
    if nil.len() == demo::FORMS.len() {
        fs::write(folder.join(format!("{name}零报告.txt")), "").unwrap();
    } else {
        for form in nil {
            fs::write(folder.join(format!("{code}_{form}_零报告.csv")), "").unwrap();
        }
    }
}

/// The list of bureaus, as `aggregator bureau import` takes it.
pub fn bureaus() -> String {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record([
        "code",
        "name",
        "name_en",
        "level",
        "kind",
        "parent",
        "counted_in",
        "valid_from",
        "valid_to",
    ])
    .unwrap();
    for bureau in place::bureaus() {
        let word = |value: serde_json::Value| value.as_str().unwrap().to_owned();
        csv.write_record([
            bureau.code.as_str(),
            &bureau.name.zh,
            &bureau.name.en,
            &word(serde_json::to_value(bureau.level).unwrap()),
            &word(serde_json::to_value(bureau.kind).unwrap()),
            bureau.parent.as_ref().map_or("", |parent| parent.as_str()),
            "",
            &bureau.valid_from.to_string(),
            "",
        ])
        .unwrap();
    }
    String::from_utf8(csv.into_inner().unwrap()).unwrap()
}

/// A workbook of text cells, a sheet a CSV text.
pub fn workbook(sheets: &[(&str, String)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, text) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        for (row, record) in (0..).zip(reader.records()) {
            for (column, cell) in (0..).zip(&record.unwrap()) {
                if !cell.is_empty() {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}
