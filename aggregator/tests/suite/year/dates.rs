//! What has to become of every obligation of the year, worked out from dates and habits alone: neither the engine that says
//! what is owed nor the function that says what became of it is asked.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta, Utc};
use schemas::calendar::Calendar;

use super::places::{
    CHAIN_ENDS, EXEMPTED, EXTENDED, Habit, JOINED, MAJOR, MATTER, MERGED, MERGER_ENTERED, MIXED, PLACES,
    Place, RETURNED, SPECIAL,
};
use crate::city::at;

/// One obligation with everything that happens to it.
#[derive(Clone, Debug)]
pub struct Fate {
    pub bureau: &'static str,
    pub form: &'static str,
    pub period: String,
    pub subject: &'static str,
    /// From when on one may speak of it.
    begins: DateTime<Utc>,
    pub opens: DateTime<Utc>,
    pub due: DateTime<Utc>,
    pub grace: DateTime<Utc>,
    pub close: DateTime<Utc>,
    /// When what stands was filed.
    filed: Option<DateTime<Utc>>,
    /// From when on it is not owed.
    exempt: Option<DateTime<Utc>>,
    /// From when to when what was filed was sent back.
    back: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// The instants at which the city works.
pub struct Steps<'a> {
    /// All of them, first to last.
    pub all: &'a [DateTime<Utc>],
    pub calendar: &'a Calendar,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn start(of: NaiveDate) -> DateTime<Utc> {
    at(&format!("{of} 00:00"))
}

/// The first instant after a day.
fn after(of: NaiveDate) -> DateTime<Utc> {
    start(of) + TimeDelta::days(1)
}

impl Steps<'_> {
    fn first(&self, from: DateTime<Utc>) -> DateTime<Utc> {
        *self.all.iter().find(|step| from <= **step).unwrap()
    }

    /// Micros as the store keeps them.
    fn micros(at: DateTime<Utc>) -> i64 {
        at.timestamp_micros()
    }
}

impl Fate {
    /// As the journal has it: name, instants, outcome.
    pub fn journal(&self, steps: &Steps<'_>) -> String {
        // A case becomes special when a bureau has its turn, which comes after the city's.
        let after = TimeDelta::seconds(i64::from(self.subject == MATTER));
        let appeared = steps.first(self.opens + after);
        let fell_due = steps.first(self.due);
        let (settled, outcome) = self.settled(steps);
        let Self { bureau, form, period, subject, .. } = self;
        let [opens, due, grace, close, appeared, fell_due, settled] =
            [self.opens, self.due, self.grace, self.close, appeared, fell_due, settled].map(Steps::micros);
        format!(
            "{bureau} {form} {period} {subject} {opens} {due} {grace} {close} {appeared} {fell_due} {settled} {outcome}"
        )
    }

    fn settled(&self, steps: &Steps<'_>) -> (DateTime<Utc>, String) {
        if let Some(from) = self.exempt {
            return (steps.first(from.max(self.opens)), "exempt".into());
        }
        match self.filed {
            // The bureaus act when the city has had its turn.
            Some(filed) => {
                let settled = steps.first(filed + TimeDelta::seconds(1));
                let late = (local_day(filed) - local_day(self.due - TimeDelta::seconds(1))).num_days().max(1);
                (settled, if filed < self.due { "met".into() } else { format!("late {late}") })
            }
            None => (steps.first(self.close), "missed".into()),
        }
    }

    /// The steps of reminding it comes to: two days before it is due, one day after, and after three its leader too.
    pub fn reminders(&self, steps: &Steps<'_>) -> BTreeSet<String> {
        let (soon, late, later) =
            (self.due - TimeDelta::days(2), self.due + TimeDelta::days(1), self.due + TimeDelta::days(3));
        let open = |now: DateTime<Utc>| {
            let back = self.back.is_some_and(|(from, to)| from <= now && now <= to);
            let done = self.filed.is_some_and(|filed| filed < now) && !back;
            let exempt = self.exempt.is_some_and(|from| from <= now);
            self.begins <= now && !done && !exempt && (now < self.close || back)
        };
        let worked = |now: DateTime<Utc>| steps.calendar.is_working(local_day(now)) == Ok(true);
        let name = |now: DateTime<Utc>| match now {
            now if now < self.due => (self.begins <= soon && soon <= now).then_some("before-2d"),
            now if now < late => None,
            now if now < later => Some("after-1d"),
            _ => Some("leader-3d"),
        };
        let made = steps.all.iter().copied().filter(|now| open(*now) && worked(*now)).filter_map(name);
        let Self { bureau, form, period, subject, .. } = self;
        made.map(|step| format!("{bureau} {form} {period} {subject} {step}")).collect()
    }
}

