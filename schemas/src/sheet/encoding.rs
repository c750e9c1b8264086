//! How the bytes of a text file become characters: marks first, then what the bytes allow, then which reading
//! shows the headings we expect.
//!
//! Short Chinese texts can be valid in two encodings at once: `一十` in GBK is also valid UTF-8 (`һʮ`). Where both
//! readings are possible the one that shows more of the expected headings is taken.

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

use super::error::ReadError;
use super::fold::fold;
use super::heading::Heading;

/// How much of a text is looked at to recognise headings and delimiters, in bytes.
pub(super) const SAMPLE_BYTES: usize = 64 * 1024;

/// If more than one character in so many cannot be decoded, the bytes are not text in that encoding.
const READABLE_SHARE: usize = 100;

/// In UTF-16 at least one character in so many is a digit, a delimiter or a line end.
const FREQUENT_ZERO: usize = 50;

/// The encodings that spreadsheets and business systems in China write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// GB 18030, which contains GBK and GB 2312.
    Gb18030,
    /// UTF-16 with the low byte first; Excel's “Unicode text”.
    Utf16Le,
    /// UTF-16 with the high byte first.
    Utf16Be,
}

/// What separates the fields of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// A tabulator.
    Tab,
    /// `;`
    Semicolon,
    /// `|`
    Bar,
}

/// A decoded text file.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: Encoding,
}

impl Encoding {
    fn decode(self, bytes: &[u8]) -> Decoded {
        let decoder = match self {
            Self::Utf8 => UTF_8,
            Self::Gb18030 => GB18030,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
        };
        let (text, _) = decoder.decode_with_bom_removal(bytes);
        // GB 18030 has a form of the mark too, which the standard decoder leaves in the text.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or_else(|| text.into_owned());
        Decoded { text, encoding: self }
    }
}

impl Delimiter {
    /// In the order in which they are tried.
    pub(super) const ALL: [Self; 4] = [Self::Comma, Self::Tab, Self::Semicolon, Self::Bar];

    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Bar => b'|',
        }
    }
}

impl Decoded {
    fn replaced(&self) -> usize {
        self.text.matches('\u{fffd}').count()
    }

    fn is_readable(&self) -> bool {
        !self.text.contains('\0')
            && self.replaced().saturating_mul(READABLE_SHARE) <= self.text.chars().count()
    }

    fn headings(&self, expected: &[Heading]) -> usize {
        let head = fold(sample(&self.text));
        let shown = |heading: &&Heading| heading.names.iter().any(|name| head.contains(&fold(name)));
        expected.iter().filter(shown).count()
    }
}

/// Decodes a text file. A forced encoding is obeyed or refused; otherwise marks, then the pattern of zero bytes,
/// then the better of UTF-8 and GB 18030 decide.
///
/// # Errors
/// [`ReadError::NotText`] for other bytes, [`ReadError::WrongEncoding`] when a forced encoding does not fit.
pub(super) fn decode(
    bytes: &[u8],
    forced: Option<Encoding>,
    expected: &[Heading],
) -> Result<Decoded, ReadError> {
    if let Some(encoding) = forced {
        return Some(encoding.decode(bytes)).filter(Decoded::is_readable).ok_or(ReadError::WrongEncoding);
    }
    let certain = marked(bytes).or_else(|| bytes.contains(&0).then(|| zero_pattern(bytes)).flatten());
    let decoded = match certain {
        Some(encoding) => encoding.decode(bytes),
        None => utf8_or_gb18030(bytes, expected),
    };
    Some(decoded).filter(Decoded::is_readable).ok_or(ReadError::NotText)
}

/// The first part of a text, cut at a line end if there is one.
pub(super) fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE_BYTES {
        return text;
    }
    let end = (0..=SAMPLE_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let head = text.get(..end).unwrap_or_default();
    head.rfind('\n').and_then(|at| head.get(..=at)).unwrap_or(head)
}

fn marked(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Some(Encoding::Utf8),
        [0x84, 0x31, 0x95, 0x33, ..] => Some(Encoding::Gb18030),
        [0xff, 0xfe, ..] => Some(Encoding::Utf16Le),
        [0xfe, 0xff, ..] => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// Delimiters, digits and line ends leave a zero in the high byte of UTF-16; `一` and a few others leave one in the
/// low byte, so the clear majority decides. A stray zero in other text is no pattern: zeros must be frequent, and text
/// that is valid in UTF-8 as it stands must have one in every pair.
fn zero_pattern(bytes: &[u8]) -> Option<Encoding> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let first = pairs.iter().filter(|[high, _]| *high == 0).count();
    let second = pairs.iter().filter(|[_, high]| *high == 0).count();
    let most = first.max(second);
    let pattern = if std::str::from_utf8(bytes).is_ok() {
        most == pairs.len()
    } else {
        most.saturating_mul(FREQUENT_ZERO) >= pairs.len() && most > 3 * first.min(second)
    };
    match odd {
        [] if pattern => Some(if second > first { Encoding::Utf16Le } else { Encoding::Utf16Be }),
        _ => None,
    }
}

