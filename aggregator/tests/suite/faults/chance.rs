//! Chance that can be repeated: the same seed gives the same schedule of faults.

use std::time::Duration;

/// A stream of numbers from a seed (splitmix64).
#[derive(Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a test, from `TONGBAO_SEED` or a fixed seed; which one is printed.
    pub fn of(test: &str) -> Self {
        let seed: u64 =
            std::env::var("TONGBAO_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_251_013);
        eprintln!("{test}: TONGBAO_SEED={seed}");
        Self(test.bytes().fold(seed, |mixed, byte| mixed.wrapping_mul(0x100_0000_01b3) ^ u64::from(byte)))
    }

    /// Another stream, independent of what this one gives later.
    pub fn fork(&mut self) -> Self {
        Self(self.next())
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not zero.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// A time between two.
    pub fn millis(&mut self, from: u64, to: u64) -> Duration {
        Duration::from_millis(from + self.next() % (to - from))
    }

    /// Any of these.
    pub fn any<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }
}
