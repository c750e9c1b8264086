//! Charts rendered to files: few at once, off the threads that answer, and kept for who asks next.

use std::{
    collections::{HashMap, VecDeque},
    sync::Mutex,
};

use actix_web::web::Bytes;
use schemas::{bureau::BureauCode, period::Period, problem::Problem, text::Lang};
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::links::Format;
use crate::error::AppError;

/// Most charts rendered at once; each may take a core.
const AT_ONCE: usize = 2;
/// Most requests that wait for their turn; the next one is told that we are busy.
const WAITING: usize = 16;
/// Most bytes kept.
const KEPT: usize = 16 * 1024 * 1024;

/// Everything the bytes of a chart depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Number of the change of the store it reflects.
    pub change: u64,
    /// The period.
    pub period: Period,
    /// What it shows.
    pub subject: Subject,
    /// Its language.
    pub lang: Lang,
    /// Its looks.
    pub looks: Looks,
    /// What it is rendered to.
    pub format: Format,
}

/// What a chart shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The places of one indicator, a page of them.
    Places(String, usize),
    /// All indicators, a page of bureaus.
    All(usize),
    /// One bureau's indicator over its periods.
    Bureau(BureauCode, String),
}

/// Colours and pixels. Written as in an address: `theme=print&scale=2`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
pub struct Looks {
    /// Colours.
    #[serde(default)]
    pub theme: Theme,
    /// Pixels for each pixel of the layout.
    #[serde(default)]
    pub scale: Scale,
}

/// Colours of a file; for paper unless something else is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// On white, for screens.
    Light,
    /// On near-black.
    Dark,
    /// For paper.
    #[default]
    Print,
}

/// Pixels of a PNG for each pixel of the layout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
pub enum Scale {
    /// 1.
    #[serde(rename = "1")]
    X1,
    /// 2.
    #[default]
    #[serde(rename = "2")]
    X2,
    /// 3.
    #[serde(rename = "3")]
    X3,
}

/// The renderer and what it keeps.
#[derive(Debug)]
pub struct Rendered {
    kept: Mutex<Kept>,
    turns: Semaphore,
    queue: Semaphore,
}

#[derive(Debug, Default)]
struct Kept {
    files: HashMap<Key, Bytes>,
    /// Oldest first.
    order: VecDeque<Key>,
    bytes: usize,
}

impl Default for Rendered {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
            turns: Semaphore::new(AT_ONCE),
            queue: Semaphore::new(AT_ONCE + WAITING),
        }
    }
}

impl Rendered {
    /// The file of a key: kept, or rendered by `render` on a thread that may take its time.
    ///
    /// # Errors
    /// [`Problem::Busy`] when too many wait already; otherwise whatever `render` says.
    pub async fn file(
        &self,
        key: Key,
        render: impl FnOnce() -> Result<Vec<u8>, AppError> + Send + 'static,
    ) -> Result<Bytes, AppError> {
        if let Some(file) = self.kept(&key) {
            return Ok(file);
        }
        let _place = self.queue.try_acquire().map_err(|_| AppError::from(Problem::Busy))?;
        let _turn = self.turns.acquire().await.map_err(|_| AppError::from(Problem::Busy))?;
        // Somebody before us in the queue may have asked for the same.
        if let Some(file) = self.kept(&key) {
            return Ok(file);
        }
        let rendered = tokio::task::spawn_blocking(render).await;
        let file = Bytes::from(rendered.unwrap_or_else(|_| Err(Problem::Internal.into()))?);
        if let Ok(mut kept) = self.kept.lock() {
            kept.keep(key, file.clone());
        }
        Ok(file)
    }

    fn kept(&self, key: &Key) -> Option<Bytes> {
        self.kept.lock().ok()?.files.get(key).cloned()
    }
}

impl Kept {
    fn keep(&mut self, key: Key, file: Bytes) {
        if file.len() > KEPT || self.files.contains_key(&key) {
            return;
        }
        self.bytes += file.len();
        self.order.push_back(key.clone());
        self.files.insert(key, file);
        while self.bytes > KEPT {
            let Some(oldest) = self.order.pop_front() else { break };
            self.bytes -= self.files.remove(&oldest).map_or(0, |file| file.len());
        }
    }
}

impl From<Theme> for charts::Theme {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
            Theme::Print => Self::Print,
        }
    }
}

impl From<Scale> for charts::Scale {
    fn from(scale: Scale) -> Self {
        match scale {
            Scale::X1 => Self::X1,
            Scale::X2 => Self::X2,
            Scale::X3 => Self::X3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(change: u64) -> Key {
        Key {
            change,
            period: "2025Q3".parse().unwrap(),
            subject: Subject::All(1),
            lang: Lang::Zh,
            looks: Looks::default(),
            format: Format::Png,
        }
    }

    #[test]
    fn what_is_kept_is_bounded_and_the_oldest_goes_first() {
        let mut kept = Kept::default();
        for change in 0..5 {
            kept.keep(key(change), Bytes::from(vec![0; KEPT / 4]));
        }
        let left: Vec<u64> = kept.order.iter().map(|key| key.change).collect();
        assert_eq!(kept.files.len(), left.len());
        assert_eq!((left, kept.bytes), (vec![1, 2, 3, 4], KEPT));
        kept.keep(key(9), Bytes::from(vec![0; KEPT + 1]));
        assert!(!kept.files.contains_key(&key(9)), "what is too large is not kept");
    }

    #[tokio::test]
    async fn a_file_is_rendered_once_and_a_failure_is_not_kept() {
        let rendered = Rendered::default();
        let failed = rendered.file(key(1), || Err(Problem::Invalid.into())).await;
        assert!(failed.is_err());
        assert_eq!(rendered.file(key(1), || Ok(vec![7])).await.unwrap(), Bytes::from_static(&[7]));
        assert_eq!(rendered.file(key(1), || Ok(vec![8])).await.unwrap(), Bytes::from_static(&[7]));
        assert_eq!(rendered.file(key(2), || Ok(vec![8])).await.unwrap(), Bytes::from_static(&[8]));
    }

    #[tokio::test]
    async fn who_finds_the_queue_full_is_told_so() {
        let rendered = Rendered::default();
        let all = rendered.queue.try_acquire_many(u32::try_from(AT_ONCE + WAITING).unwrap()).unwrap();
        let refused = rendered.file(key(1), || Ok(Vec::new())).await.unwrap_err();
        assert_eq!(refused.problem(), Problem::Busy);
        drop(all);
        assert!(rendered.file(key(1), || Ok(Vec::new())).await.is_ok());
    }
}
