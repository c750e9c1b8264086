//! The places, all invented, under a prefix of codes that no real place bears (DOMAIN §8.2).

use schemas::bureau::{Kind, Level};

use crate::demo::place::{Home, Town};

pub(super) const HOME: Home = Home {
    code: "580112",
    name: "浦岚区",
    en: "Pulan District",
    brand: "浦岚",
    level: Level::County,
    kind: Kind::District,
    below: Level::Street,
    since: (2020, 1, 1),
    office: "社区事务受理服务中心",
    courts: false,
};

pub(super) const TOWNS: [Town; 14] = [
    town("580112101", "虹汀镇", "Hongting Town", "虹汀", Kind::Town),
    town("580112102", "七栖镇", "Qiqi Town", "七栖", Kind::Town),
    town("580112103", "颛岚镇", "Zhuanlan Town", "颛岚", Kind::Town),
    town("580112104", "华栖镇", "Huaqi Town", "华栖", Kind::Town),
    town("580112105", "梅岚镇", "Meilan Town", "梅岚", Kind::Town),
    town("580112106", "吴栖镇", "Wuqi Town", "吴栖", Kind::Town),
    town("580112107", "马岚镇", "Malan Town", "马岚", Kind::Town),
    town("580112108", "浦汀镇", "Puting Town", "浦汀", Kind::Town),
    town("580112109", "召岚镇", "Zhaolan Town", "召岚", Kind::Town),
    town("580112001", "江栖街道", "Jiangqi Sub-district", "江栖", Kind::Street),
    town("580112002", "古岚街道", "Gulan Sub-district", "古岚", Kind::Street),
    town("580112003", "新汀街道", "Xinting Sub-district", "新汀", Kind::Street),
    town("580112004", "锦栖街道", "Jinqi Sub-district", "锦栖", Kind::Street),
    town("580112Z01", "岚东工业区", "Landong Industrial Zone", "岚东", Kind::Zone),
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
