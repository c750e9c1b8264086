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
    "codes/AWARD.toml",
    "codes/CAUSE.toml",
    "codes/CHANNEL.toml",
    "codes/CLUE.toml",
    "codes/CONFIRM.toml",
    "codes/COURT.toml",
    "codes/DIFF.toml",
    "codes/DISP.toml",
    "codes/DOCLV.toml",
    "codes/EMP.toml",
    "codes/ENTRUST.toml",
    "codes/GB4754.toml",
    "codes/INV.toml",
    "codes/IRES.toml",
    "codes/LINE.toml",
    "codes/MED6.toml",
    "codes/MODE.toml",
    "codes/MORG.toml",
    "codes/MRES.toml",
    "codes/PERF.toml",
    "codes/PROC.toml",
    "codes/RISK.toml",
    "codes/SATIS.toml",
    "codes/SIDE.toml",
    "codes/SRC.toml",
    "codes/SUP.toml",
    "codes/URG.toml",
    "codes/VIOL.toml",
    "codes/WAY.toml",
    "codes/WHY.toml",
    "codes/WIN.toml",
    "forms/L3.toml",
    "indicators/I3.toml",
}
