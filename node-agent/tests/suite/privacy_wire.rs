//! End to end: persons planted wherever a county may write them are in no byte that leaves the node, decoded or not, in
//! no line of its log and in no error as a log would show it (DESIGN, invariant 6).

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use base64::{Engine, alphabet, engine::GeneralPurpose, engine::general_purpose::NO_PAD};
use encoding_rs::GB18030;
use node_agent::{AgentError, Draft, Item, Node, SourceFile, check};
use rust_xlsxwriter::{DocProperties, Note, Workbook};
use schemas::{definition::Definitions, finding::Explanation, sheet::fold::half_width, statement::Subject};
use tracing_subscriber::fmt::MakeWriter;

use crate::city::{City, County, Fault, Q2};

/// Names, addresses and words of the node's own; no other test has them.
const WORDS: [&str; 8] =
    ["钱多多", "孙悟全", "周静怡", "吴桐一", "北岸小区", "郑某的批注", "冯春生个案", "褚记台账"];
/// Numbers as they are, however they were typed.
const NUMBERS: [&str; 4] = ["510104198506152341", "510104850615234", "13987654321", "510104199112245670"];

/// The log of this process, every level of every crate.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Everything that can be made of what left: as it is, unpacked, out of JSON, out of base64.
fn readings(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![bytes.to_vec()];
    all.extend(zstd::bulk::decompress(bytes, 1 << 24));
    let lenient = NO_PAD.with_decode_allow_trailing_bits(true);
    let engines = [&alphabet::STANDARD, &alphabet::URL_SAFE].map(|kind| GeneralPurpose::new(kind, lenient));
    for text in all.clone().iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()) {
        let values = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        all.extend(values.flat_map(|value| strings(&value)).map(String::into_bytes));
        let tokens = text.split(|c: char| !c.is_ascii_alphanumeric() && !"+/-_".contains(c));
        for token in tokens.filter(|token| token.len() >= 8) {
            all.extend(engines.iter().filter_map(|engine| engine.decode(token).ok()));
        }
    }
    all
}

fn strings(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::String(text) => vec![text.clone()],
        serde_json::Value::Array(values) => values.iter().flat_map(strings).collect(),
        serde_json::Value::Object(map) => {
            map.iter().flat_map(|(key, value)| [vec![key.clone()], strings(value)].concat()).collect()
        }
        other => vec![other.to_string()],
    }
}

/// Whether any reading holds the needle: in each encoding of text, in hexadecimal, and its digits without what parts
/// them.
fn holds(readings: &[Vec<u8>], needle: &str) -> bool {
    let wide: Vec<u8> = needle.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hex: String = needle.bytes().map(|byte| format!("{byte:02x}")).collect();
    let needles = [needle.as_bytes().to_vec(), GB18030.encode(needle).0.into_owned(), wide, hex.into_bytes()];
    let is_number = needle.bytes().all(|byte| byte.is_ascii_digit());
    readings.iter().any(|hay| {
        let plain = || {
            let digits = String::from_utf8_lossy(hay).chars().map(half_width).collect::<String>();
            digits.replace([' ', '-', '.', '(', ')', '\n'], "").contains(needle)
        };
        needles.iter().any(|needle| hay.windows(needle.len()).any(|part| part == needle))
            || (is_number && plain())
    })
}

/// A workbook with persons in its properties, its sheet's name, a note, the columns that stay, a column nobody asked
/// for and the name of its file.
fn workbook(rows: &[[&str; 8]]) -> SourceFile {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_author("钱多多").set_comment("电话139 8765 4321"));
    let sheet = book.add_worksheet();
    sheet.set_name("冯春生个案").unwrap();
    let head = ["案号", "申请人", "身份证号码", "受理日期", "审限届满日", "结案日期", "结案方式", "备考"];
    sheet.write_row(0, 0, head).unwrap();
    sheet.write(0, 8, "郑某的批注").unwrap();
    for (row, cells) in (1..).zip(rows) {
        sheet.write_row(row, 0, *cells).unwrap();
        sheet.write(row, 8, "住北岸小区，电话１３９８７６５４３２１").unwrap();
    }
    sheet.insert_note(1, 0, &Note::new("钱多多 510104198506152341").set_author("周静怡")).unwrap();
    SourceFile { name: "褚记台账.xlsx".into(), bytes: book.save_to_buffer().unwrap() }
}

fn draft(period: &str, rows: &[[&str; 8]]) -> Draft {
    Draft::of("T3", period.parse().unwrap(), vec![workbook(rows)])
}

const FIRST: [[&str; 8]; 2] = [
    ["云〔2025〕1号", "钱多多", "510104198506152341", "2025-04-03", "2025-05-18", "2025-05-10", "11", ""],
    ["云〔2025〕2号", "孙悟全、周　静怡", "", "2025-06-20", "2025-08-04", "", "", ""],
];
const SECOND: [[&str; 8]; 2] = [
    ["云〔2025〕2号", "孙悟全、周　静怡", "", "2025-06-20", "2025-08-04", "2025-08-11", "21", "等待鉴定"],
    [
        "云〔2025〕3号",
        "吴桐一",
        "510104199112245670",
        "2025-07-09",
        "2025-08-23",
        "2025-08-20",
        "11",
        "涉及68人",
    ],
];

/// Persons as people type them into a sentence.
const SENTENCES: [&str; 13] = [
    "身份证510104198506152341",
    "身份证５１０１０４１９８５０６１５２３４１",
    "身份证510104 19850615 2341",
    "身份证5101-0419-8506-1523-41",
    "身份证510104850615234",
    "身份证５１０１０４　８５０６１５　２３４",
    "电话13987654321",
    "电话139 8765 4321",
    "电话１３９－８７６５－４３２１",
    "电话（139）87654321",
    "13987654321 2025-07-03来电",
    "孙悟全申请延期",
    "周 静 怡申请延期",
];

