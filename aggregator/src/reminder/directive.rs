//! Saying outside of the program that something was put to a bureau: one message a contact when it goes out. The letter of the log is
//! what counts; this names number, kind and day, and where to look.

use chrono::{DateTime, Utc};
use schemas::{
    bureau::BureauCode,
    campaign::Campaign,
    directive::{Directive, FORM, Standing},
    hash::Sha,
    period::{Cadence, Period, day_of, end_of_day},
    text::Text,
};

use super::words::Letter;
use crate::{
    figures,
    store::{
        AnyConnection, StoreError,
        contact::{self, Post},
        message::{self, About, Fate, Message},
    },
};

/// The step of such a message.
pub const STEP: &str = "directive";

/// What a message is about: the answers it is due.
pub(super) fn about(directive: &Directive, at: DateTime<Utc>) -> Option<About> {
    Some(About {
        form: FORM.to_owned(),
        period: Period::holding(Cadence::Day, day_of(at))?,
        subject: directive.serial.to_string(),
        due: end_of_day(directive.due),
    })
}

/// Makes the messages of what has just gone out to a bureau: to whoever files, and to the leader what a leader has approved. In
/// the transaction that lets it out, so that there is one or none.
pub fn tell(
    connection: &mut AnyConnection,
    directive: &Directive,
    bureau: &BureauCode,
    (by, at): (&str, DateTime<Utc>),
) -> Result<(), StoreError> {
    let Some(about) = about(directive, at) else { return Ok(()) };
    let to_leader = directive.order.wants_approval();
    let contacts = contact::all(connection, Some(bureau))?.into_iter();
    let wanted = contacts.filter(|one| one.post == Post::Filing || to_leader);
    let mut ways: Vec<_> = wanted.map(|one| (one.channel, one.address)).collect();
    ways.sort();
    ways.dedup();
    for (channel, address) in ways {
        // The same way twice would be the same message.
        let name = format!("{STEP} {} {bureau} {} {address}", directive.serial, channel.word());
        let new = Message {
            id: Sha::of(name.as_bytes()).to_string(),
            bureau: bureau.clone(),
            channel,
            address,
            step: STEP.to_owned(),
            about: vec![about.clone()],
            made: at,
            by: by.to_owned(),
            fate: Fate::Waiting,
            tries: 0,
            next: at,
            ended: None,
            note: String::new(),
        };
        message::add(connection, &new)?;
    }
    Ok(())
}

/// Whether a bureau still has to be told: once it has signed for it, or it is over, it knows.
pub fn is_news(standing: &Standing) -> bool {
    !standing.signed && !standing.stage.is_over()
}

/// The message in words. It says nothing of the matter.
pub fn letter(campaign: &Campaign, directive: &Directive) -> Letter {
    let kind = directive.order.kind.title();
    let due = figures::day_text(directive.due);
    let title =
        Text::new("【{kind}】{campaign}：{number}，{due}前办理", "{kind}, {campaign}: {number}, due {due}");
    let title = title.fill(&[
        ("kind", &kind),
        ("campaign", &campaign.name),
        ("number", &directive.number),
        ("due", &due),
    ]);
    let serial = directive.serial.to_string();
    let lines = vec![
        Text::new(
            "系统编号{serial}；请用填报端接收文书，以{form}反馈单签收、反馈",
            "Serial {serial}; fetch the letter with the node and answer with form {form}",
        )
        .fill(&[("serial", &serial), ("form", &FORM)]),
        Text::new(
            "平台查看：/supervision/one?serial={serial}",
            "On the portal: /supervision/one?serial={serial}",
        )
        .fill(&[("serial", &serial)]),
    ];
    Letter { title, lines }
}
