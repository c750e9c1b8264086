//! The bureaus of the year and their habits: when each files what it owes, and what stands in it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use node_agent::{
    Draft, SourceFile,
    duties::{Duty, Stage},
};
use schemas::{
    bureau::{Bureau, Kind, Level},
    campaign::Deadline,
    finding::Explanation,
    period::Period,
    statement::Subject,
};

use crate::city::{at, place};

/// How a bureau files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// As soon as the window is open.
    Punctual,
    /// When it is late, within grace.
    InGrace,
    /// When it counts as not filed, before it closes.
    AfterGrace,
    /// Not at all.
    Never,
}

/// A bureau of the year.
pub struct Place {
    pub code: &'static str,
    pub kind: Kind,
    pub habit: Habit,
    /// First and last day, where they lie in the year.
    pub from: Option<&'static str>,
    pub to: Option<&'static str>,
}

const fn of(code: &'static str, kind: Kind, habit: Habit) -> Place {
    Place { code, kind, habit, from: None, to: None }
}

/// Who has a special case.
pub const SPECIAL: &str = "519901";
/// Who has a major one.
pub const MAJOR: &str = "519902";
/// To whom everything happens that the city decides, and who gets a ledger wrong.
pub const MIXED: &str = "519922";
/// Who is merged into another in June.
pub const MERGED: &str = "519923";
/// Who joins in July.
pub const JOINED: &str = "5199Z1";

/// Every bureau, in official order.
pub const PLACES: [Place; 7] = [
    of(SPECIAL, Kind::District, Habit::Punctual),
    of(MAJOR, Kind::County, Habit::InGrace),
    of("519903", Kind::District, Habit::AfterGrace),
    of("519921", Kind::County, Habit::Never),
    of(MIXED, Kind::County, Habit::Punctual),
    Place { to: Some("2025-06-30"), ..of(MERGED, Kind::County, Habit::Punctual) },
    Place { from: Some("2025-07-01"), ..of(JOINED, Kind::Zone, Habit::Punctual) },
];

/// When the city enters that a bureau ends, ten days before.
pub const MERGER_ENTERED: &str = "2025-06-20 09:00";
/// When the city enters the one that joins.
pub const JOINED_ENTERED: &str = "2025-07-01 09:00";

impl Place {
    /// Whether it exists on some day of a span.
    pub fn exists(&self, first: NaiveDate, last: NaiveDate) -> bool {
        let day = |text: Option<&str>| text.map(|text| text.parse::<NaiveDate>().unwrap());
        day(self.from).is_none_or(|from| from <= last) && day(self.to).is_none_or(|to| first <= to)
    }

    /// Whether it is a county, of which more is asked.
    pub fn is_county(&self) -> bool {
        self.kind == Kind::County
    }

    /// From when on it files something with such a deadline; never if it is not its habit.
    pub fn wants(
        &self,
        opens: DateTime<Utc>,
        due: DateTime<Utc>,
        grace: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        match self.habit {
            Habit::Punctual => Some(opens),
            Habit::InGrace => Some(due),
            Habit::AfterGrace => Some(grace),
            Habit::Never => None,
        }
    }
}

/// The city and its bureaus as they are known at an instant.
pub fn tree(now: DateTime<Utc>) -> Vec<Bureau> {
    let city = place("519900", "云江市", Level::City, Kind::City, None);
    let known = PLACES.iter().filter(|one| one.from.is_none() || at(JOINED_ENTERED) <= now);
    let bureau = |one: &Place| {
        let to = one.to.filter(|_| at(MERGER_ENTERED) <= now).map(|day| day.parse().unwrap());
        let bureau = place(one.code, one.code, Level::County, one.kind, Some("519900"));
        let from = one.from.map_or(bureau.valid_from, |day| day.parse().unwrap());
        Bureau { valid_from: from, valid_to: to, ..bureau }
    };
    std::iter::once(city).chain(known.map(bureau)).collect()
}

