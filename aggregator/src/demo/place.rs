//! The bureaus of the worked city, in official order. 519900 is a prefix that no real city bears.

use schemas::{
    bureau::{Bureau, Kind, Level},
    text::Text,
};

use super::calendar::day;

/// A bureau below the city.
#[derive(Clone, Copy, Debug)]
pub(super) struct Town {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) en: &'static str,
    /// As it stands in case numbers.
    pub(super) short: &'static str,
    pub(super) kind: Kind,
}

/// Code of the city's own bureau.
pub const CITY: &str = "519900";

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
    Town { code, name, en, short, kind }
}

/// The city and its twelve bureaus. The zones report apart: no district counts their figures.
pub fn bureaus() -> Vec<Bureau> {
    let city = (CITY, Text::new("云江市", "Yunjiang"), Level::City, Kind::City);
    let towns = TOWNS.iter().map(|town| (town.code, Text::new(town.name, town.en), Level::County, town.kind));
    std::iter::once(city)
        .chain(towns)
        .filter_map(|(code, name, level, kind)| {
            let parent = if level == Level::City { None } else { Some(CITY.parse().ok()?) };
            let valid_from = day((2020, 1, 1));
            let code = code.parse().ok()?;
            Some(Bureau { code, name, level, kind, parent, counted_in: None, valid_from, valid_to: None })
        })
        .collect()
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
