//! The places, all invented, under a prefix of codes that no real place bears (DOMAIN §8.2).

use schemas::bureau::{Kind, Level};

use crate::demo::place::{Home, Town};

pub(super) const HOME: Home = Home {
    code: "580118",
    name: "青汀区",
    en: "Qingting District",
    brand: "青汀",
    level: Level::County,
    kind: Kind::District,
    below: Level::Street,
    since: (2020, 1, 1),
    office: "社区事务受理服务中心",
    courts: false,
};

pub(super) const TOWNS: [Town; 11] = [
    town("580118001", "夏栖街道", "Xiaqi Sub-district", "夏栖", Kind::Street),
    town("580118002", "盈岚街道", "Yinglan Sub-district", "盈岚", Kind::Street),
    town("580118003", "香汀街道", "Xiangting Sub-district", "香汀", Kind::Street),
    town("580118101", "朱汀镇", "Zhuting Town", "朱汀", Kind::Town),
    town("580118102", "赵岚镇", "Zhaolan Town", "赵岚", Kind::Town),
    town("580118103", "徐栖镇", "Xuqi Town", "徐栖", Kind::Town),
    town("580118104", "华汀镇", "Huating Town", "华汀", Kind::Town),
    town("580118105", "重岚镇", "Chonglan Town", "重岚", Kind::Town),
    town("580118106", "白栖镇", "Baiqi Town", "白栖", Kind::Town),
    town("580118107", "练汀镇", "Lianting Town", "练汀", Kind::Town),
    town("580118108", "金岚镇", "Jinlan Town", "金岚", Kind::Town),
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
