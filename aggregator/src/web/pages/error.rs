//! What went wrong: title, to what it happened and what to do, the incident number, and a way on.

use askama::Template;
use schemas::{
    problem::{Next, Problem},
    text::Text,
};

use super::shell::{Frame, Shell};
use crate::{
    web::links::{Address, Links},
    words::{department, frame as frame_words},
};

/// The error page.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    shell: Shell,
    status: u16,
    title: String,
    detail: Option<String>,
    incident: Option<String>,
    ways: Vec<(String, Address)>,
}

impl ErrorPage {
    /// The page of a problem. `detail` says to what it happened and what to do, `incident` is the number under
    /// which the log has the cause, `ways` are links that lead on from here.
    pub fn new(
        frame: &Frame,
        problem: Problem,
        detail: Option<&Text>,
        incident: Option<&str>,
        ways: Vec<(Text, Address)>,
    ) -> Self {
        let lang = frame.lang;
        let title = problem.title();
        let own = ways.into_iter().map(|(word, href)| (word.get(lang).to_owned(), href));
        let again = (problem.next() == Next::Retry)
            .then(|| (frame_words::TRY_AGAIN.get(lang).to_owned(), frame.address.clone()));
        let links = Links { lang, period: frame.period };
        let home = match &frame.reader {
            Some(reader) if reader.department => {
                (department::TITLE.get(lang).to_owned(), links.department(None))
            }
            Some(_) => (frame_words::BACK_TO_OVERVIEW.get(lang).to_owned(), links.overview()),
            None => (frame_words::SIGN_IN.get(lang).to_owned(), links.plain("/login")),
        };
        Self {
            shell: Shell::new(frame, None, title.get(lang)),
            status: problem.status(),
            title: title.get(lang).to_owned(),
            detail: detail.map(|detail| detail.get(lang).to_owned()),
            incident: incident
                .map(|number| frame_words::INCIDENT.fill(&[("number", &number)]).get(lang).to_owned()),
            ways: own.chain(again).chain([home]).collect(),
        }
    }
}
