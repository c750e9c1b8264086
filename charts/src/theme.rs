//! The inks: every meaning a colour has, its custom property on a page, and its value in each theme.

use std::borrow::Cow;

/// A set of literal colours. On a live page the colours are the page's own custom properties instead: see
/// [`Drawing::inline`](crate::Drawing::inline).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on white, for screens.
    Light,
    /// Light on near-black.
    Dark,
    /// Dark on white with heavier greys, for paper and black-and-white copies.
    Print,
}

/// Where the colours of an SVG come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Palette {
    /// Literal values, on a ground of their own.
    Fixed(Theme),
    /// `var(--…)` of the page, with the light value to fall back on; no ground.
    Page,
}

macro_rules! inks {
    ($($(#[$doc:meta])* $name:ident $var:literal $light:literal $dark:literal $print:literal;)+) => {
        /// What a colour means. Shapes name meanings; a palette turns them into paint.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Ink { $($(#[$doc])* $name,)+ }

        impl Ink {
            pub(crate) const ALL: &[Self] = &[$(Self::$name,)+];

            const fn row(self) -> (&'static str, &'static str, &'static str, &'static str) {
                match self { $(Self::$name => ($var, $light, $dark, $print),)+ }
            }
        }
    };
}

inks! {
    /// The ground of the picture.
    Ground   "--bg"         "#ffffff" "#15181c" "#ffffff";
    /// Labels and figures.
    Text     "--text"       "#171b21" "#e7eaee" "#000000";
    /// Axes, sublines and whiskers.
    Text2    "--text-2"     "#4a535e" "#afb8c2" "#33393f";
    /// Fractions and places.
    Text3    "--text-3"     "#646e7a" "#8d97a3" "#4a535e";
    /// Grid.
    Hairline "--line"       "#e0e4e8" "#2a3037" "#d3d8dd";
    /// Axis and rules under heads.
    Rule     "--line-2"     "#c6ccd3" "#414953" "#8a9199";
    /// Series that the title does not name.
    Quiet    "--ctl"        "#7f8893" "#747e8a" "#6b747e";
    /// The one accent.
    Accent   "--accent"     "#1b4b8a" "#8cb6f0" "#1b4b8a";
    /// Reached.
    Ok       "--ok"         "#1c7440" "#62c088" "#1c7440";
    /// Nearly reached.
    Near     "--near"       "#8f5600" "#dda548" "#8f5600";
    /// Not reached, or not filed.
    Bad      "--bad"        "#b3261e" "#f28b82" "#b3261e";
    /// Not judged.
    Off      "--off"        "#646e7a" "#8d97a3" "#4a535e";
    /// Cell ground, short by less than one.
    NearSoft "--near-soft"  "#faf1e0" "#33270f" "#f6ecd9";
    /// Cell ground, short by one to five.
    BadSoft  "--bad-soft"   "#fbecea" "#3a1e1d" "#f8e0dd";
    /// Cell ground, short by five or more.
    BadSoft2 "--bad-soft-2" "#f6d5d1" "#54231f" "#efbcb6";
    /// Cell ground, not judged.
    OffSoft  "--off-soft"   "#f6f7f9" "#1e2329" "#f1f3f5";
    /// The value of a bar.
    Bar      "--bar"        "#7892b8" "#4e6a92" "#7892b8";
    /// The band of a gap.
    Track    "--track"      "#eff2f5" "#1e2329" "#e8ebee";
}

impl Ink {
    /// The value of a `fill` or `stroke` attribute.
    pub(crate) fn paint(self, palette: Palette) -> Cow<'static, str> {
        let (variable, light, dark, print) = self.row();
        match palette {
            Palette::Fixed(Theme::Light) => light.into(),
            Palette::Fixed(Theme::Dark) => dark.into(),
            Palette::Fixed(Theme::Print) => print.into(),
            Palette::Page => format!("var({variable}, {light})").into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of `#rrggbb`, as WCAG 2 defines it.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let c = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(ink: Ink, ground: Ink, theme: Theme) -> f64 {
        let [a, b] = [ink, ground].map(|i| luminance(&i.paint(Palette::Fixed(theme))));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_reads_at_4_5_and_bars_and_quiet_lines_at_3_on_every_ground() {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            for ink in
                [Ink::Text, Ink::Text2, Ink::Text3, Ink::Ok, Ink::Near, Ink::Bad, Ink::Off, Ink::Accent]
            {
                let got = contrast(ink, Ink::Ground, theme);
                assert!(got >= 4.5, "{ink:?} on the ground of {theme:?}: {got:.2}");
            }
            for ground in [Ink::NearSoft, Ink::BadSoft, Ink::BadSoft2, Ink::OffSoft] {
                for ink in [Ink::Text, Ink::Text2] {
                    let got = contrast(ink, ground, theme);
                    assert!(got >= 4.5, "{ink:?} on {ground:?} of {theme:?}: {got:.2}");
                }
            }
            for (ink, ground) in
                [(Ink::Near, Ink::NearSoft), (Ink::Bad, Ink::BadSoft), (Ink::Bad, Ink::BadSoft2)]
            {
                let got = contrast(ink, ground, theme);
                assert!(got >= 3.0, "the shape in {ink:?} on {ground:?} of {theme:?}: {got:.2}");
            }
            for ink in [Ink::Bar, Ink::Quiet] {
                assert!(contrast(ink, Ink::Ground, theme) >= 3.0, "{ink:?} in {theme:?}");
            }
        }
    }

    #[test]
    fn a_page_gets_its_own_properties_with_the_light_value_to_fall_back_on() {
        assert_eq!(Ink::Bar.paint(Palette::Page), "var(--bar, #7892b8)");
    }
}
