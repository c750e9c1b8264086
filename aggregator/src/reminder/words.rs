//! A digest in words: a title and a line for each obligation, in Chinese and English.

use chrono::{DateTime, Utc};
use schemas::{
    campaign::{Campaign, ReminderStep as Step},
    definition::Definitions,
    text::Text,
};

use crate::{figures, store::message::About};

/// A message as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// In a line.
    pub title: Text,
    /// A line for each obligation.
    pub lines: Vec<Text>,
}

/// The step of a message in words.
pub fn step(step: &str) -> Text {
    if step.starts_with(super::digest::MANUAL) {
        return Text::new("人工催报", "sent by hand");
    }
    if step == super::directive::STEP {
        return Text::new("督办件下达", "something was put to the bureau");
    }
    let (kind, span) = step.split_once('-').unwrap_or((step, ""));
    let known = span.parse().ok().and_then(|span| match kind {
        "before" => Some(Step::Before(span)),
        "after" => Some(Step::After(span)),
        "leader" => Some(Step::Leader(span)),
        _ => None,
    });
    known.map_or_else(|| Text::same(step.to_owned()), Step::text)
}

/// The message, of what is still owed at an instant.
pub fn letter(campaign: &Campaign, definitions: &Definitions, owed: &[About], now: DateTime<Utc>) -> Letter {
    let late = owed.iter().filter(|about| about.due <= now).count();
    let title = match late {
        0 => Text::new("【催报】{campaign}：{n}项待报", "Reminder, {campaign}: {n} to file"),
        _ => Text::new(
            "【催报】{campaign}：{n}项待报，其中逾期{late}项",
            "Reminder, {campaign}: {n} to file, {late} overdue",
        ),
    };
    let title = title.fill(&[("campaign", &campaign.name), ("n", &owed.len()), ("late", &late)]);
    let line = |about: &About| {
        let form = definitions
            .form(&about.form)
            .map_or_else(|| Text::same(about.form.clone()), |form| form.name.clone());
        // The due instant is the end of its day, exclusive: people are told the last minute.
        let at = figures::minute(about.due - chrono::TimeDelta::minutes(1));
        let words = if about.due <= now {
            Text::new(
                "{form} {period}：已于{at}截止，尚未报送",
                "{form}, {period}: was due {at} and is not filed",
            )
        } else {
            Text::new("{form} {period}：{at}截止", "{form}, {period}: due {at}")
        };
        // A report says of which matter.
        let of = if about.subject == "-" { String::new() } else { format!(" {}", about.subject) };
        let form = Text::owned(format!("{}{of}", form.zh), format!("{}{of}", form.en));
        words.fill(&[("form", &form), ("period", &about.period.title()), ("at", &at)])
    };
    Letter { title, lines: owed.iter().map(line).collect() }
}

impl Letter {
    /// Chinese first, then English, one line each.
    pub fn body(&self) -> String {
        let lines = |said: fn(&Text) -> &str| {
            self.lines.iter().map(|line| format!("- {}\n", said(line))).collect::<String>()
        };
        format!(
            "{}\n{}\n{}\n{}",
            self.title.zh,
            lines(|text| &text.zh),
            self.title.en,
            lines(|text| &text.en)
        )
    }
}
