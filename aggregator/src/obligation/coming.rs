//! What falls due in the next days, by the campaign alone: each period of each duty a line, those of a daily duty one line.

use chrono::{Days, NaiveDate};
use schemas::{
    calendar::Calendar,
    campaign::{Campaign, Duty},
    period::{Cadence, Period},
};

/// How far back a period may end that falls due only now.
const BACK: Days = Days::new(120);

/// Something that falls due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming<'a> {
    /// The day; of a daily duty the first.
    pub day: NaiveDate,
    /// The last day of a daily duty, if there are several.
    pub until: Option<NaiveDate>,
    /// Until when on that day, if not until its end.
    pub cut_off: Option<String>,
    /// The form.
    pub form: &'a str,
    /// The period; of a daily duty the first.
    pub period: Period,
}

/// What falls due on the days of a span, by day and in the campaign's order.
pub fn coming<'a>(
    campaign: &'a Campaign,
    calendar: &Calendar,
    (first, last): (NaiveDate, NaiveDate),
) -> Vec<Coming<'a>> {
    let mut all: Vec<Coming<'a>> = Vec::new();
    for duty in &campaign.duties {
        let of_duty = due(campaign, calendar, duty, (first, last));
        match (duty.cadence, of_duty.last().map(|one| one.day)) {
            (Cadence::Day, Some(until)) => all.extend(
                of_duty
                    .into_iter()
                    .take(1)
                    .map(|one| Coming { until: Some(until).filter(|until| one.day < *until), ..one }),
            ),
            _ => all.extend(of_duty),
        }
    }
    all.sort_by_key(|one| one.day);
    all
}

fn due<'a>(
    campaign: &'a Campaign,
    calendar: &Calendar,
    duty: &'a Duty,
    (first, last): (NaiveDate, NaiveDate),
) -> Vec<Coming<'a>> {
    let ends = (first.checked_sub_days(BACK).unwrap_or(first), last);
    let due = duty.periods(campaign, ends).filter_map(|period| {
        let deadline = duty.deadline(period, calendar).ok()?;
        let day = deadline.due_day();
        let comes = first <= day && day <= last;
        comes.then(|| Coming { day, until: None, cut_off: deadline.cut_off(), form: &duty.form, period })
    });
    due.collect()
}

#[cfg(test)]
mod tests {
    use schemas::definition::Definitions;

    use super::*;

    #[test]
    fn every_cadence_has_its_days_and_a_daily_duty_one_line() {
        let definitions = Definitions::builtin().unwrap();
        let campaign = definitions.campaign("province-2022").unwrap();
        let span = ("2022-10-14".parse().unwrap(), "2022-10-24".parse().unwrap());
        let coming = coming(campaign, definitions.calendar(), span);
        let said: Vec<String> = coming
            .iter()
            .map(|one| {
                let until = one.until.map(|day| format!("..{day}")).unwrap_or_default();
                let time = one.cut_off.as_deref().unwrap_or("24:00");
                format!("{}{until} {time} {} {}", one.day, one.form, one.period)
            })
            .collect();
        assert!(said.contains(&"2022-10-15 24:00 L3 2022Q3".to_owned()), "{said:#?}");
        assert!(said.contains(&"2022-10-16..2022-10-22 16:30 L9 2022-10-16".to_owned()), "{said:#?}");
        assert!(said.contains(&"2022-10-15 24:00 L9R 2022-10-15".to_owned()), "{said:#?}");
        assert!(said.contains(&"2022-10-14..2022-10-24 24:00 L8 2022-10-14".to_owned()), "{said:#?}");
        assert!(
            !said.iter().any(|line| line.contains("L7M")),
            "a month's report is due by the fifth: {said:#?}"
        );
        assert!(said.is_sorted_by(|one, next| one.get(..10) <= next.get(..10)), "{said:#?}");
    }
}
