//! How long a body may take: a sender that stalls, or sends a byte now and then, is not waited for.
//!
//! A body has a moment to begin and then as long as its bytes take on the slowest line that is served.

use std::{
    io::{Error, ErrorKind},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    dev::Payload,
    error::PayloadError,
    web::{Bytes, Data},
};
use futures_core::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

/// How long is waited for whoever sends.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the whole head of a request.
    pub head: Duration,
    /// For a body beyond what its bytes take.
    pub body: Duration,
}

/// Bytes a second of the slowest line that is served: half of 64 kbit/s.
pub const SLOWEST: u32 = 4096;

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(10), body: Duration::from_secs(20) }
    }
}

/// The body, which fails when it comes too slowly.
pub fn watched(body: Payload, patience: Option<&Data<Patience>>) -> Payload {
    if matches!(body, Payload::None) {
        return body;
    }
    let began = Instant::now();
    let grace = patience.map_or_else(Patience::default, |patience| *patience.get_ref()).body;
    let until = Box::pin(sleep_until(began + grace));
    Payload::Stream { payload: Box::pin(Watched { body, began, grace, received: 0, until }) }
}

/// Whether a body failed because it came too slowly or was cut off, which sending it again may mend.
pub fn did_not_arrive(error: &PayloadError) -> bool {
    matches!(error, PayloadError::Incomplete(_) | PayloadError::Io(_))
}

struct Watched {
    body: Payload,
    began: Instant,
    grace: Duration,
    received: u32,
    until: Pin<Box<Sleep>>,
}

impl Stream for Watched {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(next) = Pin::new(&mut self.body).poll_next(context) {
            if let Some(Ok(bytes)) = &next {
                let more = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
                self.received = self.received.saturating_add(more);
                let until = self.began + self.grace + Duration::from_secs(1) * self.received / SLOWEST;
                self.until.as_mut().reset(until);
            }
            return Poll::Ready(next);
        }
        let late = || PayloadError::Io(Error::from(ErrorKind::TimedOut));
        self.until.as_mut().poll(context).map(|()| Some(Err(late())))
    }
}
