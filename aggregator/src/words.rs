//! The words of the portal, in both languages.

pub mod backlog;
pub mod brief;
pub mod bulletin;
pub mod campaign;
pub mod casebook;
pub mod commendation;
pub mod deadline;
pub mod demand;
pub mod department;
pub mod evidence;
pub mod filing;
pub mod frame;
pub mod matter;
pub mod overview;
pub mod picture;
pub mod place;
pub mod plan;
pub mod recovery;
pub mod reminder;
pub mod risk;
pub mod scheme;
pub mod situation;
pub mod subsidy;
pub mod summary;
pub mod supervision;

#[cfg(test)]
mod tests {
    use schemas::text::slots;

    #[test]
    fn both_languages_say_the_same_things() {
        for (name, text) in [
            super::backlog::ALL,
            super::brief::ALL,
            super::bulletin::ALL,
            super::frame::ALL,
            super::campaign::ALL,
            super::casebook::ALL,
            super::commendation::ALL,
            super::deadline::ALL,
            super::demand::ALL,
            super::department::ALL,
            super::evidence::ALL,
            super::filing::ALL,
            super::matter::ALL,
            super::risk::ALL,
            super::scheme::ALL,
            super::situation::ALL,
            super::place::ALL,
            super::plan::ALL,
            super::overview::ALL,
            super::picture::ALL,
            super::recovery::ALL,
            super::reminder::ALL,
            super::subsidy::ALL,
            super::summary::ALL,
            super::supervision::ALL,
        ]
        .concat()
        {
            assert_eq!(slots(&text.zh), slots(&text.en), "{name}");
            assert!(!text.zh.trim().is_empty() && !text.en.trim().is_empty(), "{name}");
            assert!(!text.zh.contains('！') && !text.en.contains('!'), "{name}");
        }
    }
}
