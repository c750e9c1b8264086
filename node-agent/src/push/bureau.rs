//! Fetching what the city has entered of this node's bureau. A city that does not say it, or cannot be asked now, is no
//! trouble: what was known stays, and what is not known lets the bureau off nothing.

use super::Way;
use crate::{error::AgentError, node::Node};

impl Node {
    /// Fetches the bureau's kind and days. One that is another's is not kept.
    pub(super) async fn fetch_bureau(&self, way: &Way<'_>) -> Result<(), AgentError> {
        let Way::Line(city) = way else { return Ok(()) };
        let own = &self.enrolment()?.bureau;
        match city.bureau().await {
            Ok(entered) if entered.code == *own => {
                self.store(move |outbox| outbox.keep_bureau(&entered)).await?;
            }
            Ok(_) => tracing::warn!("the city speaks of another bureau"),
            Err(trouble) => {
                tracing::debug!(trouble = &trouble as &dyn std::error::Error, "the bureau was not fetched");
            }
        }
        Ok(())
    }
}