/// A duty, as far as a bureau goes by it.
#[derive(Debug)]
pub struct Owed {
    pub form: String,
    pub period: Period,
    pub subject: Option<Subject>,
    pub opens: DateTime<Utc>,
    pub deadline: Deadline,
    pub stage: Stage,
}

impl Owed {
    /// As its node shows it.
    pub fn of(shown: &Duty) -> Self {
        Self {
            form: shown.form.clone(),
            period: shown.period,
            subject: shown.subject.clone(),
            opens: shown.opens,
            deadline: shown.deadline,
            stage: shown.stage,
        }
    }
}

/// What a bureau does about one duty.
pub enum Ledger {
    /// A nil return.
    Nil,
    /// These rows.
    Rows(Draft),
}

const CLUES: &str = "线索编号,事项编号,接收时间,办结时限,反映人数,反映金额,办结时间,核处结论\n";
const CASES: &str = "重案编号,事项编号,报送级别,纳入日期,用人单位名称,涉及人数,涉及金额,包案领导,处置状态,本月进展,化解日期,销账依据,复核人\n";
const CHAIN: &str = "报告编号,事项编号,报告类型,续报序号,紧急程度,接报时间,上报时间,用人单位名称,涉及人数,涉及金额,监察员到场时间,包案领导,定向辅导专家,了结时间,处置结果,复盘,签发人\n";

/// The reports on the special case, each with those before it.
const REPORTS: [&str; 4] = [
    "特-1,M-1,初报,,特急,2025-04-01 09:20,2025-04-01 10:00,甲公司,60,900000,,副区长示例甲,,,,,示例乙",
    "特-2,M-1,续报,1,特急,2025-04-01 09:20,2025-04-02 09:00,甲公司,60,900000,2025-04-01 11:00,副区长示例甲,示例丙,,,,示例乙",
    "特-3,M-1,续报,2,加急,2025-04-01 09:20,2025-04-03 09:00,甲公司,60,900000,2025-04-01 11:00,副区长示例甲,示例丙,,,,示例乙",
    "特-4,M-1,终报,,平急,2025-04-01 09:20,2025-04-04 09:00,甲公司,60,900000,2025-04-01 11:00,副区长示例甲,示例丙,2025-04-04 08:00,全部支付,完善保证金,示例乙",
];

/// The day on which the last of them is made.
pub const CHAIN_ENDS: &str = "2025-04-04";
/// The case it is about.
pub const MATTER: &str = "M-1";

fn rows(form: &str, period: Period, head: &str, rows: &[&str]) -> Ledger {
    let text = format!("{head}{}\n", rows.join("\n"));
    let file = SourceFile { name: format!("{form}-{period}.csv"), bytes: text.into_bytes() };
    Ledger::Rows(Draft::of(form, period, vec![file]))
}

