//! What the city put to the bureau, as the node lists it: each letter changes it, the node's own answers do, and both languages say
//! what is to be answered. Letters to another bureau say nothing here.

use node_agent::{Draft, Node, SourceFile};
use schemas::{
    directive::{Addressee, Change, Directive, DirectiveAct, Kind, Order, Stage},
    entry::{Act, Entry},
    handover::{HandoverAnswer, Taken},
};

use crate::{
    city::{City, County, at},
    commands::run,
};

fn directive(bureau: &str, n: u32, kind: Kind, due: &str) -> Directive {
    Directive {
        serial: Directive::serial_of(2025, n).unwrap(),
        number: format!("云人社督〔2025〕{n}号"),
        due: due.parse().unwrap(),
        order: Order {
            kind,
            to: Addressee::Bureau(bureau.parse().unwrap()),
            follows: None,
            period: None,
            title: "关于结案进度滞后的督办".into(),
            matter: "结案率60%".into(),
            basis: String::new(),
            demand: "五日内报送整改方案".into(),
            release: String::new(),
            office: "劳动关系科".into(),
            grounds: vec![],
            cases: vec![],
        },
        by: "leader".into(),
    }
}

fn act(directive: &Directive, change: Change, words: &str) -> DirectiveAct {
    DirectiveAct {
        serial: directive.serial.clone(),
        to: directive.order.to.clone(),
        change,
        words: words.into(),
        by: "leader".into(),
    }
}

/// Writes a leaf with its document.
fn write(city: &City, document: String, entry: impl FnOnce(chrono::DateTime<chrono::Utc>) -> Entry) {
    city.with(|state| {
        state.documents.insert(state.leaves.len(), document);
        let entry = entry(state.time);
        state.append(entry.compose());
    });
}

fn leaf(act: Act, to: &Addressee, text: &str, time: chrono::DateTime<chrono::Utc>) -> Entry {
    Entry::of_directive(act, to.bureau().unwrap(), text, time)
}

fn put(city: &City, directive: &Directive) {
    let text = directive.compose();
    write(city, text.clone(), |time| leaf(Act::DirectiveIssued, &directive.order.to, &text, time));
}

fn done(city: &City, act: &DirectiveAct) {
    let text = act.compose();
    write(city, text.clone(), |time| leaf(Act::DirectiveActed, &act.to, &text, time));
}

fn said(county: &County, lang: &str, command: &[&str]) -> (i32, String) {
    let now = node_agent::Clock::now(&*county.clock).to_rfc3339();
    run(county.path(), &[&["--lang", lang, "--at", &now], command].concat())
}

fn stages(node: &Node) -> Vec<(String, Stage, String)> {
    let put = node.directives().unwrap().put;
    put.iter()
        .map(|one| (one.directive.serial.to_string(), one.standing.stage, one.standing.due.to_string()))
        .collect()
}

fn is(serial: &str, stage: Stage, due: &str) -> (String, Stage, String) {
    (serial.into(), stage, due.into())
}

