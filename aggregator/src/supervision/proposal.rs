//! The rules of a campaign applied to a period (RULINGS 11): who is proposed, and the sentence that says why.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use schemas::{
    bureau::BureauCode,
    campaign::{Family, Rule},
    fraction::{Fraction, decimal},
    indicator::Unit,
    period::Period,
    text::{Lang, Text},
};

use crate::{
    figures,
    measure::{
        composite::CompositePlace,
        standing::{Field, Place, Standings},
    },
    obligation::{Obligation, State},
};

/// What the rules look at.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// Campaign, bureaus and filings.
    pub field: Field<'a>,
    /// Standings of the judged periods up to the one in question, latest last.
    pub standings: &'a [Standings],
    /// Obligations of the period in question, by bureau and form.
    pub obligations: &'a BTreeMap<BureauCode, BTreeMap<String, Obligation>>,
    /// Bureaus that were reminded of this period after it was due.
    pub reminded: &'a BTreeSet<BureauCode>,
    /// Periods of the calendar year for which a bureau was late, the one in question included.
    pub late_periods: &'a BTreeMap<BureauCode, BTreeSet<Period>>,
}

/// A bureau proposed for supervision, by families.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The bureau.
    pub bureau: BureauCode,
    /// One reason a rule that hit, gravest family last.
    pub reasons: Vec<Reason>,
    /// Whether it may be approved already: a silent bureau only after grace (RULINGS 12).
    pub ripe: bool,
}

/// A rule that hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Its family.
    pub family: Family,
    /// What it found, as a sentence with the figures.
    pub sentence: Text,
}

impl Proposal {
    /// The families, once each.
    pub fn families(&self) -> BTreeSet<Family> {
        self.reasons.iter().map(|reason| reason.family).collect()
    }
}

/// The proposals for the latest of the standings, in official order; none for a period that is not judged.
pub fn proposals(evidence: Evidence<'_>) -> Vec<Proposal> {
    let campaign = evidence.field.campaign;
    let Some(latest) =
        evidence.standings.last().filter(|latest| campaign.judged && campaign.judges(latest.period))
    else {
        return Vec::new();
    };
    let of = |bureau: &BureauCode| -> Vec<Reason> {
        let mut reasons = Vec::new();
        for flag in &campaign.flags {
            let hit = sentences(evidence, latest, bureau, &flag.rule);
            reasons.extend(hit.into_iter().map(|sentence| Reason { family: flag.family, sentence }));
        }
        reasons
    };
    evidence
        .field
        .bureaus
        .iter()
        .filter_map(|bureau| {
            let reasons = of(&bureau.code);
            let owed = evidence.obligations.get(&bureau.code);
            let waiting =
                owed.is_some_and(|forms| forms.values().any(|obligation| obligation.state == State::Overdue));
            let only_weak = reasons.iter().all(|reason| reason.family == Family::Weak);
            (!reasons.is_empty()).then(|| Proposal {
                bureau: bureau.code.clone(),
                ripe: !(waiting && only_weak),
                reasons,
            })
        })
        .collect()
}

fn sentences(evidence: Evidence<'_>, latest: &Standings, bureau: &BureauCode, rule: &Rule) -> Vec<Text> {
    match rule {
        Rule::BelowTarget { points } => below_target(evidence, latest, bureau, points.of_hundred()),
        Rule::BelowTargetRunning { periods } => below_running(evidence, bureau, *periods as usize),
        Rule::OverdueOpen { tally, of, at_least, percent } => {
            let open = evidence.field.book.count(bureau, latest.period, tally);
            let all: i64 = of.iter().map(|name| evidence.field.book.count(bureau, latest.period, name)).sum();
            let share =
                Fraction::new(open, all).filter(|share| open >= *at_least && *share >= percent.of_hundred());
            let what = Text::new(
                "{form}超期未结{open}件，占{share}%（{open}/{all}）",
                "{open} overdue cases of {form} open, {share} % ({open}/{all})",
            );
            share
                .map(|share| {
                    what.fill(&[
                        ("form", &form_name(evidence, tally)),
                        ("open", &open),
                        ("all", &all),
                        ("share", &share.percent(2)),
                    ])
                })
                .into_iter()
                .collect()
        }
        Rule::BottomRunning { places, periods } => {
            bottom_running(evidence, bureau, *places, *periods as usize)
        }
        Rule::SilentAfterReminder {} => silent(evidence, bureau),
        Rule::Veto {} => vetoed(evidence, latest, bureau),
        Rule::LateInYear { times } => {
            let late = evidence.late_periods.get(bureau).map_or(0, BTreeSet::len);
            let what =
                Text::new("本年度迟报{late}次", "late {late} times this year").fill(&[("late", &late)]);
            (late >= *times as usize).then_some(what).into_iter().collect()
        }
    }
}

/// Counts that must be zero with a veto and are not (DOMAIN §4.2, §7.1 item 14).
fn vetoed(evidence: Evidence<'_>, latest: &Standings, bureau: &BureauCode) -> Vec<Text> {
    let words =
        Text::new("{indicator}{value}{sign}，属一票否决事项", "{indicator}: {value}{sign}, which is a veto");
    let hit = latest.tables.iter().filter_map(|table| {
        evidence.field.campaign.target(&table.indicator).filter(|target| target.is_veto())?;
        let value = table.row(bureau)?.value.value.filter(|value| value.num() > 0)?;
        let indicator = evidence.field.definitions.indicator(&table.indicator)?;
        let sign = |lang| figures::sign_of(value.num(), indicator.unit, lang);
        Some(words.fill(&[
            ("indicator", &indicator.name),
            ("value", &figures::count(value.num())),
            ("sign", &Text::new(sign(Lang::Zh), sign(Lang::En))),
        ]))
    });
    hit.collect()
}

