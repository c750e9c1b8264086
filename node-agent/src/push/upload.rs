//! Sending the rows: whole if they are short, else in parts. What the city has is asked for before it is sent again,
//! so that a cut line costs a part and not the ledger (PROTOCOL §1).

use reqwest::Method;
use schemas::{
    hash::Sha,
    problem::Problem,
    request::{COMPLETE, OFFSET, complete},
    wire::{self, StatementStatus},
};

use super::{
    Trouble,
    city::{Answer, City, json},
    retry::{passes_soon, status_passes_soon, wait},
    signer::Part,
};

/// Most bytes that go in one request.
const WHOLE: usize = 512 * 1024;
/// Bytes of a part of what is longer.
const PART: usize = 256 * 1024;

/// What became of sending the rows.
pub(crate) enum Upload {
    /// Judged at once.
    Judged(StatementStatus),
    /// Taken in, to be judged.
    Queued,
}

/// Where the upload stands at the city.
#[derive(Clone, Copy)]
struct Standing {
    offset: usize,
    whole: bool,
}

/// Content on its way.
pub(crate) struct Content<'a> {
    /// The statement that signed it.
    pub(crate) statement: Sha,
    /// Its hash.
    pub(crate) sha256: Sha,
    /// Its bytes, packed.
    pub(crate) packed: &'a [u8],
}

impl City<'_> {
    /// Sends content. If some of it may have been sent before, the city is asked what it has.
    pub(crate) async fn send_content(
        &self,
        content: &Content<'_>,
        maybe_sent: bool,
    ) -> Result<Upload, Trouble> {
        let mut standing = Standing { offset: 0, whole: false };
        if maybe_sent {
            standing = self.standing(content).await?;
        }
        let (mut attempt, mut afresh, mut renewed) = (0, false, false);
        while !standing.whole {
            let trouble = match self.send_part(content, standing.offset).await {
                Ok(Sent::Whole(upload)) => return Ok(upload),
                Ok(Sent::Part(next)) if next.offset > standing.offset => {
                    (standing, attempt, renewed) = (next, 0, false);
                    continue;
                }
                Ok(Sent::Part(_)) => (Trouble::NotUnderstood(204), None),
                Err(trouble) => trouble,
            };
            match trouble {
                // The city has put together something else: it forgot the parts, and they are sent once more.
                (Trouble::Refused(Problem::ContentMismatch | Problem::Malformed, _), _)
                    if standing.offset > 0 && !afresh =>
                {
                    (standing, afresh) = (Standing { offset: 0, whole: false }, true);
                }
                (Trouble::Refused(Problem::ClockSkew, body), _) if !renewed && self.learns_from(&body) => {
                    renewed = true;
                }
                // A line that sends everything twice gives the answer to the second.
                (Trouble::Refused(Problem::BadSignature, _), _) if !renewed => renewed = true,
                (trouble, asked) => {
                    let Some((least, spread)) = wait(attempt, asked).filter(|_| soon(&trouble)) else {
                        return Err(trouble);
                    };
                    self.pause(least, spread).await;
                    attempt += 1;
                    if !took_nothing(&trouble) {
                        standing = self.standing(content).await?;
                    }
                }
            }
        }
        Ok(Upload::Queued)
    }

    /// Sends the part that begins at an offset, once.
    async fn send_part(
        &self,
        content: &Content<'_>,
        offset: usize,
    ) -> Result<Sent, (Trouble, Option<std::time::Duration>)> {
        let rest = content.packed.get(offset..).unwrap_or_default();
        let whole = content.packed.len() <= WHOLE || rest.len() <= PART;
        let bytes = if whole { rest } else { rest.get(..PART).unwrap_or(rest) };
        let part = Part { bytes, offset: u64::try_from(offset).unwrap_or(u64::MAX), last: whole };
        let path = wire::content_path(&content.sha256);
        let request = self.signed(Method::PATCH, &path, Some(part)).map_err(|trouble| (trouble, None))?;
        let request = request
            .header(reqwest::header::CONTENT_TYPE, wire::CONTENT_TYPE)
            .header(reqwest::header::CONTENT_ENCODING, "zstd")
            .body(bytes.to_vec());
        let answer = self.once(request).await?;
        let read = match answer.status {
            204 => place(&answer, content).map(Sent::Part),
            202 => Ok(Sent::Whole(Upload::Queued)),
            _ => json(&answer).map(|status| Sent::Whole(Upload::Judged(status))),
        };
        read.map_err(|trouble| (trouble, None))
    }

    /// Where the upload stands. An answer to HEAD has no body that could say what is wrong, so another question is
    /// asked then.
    async fn standing(&self, content: &Content<'_>) -> Result<Standing, Trouble> {
        let path = wire::content_path(&content.sha256);
        let ask = || self.call(|| self.signed(Method::HEAD, &path, None));
        let answer = match ask().await {
            Err(Trouble::NotUnderstood(401)) => {
                self.hello().await?;
                ask().await
            }
            other => other,
        };
        match answer {
            Ok(answer) => place(&answer, content),
            Err(trouble @ Trouble::NotUnderstood(400..=499)) => {
                self.statement(&content.statement).await?;
                Err(trouble)
            }
            Err(trouble) => Err(trouble),
        }
    }
}

enum Sent {
    Part(Standing),
    Whole(Upload),
}

/// The place an answer names; one beyond the end is no place.
fn place(answer: &Answer, content: &Content<'_>) -> Result<Standing, Trouble> {
    let header = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok());
    let whole = header(COMPLETE) == Some(complete(true));
    let offset = header(OFFSET).and_then(|offset| offset.parse().ok());
    let within = offset.filter(|offset| whole || *offset <= content.packed.len());
    within.map(|offset| Standing { offset, whole }).ok_or(Trouble::NotUnderstood(answer.status))
}

/// Whether the same may do better within seconds.
pub(super) fn soon(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Unreachable(_) => true,
        Trouble::Refused(problem, _) => passes_soon(*problem),
        Trouble::NotUnderstood(status) => status_passes_soon(*status),
        _ => false,
    }
}

/// Whether the city surely did nothing with what was sent.
fn took_nothing(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Refused(problem, _) if !matches!(problem, Problem::UploadOffset | Problem::Internal))
}