#[tokio::test]
async fn what_is_put_to_the_bureau_is_listed_by_the_letters_that_prove_it() {
    let city = City::start().await;
    let (county, _) = County::enrolled(&city).await;
    let node = county.open();
    county.clock.set(at("2025-07-06T01:00:00Z"));
    for (lang, words) in
        [("zh", "没有在办的督办、交办件"), ("en", "Nothing that the city put to the bureau is open")]
    {
        assert_eq!(said(&county, lang, &["directives"]), (0, format!("{words}\n")));
    }
    let bureau = node.config().enrolment.as_ref().unwrap().bureau.to_string();
    let listing = directive(&bureau, 1, Kind::Listing, "2025-07-20");
    put(&city, &listing);
    put(&city, &directive("519999", 2, Kind::Notice, "2025-07-10"));
    node.push().await.unwrap();
    assert_eq!(
        stages(&node),
        [is("D2025-1", Stage::Issued, "2025-07-20")],
        "the other is for another bureau"
    );
    for (lang, lines) in [
        (
            "zh",
            [
                "剩14天  D2025-1  云人社督〔2025〕1号  挂牌督办通知书  已立牌  期限 2025-07-20",
                "    要求：五日内报送整改方案",
                "    请报签收：node-agent file 反馈.xlsx --form D1 --period 当日 --subject D2025-1（表中列出此前各条反馈）",
            ],
        ),
        (
            "en",
            [
                "14 d left  D2025-1  云人社督〔2025〕1号  Notice of listed supervision  listed  due 2025-07-20",
                "    demanded: 五日内报送整改方案",
                "    to be answered: that it was received: `node-agent file ANSWERS.xlsx --form D1 --period TODAY --subject D2025-1` (with every answer so far)",
            ],
        ),
    ] {
        let (code, text) = said(&county, lang, &["directives"]);
        assert_eq!(code, 0);
        for line in lines {
            assert!(text.lines().any(|said| said == line), "{line}: {text}");
        }
    }
    for (command, lang, words) in [
        ("status", "zh", "在办督办、交办1件，其中逾期0件"),
        ("status", "en", "put to the bureau and open: 1, overdue: 0"),
        ("duties", "zh", "在办督办、交办1件，其中逾期0件"),
    ] {
        let (_, text) = said(&county, lang, &[command]);
        assert!(text.contains(words), "{command}: {text}");
    }

    // The node's own answer moves it, by its receipt.
    let file = county.path().join("answers.csv");
    std::fs::write(
        &file,
        "反馈编号,督办编号,反馈类型,反馈日期,反馈内容,整改措施,责任领导,责任人\n\
         1,D2025-1,签收,2025-07-06,已收悉,,,示例甲\n\
         2,D2025-1,整改方案,2025-07-06,专班清理,每周调度,副局长示例乙,示例甲\n",
    )
    .unwrap();
    let draft = Draft {
        subject: Some("D2025-1".parse().unwrap()),
        ..Draft::of("D1", "2025-07-06".parse().unwrap(), vec![SourceFile::open(&file).unwrap()])
    };
    node.file(&draft, None).unwrap();
    assert_eq!(stages(&node), [is("D2025-1", Stage::Issued, "2025-07-20")], "it has no receipt yet");
    node.push().await.unwrap();
    assert_eq!(stages(&node), [is("D2025-1", Stage::Planned, "2025-07-20")]);

    // What the city does of it, and what it answers to what was handed up.
    done(&city, &act(&listing, Change::Extended("2025-07-30".parse().unwrap()), "资料较多"));
    let handed = HandoverAnswer {
        bureau: bureau.parse().unwrap(),
        case: "移1".into(),
        taken: Taken::Accepted("接1".into()),
        words: "由市局牵头".into(),
        by: "staff".into(),
    };
    write(&city, handed.compose(), |time| Entry::of_handover(&handed, time));
    node.push().await.unwrap();
    assert_eq!(stages(&node), [is("D2025-1", Stage::Planned, "2025-07-30")]);
    for (lang, lines) in [
        (
            "zh",
            [
                "    市局：延期至2025-07-30。资料较多",
                "移交移1：市局已接收，编号接1；请在下次X2中填写签收日期和接收方编号",
            ],
        ),
        (
            "en",
            [
                "    the city: extended until 2025-07-30. 资料较多",
                "hand-over 移1: taken as 接1; say so with day and number in the next X2",
            ],
        ),
    ] {
        let (_, text) = said(&county, lang, &["directives"]);
        for line in lines {
            assert!(text.lines().any(|said| said == line), "{line}: {text}");
        }
    }
    county.clock.set(at("2025-08-02T01:00:00Z"));
    let (code, text) = said(&county, "zh", &["directives"]);
    assert!(code == 1 && text.contains("逾期3天"), "{code} {text}");
    // What is over is shown when it is asked for.
    done(&city, &act(&listing, Change::Withdrawn, "更正后已达标"));
    node.push().await.unwrap();
    assert_eq!(said(&county, "zh", &["directives"]).0, 0);
    let (_, text) = said(&county, "zh", &["directives", "--all"]);
    assert!(text.contains("已结束  D2025-1") && text.contains("已撤销"), "{text}");
}
