//! A damaged row of the store keeps nobody from the rows that are whole, and is named.

use diesel::{Connection, RunQueryDsl, SqliteConnection};
use node_agent::{AgentError, State, StoreFault};

use crate::{
    city::{City, County, Q2, Q3, draft},
    commands::run,
};

/// The signed note changed by one letter, no text any more, and findings cut short.
const DAMAGES: [&str; 3] = [
    "UPDATE item SET note = replace(note, 'form T3', 'form T4') WHERE number = 1",
    "UPDATE item SET note = CAST(x'ff00fe' AS TEXT) WHERE number = 1",
    "UPDATE item SET findings = '{' WHERE number = 1",
];

#[tokio::test]
async fn one_damaged_row_leaves_the_others() {
    for damage in DAMAGES {
        let city = City::start().await;
        let (county, node) = County::enrolled(&city).await;
        node.file(&draft("2025Q2", Q2), None).unwrap();
        node.push().await.unwrap();
        let second = node.file(&draft("2025Q3", Q3), None).unwrap();
        let path = county.path().join("outbox.db");
        let mut store = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
        assert_eq!(diesel::sql_query(damage).execute(&mut store).unwrap(), 1, "{damage}");

        assert_eq!(
            node.items().unwrap().iter().map(|item| item.id).collect::<Vec<_>>(),
            [second.id],
            "{damage}"
        );
        assert_eq!(node.damaged().unwrap(), [1], "{damage}");
        let (code, text) = run(county.path(), &["status"]);
        assert!(
            code == 2 && text.contains("第 1 项已损坏") && text.contains("T3 2025Q3"),
            "{damage}: {text}"
        );
        let (code, text) = run(county.path(), &["push"]);
        assert!(code == 2 && text.contains("第 1 项已损坏") && text.contains("已校验"), "{damage}: {text}");
        assert_eq!(node.items().unwrap()[0].state, State::Valid, "what is whole is delivered");
        // Whatever needs the damaged statement itself is refused: it is not taken for one that never was.
        let again = node.file(&draft("2025Q2", Q2), None);
        let later = "案号,受理日期,审限届满日\n云〔2026〕1号,2026-01-02,2026-02-16\n";
        for refused in [again, node.file(&draft("2026Q1", later), None)] {
            assert!(
                matches!(refused, Err(AgentError::Store(StoreFault::Damaged(1)))),
                "{damage}: {refused:?}"
            );
        }
    }
}
