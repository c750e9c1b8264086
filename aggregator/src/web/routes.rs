//! The one table of addresses: method, path, who may, and whose rows. The server, the guard and the access tests
//! read this and nothing else, so an address cannot exist without an answer to "who may".

use actix_web::{Route, http::Method, web};

use super::{MAX_BODY, api, portal};

/// Who may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody: greeting, log in, health, styles.
    Anyone,
    /// A node; the body is signed, and the handler verifies it.
    Node,
    /// Anybody signed in.
    SignedIn,
    /// City staff.
    Staff,
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
}

impl Entry {
    /// Most bytes of a request body: content comes packed and large, everything else is small.
    pub fn most_body(&self) -> usize {
        if self.path == CONTENTS { crate::intake::content::MAX_PACKED } else { MAX_BODY }
    }
}

/// Where packed content is sent.
const CONTENTS: &str = "/api/v1/contents/{sha256}";

macro_rules! table {
    ($($method:ident $path:literal $access:ident $scope:ident $handler:path;)*) => {
        /// Every address.
        pub const ROUTES: &[Entry] = &[$(Entry {
            method: &Method::$method,
            path: $path,
            access: Access::$access,
            scope: Scope::$scope,
            route: || web::route().to($handler),
        }),*];
    };
}

table! {
    GET   "/.well-known/tongbao"                          Anyone   None     api::hello::get;
    POST  "/api/v1/enrolments"                            Node     None     api::enrolments::post;
    PUT   "/api/v1/statements/{id}"                       Node     Own      api::statements::put;
    GET   "/api/v1/statements/{id}"                       Node     Own      api::statements::get;
    PATCH "/api/v1/contents/{sha256}"                     Node     Own      api::contents::patch;
    GET   "/api/v1/filings/{bureau}/{form}/{period}"      SignedIn Own      api::filings::get;
    GET   "/api/v1/standings"                             Staff    Campaign api::standings::get;
    GET   "/api/v1/obligations"                           SignedIn Own      api::obligations::get;
    GET   "/api/v1/proposals"                             Staff    Campaign api::proposals::get;
    GET   "/healthz"                                      Anyone   None     api::health::get;
    GET   "/assets/{name}"                                Anyone   None     portal::asset::get;
    GET   "/login"                                        Anyone   None     portal::login::get;
    POST  "/login"                                        Anyone   None     portal::login::post;
    POST  "/logout"                                       SignedIn None     portal::login::sign_out;
    GET   "/"                                             SignedIn Own      portal::overview::get;
    GET   "/filings"                                      Staff    Campaign portal::filings::get;
    POST  "/filings/remind"                               Staff    Campaign portal::filings::remind;
    GET   "/filings/{bureau}/{form}/{period}"             SignedIn Own      portal::filing::get;
    POST  "/filings/{bureau}/{form}/{period}/confirm"     Staff    Own      portal::filing::confirm;
    GET   "/filings/{bureau}/{form}/{period}/receipt"     SignedIn Own      portal::filing::receipt;
    GET   "/filings/{bureau}/{form}/{period}/rows"        SignedIn Own      portal::filing::rows;
    GET   "/rankings"                                     Staff    Campaign portal::rankings::get;
    GET   "/rankings/why"                                 Staff    Campaign portal::rankings::why;
    GET   "/rankings/chart.{format}"                      Staff    Campaign portal::chart::of_places;
    GET   "/bureaus"                                      Staff    Campaign portal::bureaus::list;
    GET   "/bureaus/{code}"                               SignedIn Own      portal::bureaus::one;
    GET   "/bureaus/{code}/chart.{format}"                SignedIn Own      portal::chart::of_bureau;
    GET   "/bureaus/{code}/summaries/{summary}"           SignedIn Own      portal::summary::of_bureau;
    GET   "/summaries/{summary}"                          Staff    Campaign portal::summary::of_city;
}

/// The entry of a request.
pub fn find(method: &Method, pattern: &str) -> Option<&'static Entry> {
    // HEAD is asked of what can be got.
    let method = if method == Method::HEAD { &Method::GET } else { method };
    ROUTES.iter().find(|entry| entry.method == method && entry.path == pattern)
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
        assert_eq!(
            ROUTES.iter().filter(|entry| entry.most_body() > MAX_BODY).count(),
            1,
            "only content is large"
        );
        for entry in ROUTES {
            assert!(entry.access != Access::Anyone || entry.scope == Scope::None, "{}", entry.path);
            assert!(entry.scope != Scope::Campaign || entry.access == Access::Staff, "{}", entry.path);
        }
    }
}
