//! A page that has nothing to show yet and says what comes there and how.

use askama::Template;
use schemas::text::Text;

use super::shell::{Frame, Section, Shell};
use crate::words::frame as frame_words;

/// An empty page.
#[derive(Clone, Debug, Template)]
#[template(path = "empty.html")]
pub struct EmptyPage {
    shell: Shell,
    title: String,
    note: String,
}

impl EmptyPage {
    /// An empty page with its title and a sentence that says what comes there and how.
    pub fn new(frame: &Frame, section: Section, title: &Text, note: &Text) -> Self {
        Self {
            shell: Shell::new(frame, Some(section), title.get(frame.lang)),
            title: title.get(frame.lang).to_owned(),
            note: note.get(frame.lang).to_owned(),
        }
    }

    /// There is no campaign.
    pub fn no_campaign(frame: &Frame, section: Section) -> Self {
        Self::new(frame, section, &frame_words::NO_CAMPAIGN, &frame_words::NO_CAMPAIGN_NOTE)
    }
}
