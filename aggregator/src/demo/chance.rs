//! Chance that falls the same way every run: SplitMix64, seeded by names.

/// A generator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The generator of a name, such as a bureau, a form and a case number.
    pub(super) fn of(parts: &[&str]) -> Self {
        parts.iter().fold(Self(0xcbf2_9ce4_8422_2325), |chance, part| chance.named(part))
    }

    /// The generator of a part. Draws under one name do not depend on the order of others, so a case keeps its
    /// attributes in every ledger that shows it.
    pub(super) fn named(self, part: &str) -> Self {
        let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(fnv(part.bytes().fold(self.0, fnv), b'/'))
    }

    /// A number below `bound`; 0 if the bound is 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let bound = u64::try_from(bound).unwrap_or(u64::MAX);
        usize::try_from(mixed.checked_rem(bound).unwrap_or(0)).unwrap_or(0)
    }

    /// A number below `bound` under a name.
    pub(super) fn draw(self, name: &str, bound: usize) -> usize {
        self.named(name).below(bound)
    }

    /// Whether something happens that happens `percent` times in a hundred.
    pub(super) fn hits(self, name: &str, percent: usize) -> bool {
        self.draw(name, 100) < percent
    }

    /// One of several things, each with its weight.
    pub(super) fn weighed<T: Copy + Default>(self, name: &str, things: &[(T, usize)]) -> T {
        let mut at = self.draw(name, things.iter().map(|(_, weight)| weight).sum());
        for (thing, weight) in things {
            if at < *weight {
                return *thing;
            }
            at -= weight;
        }
        T::default()
    }

    /// One of several things of equal weight.
    pub(super) fn one_of<T: Copy + Default>(self, name: &str, things: &[T]) -> T {
        things.get(self.draw(name, things.len())).copied().unwrap_or_default()
    }

    /// Puts things into another order.
    pub(super) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}
