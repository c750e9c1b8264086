//! Records and strings of the Excel 97–2003 stream (BIFF8), with every length checked.

use super::error::ReadError;

/// A record with the records that continue it.
pub(super) struct Record<'a> {
    /// What the record is.
    pub(super) kind: u16,
    /// Its own bytes.
    pub(super) data: Bytes<'a>,
    /// The bytes of each continuation, in order.
    pub(super) continued: Vec<Bytes<'a>>,
}

/// Bytes that are taken from the front; taking more than there are is an error, never a panic.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a>(&'a [u8]);

/// The records of a stream from a position on. Bytes after the last whole record are padding.
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

const CONTINUE: u16 = 0x003c;

pub(super) fn cut_short() -> ReadError {
    ReadError::Damaged { detail: "a record ends too early".into() }
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    fn take(&mut self) -> Option<(u16, Bytes<'a>)> {
        let mut header = Bytes(self.stream.get(self.at..)?);
        let (kind, length) = (header.u16().ok()?, header.u16().ok()?);
        let data = header.take(usize::from(length)).ok()?;
        self.at += 4 + usize::from(length);
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.take()?;
        let mut continued = Vec::new();
        let mut next = self.at;
        while let Some((CONTINUE, data)) = self.take() {
            continued.push(data);
            next = self.at;
        }
        self.at = next;
        Some(Record { kind, data, continued })
    }
}

impl<'a> Bytes<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn take(&mut self, length: usize) -> Result<Self, ReadError> {
        let (front, rest) = self.0.split_at_checked(length).ok_or_else(cut_short)?;
        self.0 = rest;
        Ok(Self(front))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ReadError> {
        let (front, rest) = self.0.split_first_chunk::<N>().ok_or_else(cut_short)?;
        self.0 = rest;
        Ok(*front)
    }

    pub(super) fn u8(&mut self) -> Result<u8, ReadError> {
        self.array().map(|[byte]| byte)
    }

    pub(super) fn u16(&mut self) -> Result<u16, ReadError> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, ReadError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn f64(&mut self) -> Result<f64, ReadError> {
        self.array().map(f64::from_le_bytes)
    }

    /// A string whose flags follow its length.
    pub(super) fn string(&mut self, length: usize) -> Result<String, ReadError> {
        let wide = self.u8()? & 1 == 1;
        let bytes = self.take(if wide { length.saturating_mul(2) } else { length })?;
        Ok(bytes.characters(wide))
    }

    /// Two bytes a character, or the low byte only.
    fn characters(self, wide: bool) -> String {
        if wide {
            let units = self.0.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
        } else {
            self.0.iter().copied().map(char::from).collect()
        }
    }
}

/// The table of shared strings. A string may run over any number of continuations; each part of it then says anew
/// how wide its characters are.
pub(super) fn shared_strings(record: &Record, most: usize) -> Result<Vec<String>, ReadError> {
    let mut data = record.data;
    let mut rest = record.continued.iter();
    data.take(8)?;
    let mut strings = Vec::new();
    loop {
        if data.is_empty() {
            match rest.next() {
                Some(next) => data = *next,
                None => return Ok(strings),
            }
            continue;
        }
        if strings.len() >= most {
            return Err(ReadError::TooManyCells { limit: most });
        }
        let mut length = usize::from(data.u16()?);
        let flags = data.u8()?;
        let runs = if flags & 8 != 0 { usize::from(data.u16()?) } else { 0 };
        let extension =
            if flags & 4 != 0 { usize::try_from(data.u32()?).map_err(|_| cut_short())? } else { 0 };
        let mut wide = flags & 1 == 1;
        let mut text = String::new();
        loop {
            let width = if wide { 2 } else { 1 };
            let here = length.min(data.len() / width);
            text.push_str(&data.take(here * width)?.characters(wide));
            length -= here;
            if length == 0 {
                break;
            }
            data = *rest.next().ok_or_else(cut_short)?;
            wide = data.u8()? & 1 == 1;
        }
        strings.push(text);
        let mut skip = runs.saturating_mul(4).saturating_add(extension);
        while skip > data.len() {
            skip -= data.len();
            data = *rest.next().ok_or_else(cut_short)?;
        }
        data.take(skip)?;
    }
}

/// Whether a number format shows a date or a time of day; an elapsed time such as `[h]:mm` is a number.
pub(super) fn is_date_format(id: u16, code: Option<&str>) -> bool {
    let Some(code) = code else {
        // The ids that have no code in the file; 27–36 and 50–58 are the dates of Chinese and other Asian Excel.
        return matches!(id, 14..=22 | 27..=36 | 45 | 47 | 50..=58);
    };
    let mut characters = code.chars();
    while let Some(c) = characters.next() {
        match c.to_ascii_lowercase() {
            ';' => return false,
            '\\' | '_' | '*' => drop(characters.next()),
            '"' => drop(characters.find(|c| *c == '"')),
            '[' => {
                let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                if !inside.is_empty()
                    && inside.chars().all(|c| matches!(c, 'h' | 'm' | 's' | 'H' | 'M' | 'S'))
                {
                    return false;
                }
            }
            'y' | 'm' | 'd' | 'h' | 's' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_date_formats_are_dates() {
        for code in [
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-804]yyyy/m/d",
            "[DBNum1][$-804]yyyy\"年\"m\"月\"",
            "h:mm AM/PM",
            "m/d;@",
        ] {
            assert!(is_date_format(164, Some(code)), "{code}");
        }
        for code in [
            "General",
            "0.00",
            "#,##0\"m\"",
            "[Red]0",
            "[h]:mm",
            "0_d",
            "0\\d",
            "0;yyyy",
            "@",
            "[$¥-804]#,##0.00",
        ] {
            assert!(!is_date_format(164, Some(code)), "{code}");
        }
        let dates: Vec<u16> = (0..60).filter(|id| is_date_format(*id, None)).collect();
        assert_eq!(dates.len(), 9 + 10 + 2 + 9);
    }

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn a_string_may_change_its_width_where_it_is_continued() {
        let mut first = vec![0; 8];
        first.extend([5, 0, 0b1100, 1, 0, 3, 0, 0, 0]);
        first.extend(b"ab");
        let mut second = vec![1];
        second.extend("案号x".encode_utf16().flat_map(u16::to_le_bytes));
        second.extend([0; 2]);
        let third = [[0; 5].as_slice(), &[2, 0, 0], b"ok"].concat();
        let stream =
            [record(0xfc, &first), record(CONTINUE, &second), record(CONTINUE, &third), record(10, &[])]
                .concat();
        let mut records = Records::new(&stream, 0);
        let table = records.next().unwrap();
        assert_eq!(shared_strings(&table, 9).unwrap(), ["ab案号x", "ok"]);
        assert!(matches!(shared_strings(&table, 1), Err(ReadError::TooManyCells { .. })));
        assert_eq!(records.next().unwrap().kind, 10);
        assert!(records.next().is_none());
        let cut = [record(0xfc, &first), record(CONTINUE, &second)].concat();
        assert!(shared_strings(&Records::new(&cut, 0).next().unwrap(), 9).is_err());
    }
}
