//! The addresses of the portal, written in one place. They carry the language and the period, so that the URL
//! holds all state.

use std::fmt;

use schemas::{
    bureau::BureauCode,
    hash::Sha,
    indicator::Indicator,
    period::Period,
    statement::{FilingKey, Subject},
    target::Basis,
    text::Lang,
};

/// A local address: path and query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    path: String,
    query: Vec<(String, String)>,
}

impl Address {
    /// A path without a query.
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), query: Vec::new() }
    }

    /// Reads `path?query` as it was asked for. What is not a local path becomes `/`, so that a link never leads
    /// to another host.
    pub fn parse(text: &str) -> Self {
        let text = text.split('#').next().unwrap_or_default();
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let local = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
        let pairs = form_urlencoded::parse(query.as_bytes());
        Self {
            path: if local { path } else { "/" }.to_owned(),
            query: pairs.map(|(key, value)| (key.into_owned(), value.into_owned())).collect(),
        }
    }

    /// The same address with one more pair.
    pub fn and(mut self, key: &str, value: impl fmt::Display) -> Self {
        self.query.push((key.into(), value.to_string()));
        self
    }

    /// The same address with a pair in place of those of the same key.
    pub fn with(&self, key: &str, value: impl fmt::Display) -> Self {
        self.without(key).and(key, value)
    }

    /// The same address without the pairs of a key.
    pub fn without(&self, key: &str) -> Self {
        let query = self.query.iter().filter(|(name, _)| name != key).cloned().collect();
        Self { path: self.path.clone(), query }
    }

    /// The same query at another path.
    pub fn at_path(self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self }
    }

    /// The same page in another language.
    pub fn in_lang(&self, lang: Lang) -> Self {
        match lang {
            Lang::Zh => self.without("lang"),
            Lang::En => self.with("lang", "en"),
        }
    }

    /// The same page of another period: where the path names the period it is replaced, else the query names it.
    pub fn at_period(&self, from: Period, to: Period) -> Self {
        let (from, to) = (from.to_string(), to.to_string());
        let rest = self.without("page");
        if rest.path.split('/').any(|part| part == from) {
            let parts: Vec<&str> =
                rest.path.split('/').map(|part| if part == from { to.as_str() } else { part }).collect();
            return Self { path: parts.join("/"), query: rest.query };
        }
        rest.with("period", to)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.query.is_empty() {
            return Ok(());
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.query);
        write!(f, "?{}", query.finish())
    }
}

/// The summary that pages lead to, where it is defined.
pub const SUMMARY: &str = "S1";

/// What a chart is downloaded as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Pixels, for documents.
    Png,
    /// Lines, for who edits it.
    Svg,
}

impl Format {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::Png, Self::Svg];

    /// The format of an ending.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.to_string() == ending)
    }
}

/// Its ending.
impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Png => "png",
            Self::Svg => "svg",
        })
    }
}

/// Writes addresses for a reader's language and a period.
#[derive(Clone, Copy, Debug)]
pub struct Links {
    /// The reader's language.
    pub lang: Lang,
    /// The period pages are of.
    pub period: Option<Period>,
}

impl Links {
    /// A page that names no period.
    pub fn plain(self, path: impl Into<String>) -> Address {
        Address::new(path).in_lang(self.lang)
    }

    /// A page of the period.
    fn dated(self, path: impl Into<String>) -> Address {
        let address = self.plain(path);
        match self.period {
            Some(period) => address.and("period", period),
            None => address,
        }
    }

    /// 总览.
    pub fn overview(self) -> Address {
        self.dated("/")
    }

    /// 报送.
    pub fn filings(self) -> Address {
        self.dated("/filings")
    }

    /// 提醒记录.
    pub fn reminders(self) -> Address {
        self.plain("/reminders")
    }

    /// One filing.
    pub fn filing(self, bureau: &BureauCode, form: &str, period: Period) -> Address {
        self.plain(format!("/filings/{bureau}/{form}/{period}"))
    }

    /// One filing, also a report of a matter.
    pub fn of(self, filing: &FilingKey) -> Address {
        self.part(filing, "")
    }

    /// A part of a filing's pages: `/rows`, or where a decision on it is posted to.
    pub fn part(self, filing: &FilingKey, part: &str) -> Address {
        let FilingKey { bureau, form, period, subject } = filing;
        let address = self.plain(format!("/filings/{bureau}/{form}/{period}{part}"));
        subject.iter().fold(address, |address, subject| address.and("subject", subject))
    }

    /// 专报: special and major cases.
    pub fn matters(self) -> Address {
        self.plain("/filings/matters")
    }

    /// The rows of a filing that some tallies count; all rows without a tally.
    pub fn rows(self, bureau: &BureauCode, form: &str, period: Period, tallies: &[&str]) -> Address {
        let filing = FilingKey { bureau: bureau.clone(), form: form.to_owned(), period, subject: None };
        self.rows_of(&filing, tallies)
    }

