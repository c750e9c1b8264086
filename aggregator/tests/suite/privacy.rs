//! The real agent files with the real city through a proxy that keeps every request: what was planted where it must stay
//! is in no request, in no byte of the city's database, on no page and in no line either program logs (DESIGN,
//! invariant 6).

mod logged;
mod proxy;

use aggregator::store::{AnyConnection, content};
use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Text};
use node_agent::{AgentError, Draft, Node, SourceFile};
use reqwest::Method;
use rust_xlsxwriter::{DocProperties, Note, Workbook};
use schemas::finding::Explanation;

use crate::{
    city::City,
    filing::{ledger, push},
    hostile::TABLES,
};

const NAME: &str = "司徒霁月";
const OTHER_NAME: &str = "端木观澜";
const ADDRESS: &str = "锦官驿水津巷七号";
const FACTS: &str = "当事人自述曾于仓库跌伤";
/// One number in every spelling people use, and the fifteen digits of the old kind.
const IDS: [&str; 5] = [
    "510104199001011230",
    "５１０１０４１９９００１０１１２３０",
    "510104 19900101 1230",
    "5101-0419-9001-0112-30",
    "510104900101123",
];
const PHONES: [&str; 3] = ["13987650412", "１３９８７６５０４１２", "139 8765 0412"];
/// In the name of the file, of the sheet, of its author, in a comment and in a column nobody asked for.
const AROUND: [&str; 5] = ["机密台账文件", "内部花名册页", "王经办录入", "此人另有隐情", "枕边批注"];

fn planted() -> Vec<&'static str> {
    [NAME, OTHER_NAME, ADDRESS, FACTS].into_iter().chain(IDS).chain(PHONES).chain(AROUND).collect()
}

/// A ledger as a workbook with everything planted; `change` alters one honest cell.
fn workbook(closed: usize, change: Option<(&str, &str)>) -> Draft {
    let csv = ledger(closed);
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let mut headings = lines.next().unwrap();
    headings.extend(["劳动者姓名", "身份证号", "联系电话", "住址", "案情摘要", "承办仲裁员", AROUND[4]]);
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_author(AROUND[2]).set_title(NAME));
    let sheet = book.add_worksheet();
    sheet.set_name(AROUND[1]).unwrap();
    for (column, heading) in (0..).zip(&headings) {
        sheet.write_string(0, column, *heading).unwrap();
    }
    for (row, mut cells) in (1_u32..).zip(lines) {
        let which = usize::try_from(row).unwrap();
        let name = if row % 2 == 0 { NAME } else { OTHER_NAME };
        cells.extend([name, IDS[which % 3], PHONES[which % 3], ADDRESS, FACTS, "周仲裁", AROUND[4]]);
        // The old kind of number and every spelling stand in the facts, which never leave.
        let facts = format!("{FACTS}，{}，{}", IDS[which % 5], PHONES[which % 3]);
        for (column, cell) in (0..).zip(&cells) {
            let text = match (headings[usize::from(column)], change) {
                ("案情摘要", _) => &facts,
                (heading, Some((of, with))) if heading == of && row == 1 => with,
                _ => cell,
            };
            sheet.write_string(row, column, text).unwrap();
        }
    }
    sheet
        .insert_note(3, 2, &Note::new(format!("{} {} {}", AROUND[3], NAME, IDS[0])).set_author(OTHER_NAME))
        .unwrap();
    let name = format!("{}-{NAME}.xlsx", AROUND[0]);
    let bytes = book.save_to_buffer().unwrap();
    Draft::of("L3", "2025Q3".parse().unwrap(), vec![SourceFile { name, bytes }])
}

/// A text in the spellings in which it could travel.
fn spellings(text: &str) -> Vec<Vec<u8>> {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    let percent: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    vec![
        text.as_bytes().to_vec(),
        wide,
        escaped.into_bytes(),
        percent.into_bytes(),
        hex::encode(text).into_bytes(),
    ]
}

fn within(hay: &[u8], text: &str) -> bool {
    spellings(text).iter().any(|needle| hay.windows(needle.len()).any(|part| part == needle))
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    row: String,
}

#[derive(QueryableByName)]
struct Whole {
    #[diesel(sql_type = Text)]
    sha256: String,
}