fn utf8_or_gb18030(bytes: &[u8], expected: &[Heading]) -> Decoded {
    let utf8 = Encoding::Utf8.decode(bytes);
    let utf8_headings = utf8.headings(expected);
    if bytes.is_ascii() || (utf8_headings > 0 && utf8.replaced() == 0) {
        return utf8;
    }
    let gb18030 = Encoding::Gb18030.decode(bytes);
    let (more, fewer) = (gb18030.headings(expected), gb18030.replaced());
    if more > utf8_headings || (more == utf8_headings && fewer < utf8.replaced()) { gb18030 } else { utf8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(names: &[&str]) -> Vec<Heading> {
        names.iter().map(|name| Heading::new(name, &[*name], false)).collect()
    }

    fn detect(bytes: &[u8], expected: &[&str]) -> (Encoding, String) {
        let decoded = decode(bytes, None, &headings(expected)).unwrap();
        (decoded.encoding, decoded.text)
    }

    const TEXT: &str = "案号,涉及人数\n云劳人仲案〔2025〕1号,12\n";

    #[test]
    fn each_encoding_is_told_by_its_bytes() {
        let mut marked = b"\xef\xbb\xbf".to_vec();
        marked.extend(TEXT.as_bytes());
        assert_eq!(detect(&marked, &[]), (Encoding::Utf8, TEXT.into()));
        assert_eq!(detect(TEXT.as_bytes(), &[]), (Encoding::Utf8, TEXT.into()));
        assert_eq!(detect(&GB18030.encode(TEXT).0, &[]), (Encoding::Gb18030, TEXT.into()));
        assert_eq!(
            detect(&GB18030.encode(&format!("\u{feff}{TEXT}")).0, &[]),
            (Encoding::Gb18030, TEXT.into())
        );
        for big in [false, true] {
            let bytes = |mark: &str| -> Vec<u8> {
                let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
                format!("{mark}{TEXT}").encode_utf16().flat_map(unit).collect()
            };
            let encoding = if big { Encoding::Utf16Be } else { Encoding::Utf16Le };
            assert_eq!(detect(&bytes("\u{feff}"), &[]), (encoding, TEXT.into()));
            assert_eq!(detect(&bytes(""), &[]), (encoding, TEXT.into()));
        }
    }

    #[test]
    fn headings_settle_what_two_encodings_allow() {
        let bytes = GB18030.encode("一十\n").0;
        assert!(std::str::from_utf8(&bytes).is_ok(), "the case this test is about");
        assert_eq!(detect(&bytes, &[]).0, Encoding::Utf8);
        assert_eq!(detect(&bytes, &["一十"]), (Encoding::Gb18030, "一十\n".into()));
        // 联通 itself, which old editors got wrong, is not valid in strict UTF-8.
        assert!(std::str::from_utf8(&GB18030.encode("联通").0).is_err());
    }

    #[test]
    fn a_damaged_byte_does_not_change_the_encoding() {
        let mut bytes = TEXT.repeat(20).into_bytes();
        bytes.insert(TEXT.len(), 0xff);
        let decoded = decode(&bytes, None, &headings(&["案号"])).unwrap();
        assert_eq!((decoded.encoding, decoded.replaced()), (Encoding::Utf8, 1));
    }

    #[test]
    fn other_bytes_are_not_text() {
        assert_eq!(decode(b"a,b\0c\n", None, &[]).unwrap_err(), ReadError::NotText);
        assert_eq!(decode(&[0x80, 0xff].repeat(40), None, &[]).unwrap_err(), ReadError::NotText);
        assert_eq!(decode(&[0xff; 40], Some(Encoding::Utf8), &[]).unwrap_err(), ReadError::WrongEncoding);
        assert_eq!(decode(TEXT.as_bytes(), Some(Encoding::Utf8), &[]).unwrap().text, TEXT);
    }

    #[test]
    fn a_sample_ends_with_a_line() {
        let text = "案号，\n".repeat(SAMPLE_BYTES);
        assert!(sample(&text).ends_with('\n') && sample(&text).len() <= SAMPLE_BYTES);
        assert_eq!(sample("短"), "短");
    }
}
