//! Everything this program says to a person, in both languages; one file a subject.

pub mod check;
pub mod daemon;
pub mod directive;
pub mod duty;
pub mod explanation;
pub mod filing;
pub mod folder;
pub mod importer;
pub mod key;
pub mod officer;
pub mod outbox;
pub mod package;
pub mod prepare;
pub mod push;
pub mod reading;
pub mod receipt;
pub mod status;

#[cfg(test)]
mod tests {
    use schemas::text::slots;

    #[test]
    fn both_languages_have_the_same_slots() {
        for (name, text) in [
            super::check::ALL,
            super::daemon::ALL,
            super::directive::ALL,
            super::duty::ALL,
            super::explanation::ALL,
            super::filing::ALL,
            super::folder::ALL,
            super::importer::ALL,
            super::key::ALL,
            super::officer::ALL,
            super::outbox::ALL,
            super::package::ALL,
            super::prepare::ALL,
            super::push::ALL,
            super::reading::ALL,
            super::receipt::ALL,
            super::status::ALL,
        ]
        .concat()
        {
            assert_eq!(slots(&text.zh), slots(&text.en), "{name}");
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{name}");
        }
    }
}