/// Hard targets missed by at least so many 百分点; a small sample is not judged.
fn below_target(
    evidence: Evidence<'_>,
    latest: &Standings,
    bureau: &BureauCode,
    points: Fraction,
) -> Vec<Text> {
    let campaign = evidence.field.campaign;
    let judged = latest.tables.iter().filter_map(|table| {
        let target = campaign.target(&table.indicator).filter(|target| target.is_hard())?;
        // 百分点 are of percentages; a count beside zero or a time is judged by the other rules.
        let percent = |code: &str| {
            evidence.field.definitions.indicator(code).is_some_and(|own| own.unit == Unit::Percent)
        };
        let row = table.row(bureau).filter(|row| matches!(row.place, Place::Ranked(_)))?;
        let (value, line) = row.value.value.zip(row.line)?;
        let short = target.shortfall(value, line);
        (percent(&table.indicator) && short >= points.exact()).then_some((
            table,
            value,
            line,
            short,
            target.wants_less(),
        ))
    });
    let words = Text::new(
        "{indicator}{value}%（{num}/{den}），比目标{line}%低{short}个百分点",
        "{indicator} {value} % ({num}/{den}), {short} percentage points below {line} %",
    );
    let over = Text::new(
        "{indicator}{value}%（{num}/{den}），比上限{line}%高{short}个百分点",
        "{indicator} {value} % ({num}/{den}), {short} percentage points above {line} %",
    );
    judged
        .map(|(table, value, line, short, less)| {
            let short = decimal(&(short * BigInt::from(100)), 2);
            let (num, den) = (value.num(), value.den());
            let words = if less { &over } else { &words };
            words.fill(&[
                ("indicator", &indicator_name(evidence, &table.indicator)),
                ("value", &value.percent(2)),
                ("num", &num),
                ("den", &den),
                ("line", &line.percent(2)),
                ("short", &short),
            ])
        })
        .collect()
}

fn below_running(evidence: Evidence<'_>, bureau: &BureauCode, periods: usize) -> Vec<Text> {
    let campaign = evidence.field.campaign;
    let Some(running) =
        evidence.standings.len().checked_sub(periods).and_then(|from| evidence.standings.get(from..))
    else {
        return Vec::new();
    };
    let words = Text::new("{indicator}连续{n}期未达标", "{indicator} below its target {n} periods running");
    let missed = |indicator: &str| {
        running.iter().all(|standings| {
            let row = standings.table(indicator).and_then(|table| table.row(bureau));
            row.filter(|row| matches!(row.place, Place::Ranked(_)))
                .and_then(|row| row.target)
                .is_some_and(|target| target != schemas::target::Standing::Met)
        })
    };
    let hard = campaign.targets.iter().filter(|target| target.is_hard() && missed(&target.indicator));
    hard.map(|target| {
        words.fill(&[("indicator", &indicator_name(evidence, &target.indicator)), ("n", &periods)])
    })
    .collect()
}

fn bottom_running(evidence: Evidence<'_>, bureau: &BureauCode, places: usize, periods: usize) -> Vec<Text> {
    let Some(running) =
        evidence.standings.len().checked_sub(periods).and_then(|from| evidence.standings.get(from..))
    else {
        return Vec::new();
    };
    let bottom = running.iter().all(|standings| {
        let ranked = standings
            .composite
            .rows
            .iter()
            .filter(|row| matches!(row.place, CompositePlace::Ranked(_)))
            .count();
        let at = standings.composite.rows.iter().take(ranked).position(|row| row.bureau == *bureau);
        at.is_some_and(|at| at + places >= ranked)
    });
    let words = Text::new(
        "综合排名连续{n}期居后{places}位",
        "among the last {places} of the composite {n} periods running",
    );
    bottom.then(|| words.fill(&[("places", &places), ("n", &periods)])).into_iter().collect()
}

fn silent(evidence: Evidence<'_>, bureau: &BureauCode) -> Vec<Text> {
    let owed = evidence.obligations.get(bureau);
    let missing: Vec<&String> = owed
        .into_iter()
        .flatten()
        .filter(|(_, obligation)| matches!(obligation.state, State::Overdue | State::Missing))
        .map(|(form, _)| form)
        .collect();
    if missing.is_empty() || !evidence.reminded.contains(bureau) {
        return Vec::new();
    }
    let due = owed
        .and_then(|forms| forms.values().next())
        .map_or_else(|| Text::same(""), |obligation| figures::day_text(obligation.deadline.due_day()));
    let count = missing.len();
    let words = Text::new(
        "应于{due}前报送的{count}张台账经催报仍未报送",
        "{count} ledgers due on {due} are not filed, though reminded",
    );
    vec![words.fill(&[("due", &due), ("count", &count)])]
}

fn indicator_name(evidence: Evidence<'_>, code: &str) -> Text {
    evidence
        .field
        .definitions
        .indicator(code)
        .map_or_else(|| Text::same(code), |indicator| indicator.name.clone())
}

fn form_name(evidence: Evidence<'_>, tally: &str) -> Text {
    let form = tally.split_once('.').map_or(tally, |(form, _)| form);
    evidence.field.definitions.form(form).map_or_else(|| Text::same(form), |form| form.name.clone())
}
