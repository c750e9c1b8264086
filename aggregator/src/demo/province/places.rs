//! The places, all invented, under a prefix of codes that no real place bears (DOMAIN §8.2).

use schemas::bureau::{Kind, Level};

use crate::demo::place::{Home, Town};

pub(super) const HOME: Home = Home {
    code: "570000",
    name: "岭东省",
    en: "Lingdong",
    brand: "岭东",
    level: Level::Province,
    kind: Kind::Province,
    below: Level::City,
    // Daily reports began with the fourth quarter; nothing older is owed of them.
    since: (2022, 9, 30),
    office: "人力资源和社会保障局",
    courts: false,
};

pub(super) const TOWNS: [Town; 12] = [
    town("570100", "岭安市", "Ling'an", "岭安"),
    town("570200", "松泽市", "Songze", "松泽"),
    town("570300", "平岚市", "Pinglan", "平岚"),
    town("570400", "桥汀市", "Qiaoting", "桥汀"),
    town("570500", "栖岭市", "Qiling", "栖岭"),
    town("570600", "泽川市", "Zechuan", "泽川"),
    town("570700", "湖岚市", "Hulan East", "湖岚"),
    town("570800", "云汀市", "Yunting", "云汀"),
    town("570900", "金栖市", "Jinqi", "金栖"),
    town("571000", "远泽市", "Yuanze", "远泽"),
    town("571100", "石汀市", "Shiting", "石汀"),
    town("571200", "北栖市", "Beiqi", "北栖"),
];

const fn town(code: &'static str, name: &'static str, en: &'static str, short: &'static str) -> Town {
    Town::of(&HOME, code, (name, en), short, Kind::City)
}