    /// The same, also of a report of a matter.
    pub fn rows_of(self, filing: &FilingKey, tallies: &[&str]) -> Address {
        let rows = self.part(filing, "/rows");
        tallies.iter().fold(rows, |address, tally| address.and("tally", tally))
    }

    /// 位次: the composite, an indicator, or `all`.
    pub fn rankings(self, indicator: Option<&str>) -> Address {
        let rankings = self.dated("/rankings");
        match indicator {
            Some(indicator) => rankings.and("indicator", indicator),
            None => rankings,
        }
    }

    /// The chart of a ranking as a file: of an indicator, or of `all`.
    pub fn chart_of_places(self, indicator: &str, format: Format) -> Address {
        self.dated(format!("/rankings/chart.{format}")).and("indicator", indicator)
    }

    /// The chart of a bureau over its periods as a file.
    pub fn chart_of_bureau(self, bureau: &BureauCode, indicator: &str, format: Format) -> Address {
        self.dated(format!("/bureaus/{bureau}/chart.{format}")).and("indicator", indicator)
    }

    /// Why a bureau has its place; without an indicator, in the composite.
    pub fn why(self, bureau: &BureauCode, indicator: Option<&str>) -> Address {
        let why = self.dated("/rankings/why").and("bureau", bureau);
        match indicator {
            Some(indicator) => why.and("indicator", indicator),
            None => why,
        }
    }

    /// 督办.
    pub fn supervision(self) -> Address {
        self.dated("/supervision")
    }

    /// Something that was put to a bureau.
    pub fn directive(self, serial: &Subject) -> Address {
        self.plain("/supervision/one").and("serial", serial)
    }

    /// What is proposed and waits.
    pub fn draft(self, id: &str) -> Address {
        self.plain("/supervision/draft").and("id", id)
    }

    /// The form for something new.
    pub fn new_directive(self) -> Address {
        self.plain("/supervision/new")
    }

    /// The form that assigns a case.
    pub fn assignment(self, bureau: &BureauCode, form: &str, case: &str) -> Address {
        self.new_directive().and("bureau", bureau).and("form", form).and("case", case)
    }

    /// 案件: the list of cases.
    pub fn cases(self) -> Address {
        self.plain("/cases")
    }

    /// One case, with its dispute.
    pub fn case(self, bureau: &BureauCode, form: &str, case: &str) -> Address {
        self.plain("/cases/one").and("bureau", bureau).and("form", form).and("case", case)
    }

    /// 形势分析.
    pub fn situation(self) -> Address {
        self.dated("/situation")
    }

    /// Employers that come again.
    pub fn employers(self) -> Address {
        self.plain("/warnings/employers")
    }

    /// 预警: cases by their time limits, of one bureau and of one urgency or of all.
    pub fn deadlines(self, bureau: Option<&BureauCode>, stand: Option<&str>) -> Address {
        self.limits("/warnings/deadlines", bureau, stand)
    }

    /// The same as a file.
    pub fn deadlines_csv(self, bureau: Option<&BureauCode>, stand: Option<&str>) -> Address {
        self.limits("/warnings/deadlines.csv", bureau, stand)
    }

    fn limits(self, path: &str, bureau: Option<&BureauCode>, stand: Option<&str>) -> Address {
        let address = self.dated(path);
        let address = bureau.iter().fold(address, |address, bureau| address.and("bureau", bureau));
        stand.iter().fold(address, |address, stand| address.and("stand", stand))
    }

    /// 闭环处置.
    pub fn funnel(self) -> Address {
        self.dated("/funnel")
    }

    /// 表扬候选.
    pub fn commendation(self) -> Address {
        self.dated("/rankings/commendation")
    }

    /// 积案, of one ledger.
    pub fn backlog(self, form: Option<&str>) -> Address {
        form.iter().fold(self.dated("/backlog"), |address, form| address.and("form", form))
    }

    /// 考核口径对照.
    pub fn schemes(self) -> Address {
        self.dated("/rankings/schemes")
    }

    /// 风险台账, of one bureau and level or of all.
    pub fn risks(self, bureau: Option<&str>, level: Option<&str>) -> Address {
        let address = bureau.iter().fold(self.plain("/risks"), |address, code| address.and("bureau", code));
        level.iter().fold(address, |address, level| address.and("level", level))
    }

    /// A part of an issued list: its workbook, its receipt, its document.
    pub fn risk_list(self, sha256: &Sha, part: &str) -> Address {
        self.plain(format!("/risks/lists/{sha256}/{part}"))
    }

    /// 以案定补 of a month, or of the last.
    pub fn subsidies(self, month: Option<Period>) -> Address {
        month.iter().fold(self.plain("/subsidies"), |address, month| address.and("month", month))
    }

    /// Where an act on a sheet of subsidies is posted to.
    pub fn subsidy(self, id: &str, part: &str) -> Address {
        self.plain(format!("/subsidies/{id}{part}"))
    }

    /// 通报: those of the campaign.
    pub fn bulletins(self) -> Address {
        self.dated("/bulletins")
    }

    /// The draft of the period's bulletin.
    pub fn bulletin_draft(self) -> Address {
        self.dated("/bulletins/draft")
    }

