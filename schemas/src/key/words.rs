//! Six words that stand for a key, to be read out over the telephone before it is admitted (PROTOCOL §3).
//!
//! A word is a quality and a thing, 红马 or red-horse, the same in both languages: 32 qualities and 64 things give 11 bits,
//! six words the first 66 bits of the SHA-256 of the encoded key. The list is our own. It was made for a bad line: in
//! Mandarin no two qualities and no two things have the same syllable, even for speakers who tell neither zh from z,
//! ing from in, l from n or r, nor h from f, whatever the tone; in English no two words differ in one letter only.

use crate::{hash::Sha, note::VerifyKey, text::Text};

/// Words of a fingerprint.
pub const COUNT: usize = 6;

/// Chinese, its syllable, English.
type Word = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
const QUALITIES: [Word; 32] = [
    ("红", "hong", "red"), ("黄", "huang", "yellow"), ("蓝", "lan", "blue"), ("绿", "lv", "green"),
    ("白", "bai", "white"), ("黑", "hei", "black"), ("金", "jin", "golden"), ("银", "yin", "silver"),
    ("铜", "tong", "copper"), ("铁", "tie", "iron"), ("石", "shi", "stone"), ("木", "mu", "wooden"),
    ("玉", "yu", "jade"), ("冰", "bing", "icy"), ("雪", "xue", "snowy"), ("雷", "lei", "thunder"),
    ("春", "chun", "spring"), ("秋", "qiu", "autumn"), ("东", "dong", "eastern"),
    ("北", "bei", "northern"), ("大", "da", "big"), ("小", "xiao", "little"), ("高", "gao", "high"),
    ("老", "lao", "ancient"), ("甜", "tian", "sweet"), ("苦", "ku", "bitter"), ("热", "re", "hot"),
    ("快", "kuai", "quick"), ("满", "man", "full"), ("圆", "yuan", "round"), ("方", "fang", "square"),
    ("双", "shuang", "twin"),
];

#[rustfmt::skip]
const THINGS: [Word; 64] = [
    ("马", "ma", "horse"), ("牛", "niu", "ox"), ("羊", "yang", "sheep"), ("狗", "gou", "dog"),
    ("猫", "mao", "cat"), ("虎", "hu", "tiger"), ("兔", "tu", "rabbit"), ("龙", "long", "dragon"),
    ("蛇", "she", "snake"), ("鸡", "ji", "rooster"), ("鹅", "e", "goose"), ("熊", "xiong", "bear"),
    ("狼", "lang", "wolf"), ("鹿", "lu", "reindeer"), ("象", "xiang", "elephant"), ("鱼", "yu", "fish"),
    ("蜂", "feng", "hornet"), ("蝶", "die", "butterfly"), ("鹰", "ying", "eagle"),
    ("鹤", "he", "crane"), ("雀", "que", "sparrow"), ("松", "song", "pine"), ("竹", "zhu", "bamboo"),
    ("梅", "mei", "plum"), ("菊", "ju", "daisy"), ("桃", "tao", "peach"), ("橙", "cheng", "orange"),
    ("枣", "zao", "jujube"), ("瓜", "gua", "melon"), ("豆", "dou", "lentil"), ("麦", "mai", "wheat"),
    ("茶", "cha", "tea"), ("油", "you", "oil"), ("米", "mi", "rice"), ("糖", "tang", "sugar"),
    ("山", "shan", "mountain"), ("江", "jiang", "river"), ("海", "hai", "ocean"),
    ("林", "lin", "forest"), ("云", "yun", "cloud"), ("月", "yue", "moon"), ("星", "xing", "star"),
    ("火", "huo", "fire"), ("水", "shui", "water"), ("沙", "sha", "sand"), ("桥", "qiao", "bridge"),
    ("塔", "ta", "tower"), ("门", "men", "gate"), ("窗", "chuang", "window"), ("灯", "deng", "lamp"),
    ("车", "che", "wagon"), ("锣", "luo", "gong"), ("钟", "zhong", "bell"), ("琴", "qin", "harp"),
    ("笛", "di", "flute"), ("棋", "qi", "chess"), ("书", "shu", "book"), ("笔", "bi", "pen"),
    ("纸", "zhi", "paper"), ("刀", "dao", "knife"), ("弓", "gong", "bow"), ("针", "zhen", "needle"),
    ("裙", "qun", "skirt"), ("盘", "pan", "plate"),
];

