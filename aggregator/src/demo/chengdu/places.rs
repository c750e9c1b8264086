//! The places, all invented, under a prefix of codes that no real place bears (DOMAIN §8.2).

use schemas::bureau::{Kind, Level};

use crate::demo::place::{Home, Town};

pub(super) const HOME: Home = Home {
    code: "590100",
    name: "锦泽市",
    en: "Jinze",
    brand: "锦泽",
    level: Level::City,
    kind: Kind::City,
    below: Level::County,
    since: (2024, 1, 1),
    office: "一站式联处中心",
    courts: false,
};

/// 1+23: the city's own centre and one of each district, county and zone.
pub(super) const TOWNS: [Town; 24] = [
    town("590100C00", "市联处中心", "City Centre", "锦市", Kind::Office),
    town("590101", "锦澜区", "Jinlan District", "锦澜", Kind::District),
    town("590102", "青栖区", "Qingqi District", "青栖", Kind::District),
    town("590103", "金桐区", "Jintong District", "金桐", Kind::District),
    town("590104", "武汀区", "Wuting District", "武汀", Kind::District),
    town("590105", "成岚区", "Chenglan District", "成岚", Kind::District),
    town("590106", "龙溪区", "Longxi District", "龙溪", Kind::District),
    town("590107", "青岚区", "Qinglan District", "青岚", Kind::District),
    town("590108", "新栖区", "Xinqi District", "新栖", Kind::District),
    town("590109", "温汀区", "Wenting District", "温汀", Kind::District),
    town("590110", "双桐区", "Shuangtong District", "双桐", Kind::District),
    town("590111", "郫澜区", "Pilan District", "郫澜", Kind::District),
    town("590112", "津桐区", "Jintong East District", "津桐", Kind::District),
    town("590121", "金汀县", "Jinting County", "金汀", Kind::County),
    town("590122", "大岚县", "Dalan County", "大岚", Kind::County),
    town("590123", "蒲泽县", "Puze County", "蒲泽", Kind::County),
    town("590181", "都溪市", "Duxi City", "都溪", Kind::CountyCity),
    town("590182", "彭桐市", "Pengtong City", "彭桐", Kind::CountyCity),
    town("590183", "邛泽市", "Qiongze City", "邛泽", Kind::CountyCity),
    town("590184", "崇岚市", "Chonglan City", "崇岚", Kind::CountyCity),
    town("590185", "简汀市", "Jianting City", "简汀", Kind::CountyCity),
    town("590100Z01", "锦泽高新区", "Jinze High-tech Zone", "锦高", Kind::Zone),
    town("590100Z02", "锦泽东部新区", "Jinze Eastern New Area", "锦东", Kind::Zone),
    town("590100Z03", "锦泽科学城", "Jinze Science Town", "锦科", Kind::Zone),
];

const fn town(
    code: &'static str,
    name: &'static str,
    en: &'static str,
    short: &'static str,
    kind: Kind,
) -> Town {
    Town::of(&HOME, code, (name, en), short, kind)
}
