//! The one table of addresses: method, path, who may, and whose rows. The server, the guard and the access tests
//! read this and nothing else, so an address cannot exist without an answer to "who may".

use actix_web::{Route, http::Method, web};

use schemas::recovery::RECOVERY;

use super::{
    api::{self, describe::Words},
    portal,
};

/// Who may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody: greeting, log in, health, styles.
    Anyone,
    /// A node: the body is signed, and the handler verifies it; or the request is, and the handler takes
    /// [`Signed`](super::signed::Signed).
    Node,
    /// Anybody signed in, a department's account too.
    Reporter,
    /// Anybody signed in but departments.
    SignedIn,
    /// A department of the campaign, of its own; to read of any, also whoever reads the whole city.
    Department,
    /// City staff; to read, also leaders and the committee of the city's level.
    Staff,
    /// A leader of the city.
    Leader,
    /// Whoever holds the monitoring token: a program that watches this one.
    Monitor,
}

/// Whose rows the answer may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Nobody's.
    None,
    /// The caller's subtree; anything else is 404.
    Own,
    /// Figures of the whole campaign.
    Campaign,
    /// What was issued to everyone; before that it is the staff's.
    Issued,
}

/// An address.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Method.
    pub method: &'static Method,
    /// Path pattern.
    pub path: &'static str,
    /// Who may call.
    pub access: Access,
    /// Whose rows.
    pub scope: Scope,
    /// The handler.
    pub route: fn() -> Route,
    /// How the document of the API describes it; pages are not of the API.
    pub words: Option<fn() -> Words>,
}

/// Addresses that are posted to and change nothing a log or a figure is made of: they work while the city is recovering.
pub const READS: &[&str] = &["/login", "/logout", "/evidence/scrub", "/evidence/verify"];

impl Entry {
    /// Whether it is refused while the city is recovering; what ends that is not.
    pub fn changes(&self) -> bool {
        !matches!(*self.method, Method::GET | Method::HEAD)
            && !READS.contains(&self.path)
            && self.path != RECOVERY
    }
}

/// `Some` of what stands there.
macro_rules! described {
    () => {
        None
    };
    ($words:path) => {
        Some($words as fn() -> Words)
    };
}

/// Where a program that watches this one reads.
pub const METRICS: &str = "/metrics";

macro_rules! table {
    ($($method:ident $path:literal $access:ident $scope:ident $handler:path $(, $words:path)?;)*) => {
        /// Every address.
        pub const ROUTES: &[Entry] = &[$(Entry {
            method: &Method::$method,
            path: $path,
            access: Access::$access,
            scope: Scope::$scope,
            route: || web::route().to($handler),
            words: described!($($words)?),
        }),*];
    };
}

