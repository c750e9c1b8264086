//! A disk that fills up: nothing more is sealed, and what is sealed still goes out.

use std::{io, path::Path, sync::Arc};

use crate::{
    city::{City, County, Q2, Q3, draft},
    commands::run,
};
use node_agent::{AgentError, FLOOR, Space, State};
use schemas::text::Lang;

struct Left(u64);

impl Space for Left {
    fn free(&self, _: &Path) -> io::Result<u64> {
        Ok(self.0)
    }
}

#[tokio::test]
async fn with_little_room_nothing_is_sealed_and_what_is_sealed_is_sent() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let sealed = node.file(&draft("2025Q2", Q2), None).unwrap();
    let full = county.open().with_space(Arc::new(Left(FLOOR)));
    let refused = full.file(&draft("2025Q3", Q3), None).unwrap_err();
    let AgentError::NoRoom { free, needed } = refused else { panic!("{refused:?}") };
    assert!(free == FLOOR && needed > free);
    for (lang, word) in [(Lang::Zh, "磁盘剩余 16 MB"), (Lang::En, "16 MB are free")] {
        assert!(refused.text().get(lang).contains(word), "{}", refused.text().get(lang));
    }
    assert!(matches!(
        full.amend(&draft("2025Q2", &Q2.replace("05-10", "05-12")), "更正"),
        Err(AgentError::NoRoom { .. })
    ));
    assert!(matches!(
        full.void("T3", sealed.statement.filing.period, None, "误报"),
        Err(AgentError::NoRoom { .. })
    ));
    assert!(matches!(full.nil("T3", "2024Q4".parse().unwrap(), None, None), Err(AgentError::NoRoom { .. })));
    assert!(!full.has_room().unwrap());
    assert_eq!(full.push().await.unwrap().items[0].state, State::Valid);
    assert_eq!(full.items().unwrap().len(), 1);
    // Exactly what is asked for is enough.
    let enough = county.open().with_space(Arc::new(Left(needed)));
    assert_eq!(enough.file(&draft("2025Q3", Q3), None).unwrap().state, State::Sealed);
    // The disk of this machine has room, and `status` says how much.
    assert!(county.open().free_space().unwrap() > 0);
    assert!(run(county.path(), &["status", "--lang", "en"]).1.contains("MB are free on the disk"));
}