/// Everything the city keeps: its files as they are, or every row where the database is elsewhere; and content unpacked.
async fn kept(city: &City) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = std::fs::read_dir(city.folder().join("city"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect();
    let read = city.services.store.read(|connection| {
        let mut rows = Vec::new();
        if let AnyConnection::Postgres(postgres) = connection {
            for table in TABLES {
                let query = sql_query(format!("SELECT CAST(t AS TEXT) AS row FROM {table} t"));
                let found: Vec<Row> = query.load(postgres)?;
                rows.extend(found.into_iter().map(|found| (table.to_owned(), found.row.into_bytes())));
            }
        }
        let contents: Vec<Whole> = sql_query("SELECT sha256 FROM content").load(connection)?;
        for Whole { sha256 } in contents {
            let packed = content::packed(connection, &sha256.parse().unwrap())?.unwrap();
            rows.push(("content".to_owned(), zstd::decode_all(packed.as_slice()).unwrap()));
        }
        Ok::<_, aggregator::store::StoreError>(rows)
    });
    all.extend(read.await.unwrap());
    all
}

/// Everything that must be refused before it is sealed.
fn tries_to_leave(node: &Node) {
    let texts: Vec<&str> = IDS.into_iter().chain(PHONES).collect();
    // In a cell that leaves: a number of any spelling, or what stands in this very row's own P0 columns.
    for text in texts.iter().copied().chain([OTHER_NAME, ADDRESS]) {
        let draft = workbook(37, Some(("承办仲裁员", &format!("周仲裁 {text}"))));
        let Err(AgentError::Stopped(report)) = node.amend(&draft, "更正") else {
            panic!("{text} was sealed")
        };
        assert!(report.findings.iter().any(|finding| finding.code == "personal-data"), "{text}");
    }
    for text in texts.iter().copied().chain([NAME, ADDRESS]) {
        let refused = node.amend(&workbook(37, None), &format!("更正{text}的日期"));
        assert!(matches!(refused, Err(AgentError::BadReason(_))), "{text} was sealed");
        let mut draft = workbook(37, None);
        let case = Some("示例案〔2025〕001号".to_owned());
        draft.explanations =
            vec![Explanation { code: "L3-105".into(), case, reason: None, text: format!("{text}申请") }];
        let Err(AgentError::Stopped(report)) = node.amend(&draft, "更正") else {
            panic!("{text} was sealed")
        };
        assert!(report.findings.iter().any(|finding| finding.code == "personal-data"), "{text}");
    }
    let refused = node.amend(&workbook(37, Some(("案号", "示例案510104199001011230号"))), "更正");
    assert!(matches!(refused, Err(AgentError::Stopped(_))));
}

crate::on_both_engines! {
    async fn what_was_planted_reaches_no_request_no_store_no_page_and_no_log(city: City) {
        let logged = logged::watch(&planted());
        let proxy = proxy::Proxy::before(&city.address);
        let token = aggregator::intake::enrolment::issue(&city.services, "519901".parse().unwrap(), true).await.unwrap();
        let mut node = city.bare_node("519901");
        node.enrol(&token, &proxy.address).await.unwrap();
        node.file(&workbook(38, None), None).unwrap();
        push(&node).await;
        tries_to_leave(&node);
        node.amend(&workbook(37, None), "一件误录为结案").unwrap();
        push(&node).await;

        let requests = proxy.requests();
        let uploads = requests.iter().filter(|request| request.method == "PATCH").count();
        assert_eq!(uploads, 2, "the first ledger and the amendment, through the proxy");
        let (staff, county) = (city.cookie("staff").await, city.cookie("donghu").await);
        let mut pages = Vec::new();
        for path in [
            "/filings/519901/L3/2025Q3",
            "/filings/519901/L3/2025Q3/rows",
            "/filings/519901/L3/2025Q3/receipt",
            "/api/v1/filings/519901/L3/2025Q3",
            "/bureaus/519901",
        ] {
            for cookie in [&staff, &county] {
                let (status, page) = city.ask(Method::GET, path, Some(cookie), "").await;
                assert_eq!(status, 200, "{path}");
                pages.push((path.to_owned(), page.into_bytes()));
            }
        }
        let sent = requests.into_iter().map(|request| (format!("{} {}", request.method, request.path), request.bytes));
        let all: Vec<(String, Vec<u8>)> = sent.chain(kept(&city).await).chain(pages).collect();
        for honest in ["示例案〔2025〕001号", "周仲裁"] {
            let found = all.iter().filter(|(_, bytes)| within(bytes, honest)).count();
            assert!(found >= 4, "the search finds what does leave: {honest} on the wire and in the store");
        }
        for text in planted() {
            for (place, bytes) in &all {
                assert!(!within(bytes, text), "{text} is in {place}");
            }
        }
        assert_eq!(logged.found(), Vec::<String>::new());
    }
}