/// The day at +08:00.
pub fn local_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&schemas::period::china()).date_naive()
}

/// Days from the end of a period to due, grace and close.
type Days = (i64, i64, i64);

/// One regular obligation, before habit and decisions.
fn regular(
    place: &'static Place,
    form: &'static str,
    period: String,
    (first, last): (NaiveDate, NaiveDate),
    [due, grace, close]: [DateTime<Utc>; 3],
) -> Fate {
    let opens = if form == "L9" { start(first) } else { after(last) };
    Fate {
        bureau: place.code,
        form,
        period,
        subject: "-",
        begins: start(first),
        opens,
        due,
        grace,
        close,
        filed: None,
        exempt: None,
        back: None,
    }
}

fn ends(last: NaiveDate, (due, grace, close): Days) -> [DateTime<Utc>; 3] {
    [due, grace, close].map(|days| after(last + TimeDelta::days(days)))
}

/// What one bureau owes of the year's periods.
fn periods(place: &'static Place) -> Vec<Fate> {
    let mut all = Vec::new();
    let mut owe = |form, period: String, span: (NaiveDate, NaiveDate), deadline| {
        if place.exists(span.0, span.1) {
            all.push(regular(place, form, period, span, deadline));
        }
    };
    for (from, to) in [("2025-01-27", "2025-01-31"), ("2025-09-28", "2025-10-02")] {
        for one in day(from).iter_days().take_while(|one| *one <= day(to)) {
            let [_, grace, close] = ends(one, (0, 1, 3));
            owe("L9", one.to_string(), (one, one), [at(&format!("{one} 16:30")), grace, close]);
        }
    }
    if place.is_county() {
        for monday in day("2025-06-02").iter_weeks().take_while(|monday| *monday <= day("2025-08-25")) {
            let (week, last) = (monday.iso_week(), monday + TimeDelta::days(6));
            owe("L8", format!("{}W{:02}", week.year(), week.week()), (monday, last), ends(last, (2, 4, 6)));
        }
    }
    for month in 0..12 {
        let first = day("2025-01-01") + Months::new(month);
        let last = first + Months::new(1) - TimeDelta::days(1);
        owe("B1", first.format("%Y-%m").to_string(), (first, last), ends(last, (5, 8, 20)));
        // A major case was known from April on, and ended in June.
        if place.code == MAJOR && (3..6).contains(&month) {
            owe("L7M", first.format("%Y-%m").to_string(), (first, last), ends(last, (5, 8, 20)));
        }
    }
    // Ten, fifteen and twenty-five working days, counted on the State Council's calendars of 2025 and 2026 by hand.
    for (quarter, first, last, days) in [
        ("2025Q1", "2025-01-01", "2025-03-31", ["2025-04-15", "2025-04-22", "2025-05-08"]),
        ("2025Q2", "2025-04-01", "2025-06-30", ["2025-07-14", "2025-07-21", "2025-08-04"]),
        ("2025Q3", "2025-07-01", "2025-09-30", ["2025-10-21", "2025-10-28", "2025-11-11"]),
        ("2025Q4", "2025-10-01", "2025-12-31", ["2026-01-15", "2026-01-22", "2026-02-05"]),
    ] {
        owe("L5", quarter.into(), (day(first), day(last)), days.map(|last| after(day(last))));
    }
    for (first, last) in [("2025-03-01", "2025-05-31"), ("2025-06-01", "2025-11-30")] {
        owe("L2", format!("{first}..{last}"), (day(first), day(last)), ends(day(last), (10, 15, 30)));
    }
    all
}

