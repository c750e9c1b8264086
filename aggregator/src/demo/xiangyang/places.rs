//! The places, all invented, under a prefix of codes that no real place bears (DOMAIN §8.2).

use schemas::bureau::{Kind, Level};

use crate::demo::place::{Home, Town};

pub(super) const HOME: Home = Home {
    code: "560600",
    name: "汉岚市",
    en: "Hanlan",
    brand: "汉岚",
    level: Level::City,
    kind: Kind::City,
    below: Level::County,
    since: (2020, 1, 1),
    office: "人力资源和社会保障局",
    courts: true,
};

pub(super) const TOWNS: [Town; 12] = [
    town("560602", "北汀区", "Beiting District", "北汀", Kind::District),
    town("560606", "樊岚区", "Fanlan District", "樊岚", Kind::District),
    town("560607", "南栖区", "Nanqi District", "南栖", Kind::District),
    town("560624", "漳汀县", "Zhangting County", "漳汀", Kind::County),
    town("560625", "谷栖县", "Guqi County", "谷栖", Kind::County),
    town("560626", "保岚县", "Baolan County", "保岚", Kind::County),
    town("560682", "老栖市", "Laoqi City", "老栖", Kind::CountyCity),
    town("560683", "枣岚市", "Zaolan City", "枣岚", Kind::CountyCity),
    town("560684", "宜汀市", "Yiting City", "宜汀", Kind::CountyCity),
    town("560600Z01", "汉岚高新区", "Hanlan High-tech Zone", "汉高", Kind::Zone),
    town("560600Z02", "汉岚东部新区", "Hanlan Eastern New Area", "汉东", Kind::Zone),
    town("560600Z03", "汉岚经济开发区", "Hanlan Development Zone", "汉开", Kind::Zone),
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
