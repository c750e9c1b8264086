//! The definition files inside the program. A test compares this list with the folder.

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        /// Path below `definitions/` and text.
        pub(super) const FILES: &[(&str, &str)] =
            &[$(($path, include_str!(concat!("../../definitions/", $path)))),*];
    };
}

files! {
    "codes/ARES.toml",
    "forms/L3.toml",
    "indicators/I3.toml",
}
