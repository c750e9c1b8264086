//! Everything that comes from outside has a bound: the one table of them, and what a person is told beyond it
//! (DESIGN, invariant 8). A bound stays beside the code that keeps it; this table refers to it. What one workbook may
//! cost is kept by the agent and stands in [`schemas::sheet::limits`].

use schemas::{content, finding, note, problem::Problem, statement, text::Text, wire};

use crate::{
    identity::{password, session},
    intake,
    measure::cache,
    store,
    web::{self, filing_path, guard, pages, portal},
};

/// One bound.
#[derive(Clone, Debug)]
pub struct Limit {
    /// What is bounded; also its name in tests.
    pub name: &'static str,
    /// The largest that is taken.
    pub most: u64,
    /// Of what.
    pub unit: &'static str,
    /// What happens beyond it.
    pub beyond: Beyond,
}

/// What happens to what is beyond a bound.
#[derive(Clone, Debug)]
pub enum Beyond {
    /// The request is refused with this problem; nothing of it is kept.
    Refused(Problem),
    /// The ledger is invalid with a blocking finding that says where and how much.
    Finding(Text),
    /// Less is shown or kept, and this is said.
    Less(Text),
    /// The connection is answered or closed below the program's own pages.
    Protocol(u16),
    /// It waits outside.
    Waits,
}

fn limit(name: &'static str, most: usize, unit: &'static str, beyond: Beyond) -> Limit {
    // No machine we build for has a wider usize.
    Limit { name, most: u64::try_from(most).unwrap_or(u64::MAX), unit, beyond }
}

/// Every bound of what comes over the network.
pub fn table() -> Vec<Limit> {
    use Beyond::{Finding, Less, Protocol, Refused, Waits};
    let too_large = || Refused(Problem::TooLarge);
    let busy = || Refused(Problem::Busy);
    let unreadable = || Finding(Text::new("内容无法识读：第n行…", "line n: at most …"));
    vec![
        // Connections and requests.
        limit("connections of a worker", web::MAX_CONNECTIONS, "connections", Waits),
        limit("request headers", web::MAX_HEADERS, "headers", Protocol(431)),
        limit("address with query", web::MAX_ADDRESS, "bytes", too_large()),
        limit("request body", web::MAX_BODY, "bytes", too_large()),
        limit("packed content", intake::content::MAX_PACKED, "bytes", too_large()),
        limit("signed note", note::MAX_BYTES, "bytes", too_large()),
        limit("code of a form in an address", filing_path::MAX_FORM, "letters", Refused(Problem::NotFound)),
        // What is filed.
        limit("statement", statement::MAX_BYTES, "bytes", Refused(Problem::StatementInvalid)),
        limit(
            "reason of an amendment",
            statement::MAX_REASON,
            "characters",
            Refused(Problem::StatementInvalid),
        ),
        Limit { name: "content", most: content::MAX_BYTES, unit: "bytes", beyond: too_large() },
        limit("content beyond its signed length", 0, "bytes", Refused(Problem::ContentMismatch)),
        Limit { name: "rows of a ledger", most: content::MAX_ROWS, unit: "rows", beyond: unreadable() },
        limit("first line of content", content::MAX_HEADER, "bytes", unreadable()),
        limit("row of content", content::MAX_LINE, "bytes", unreadable()),
        limit("reasons with a ledger", finding::MAX_EXPLANATIONS, "reasons", unreadable()),
        limit("reason for a finding", statement::MAX_REASON, "characters", unreadable()),
        limit(
            "findings of a ledger",
            finding::MAX_FINDINGS,
            "findings",
            Less(Text::new("另有n条问题未列出", "n more findings are not listed")),
        ),
        limit(
            "letters of an answer",
            wire::MAX_LETTERS,
            "letters",
            Less(Text::new("其余的接着索取", "the rest is asked for next")),
        ),
        // Queues.
        limit("writer queue", store::MAX_WAITING, "units of work", busy()),
        limit("commit", store::MAX_COMMIT, "units of work", Waits),
        limit("readers of the database", usize::try_from(store::READERS).unwrap_or(0), "connections", Waits),
        limit("sign-ins at once", password::AT_ONCE, "hashes", Waits),
        limit("sign-ins waiting", password::WAITING, "hashes", busy()),
        limit("uploads at once", intake::content::AT_ONCE, "uploads", Waits),
        limit("uploads waiting", intake::content::WAITING, "uploads", busy()),
        limit("periods kept computed", cache::KEPT, "periods", Less(Text::new("重新计算", "computed again"))),
        // People.
        limit("login name", session::MAX_LOGIN, "bytes", Refused(Problem::SignInFailed)),
        limit("password", *password::LENGTH.end(), "characters", Refused(Problem::SignInFailed)),
        limit("session cookie", guard::MAX_COOKIE, "bytes", Refused(Problem::SignInRequired)),
        limit(
            "sessions of an account",
            session::PER_ACCOUNT,
            "sessions",
            Less(Text::new("最久未用的登录失效", "the session unused for longest ends")),
        ),
        // Pages.
        limit(
            "bureaus on a page",
            pages::paging::BUREAUS,
            "bureaus",
            Less(Text::new("第n/m页，共k个", "page n of m, k in all")),
        ),
        limit(
            "rows on a page",
            pages::rows::ROWS,
            "rows",
            Less(Text::new("第n/m页，共k个", "page n of m, k in all")),
        ),
        limit("text brought to be verified", portal::evidence::MAX_TEXT, "bytes", too_large()),
        limit("document brought to be verified", portal::evidence::MAX_DOCUMENT, "bytes", too_large()),
        limit("tallies of a page of rows", portal::filing::MAX_TALLIES, "tallies", too_large()),
    ]
}
