//! Tiles (C2SP tlog-tiles): the tree and its entries cut into pieces of 256 that never change once they are full, so
//! that anyone can copy a log and recompute it. Here are their addresses and their coding; who stores them is
//! another matter.

/// Hashes of a full tile, entries of a full bundle.
pub const WIDTH: u16 = 256;
/// Levels of the tree that one tile spans.
const HEIGHT: u8 = 8;
/// Largest level an address can name.
const MAX_LEVEL: u8 = 63;

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Hashes: of leaves at level 0, above that of full tiles of the level below.
    Hashes {
        /// The level.
        level: u8,
    },
    /// The entries themselves.
    Entries,
}

/// A tile by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// What it holds.
    pub what: What,
    /// Its number within the level, from 0.
    pub index: u64,
    /// How much it holds, 1 to 256.
    pub width: u16,
}

impl Tile {
    /// Reads what stands behind `tile/` in an address, such as `0/x001/067.p/5` or `entries/000`. Only one spelling
    /// names a tile.
    pub fn parse(path: &str) -> Option<Self> {
        let (level, rest) = path.split_once('/')?;
        let what = match level {
            "entries" => What::Entries,
            level => What::Hashes { level: level.parse().ok().filter(|level| *level <= MAX_LEVEL)? },
        };
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, width.parse().ok().filter(|width| (1..WIDTH).contains(width))?),
            None => (rest, WIDTH),
        };
        let index = number.split('/').try_fold(0_u64, |index, digits| {
            let part: u64 = digits.trim_start_matches('x').parse().ok().filter(|part| *part < 1000)?;
            index.checked_mul(1000)?.checked_add(part)
        })?;
        let tile = Self { what, index, width };
        // No tree has more leaves than a number has bits for.
        (index < 1 << 56 && tile.path() == path).then_some(tile)
    }

    /// What stands behind `tile/` in its address.
    pub fn path(&self) -> String {
        let level = match self.what {
            What::Hashes { level } => level.to_string(),
            What::Entries => "entries".to_owned(),
        };
        let mut number = format!("{:03}", self.index % 1000);
        let mut above = self.index / 1000;
        while above > 0 {
            number = format!("x{:03}/{number}", above % 1000);
            above /= 1000;
        }
        let part = if self.is_full() { String::new() } else { format!(".p/{}", self.width) };
        format!("{level}/{number}{part}")
    }

    /// Whether nothing can be added to it.
    pub fn is_full(&self) -> bool {
        self.width == WIDTH
    }

    /// Levels of the tree between its hashes and the leaves.
    pub fn height(&self) -> u8 {
        match self.what {
            What::Hashes { level } => level.saturating_mul(HEIGHT),
            What::Entries => 0,
        }
    }

    /// Number, among the nodes of its height, of the first it holds and of the one behind its last.
    pub fn range(&self) -> std::ops::Range<u64> {
        let start = self.index.saturating_mul(u64::from(WIDTH));
        start..start.saturating_add(u64::from(self.width))
    }

    /// Whether the tree of `size` leaves has it.
    pub fn is_in(&self, size: u64) -> bool {
        self.range().end <= size.checked_shr(u32::from(self.height())).unwrap_or(0)
    }

    /// Every tile of hashes that a tree of `size` leaves is made of.
    pub fn of_hashes(size: u64) -> Vec<Self> {
        let levels = (0..=MAX_LEVEL / HEIGHT).map(|level| (level, size >> (level * HEIGHT)));
        let present = levels.take_while(|(_, nodes)| *nodes > 0);
        present.flat_map(|(level, nodes)| cut(What::Hashes { level }, nodes)).collect()
    }

    /// Every bundle of entries of a log of `size` leaves.
    pub fn of_entries(size: u64) -> Vec<Self> {
        cut(What::Entries, size)
    }
}

/// So many nodes, in full tiles and a last one that may be partial.
fn cut(what: What, nodes: u64) -> Vec<Tile> {
    let width = u64::from(WIDTH);
    let full = (0..nodes / width).map(|index| Tile { what, index, width: WIDTH });
    let rest = u16::try_from(nodes % width).ok().filter(|rest| *rest > 0);
    full.chain(rest.map(|rest| Tile { what, index: nodes / width, width: rest })).collect()
}

/// A bundle: each entry behind its length in two bytes, the higher first. None if one is longer than that can say.
pub fn bundle<'a>(entries: impl IntoIterator<Item = &'a str>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend(u16::try_from(entry.len()).ok()?.to_be_bytes());
        bytes.extend(entry.as_bytes());
    }
    Some(bytes)
}

