//! Where demonstrations are played: a bureau and those below it, in official order. Every name is invented, under a prefix
//! of division codes that no real place bears (DOMAIN §8.2).

use schemas::{
    bureau::{Bureau, Kind, Level},
    text::Text,
};

use super::calendar::day;

/// The bureau at the top.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home {
    pub(super) code: &'static str,
    /// Full name, as in addresses.
    pub(super) name: &'static str,
    pub(super) en: &'static str,
    /// First word of the names of its employers.
    pub(super) brand: &'static str,
    pub(super) level: Level,
    pub(super) kind: Kind,
    /// Level of the bureaus below it.
    pub(super) below: Level,
    /// Year, month and day on which the bureaus below begin to report; those they owe nothing before.
    pub(super) since: (i32, u32, u32),
    /// What an office is called after the name of its place.
    pub(super) office: &'static str,
    /// Whether its ledgers tell what courts have decided.
    pub(super) courts: bool,
}

/// A bureau below it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Town {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) en: &'static str,
    /// As it stands in case numbers.
    pub(super) short: &'static str,
    pub(super) kind: Kind,
    pub(super) home: &'static Home,
}

/// Code of the worked city's own bureau.
pub const CITY: &str = "519900";

/// 云江市, the worked city.
pub(super) const YUNJIANG: Home = Home {
    code: CITY,
    name: "云江市",
    en: "Yunjiang",
    brand: "云江",
    level: Level::City,
    kind: Kind::City,
    below: Level::County,
    since: (2020, 1, 1),
    office: "人力资源和社会保障局",
    courts: false,
};

pub(super) const TOWNS: [Town; 12] = [
    town("519901", "东湖区", "Donghu District", "东湖", Kind::District),
    town("519902", "西岭区", "Xiling District", "西岭", Kind::District),
    town("519903", "南浦区", "Nanpu District", "南浦", Kind::District),
    town("519921", "清溪县", "Qingxi County", "清溪", Kind::County),
    town("519922", "谷阳县", "Guyang County", "谷阳", Kind::County),
    town("519923", "保安县", "Bao'an County", "保安", Kind::County),
    town("519981", "河口市", "Hekou City", "河口", Kind::CountyCity),
    town("519982", "枣林市", "Zaolin City", "枣林", Kind::CountyCity),
    town("519983", "宜安市", "Yi'an City", "宜安", Kind::CountyCity),
    town("519900Z01", "云江高新区", "Yunjiang High-tech Zone", "云高", Kind::Zone),
    town("519900Z02", "云东新区", "Yundong New Area", "云东", Kind::Zone),
    town("519900Z03", "鹭洲经济开发区", "Luzhou Economic Development Zone", "鹭洲", Kind::Zone),
];

const fn town(
    code: &'static str,
    name: &'static str,
    en: &'static str,
    short: &'static str,
    kind: Kind,
) -> Town {
    Town::of(&YUNJIANG, code, (name, en), short, kind)
}

impl Town {
    /// A bureau below a home: its name in both languages, and the two characters of its case numbers.
    pub(super) const fn of(
        home: &'static Home,
        code: &'static str,
        (name, en): (&'static str, &'static str),
        short: &'static str,
        kind: Kind,
    ) -> Self {
        Self { code, name, en, short, kind, home }
    }
}

/// A home and the bureaus below it. Zones report apart: no district counts their figures.
pub(super) fn tree(home: &Home, towns: &[Town]) -> Vec<Bureau> {
    let top = (home.code, Text::new(home.name, home.en), home.level, home.kind, None);
    let below = towns.iter().map(|town| {
        (town.code, Text::new(town.name, town.en), home.below, town.kind, Some((home.code, home.since)))
    });
    std::iter::once(top)
        .chain(below)
        .filter_map(|(code, name, level, kind, under)| {
            let parent = under.map(|(home, _)| home.parse()).transpose().ok()?;
            let valid_from = day(under.map_or((2020, 1, 1), |(_, since)| since));
            let code = code.parse().ok()?;
            Some(Bureau { code, name, level, kind, parent, counted_in: None, valid_from, valid_to: None })
        })
        .collect()
}

/// The worked city and its twelve bureaus.
pub fn bureaus() -> Vec<Bureau> {
    tree(&YUNJIANG, &TOWNS)
}

#[cfg(test)]
mod tests {
    use schemas::bureau::Tree;

    use super::*;

    #[test]
    fn the_city_has_twelve_bureaus_below_it() {
        let tree = Tree::new(bureaus()).unwrap();
        let city = CITY.parse().unwrap();
        assert_eq!(tree.root().unwrap().code, city);
        let below: Vec<&str> = tree.below(&city).map(|bureau| bureau.code.as_str()).collect();
        assert_eq!(below, TOWNS.map(|town| town.code));
    }
}
