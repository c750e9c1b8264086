//! Everything that comes from outside has a bound: the one table of them, and what a person is told beyond it
//! (DESIGN, invariant 8). A bound stays beside the code that keeps it; this table refers to it. What one workbook may
//! cost is kept by the agent and stands in [`schemas::sheet::limits`].

use std::time::Duration;

use schemas::{content, directive, finding, note, problem::Problem, recovery, statement, text::Text, wire};

use crate::{
    action, audit,
    identity::{password, session},
    intake::{judge, upload},
    measure::cache,
    news, plan, rate, reminder, store,
    warning::deadline,
    web::{self, filing_path, guard, nonce, pages, patience::Patience, portal},
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

fn seconds(of: Duration) -> usize {
    usize::try_from(of.as_secs()).unwrap_or(usize::MAX)
}

/// Every bound of what comes over the network.
pub fn table() -> Vec<Limit> {
    use Beyond::{Finding, Less, Protocol, Refused, Waits};
    let too_large = || Refused(Problem::TooLarge);
    let busy = || Refused(Problem::Busy);
    let rate = || Refused(Problem::NodeRate);
    let patience = Patience::default();
    let unreadable = || Finding(Text::new("内容无法识读：第n行…", "line n: at most …"));
    vec![
        // Connections and requests.
        limit("connections of a worker", web::MAX_CONNECTIONS, "connections", Waits),
        limit("request headers", web::MAX_HEADERS, "headers", Protocol(431)),
        limit("address with query", web::MAX_ADDRESS, "bytes", too_large()),
        limit("request body", web::MAX_BODY, "bytes", too_large()),
        limit("part of content", upload::MAX_PART, "bytes", too_large()),
        Limit { name: "packed content", most: upload::MAX_PACKED, unit: "bytes", beyond: too_large() },
        Limit {
            name: "uploads of a node",
            most: upload::OF_NODE,
            unit: "bytes",
            beyond: Less(Text::new("最久未续的从头再传", "the one left alone longest begins anew")),
        },
        Limit { name: "uploads under way", most: upload::OF_ALL, unit: "bytes", beyond: busy() },
        limit("time for the head of a request", seconds(patience.head), "seconds", Protocol(408)),
        limit(
            "time for the body of a request beyond its length",
            seconds(patience.body),
            "seconds",
            Refused(Problem::Incomplete),
        ),
        limit("requests of an address", rate::OF_ADDRESS.get().try_into().unwrap_or(0), "requests", rate()),
        limit("requests of a node", rate::OF_NODE.get().try_into().unwrap_or(0), "requests", rate()),
        limit(
            "addresses and nodes counted",
            rate::REMEMBERED,
            "buckets",
            Less(Text::new("其余不计", "others are not counted")),
        ),
        limit("signatures remembered", nonce::MOST, "signatures", busy()),
        limit("signed note", note::MAX_BYTES, "bytes", too_large()),
        limit("signatures of a note", note::MAX_SIGNATURES, "lines", Refused(Problem::Malformed)),
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
        limit(
            "bytes of letters of an answer",
            wire::MAX_LETTER_BYTES,
            "bytes",
            Less(Text::new("其余的接着索取", "the rest is asked for next")),
        ),
        limit("page of a report to a restored city", recovery::MAX_BYTES, "bytes", too_large()),
        limit("letters of such a page", recovery::MAX_LETTERS, "letters", too_large()),
        // Queues.
        limit("lane of the writer", store::MAX_WAITING, "units of work", busy()),
        limit("wait for the writer", seconds(store::TOO_LONG), "seconds", busy()),
        limit("commit", store::MAX_COMMIT, "units of work", Waits),
        limit("other work in a commit of statements", store::MAX_REST, "units of work", Waits),
        limit("readers of the database", usize::try_from(store::READERS).unwrap_or(0), "connections", Waits),
        limit("sign-ins at once", password::AT_ONCE, "hashes", Waits),
        limit("sign-ins waiting", password::WAITING, "hashes", busy()),
        limit("uploads at once", upload::AT_ONCE, "uploads", Waits),
        limit("uploads waiting", upload::WAITING, "uploads", busy()),
        limit("ledgers judged at once", judge::AT_ONCE, "ledgers", Waits),
        limit("periods kept computed", cache::KEPT, "periods", Less(Text::new("重新计算", "computed again"))),
        // The audit.
        limit(
            "refusals written down in an hour",
            audit::PER_HOUR,
            "rows",
            Less(Text::new("只计数，不再逐条记录", "counted, and not written one by one")),
        ),
        limit(
            "detail of an audit row",
            store::audit::MAX_DETAIL,
            "characters",
            Less(Text::new("截短", "cut")),
        ),
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
        limit(
            "cases of a list of time limits",
            portal::list::MOST,
            "cases",
            Less(Text::new("另有n件未列出", "n more are not listed")),
        ),
        limit(
            "ledgers whose open cases are kept",
            deadline::KEPT,
            "ledgers",
            Less(Text::new("重新读取", "read again")),
        ),
        limit(
            "messages on a page",
            pages::reminders::MESSAGES,
            "messages",
            Less(Text::new("第n/m页，共k个", "page n of m, k in all")),
        ),
        limit(
            "reminders a node fetches",
            web::api::reminders::MOST,
            "reminders",
            Less(Text::new("只给最新的", "only the newest")),
        ),
        limit(
            "words of a mail server",
            reminder::email::MAX_SAID,
            "bytes",
            Less(Text::new("中断，稍后再试", "the line is cut, tried again later")),
        ),
        limit(
            "cases of a part of an edition",
            pages::edition::CASES,
            "cases",
            Less(Text::new("第n/m页，共k个", "page n of m, k in all")),
        ),
        limit(
            "lines of a preview",
            pages::preview::LINES,
            "lines",
            Less(Text::new("第n/m页，共k个", "page n of m, k in all")),
        ),
        limit("words of a progress report", action::MAX_WORDS, "characters", Refused(Problem::Invalid)),
        limit(
            "progress reports on a page",
            pages::campaign::REPORTS,
            "reports",
            Less(Text::new("另有n条更早的进展", "n earlier reports")),
        ),
        limit("reports of a department in a day", action::MOST_A_DAY, "reports", Refused(Problem::Invalid)),
        limit("news of a department in a day", news::MOST_A_DAY, "news", Refused(Problem::Invalid)),
        limit("document of a bureau", plan::MAX_BYTES, "bytes", Refused(Problem::Invalid)),
        limit("name of a document", plan::MAX_NAME, "characters", Refused(Problem::Invalid)),
        limit("documents of a bureau in a day", plan::MOST_A_DAY, "documents", Refused(Problem::Invalid)),
        limit("form with files", portal::evidence::MAX_FORM, "bytes", too_large()),
        limit("title of news", news::MAX_TITLE, "characters", Refused(Problem::Invalid)),
        limit("text of news", news::MAX_BODY, "characters", Refused(Problem::Invalid)),
        limit(
            "news on a page",
            pages::news::EACH,
            "news",
            Less(Text::new("第n/m页，共k项", "page n of m, k items")),
        ),
        limit(
            "words of a department's answer",
            directive::MAX_ANSWER,
            "characters",
            Refused(Problem::Invalid),
        ),
        limit("answers of a department", directive::MAX_ANSWERS, "answers", Refused(Problem::Invalid)),
        limit("text brought to be verified", portal::evidence::MAX_TEXT, "bytes", too_large()),
        limit("document brought to be verified", portal::evidence::MAX_DOCUMENT, "bytes", too_large()),
        limit("tallies of a page of rows", portal::filing::MAX_TALLIES, "tallies", too_large()),
    ]
}