table! {
    GET   "/.well-known/tongbao"                          Anyone   None     api::hello::get, api::hello::words;
    POST  "/api/v1/enrolments"                            Node     None     api::enrolments::post, api::enrolments::words;
    POST  "/api/v1/keys/rotate"                           Node     None     api::rotations::post, api::rotations::words;
    PUT   "/api/v1/statements/{id}"                       Node     Own      api::statements::put, api::statements::put_words;
    GET   "/api/v1/statements/{id}"                       Node     Own      api::statements::get, api::statements::get_words;
    HEAD  "/api/v1/contents/{sha256}"                     Node     Own      api::contents::head, api::contents::head_words;
    PATCH "/api/v1/contents/{sha256}"                     Node     Own      api::contents::patch, api::contents::patch_words;
    GET   "/api/v1/letters"                               Node     Own      api::letters::get, api::letters::words;
    GET   "/api/v1/reminders"                             Node     Own      api::reminders::get, api::reminders::words;
    GET   "/api/v1/bureau"                                Node     Own      api::bureau::get, api::bureau::words;
    POST  "/api/v1/recovery"                              Node     Own      api::recovery::post, api::recovery::words;
    GET   "/api/v1/log/checkpoint"                        Anyone   None     api::log::checkpoint, api::log::checkpoint_words;
    GET   "/api/v1/log/tile/{tile:.*}"                    Anyone   None     api::log::tile, api::log::tile_words;
    GET   "/api/v1/log/epoch"                             Anyone   None     api::log::epoch, api::log::epoch_words;
    GET   "/api/v1/log/consistency"                       Anyone   None     api::log::consistency, api::log::consistency_words;
    GET   "/api/v1/filings/{bureau}/{form}/{period}"      SignedIn Own      api::filings::get, api::filings::words;
    GET   "/api/v1/standings"                             Staff    Campaign api::standings::get, api::standings::words;
    GET   "/api/v1/obligations"                           SignedIn Own      api::obligations::get, api::obligations::words;
    GET   "/api/v1/matters"                               SignedIn Own      api::matters::get, api::matters::words;
    GET   "/api/v1/deadlines"                             SignedIn Own      api::deadlines::get, api::deadlines::words;
    GET   "/api/v1/cases"                                 SignedIn Own      api::cases::get, api::cases::words;
    GET   "/api/v1/cases/one"                             SignedIn Own      api::cases::one, api::cases::one_words;
    GET   "/api/v1/employers"                             SignedIn Own      api::cases::repeated, api::cases::employers_words;
    GET   "/api/v1/situation"                             SignedIn Own      api::situation::get, api::situation::words;
    GET   "/api/v1/bulletins"                             SignedIn Issued   api::bulletins::get, api::bulletins::words;
    GET   "/api/v1/bulletins/{id}/figures"                SignedIn Issued   api::bulletins::one, api::bulletins::one_words;
    GET   "/api/v1/subsidies"                             SignedIn Own      api::subsidies::get, api::subsidies::words;
    GET   "/api/v1/proposals"                             Staff    Campaign api::proposals::get, api::proposals::words;
    GET   "/api/v1/directives"                            SignedIn Own      api::directives::get, api::directives::words;
    GET   "/api/v1/directives/one"                        SignedIn Own      api::directives::one, api::directives::one_words;
    GET   "/api/v1/openapi.json"                          Anyone   None     api::document::get, api::document::words;
    GET   "/healthz"                                      Anyone   None     api::health::get, api::health::words;
    GET   "/metrics"                                      Monitor  None     api::metrics::get, api::metrics::words;
    GET   "/assets/{name}"                                Anyone   None     portal::asset::get;
    GET   "/login"                                        Anyone   None     portal::login::get;
    POST  "/login"                                        Anyone   None     portal::login::post;
    POST  "/logout"                                       Reporter None     portal::login::sign_out;
    GET   "/"                                             Reporter Own      portal::overview::get;
    GET   "/filings"                                      Staff    Campaign portal::filings::get;
    POST  "/filings/remind"                               Staff    Campaign portal::filings::remind;
    POST  "/filings/duties"                               Staff    Campaign portal::duty::chosen;
    GET   "/filings/matters"                              SignedIn Own      portal::matters::get;
    GET   "/filings/matters.csv"                          SignedIn Own      portal::matters::csv;
    GET   "/filings/{bureau}/{form}/{period}"             SignedIn Own      portal::filing::get;
    POST  "/filings/{bureau}/{form}/{period}/confirm"     Staff    Own      portal::decision::confirm;
    POST  "/filings/{bureau}/{form}/{period}/return"      Staff    Own      portal::decision::give_back;
    POST  "/filings/{bureau}/{form}/{period}/deliver"     Staff    Own      portal::decision::deliver;
    GET   "/filings/{bureau}/{form}/{period}/edition"     SignedIn Own      portal::edition::get;
    POST  "/filings/{bureau}/{form}/{period}/extend"      Staff    Own      portal::duty::extend;
    POST  "/filings/{bureau}/{form}/{period}/exempt"      Staff    Own      portal::duty::exempt;
    GET   "/filings/{bureau}/{form}/{period}/receipt"     SignedIn Own      portal::filing::receipt;
    GET   "/filings/{bureau}/{form}/{period}/rows"        SignedIn Own      portal::filing::rows;
    GET   "/reminders"                                    SignedIn Own      portal::reminders::get;
    GET   "/rankings"                                     Staff    Campaign portal::rankings::get;
    GET   "/rankings/why"                                 Staff    Campaign portal::rankings::why;
    GET   "/rankings/schemes"                             Staff    Campaign portal::rankings::schemes;
    GET   "/rankings/commendation"                        Staff    Campaign portal::commendation::get;
    GET   "/rankings/chart.{format}"                      Staff    Campaign portal::chart::of_places;
    GET   "/supervision"                                  SignedIn Own      portal::supervision::get;
    GET   "/supervision.csv"                              SignedIn Own      portal::supervision::csv;
    GET   "/supervision/one"                              SignedIn Own      portal::supervision::one;
    GET   "/supervision/new"                              Staff    Campaign portal::supervision::draft::get;
    POST  "/supervision/new"                              Staff    Campaign portal::supervision::draft::propose;
    GET   "/supervision/draft"                            Staff    Campaign portal::supervision::draft::one;
    POST  "/supervision/draft/approve"                    Leader   Campaign portal::supervision::draft::approve;
    POST  "/supervision/draft/decline"                    Leader   Campaign portal::supervision::draft::decline;
    POST  "/supervision/draft/withdraw"                   Staff    Campaign portal::supervision::draft::decline;
    POST  "/supervision/inspect"                          Staff    Own      portal::supervision::act::inspect;
    POST  "/supervision/extend"                           Leader   Own      portal::supervision::act::extend;
    POST  "/supervision/close"                            Leader   Own      portal::supervision::act::close;
    POST  "/supervision/withdraw"                         Leader   Own      portal::supervision::act::withdraw;
    GET   "/supervision/handovers"                        SignedIn Own      portal::supervision::handover::get;
    POST  "/supervision/handovers/take"                   Staff    Own      portal::supervision::handover::take;
    POST  "/supervision/handovers/return"                 Staff    Own      portal::supervision::handover::give_back;
    POST  "/supervision/handovers/pass"                   Staff    Own      portal::supervision::handover::pass_on;
    GET   "/cases"                                        SignedIn Own      portal::cases::get;
    GET   "/cases.csv"                                    SignedIn Own      portal::cases::csv;
    GET   "/cases/one"                                    SignedIn Own      portal::cases::one;
    GET   "/subsidies"                                    SignedIn Own      portal::subsidies::get;
    POST  "/subsidies"                                    Staff    Campaign portal::subsidies::propose;
    GET   "/subsidies.csv"                                SignedIn Own      portal::subsidies::csv;
    POST  "/subsidies/{id}/approve"                       Leader   Campaign portal::subsidies::approve;
    POST  "/subsidies/{id}/withdraw"                      Staff    Campaign portal::subsidies::withdraw;
    GET   "/risks"                                        SignedIn Own      portal::risks::get;
    POST  "/risks/list"                                   Staff    Campaign portal::risks::issue;
    GET   "/risks/lists/{sha256}/{part}"                  Staff    Campaign portal::risks::part;
    GET   "/funnel"                                       SignedIn Own      portal::funnel::get;
    GET   "/backlog"                                      SignedIn Own      portal::backlog::get;
    GET   "/situation"                                    SignedIn Own      portal::situation::get;
    GET   "/situation.csv"                                SignedIn Own      portal::situation::csv;
    GET   "/warnings/employers"                           SignedIn Own      portal::employers::get;
    GET   "/warnings/employers.csv"                       SignedIn Own      portal::employers::csv;
    GET   "/warnings/deadlines"                           SignedIn Own      portal::deadlines::get;
    GET   "/warnings/deadlines.csv"                       SignedIn Own      portal::deadlines::csv;
    GET   "/bulletins"                                    SignedIn Issued   portal::bulletins::get;
    POST  "/bulletins"                                    Staff    Campaign portal::bulletins::propose;
    GET   "/bulletins/draft"                              Staff    Campaign portal::bulletins::draft;
    GET   "/bulletins/{id}"                               SignedIn Issued   portal::bulletins::one;
    GET   "/bulletins/{id}/annex.csv"                     SignedIn Issued   portal::bulletins::csv;
    POST  "/bulletins/{id}/issue"                         Leader   Campaign portal::bulletins::issue;
    POST  "/bulletins/{id}/withdraw"                      Staff    Campaign portal::bulletins::withdraw;
    GET   "/campaign"                                     SignedIn Own      portal::campaign::get;
    GET   "/campaign/preview"                             Staff    Campaign portal::campaign::preview;
    POST  "/campaign/report"                              Staff    Campaign portal::campaign::report;
    GET   "/campaign/plans"                               SignedIn Own      portal::plans::get;
    POST  "/campaign/plans"                               SignedIn Own      portal::plans::bring;
    GET   "/campaign/plans/{id}"                          SignedIn Own      portal::plans::one;
    GET   "/department"                                   Department Own    portal::department::get;
    POST  "/department/report"                            Department Own    portal::department::report;
    POST  "/department/news"                              Department Own    portal::department::tell;
    GET   "/department/directive"                         Department Own    portal::department::directive::get;
    POST  "/department/directive"                         Department Own    portal::department::directive::answer;
    GET   "/news"                                         Staff    Campaign portal::news::get;
    GET   "/news.csv"                                     Staff    Campaign portal::news::csv;
    GET   "/bureaus"                                      Staff    Campaign portal::bureaus::list;
    GET   "/bureaus/{code}"                               SignedIn Own      portal::bureaus::one;
    GET   "/bureaus/{code}/chart.{format}"                SignedIn Own      portal::chart::of_bureau;
    GET   "/bureaus/{code}/summaries/{summary}"           SignedIn Own      portal::summary::of_bureau;
    GET   "/evidence"                                     SignedIn Own      portal::evidence::get;
    POST  "/evidence/scrub"                               Staff    None     portal::evidence::recompute;
    POST  "/evidence/verify"                              SignedIn None     portal::evidence::verify;
    GET   "/summaries/{summary}"                          Staff    Campaign portal::summary::of_city;
    GET   "/brief"                                        Staff    Campaign portal::brief::get;
}

/// The entry of a request.
pub fn find(method: &Method, pattern: &str) -> Option<&'static Entry> {
    let of = |method: &Method| ROUTES.iter().find(|entry| entry.method == method && entry.path == pattern);
    // HEAD is asked of what can be got, too.
    of(method).or_else(|| if method == Method::HEAD { of(&Method::GET) } else { None })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn addresses_are_one_each_and_rows_are_never_for_anyone() {
        let keys: BTreeSet<(String, &str)> =
            ROUTES.iter().map(|entry| (entry.method.to_string(), entry.path)).collect();
        assert_eq!(keys.len(), ROUTES.len());
        let paths: BTreeSet<&str> = ROUTES.iter().map(|entry| entry.path).collect();
        let mut together: Vec<&str> = ROUTES.iter().map(|entry| entry.path).collect();
        together.dedup();
        assert_eq!(together.len(), paths.len(), "methods of one path stand together");
        for entry in ROUTES {
            assert!(entry.access != Access::Anyone || entry.scope == Scope::None, "{}", entry.path);
            assert!(
                entry.scope != Scope::Campaign || matches!(entry.access, Access::Staff | Access::Leader),
                "{}",
                entry.path
            );
        }
    }
}