    /// One bulletin, or a part of it: `/annex.csv`, or where an act on it is posted to.
    pub fn bulletin(self, id: &str, part: &str) -> Address {
        self.plain(format!("/bulletins/{id}{part}"))
    }

    /// 行动.
    pub fn campaign(self) -> Address {
        self.dated("/campaign")
    }

    /// What will be owed by the campaign.
    pub fn preview(self) -> Address {
        self.dated("/campaign/preview")
    }

    /// A task of the campaign, with what was reported of it.
    pub fn task(self, code: &str) -> Address {
        self.campaign().and("task", code)
    }

    /// 部门报送: the reader's own department, or one whoever reads the whole city looks at.
    pub fn department(self, code: Option<&str>) -> Address {
        code.iter().fold(self.plain("/department"), |address, code| address.and("department", code))
    }

    /// Something that was put to a department, as the department sees it.
    pub fn put_to_department(self, serial: &Subject) -> Address {
        self.plain("/department/directive").and("serial", serial)
    }

    /// 配套方案: documents of bureaus; of one task, if one is named.
    pub fn plans(self, task: Option<&str>) -> Address {
        task.iter().fold(self.plain("/campaign/plans"), |address, task| address.and("task", task))
    }

    /// A document that was brought.
    pub fn plan(self, id: &Sha) -> Address {
        self.plain(format!("/campaign/plans/{id}"))
    }

    /// 动态信息 of every department.
    pub fn news(self) -> Address {
        self.plain("/news")
    }

    /// 单位.
    pub fn bureaus(self) -> Address {
        self.dated("/bureaus")
    }

    /// One bureau.
    pub fn bureau(self, bureau: &BureauCode) -> Address {
        self.dated(format!("/bureaus/{bureau}"))
    }

    /// The brief of the period.
    pub fn brief(self) -> Address {
        self.dated("/brief")
    }

    /// The quarterly summary of the whole city.
    pub fn summary_of_city(self) -> Address {
        self.dated(format!("/summaries/{SUMMARY}"))
    }

    /// The quarterly summary of a bureau.
    pub fn summary_of_bureau(self, bureau: &BureauCode) -> Address {
        self.dated(format!("/bureaus/{bureau}/summaries/{SUMMARY}"))
    }

    /// The rows counted on top of a rate: its tallies' own if they are of one form and of the period alone,
    /// otherwise the explanation that lists them one by one.
    pub fn numerator(self, indicator: &Indicator, basis: Basis, bureau: &BureauCode) -> Address {
        self.counted(indicator, basis, bureau, true)
    }

    /// The rows counted below a rate, likewise.
    pub fn denominator(self, indicator: &Indicator, basis: Basis, bureau: &BureauCode) -> Address {
        self.counted(indicator, basis, bureau, false)
    }

    fn counted(self, indicator: &Indicator, basis: Basis, bureau: &BureauCode, top: bool) -> Address {
        use schemas::indicator::{Measure, Term};
        let why = || self.why(bureau, Some(&indicator.indicator));
        let terms: &[Term] = match &indicator.measure {
            Measure::Ratio { numerator, .. } if top => numerator,
            Measure::Ratio { denominator, .. } => denominator,
            Measure::Count { of } => of,
            _ => return why(),
        };
        let once = terms.iter().all(|term| matches!(term, Term::Once(_)));
        let names: Vec<&str> = terms.iter().map(Term::tally).collect();
        let forms: Vec<&str> = names.iter().filter_map(|name| Some(name.split_once('.')?.0)).collect();
        match (forms.first(), self.period) {
            (Some(form), Some(period))
                if once && basis == Basis::Period && forms.iter().all(|other| other == form) =>
            {
                self.rows(bureau, form, period, &names)
            }
            _ => why(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_what_it_is_not_told_to_change() {
        let asked = Address::parse("/rankings?indicator=I3&page=2&lang=en&x=%E6%B2%B3%26");
        let next = asked.at_period("2025Q3".parse().unwrap(), "2025Q4".parse().unwrap());
        assert_eq!(next.to_string(), "/rankings?indicator=I3&lang=en&x=%E6%B2%B3%26&period=2025Q4");
        assert_eq!(asked.in_lang(Lang::Zh).without("x").to_string(), "/rankings?indicator=I3&page=2");
        let filing = Address::parse("/filings/519901/L3/2025Q3?page=4");
        let next = filing.at_period("2025Q3".parse().unwrap(), "2025Q4".parse().unwrap());
        assert_eq!(next.to_string(), "/filings/519901/L3/2025Q4");
    }

    #[test]
    fn an_address_never_leads_elsewhere() {
        for text in ["//evil.example/", "https://evil.example/", "", "javascript:alert(1)", "/\\evil.example"]
        {
            assert_eq!(Address::parse(text).to_string(), "/", "{text}");
        }
        let hostile = Address::parse("/?q=\"><script>").to_string();
        assert_eq!(hostile, "/?q=%22%3E%3Cscript%3E");
    }
}