/// The chain of the special case: known when the first quarter was filed; a report at once, on the two days after, and the
/// last on the fourth day. Each is owed two days after the one before.
fn chain() -> Vec<Fate> {
    let known = at("2025-04-01 09:00");
    let first = (day("2025-04-01"), known, known + TimeDelta::hours(2), at("2025-04-01 10:00"));
    let next = |made: &str| {
        let (opens, owed) = (day(made) + TimeDelta::days(1), day(made) + TimeDelta::days(2));
        (owed, start(opens), after(owed), start(opens) + TimeDelta::hours(9))
    };
    let links = [first, next("2025-04-01"), next("2025-04-02"), next("2025-04-03")];
    assert_eq!(links[3].3, at(&format!("{CHAIN_ENDS} 09:00")));
    let fate = |(owed, opens, due, filed): (NaiveDate, DateTime<Utc>, DateTime<Utc>, DateTime<Utc>)| Fate {
        bureau: SPECIAL,
        form: "L7",
        period: owed.to_string(),
        subject: MATTER,
        begins: opens,
        opens,
        due,
        grace: after(local_day(due - TimeDelta::seconds(1)) + TimeDelta::days(1)),
        close: at("2101-01-01 00:00"),
        filed: Some(filed),
        exempt: None,
        back: None,
    };
    links.map(fate).into()
}

/// Every instant at which anything of the regular obligations may change: when one opens, is due, counts as not filed, closes,
/// and when it is spoken of.
pub fn instants() -> BTreeSet<DateTime<Utc>> {
    let of = |mut fate: Fate| {
        decided(&mut fate);
        let Fate { opens, due, grace, close, .. } = fate;
        let spoken = [due - TimeDelta::days(2), due + TimeDelta::days(1), due + TimeDelta::days(3)];
        [opens, due, grace, close].into_iter().chain(spoken)
    };
    PLACES.iter().flat_map(periods).flat_map(of).collect()
}

/// Every obligation of the year with its fate, given when the bureaus can file.
pub fn fates(steps: &Steps<'_>) -> Vec<Fate> {
    let regular = PLACES.iter().flat_map(|place| {
        periods(place).into_iter().map(move |mut fate| {
            decided(&mut fate);
            let wants = match (fate.bureau, fate.form, fate.period.as_str()) {
                (MIXED, "B1", month) if month == EXTENDED.0 => Some(at(&format!("{} 09:00", EXTENDED.1))),
                // What could not stand was not filed; what took its place was.
                (MIXED, "L5", "2025Q2") => Some(at("2025-07-17 09:00")),
                _ if fate.exempt.is_some() => None,
                _ => match place.habit {
                    Habit::Punctual => Some(fate.opens),
                    Habit::InGrace => Some(fate.due),
                    Habit::AfterGrace => Some(fate.grace),
                    Habit::Never => None,
                },
            };
            fate.filed = wants.map(|from| steps.first(from)).filter(|filed| *filed < fate.close);
            fate
        })
    });
    regular.chain(chain()).collect()
}

/// What the city decides.
fn decided(fate: &mut Fate) {
    match (fate.bureau, fate.form, fate.period.as_str()) {
        (MIXED, "B1", month) if month == EXTENDED.0 => {
            let longer = after(day(EXTENDED.1)) - fate.due;
            fate.due += longer;
            fate.grace += longer;
            fate.close += longer;
        }
        (MIXED, "B1", month) if month == EXEMPTED.0 => fate.exempt = Some(at(EXEMPTED.1)),
        (MIXED, "B1", month) if month == RETURNED.0 => {
            fate.back = Some((at(RETURNED.1), at(&format!("{} 09:00", RETURNED.2))));
        }
        // What falls due after its last day is not owed by a bureau that was merged.
        (MERGED, ..) if fate.due > after(day("2025-06-30")) => fate.exempt = Some(at(MERGER_ENTERED)),
        _ => {}
    }
}

/// How many obligations there are, by bureau, counted by hand: duty days, weeks, months, quarters, phases, then the months of
/// the major case and the reports of the special one.
pub const COUNTED: [(&str, usize); 7] = [
    (SPECIAL, 10 + 12 + 4 + 2 + 4),
    (MAJOR, 10 + 13 + 12 + 4 + 2 + 3),
    ("519903", 10 + 12 + 4 + 2),
    ("519921", 10 + 13 + 12 + 4 + 2),
    (MIXED, 10 + 13 + 12 + 4 + 2),
    (MERGED, 5 + 5 + 6 + 2 + 2),
    (JOINED, 5 + 6 + 2 + 1),
];
