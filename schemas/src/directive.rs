//! What the city puts to a bureau, or to a department of its campaign: an assignment (交办单), a notice of supervision (督办单), a listing (挂牌督办), an interview (约谈),
//! a notice to a neighbour (DOMAIN §4.3 to §4.5). A text that the log fixes by hash and the bureau's nodes keep with its receipt,
//! so that neither side can say later that it was told otherwise. The city owns it; a bureau answers by ledgers of form D1, a department
//! by [`Feedback`].

mod act;
mod addressee;
mod answer;
mod feedback;
mod kind;
mod order;
mod stage;
#[cfg(test)]
mod tests;

use std::fmt::Write;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::NaiveDate;

use self::order::{MAX_MATTER, MAX_SHORT, MAX_TITLE};
pub use self::{
    act::{Change, DirectiveAct, MAX_WORDS},
    addressee::Addressee,
    answer::{Answer, AnswerKind, FORM, answers},
    feedback::{Feedback, MAX_ANSWER, MAX_ANSWERS},
    kind::{Kind, LADDER, rung_of, upward},
    order::{CaseNamed, Ground, MAX_CASES, MAX_GROUNDS, Order},
    stage::{Event, Stage, Standing, standing},
};
use crate::{
    lines::{BadLine, Lines, or_dash, words},
    statement::Subject,
};

const TITLE: &str = "tongbao-directive/v1";
/// Most characters of an official number.
pub const MAX_NUMBER: usize = 40;
/// Most characters of the role that decided.
pub const MAX_BY: usize = 40;

/// What is put to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// What answers name: `D2025-3`.
    pub serial: Subject,
    /// The official number: `云人社督〔2025〕3号`.
    pub number: String,
    /// The last day to have it done, at +08:00.
    pub due: NaiveDate,
    /// What is put.
    pub order: Order,
    /// In which role it was decided; never who.
    pub by: String,
}

impl Directive {
    /// The serial of a year's number.
    pub fn serial_of(year: i32, number: u32) -> Option<Subject> {
        format!("D{year}-{number}").parse().ok()
    }

    /// The document.
    pub fn compose(&self) -> String {
        let Order {
            kind,
            to,
            follows,
            period,
            title,
            matter,
            basis,
            demand,
            release,
            office,
            grounds,
            cases,
        } = &self.order;
        let say = |words: &String| if words.is_empty() { "-".to_owned() } else { BASE64.encode(words) };
        let mut text = format!(
            "{TITLE}\nserial {}\nnumber {}\nkind {kind}\n{}\nfollows {}\nperiod {}\ndue {}\ntitle {}\nmatter {}\n\
             basis {}\ndemand {}\nrelease {}\noffice {}\ngrounds {}\n",
            self.serial,
            BASE64.encode(&self.number),
            to.line(),
            or_dash(follows.as_ref()),
            or_dash(period.as_ref()),
            self.due,
            BASE64.encode(title),
            BASE64.encode(matter),
            say(basis),
            BASE64.encode(demand),
            say(release),
            BASE64.encode(office),
            grounds.len(),
        );
        for Ground { family, sentence } in grounds {
            let (zh, en) = (BASE64.encode(&*sentence.zh), BASE64.encode(&*sentence.en));
            let _ = writeln!(text, "ground {} {zh} {en}", family.word());
        }
        let _ = writeln!(text, "cases {}", cases.len());
        for CaseNamed { form, number } in cases {
            let _ = writeln!(text, "case {form} {}", BASE64.encode(number));
        }
        let _ = writeln!(text, "by {}", BASE64.encode(&self.by));
        text
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`BadLine`], also beyond a bound.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = Lines::titled(text, TITLE)?;
        let serial = lines.value("serial")?;
        let number = said(&mut lines, "number", MAX_NUMBER)?;
        let (kind, to) = (lines.value("kind")?, Addressee::read(&mut lines)?);
        let (follows, period, due) = (lines.option("follows")?, lines.option("period")?, lines.value("due")?);
        let title = said(&mut lines, "title", MAX_TITLE)?;
        let matter = said(&mut lines, "matter", MAX_MATTER)?;
        let basis = optional(&mut lines, "basis")?;
        let demand = said(&mut lines, "demand", MAX_MATTER)?;
        let release = optional(&mut lines, "release")?;
        let office = said(&mut lines, "office", MAX_TITLE)?;
        let grounds = several(&mut lines, ("grounds", "ground"), MAX_GROUNDS, Ground::parse)?;
        let cases = several(&mut lines, ("cases", "case"), MAX_CASES, CaseNamed::parse)?;
        let by = said(&mut lines, "by", MAX_BY)?;
        lines.end()?;
        let order = Order {
            kind,
            to,
            follows,
            period,
            title,
            matter,
            basis,
            demand,
            release,
            office,
            grounds,
            cases,
        };
        let read = Self { serial, number, due, order, by };
        (read.compose() == text).then_some(read).ok_or(BadLine("form"))
    }
}

/// Words that say something.
fn said(lines: &mut Lines<'_>, line: &'static str, most: usize) -> Result<String, BadLine> {
    lines
        .words(line, most)
        .and_then(|words| if words.trim().is_empty() { Err(BadLine(line)) } else { Ok(words) })
}

/// Words, or none.
fn optional(lines: &mut Lines<'_>, line: &'static str) -> Result<String, BadLine> {
    match lines.text(line)? {
        "-" => Ok(String::new()),
        text => words(text, line, MAX_SHORT),
    }
}

fn several<T>(
    lines: &mut Lines<'_>,
    (all, one): (&'static str, &'static str),
    most: usize,
    parse: fn(&str) -> Option<T>,
) -> Result<Vec<T>, BadLine> {
    let count: usize = lines.value(all)?;
    if count > most {
        return Err(BadLine(all));
    }
    (0..count).map(|_| parse(lines.text(one)?).ok_or(BadLine(one))).collect()
}
