//! Fetching what the city reminds this bureau of. A city that knows no reminders, or cannot be asked now, is no trouble: what
//! was known stays.

use super::Way;
use crate::{error::AgentError, node::Node};

impl Node {
    /// Fetches the reminders; gives how many there are where they are others than before.
    pub(super) async fn fetch_reminders(&self, way: &Way<'_>) -> Result<Option<usize>, AgentError> {
        let Way::Line(city) = way else { return Ok(None) };
        let reminders = match city.reminders().await {
            Ok(reminders) => reminders,
            Err(trouble) => {
                tracing::debug!(trouble = &trouble as &dyn std::error::Error, "no reminders were fetched");
                return Ok(None);
            }
        };
        let (now, count) = (self.clock.now(), reminders.len());
        let news = self.store(move |outbox| outbox.keep_reminders(&reminders, now)).await?;
        Ok(news.then_some(count))
    }
}