fn late(reason: &str) -> Vec<Explanation> {
    let case = Some("云〔2025〕2号".to_owned());
    vec![Explanation { code: "T3-101".into(), case, reason: None, text: reason.into() }]
}

/// Every place a sentence may stand in, filed; each must be refused.
fn refused(node: &Node, sentence: &str) -> Vec<AgentError> {
    let mut remark = SECOND;
    remark[0][7] = sentence;
    let second = || draft("2025Q3", &SECOND);
    let tries: [Result<Item, AgentError>; 3] = [
        node.file(&Draft { explanations: late("等待鉴定"), ..draft("2025Q3", &remark) }, None),
        node.file(&Draft { explanations: late(sentence), ..second() }, None),
        node.amend(&draft("2025Q2", &FIRST), sentence),
    ];
    tries.into_iter().map(|tried| tried.expect_err(sentence)).collect()
}

#[tokio::test]
async fn persons_are_in_no_byte_that_leaves_in_no_log_and_in_no_error() {
    let log = Log::default();
    let everything = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone());
    tracing::subscriber::set_global_default(everything.finish()).unwrap();
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", &FIRST), None).unwrap();
    let mut errors = Vec::new();
    for sentence in SENTENCES {
        errors.extend(refused(&node, sentence));
    }
    for case in ["510104198506152341", "13987654321", "１３９８７６５４３２１"] {
        let mut rows = SECOND;
        rows[1][0] = case;
        errors.push(node.file(&draft("2025Q3", &rows), None).expect_err(case));
    }
    for subject in ["13987654321", "510104198506152341", "M-139-8765-4321"] {
        let subject: Option<Subject> = Some(subject.parse().unwrap());
        errors.push(node.nil("T3", "2025-07-09".parse().unwrap(), subject.as_ref(), None).unwrap_err());
    }
    assert_eq!(errors.len(), SENTENCES.len() * 3 + 6);
    assert_eq!(node.items().unwrap().len(), 1, "nothing of it was sealed");

    let second = Draft { explanations: late("等待鉴定"), ..draft("2025Q3", &SECOND) };
    node.file(&second, None).unwrap();
    let mut amended = FIRST;
    amended[0][5] = "2025-05-12";
    node.amend(&draft("2025Q2", &amended), "结案日期录错").unwrap();
    city.fault("PUT", Fault::Gateway(403));
    assert!(node.push().await.unwrap().trouble.is_some());
    assert!(node.push().await.unwrap().trouble.is_none());

    let mut sent = Vec::new();
    for request in city.server.received_requests().await.unwrap() {
        let line = format!("{} {}\n{:?}\n", request.method, request.url, request.headers);
        sent.extend([readings(line.as_bytes()), readings(&request.body)].concat());
    }
    let logged = vec![log.0.lock().unwrap().clone()];
    let shown =
        |error: &AgentError| format!("{error}\n{error:?}\n{}\n", node_agent::chain(error)).into_bytes();
    let said: Vec<Vec<u8>> = errors.iter().map(shown).collect();
    for known in ["云〔2025〕3号", "等待鉴定", "结案日期录错"] {
        assert!(holds(&sent, known), "the search finds what does leave: {known}");
    }
    assert!(holds(&logged, "not delivered in this run"), "the log was kept");
    for planted in WORDS.iter().chain(&NUMBERS) {
        assert!(!holds(&sent, planted), "{planted} left the node");
        assert!(!holds(&logged, planted), "{planted} is in the log");
        assert!(!holds(&said, planted), "{planted} is in an error");
    }
}

#[test]
fn the_search_sees_through_every_wrapping() {
    let text = "{\"备考\":\"钱多多 １３９-8765 4321\"}";
    let packed = zstd::bulk::compress(text.as_bytes(), 3).unwrap();
    let wrapped = base64::engine::general_purpose::STANDARD_NO_PAD.encode(text);
    for bytes in [text.as_bytes(), &packed, wrapped.as_bytes(), &GB18030.encode("钱多多 13987654321").0] {
        assert!(holds(&readings(bytes), "钱多多") && holds(&readings(bytes), "13987654321"), "{bytes:?}");
    }
    assert!(!holds(&readings(Q2.as_bytes()), "钱多多"));
}

#[test]
fn numbers_typed_into_the_wrong_cell_are_refused() {
    let definitions = Definitions::builtin().unwrap();
    let judged = |column: &str, value: &str| {
        let text = format!(
            "案号,受理日期,审限届满日,劳动者人数,{column}\n示例1号,2025-07-01,2025-08-15,1,{value}\n"
        );
        let text = if column == "劳动者人数" {
            format!("案号,受理日期,审限届满日,劳动者人数\n示例1号,2025-07-01,2025-08-15,{value}\n")
        } else {
            text
        };
        let file = SourceFile { name: "台账.csv".into(), bytes: text.into_bytes() };
        let report = check(&Draft::of("L3", "2025Q3".parse().unwrap(), vec![file]), &definitions).unwrap();
        report.findings.iter().any(|finding| finding.code == "personal-data" && finding.found.is_none())
    };
    for (column, value) in [
        ("劳动者人数", "13987654321"),
        ("劳动者人数", "510104198506152341"),
        ("仲裁请求金额", "13987654321"),
        ("统一社会信用代码", "510104198506152341"),
        ("案件来源", "-"),
    ] {
        assert_eq!(judged(column, value), column != "案件来源", "{column} {value}");
    }
    assert!(!judged("仲裁请求金额", "1398765.43") && !judged("统一社会信用代码", "91310112MA1GB00A5Y"));
}
