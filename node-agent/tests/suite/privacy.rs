//! Nothing of class P0 and no name of a file is in any byte that leaves the node (DESIGN, invariant 6).

use crate::city::{City, County, Q2, Q3};
use encoding_rs::GB18030;
use node_agent::{AgentError, Draft, SourceFile};

/// Planted where they must stay: cells of P0 columns, a column nobody asked for, the file's name.
const PLANTED: [&str; 7] =
    ["王小芳", "李大海", "赵小燕", "510104199001011230", "西城家属院", "机密台账文件名", "内部批注"];

fn planted(period: &str, text: &str) -> Draft {
    let mut lines: Vec<String> = text.lines().map(|line| format!("{line},西城家属院")).collect();
    lines[0] = format!("{},内部批注", text.lines().next().unwrap());
    let bytes = GB18030.encode(&lines.join("\n")).0.into_owned();
    let file = SourceFile { name: "机密台账文件名.csv".into(), bytes };
    Draft::of("T3", period.parse().unwrap(), vec![file])
}

#[tokio::test]
async fn planted_values_are_in_no_request() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&planted("2025Q2", Q2), None).unwrap();
    node.file(&planted("2025Q3", Q3), None).unwrap();
    node.amend(&planted("2025Q3", &Q3.replace("2025-08-20", "2025-08-21")), "录错日期").unwrap();
    assert!(node.push().await.unwrap().trouble.is_none());
    let requests = city.requests().await;
    let rows = requests.iter().filter(|(method, ..)| method == "PATCH").count();
    assert_eq!(rows, 3);
    let seen = |needle: &str| {
        let hexed: String = needle.bytes().map(|byte| format!("{byte:02x}")).collect();
        let gbk = GB18030.encode(needle).0.into_owned();
        let within = |hay: &[u8], needle: &[u8]| hay.windows(needle.len()).any(|part| part == needle);
        requests.iter().any(|(_, path, body)| {
            path.contains(needle)
                || [needle.as_bytes(), hexed.as_bytes(), &gbk].iter().any(|n| within(body, n))
        })
    };
    assert!(seen("云〔2025〕2号"), "the search finds what does leave");
    for value in PLANTED {
        assert!(!seen(value), "{value} left the node");
    }
}

#[tokio::test]
async fn personal_data_in_a_cell_that_leaves_is_refused() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    for remark in ["电话13812345678", "赵小燕补充材料", "卡号510104199001011230"] {
        let draft = crate::city::draft("2025Q3", &Q3.replace("涉及68人", remark));
        let Err(AgentError::Stopped(report)) = node.file(&draft, None) else { panic!("{remark}") };
        assert!(report.findings.iter().any(|finding| finding.code == "personal-data"), "{remark}");
        let error = node.file(&draft, None).unwrap_err();
        assert!(!node_agent::chain(&error).contains(remark), "what is logged says nothing of the cell");
    }
}