/// The six words of a key, apart by spaces: `红马 金山 …`, `red-horse golden-mountain …`.
pub fn fingerprint(key: &VerifyKey) -> Text {
    let hash = Sha::of(key.to_string().as_bytes());
    let bits = hash.bytes().iter().take(9).fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    // 72 bits are at hand; the upper 66 are used, 11 a word.
    let words = (0..COUNT).map(|place| {
        let word = bits >> (72 - 11 * (place + 1));
        (pick(&QUALITIES, word >> 6), pick(&THINGS, word))
    });
    let (zh, en): (Vec<String>, Vec<String>) =
        words.map(|(of, thing)| (format!("{}{}", of.0, thing.0), format!("{}-{}", of.2, thing.2))).unzip();
    Text::owned(zh.join(" "), en.join(" "))
}

/// The word that the lowest bits choose from a list whose length is a power of two.
fn pick<const N: usize>(list: &'static [Word; N], bits: u128) -> Word {
    let place = usize::try_from(bits % N as u128).unwrap_or_default();
    list.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::note::SignKey;

    /// The syllable as the least careful speaker says it.
    fn heard(syllable: &str) -> String {
        let said = syllable.replace("zh", "z").replace("ch", "c").replace("sh", "s");
        let said = said.strip_suffix('g').map_or(said.clone(), str::to_owned);
        match said.split_at(1) {
            ("n" | "r", rest) => format!("l{rest}"),
            ("f", rest) => format!("h{rest}"),
            _ => said,
        }
    }

    fn differ_in_one_letter(one: &str, other: &str) -> bool {
        let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
        let same = short.bytes().zip(long.bytes()).take_while(|(a, b)| a == b).count();
        let rest = &short[same..];
        match long.len() - short.len() {
            0 => rest.get(1..) == long[same..].get(1..),
            1 => rest == &long[same + 1..],
            _ => false,
        }
    }

    #[test]
    fn no_two_words_can_be_taken_for_each_other() {
        for list in [&QUALITIES[..], &THINGS] {
            let written: BTreeSet<&str> = list.iter().map(|word| word.0).collect();
            let said: BTreeSet<String> = list.iter().map(|word| heard(word.1)).collect();
            assert_eq!((written.len(), said.len()), (list.len(), list.len()));
            for (place, (_, _, one)) in list.iter().enumerate() {
                for (_, _, other) in &list[place + 1..] {
                    assert!(!differ_in_one_letter(one, other), "{one} {other}");
                }
            }
        }
        assert_eq!((heard("zhong"), heard("niu"), heard("feng")), ("zon".into(), "liu".into(), "hen".into()));
        assert!(differ_in_one_letter("pear", "bear") && differ_in_one_letter("be", "bee"));
    }

    #[test]
    fn every_word_is_of_one_index() {
        let words: BTreeSet<String> = (0..2048_u128)
            .map(|bits| format!("{}{}", pick(&QUALITIES, bits >> 6).0, pick(&THINGS, bits).0))
            .collect();
        assert_eq!(words.len(), 2048);
    }

    #[test]
    fn the_words_of_a_key_are_these() {
        let key = |name: &str, seed| SignKey::from_seed(name, &[seed; 32]).unwrap().verify_key();
        let text = fingerprint(&key("n-test", 7));
        insta::assert_snapshot!(format!("{}\n{}", text.zh, text.en));
        assert_eq!((text.zh.split(' ').count(), text.en.split(' ').count()), (COUNT, COUNT));
        assert_ne!(fingerprint(&key("n-test", 8)), text);
        assert_ne!(fingerprint(&key("o-test", 7)), text, "the name is part of what is compared");
    }
}
