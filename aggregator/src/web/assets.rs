//! The static files of the portal, inside the program. Their address holds a hash of their bytes, so that they may
//! be kept for ever and are fetched anew when they change.

/// A static file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its name below `/assets/`.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
    /// For the header `content-type`.
    pub content_type: &'static str,
    /// Absent where the name itself changes with the bytes.
    hash: Option<[u8; 16]>,
}

const CSS: &str = concat!(
    include_str!("../../assets/tokens.css"),
    include_str!("../../assets/base.css"),
    include_str!("../../assets/frame.css"),
    include_str!("../../assets/page.css"),
    include_str!("../../assets/status.css"),
    include_str!("../../assets/table.css"),
    include_str!("../../assets/chart.css"),
    include_str!("../../assets/filings.css"),
    include_str!("../../assets/list.css"),
    include_str!("../../assets/receipt.css"),
    include_str!("../../assets/drawer.css"),
    include_str!("../../assets/form.css"),
    include_str!("../../assets/login.css"),
    include_str!("../../assets/campaign.css"),
    include_str!("../../assets/supervision.css"),
    include_str!("../../assets/phone.css"),
    include_str!("../../assets/print.css"),
);

/// The style sheet: tokens, one file a component, phone and print last.
pub const STYLE: Asset = Asset::new("portal.css", CSS.as_bytes(), "text/css; charset=utf-8");
/// What gets better with script.
pub const SCRIPT: Asset =
    Asset::new("portal.js", include_bytes!("../../assets/portal.js"), "text/javascript; charset=utf-8");
/// The icon of the tab.
pub const ICON: Asset =
    Asset::new("favicon.svg", include_bytes!("../../assets/favicon.svg"), "image/svg+xml");

/// The font of charts, which were laid out in its widths; fetched only where the reader has none of the same
/// widths. The style sheet names it, so its name holds the beginning of its SHA-256.
pub const CHART_FONT: Asset =
    Asset { name: "chart-ae371404.woff2", bytes: charts::WEB_FONT, content_type: "font/woff2", hash: None };

/// Every static file.
pub const ALL: [Asset; 4] = [STYLE, SCRIPT, ICON, CHART_FONT];

impl Asset {
    const fn new(name: &'static str, bytes: &'static [u8], content_type: &'static str) -> Self {
        Self { name, bytes, content_type, hash: Some(fnv1a_hex(bytes)) }
    }

    /// The asset of a name.
    pub fn named(name: &str) -> Option<Self> {
        ALL.into_iter().find(|asset| asset.name == name)
    }

    /// Its address: `/assets/portal.css?v=…`.
    pub fn url(&self) -> String {
        match &self.hash {
            Some(hash) => {
                format!("/assets/{}?v={}", self.name, std::str::from_utf8(hash).unwrap_or_default())
            }
            None => format!("/assets/{}", self.name),
        }
    }
}

/// FNV-1a over 64 bits: tells versions of a file apart, at compile time; it guards against nothing.
const fn fnv1a_hex(bytes: &[u8]) -> [u8; 16] {
    let (mut hash, mut at) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    let (mut hex, mut digit) = ([0; 16], 0);
    while digit < 16 {
        hex[digit] = b"0123456789abcdef"[(hash >> (60 - 4 * digit)) as usize & 15];
        digit += 1;
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv1a() {
        // Published vectors of FNV-1a, 64 bits.
        assert_eq!(&fnv1a_hex(b""), b"cbf29ce484222325");
        assert_eq!(&fnv1a_hex(b"a"), b"af63dc4c8601ec8c");
        assert_eq!(&fnv1a_hex(b"foobar"), b"85944171f73967e8");
    }

    #[test]
    fn assets_are_small_and_ask_no_other_host() {
        for asset in [STYLE, SCRIPT, ICON] {
            let text = std::str::from_utf8(asset.bytes).unwrap();
            assert!(asset.bytes.len() < 60_000, "{}", asset.name);
            assert!(!text.replace("http://www.w3.org/2000/svg", "").contains("://"), "{}", asset.name);
            assert_eq!(Asset::named(asset.name).unwrap().url(), asset.url());
        }
        assert!(Asset::named("../secret").is_none());
    }

    #[test]
    fn the_font_is_named_by_its_bytes_and_asked_for_by_that_name() {
        let digest = schemas::hash::Sha::of(CHART_FONT.bytes).to_string();
        assert_eq!(CHART_FONT.name, format!("chart-{}.woff2", &digest[..8]));
        assert!(CSS.contains(&format!("url(\"{}\")", CHART_FONT.url())));
        assert!(CHART_FONT.bytes.starts_with(b"wOF2"));
    }
}