/// The entries of a bundle; none if it does not end with one.
pub fn entries(mut bundle: &[u8]) -> Option<Vec<&[u8]>> {
    let mut found = Vec::new();
    while let Some((length, rest)) = bundle.split_first_chunk() {
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        found.push(entry);
        bundle = rest;
    }
    bundle.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_specifications_examples() {
        let tile = Tile { what: What::Hashes { level: 0 }, index: 1_234_067, width: WIDTH };
        assert_eq!(tile.path(), "0/x001/x234/067");
        assert_eq!(Tile { width: 5, ..tile }.path(), "0/x001/x234/067.p/5");
        assert_eq!(Tile { what: What::Entries, index: 0, width: WIDTH }.path(), "entries/000");
        // A tree of 70,000 leaves: 273 full tiles and one of 112, one full and one of 17, one of 1.
        let tiles = Tile::of_hashes(70_000);
        let count = |level, full| {
            let of =
                tiles.iter().filter(|tile| tile.what == What::Hashes { level } && tile.is_full() == full);
            of.map(|tile| tile.width).collect::<Vec<u16>>()
        };
        assert_eq!((count(0, true).len(), count(0, false)), (273, vec![112]));
        assert_eq!((count(1, true).len(), count(1, false)), (1, vec![17]));
        assert_eq!((count(2, true).len(), count(2, false)), (0, vec![1]));
        assert_eq!(tiles.len(), 277);
        let of_256: Vec<String> = Tile::of_hashes(256).iter().map(Tile::path).collect();
        assert_eq!(of_256, ["0/000", "1/000.p/1"]);
        assert!(Tile::of_hashes(0).is_empty() && Tile::of_entries(0).is_empty());
    }

    #[test]
    fn an_address_has_one_spelling() {
        for path in [
            "0/0",
            "0/00",
            "0/0000",
            "00/000",
            "64/000",
            "-1/000",
            "+1/000",
            "0/001/000",
            "0/x000/000",
            "0/x01/000",
            "0/xx001/000",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/01",
            "0/000.p/",
            "0/000.p/1/",
            "0/",
            "0",
            "",
            "/",
            "data/000",
            "entries/",
            "entries/x000/001",
            "0/000/",
            "0/x999/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert_eq!(Tile::parse(path), None, "{path}");
        }
    }

    proptest! {
        #[test]
        fn addresses_read_back(level in 0_u8..=63, index in 0_u64..1 << 56, width in 1_u16..=256, entries: bool) {
            let what = if entries { What::Entries } else { What::Hashes { level } };
            let tile = Tile { what, index, width };
            prop_assert_eq!(Tile::parse(&tile.path()), Some(tile));
        }

        #[test]
        fn no_address_panics(path in "[0-9xp./a-z]{0,60}", size: u64) {
            if let Some(tile) = Tile::parse(&path) {
                prop_assert_eq!(tile.path(), path);
                let _ = tile.is_in(size);
            }
        }

        #[test]
        fn a_tree_has_its_tiles_and_no_others(size in 0_u64..200_000) {
            let tiles = Tile::of_hashes(size);
            prop_assert!(tiles.iter().all(|tile| tile.is_in(size)));
            let leaves: u64 = tiles
                .iter()
                .filter(|tile| tile.what == What::Hashes { level: 0 })
                .map(|tile| u64::from(tile.width))
                .sum();
            prop_assert_eq!(leaves, size);
            for tile in tiles.iter().filter(|tile| !tile.is_full()) {
                let wider = Tile { width: tile.width + 1, ..*tile };
                prop_assert!(!wider.is_in(size));
            }
        }

        #[test]
        fn bundles_read_back(texts in proptest::collection::vec("\\PC{0,40}", 0..20)) {
            let whole = bundle(texts.iter().map(String::as_str)).unwrap();
            let read: Vec<&[u8]> = entries(&whole).unwrap();
            prop_assert_eq!(read, texts.iter().map(String::as_bytes).collect::<Vec<&[u8]>>());
            if !whole.is_empty() {
                prop_assert!(entries(&whole[..whole.len() - 1]).is_none_or(|short| short.len() < texts.len()));
            }
        }
    }

    #[test]
    fn an_entry_too_long_for_a_bundle_is_refused() {
        assert!(bundle(["x".repeat(65_535).as_str()]).is_some());
        assert!(bundle(["x".repeat(65_536).as_str()]).is_none());
    }
}
