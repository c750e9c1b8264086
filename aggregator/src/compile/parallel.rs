//! Work spread over a few threads, with the results in the order of the items whoever was done first.

use std::{
    num::NonZero,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

/// Most threads; each may hold one file's grid in memory.
const MOST_THREADS: usize = 4;

/// Does `work` on every item. `done` is told each index as it is finished, on the calling thread.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut done: impl FnMut(usize),
) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS).min(items.len());
    let next = AtomicUsize::new(0);
    let mut results: Vec<(usize, R)> = Vec::with_capacity(items.len());
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..threads {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    if sender.send((at, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (at, result) in receiver {
            done(at);
            results.push((at, result));
        }
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::{Condvar, Mutex};

    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        // Where there are two threads the first item waits for the second, so that it is finished last.
        let (second, told) = (Mutex::new(false), Condvar::new());
        let two = thread::available_parallelism().map_or(1, NonZero::get) > 1;
        let work = |item: &usize| {
            if *item == 0 && two {
                let _done = told.wait_while(second.lock().unwrap(), |done| !*done).unwrap();
            } else {
                *second.lock().unwrap() = true;
                told.notify_all();
            }
            item * 10
        };
        let mut seen = Vec::new();
        let results = map(&[0, 1, 2], work, |at| seen.push(at));
        assert_eq!(results, [0, 10, 20]);
        seen.sort_unstable();
        assert_eq!(seen, [0, 1, 2]);
        assert!(map(&[] as &[usize], |item| *item, |_| ()).is_empty());
    }
}
