//! The wish to end: the request in flight is finished, no other is begun, and no wait is waited out.

use std::sync::Arc;

use tokio::sync::watch;

/// A wish that several hold and each may utter.
#[derive(Clone, Debug)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Default for Stop {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Stop {
    /// Utters it.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Whether it was uttered.
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is uttered.
    pub async fn stopped(&self) {
        // The sender lives as long as this does, so the wait ends only by the wish.
        let _ = self.0.subscribe().wait_for(|stopped| *stopped).await;
    }
}
