//! A queue with an end: so many inside at once, so many waiting, and "full" for whoever comes then.

use tokio::sync::Semaphore;

/// The queue before work that costs much.
#[derive(Debug)]
pub struct Door {
    inside: Semaphore,
    all: Semaphore,
}

/// Too many are waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many are waiting")]
pub struct Full;

impl Door {
    /// A queue for so many at once and so many waiting.
    pub const fn new(at_once: usize, waiting: usize) -> Self {
        Self { inside: Semaphore::const_new(at_once), all: Semaphore::const_new(at_once + waiting) }
    }

    /// Does the work in turn; it is not begun before.
    ///
    /// # Errors
    /// [`Full`].
    pub async fn pass<T>(&self, work: impl Future<Output = T>) -> Result<T, Full> {
        let _place = self.all.try_acquire().map_err(|_| Full)?;
        let _turn = self.inside.acquire().await.map_err(|_| Full)?;
        Ok(work.await)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_queue_has_an_end() {
        let door = Door::new(1, 2);
        let (open, opened) = tokio::sync::oneshot::channel::<()>();
        // Asked in this order: one goes in and stays, two wait, the fourth finds the queue full.
        let (first, second, third, fourth, ()) = tokio::join!(
            biased;
            door.pass(opened),
            door.pass(std::future::ready(())),
            door.pass(std::future::ready(())),
            door.pass(std::future::ready(())),
            async { open.send(()).unwrap() },
        );
        assert!(first.is_ok() && second.is_ok() && third.is_ok());
        assert_eq!(fourth, Err(Full));
        assert_eq!(door.pass(std::future::ready(())).await, Ok(()));
    }
}