/// What a bureau files for a duty, as it knows on a day.
pub fn ledger(bureau: &str, duty: &Owed, today: NaiveDate) -> Ledger {
    let period = duty.period;
    let name = period.to_string();
    match (duty.form.as_str(), bureau, name.as_str()) {
        ("L7", ..) => {
            let begun: NaiveDate = "2025-04-01".parse().unwrap();
            let made = usize::try_from((today - begun).num_days()).unwrap();
            let Ledger::Rows(draft) = rows("L7", Period::Day(today), CHAIN, &REPORTS[..=made]) else {
                return Ledger::Nil;
            };
            Ledger::Rows(Draft { subject: duty.subject.clone(), ..draft })
        }
        ("L9", ..) => {
            let row = format!("本局,{name},示例甲,示例乙,{name} 09:00,0,0,0,0,0,0,是,示例甲");
            let head = "值班单位,值班日期,带班领导,值班员,报送时刻,群体性事件数,欠薪聚集,极端苗头,进京赴省,舆情,其他情况,无情况,签字人\n";
            let Ledger::Rows(draft) = rows("L9", period, head, &[&row]) else { return Ledger::Nil };
            let why = |code: &str| Explanation {
                code: code.into(),
                case: None,
                reason: None,
                text: "值班表另行报送".into(),
            };
            let explanations = vec![why("L9-301-none"), why("L9-302-none")];
            Ledger::Rows(Draft { explanations, ..draft })
        }
        ("B1", ..) => {
            let signed = period.end() + TimeDelta::days(1);
            // What was sent back is signed by another when it is filed again.
            let signer = if today == RETURNED.2.parse().unwrap() { "示例丁" } else { "示例甲" };
            let head = "填报单位,系统性区域性群体性事件,恶性极端案件,大规模进京聚集,涉访个人极端行为,信访问题负面炒作,签字人,签字日期\n";
            rows("B1", period, head, &[&format!("本局,0,0,0,0,0,{signer},{signed}")])
        }
        ("L5", SPECIAL, "2025Q1") => {
            rows("L5", period, CLUES, &["线-1,M-1,2025-03-20 09:00,2025-05-20,60,900000,,"])
        }
        ("L5", SPECIAL, "2025Q2") => {
            rows("L5", period, CLUES, &["线-1,M-1,2025-03-20 09:00,2025-05-20,60,900000,2025-04-14 09:00,06"])
        }
        ("L5", MAJOR, "2025Q1") => {
            rows("L5", period, CLUES, &["线-2,M-2,2025-03-05 09:00,2025-06-30,12,400000,,"])
        }
        ("L5", MAJOR, "2025Q2") => {
            rows("L5", period, CLUES, &["线-2,M-2,2025-03-05 09:00,2025-06-30,12,400000,2025-06-20 09:00,06"])
        }
        ("L5", MIXED, "2025Q1") => rows("L5", period, CLUES, &["线-3,,2025-03-05 09:00,2025-04-30,1,5000,,"]),
        // At first it leaves out the case that was open and says that it begins anew: the city knows better.
        ("L5", MIXED, "2025Q2") if today < AMENDED.parse().unwrap() => {
            rows("L5", period, CLUES, &["线-4,,2025-04-05 09:00,2025-05-30,1,5000,2025-05-10 09:00,06"])
        }
        ("L5", MIXED, "2025Q2") => rows(
            "L5",
            period,
            CLUES,
            &[
                "线-3,,2025-03-05 09:00,2025-04-30,1,5000,2025-04-20 09:00,06",
                "线-4,,2025-04-05 09:00,2025-05-30,1,5000,2025-05-10 09:00,06",
            ],
        ),
        ("L7M", MAJOR, "2025-06") => rows(
            "L7M",
            period,
            CASES,
            &["重-1,M-2,重案,2025-04-16,乙公司,12,400000,示例甲,已销账,全部支付,2025-06-20,支付凭证,示例丙"],
        ),
        ("L7M", ..) => {
            rows("L7M", period, CASES, &["重-1,M-2,重案,2025-04-16,乙公司,12,400000,示例甲,在办,协商分期,,,"])
        }
        _ => Ledger::Nil,
    }
}

/// The month whose report the city extends, until when, and when it decides so.
pub const EXTENDED: (&str, &str, &str) = ("2025-03", "2025-04-20", "2025-04-03 09:00");
/// The month whose report it lets off, and when.
pub const EXEMPTED: (&str, &str) = ("2025-04", "2025-05-01 09:00");
/// The month whose report it sends back, when, and when the bureau amends it.
pub const RETURNED: (&str, &str, &str) = ("2025-05", "2025-06-04 09:00", "2025-06-10");
/// The day on which the ledger of the second quarter that could not stand is amended.
pub const AMENDED: &str = "2025-07-17";

/// From when on a bureau files a duty as its node shows it.
pub fn wanted(place: &Place, duty: &Owed) -> Option<DateTime<Utc>> {
    let deadline = duty.deadline;
    match (place.code, duty.form.as_str(), duty.period.to_string().as_str()) {
        // Whoever was given longer takes it.
        (MIXED, "B1", month) if month == EXTENDED.0 => Some(at(&format!("{} 09:00", EXTENDED.1))),
        _ => place.wants(duty.opens, deadline.due, deadline.grace),
    }
}
