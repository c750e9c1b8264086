//! What the ledgers of every bureau, stream and quarter have to come to.
//!
//! The figures of 2025Q3 are the worked ones. The quarters before are made up from them with the seasons of DOMAIN §8.1
//! (much in winter, few closings after 春节), so that every opening stock is the ending stock before it.

use schemas::period::Period;

use super::chance::Chance;

/// Figures of 2025Q3, see the README beside the file.
const WORKED: &str = include_str!("data/yunjiang_2025q3.csv");

/// 保安县 and 鹭洲经济开发区 have no figures in 2025Q3; their earlier quarters are made up from these. 保安县 is quiet from
/// the spring on, so its nil return is true.
const EARLIER: &str = "\
519923,保安县,nil,0,3,3,3,3,0,0,5,5,4,0,2,2,0,1,1,0,3,3,3,3,2,2
519900Z03,鹭洲经济开发区,missing,9,58,56,57,57,0,4,71,70,53,3,26,25,2,15,15,2,41,40,40,40,28,26";

/// First of the quarters that are generated; it only leads up to the first ledger.
pub(super) const WARM_UP: (i32, u32) = (2024, 3);
/// Quarters from the warm-up to 2025Q3.
const QUARTERS: usize = 5;

/// Cases of one kind that are counted together. Inspection has two, because wage complaints of migrant workers
/// are counted alone as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    Mediation,
    Arbitration,
    MigrantWages,
    OtherInspection,
    Clues,
    /// L1, L10 and R3, which the worked city does not keep.
    Disputes,
    Orders,
    Papers,
}

/// The figures of a stream for a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figures {
    pub(super) period: Period,
    /// Open at the start.
    pub(super) opening: usize,
    /// Came in.
    pub(super) came: usize,
    pub(super) closed: usize,
    /// Came in so late that they fall due after the quarter.
    pub(super) undue: usize,
    /// Fell due and were not closed by then.
    pub(super) late: usize,
    /// Of those, still open at the end.
    pub(super) overdue_open: usize,
    /// Closed well: mediated with success, or arrears confirmed.
    pub(super) good: usize,
    /// Of those, arrears that were paid.
    pub(super) best: usize,
}

/// The columns of a line of figures that a stream has; what a line does not say is derived.
#[derive(Clone, Copy, Debug, Default)]
struct Base {
    opening: usize,
    came: usize,
    closed: usize,
    due: Option<usize>,
    late: usize,
    overdue_open: usize,
    good: usize,
    best: usize,
}

impl Stream {
    /// The streams that fill a form.
    pub(super) fn of(form: &str) -> &'static [Stream] {
        match form {
            "L2" => &[Stream::Mediation],
            "L3" => &[Stream::Arbitration],
            "L4" => &[Stream::MigrantWages, Stream::OtherInspection],
            "L5" => &[Stream::Clues],
            "L1" => &[Stream::Disputes],
            "L10" => &[Stream::Orders],
            "R3" => &[Stream::Papers],
            _ => &[],
        }
    }

    /// Cases that come in of a thousand in 2025Q3: 2024Q4, 2025Q1, 2025Q2.
    fn seasons(self) -> [usize; 3] {
        match self {
            Self::Mediation => [1020, 950, 980],
            Self::Arbitration => [1040, 930, 1010],
            Self::MigrantWages | Self::Clues => [1090, 1070, 920],
            Self::OtherInspection => [970, 920, 1030],
            Self::Disputes | Self::Orders | Self::Papers => [1000; 3],
        }
    }

    fn base(self, line: &[usize]) -> Base {
        let at = |column: usize| line.get(column).copied().unwrap_or(0);
        let minus = |whole: usize, part: usize| at(whole).saturating_sub(at(part));
        match self {
            Self::Arbitration => Base {
                opening: at(0),
                came: at(1),
                closed: at(2),
                due: Some(at(3)),
                late: minus(3, 4),
                overdue_open: at(5),
                ..Base::default()
            },
            Self::Mediation => {
                Base { opening: at(6), came: at(7), closed: at(8), good: at(9), ..Base::default() }
            }
            Self::MigrantWages => Base { opening: at(13), came: at(14), closed: at(15), ..Base::default() },
            Self::OtherInspection => {
                Base { opening: minus(10, 13), came: minus(11, 14), closed: minus(12, 15), ..Base::default() }
            }
            Self::Clues => {
                let late = minus(19, 20);
                let ending = (at(16) + at(17)).saturating_sub(at(18));
                Base {
                    opening: at(16),
                    came: at(17),
                    closed: at(18),
                    due: Some(at(19)),
                    late,
                    overdue_open: (late * 2 / 3).min(ending),
                    good: at(21),
                    best: at(22),
                }
            }
            Self::Disputes | Self::Orders | Self::Papers => Base::default(),
        }
    }
}

/// Whether a bureau has rows or a nil return for 2025Q3.
pub(super) fn filed(bureau: &str) -> Filed {
    match columns(WORKED, bureau).and_then(|mut columns| columns.nth(1)) {
        Some("nil") => Filed::Nil,
        Some("on_time" | "late_3d") => Filed::Rows,
        _ => Filed::Not,
    }
}

/// What a bureau did for 2025Q3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filed {
    Rows,
    Nil,
    Not,
}

/// The figures of a stream of a bureau, from the warm-up to the last quarter that is told. `undue_of` says how many
/// of so many cases, spread evenly over a quarter, fall due after it.
pub(super) fn figures(
    bureau: &str,
    stream: Stream,
    undue_of: impl Fn(Period, usize) -> usize,
) -> Vec<Figures> {
    let filed = filed(bureau);
    let text = if filed == Filed::Rows { WORKED } else { EARLIER };
    let line: Vec<usize> = columns(text, bureau)
        .into_iter()
        .flat_map(|columns| columns.skip(2).map(|figure| figure.parse().unwrap_or(0)))
        .collect();
    let base = stream.base(&line);
    let (year, quarter) = WARM_UP;
    let periods = std::iter::successors(Period::quarter(year, quarter), |period| period.next());
    let mut told: Vec<Figures> = Vec::new();
    for (at, period) in periods.take(QUARTERS).enumerate() {
        let chance = Chance::of(&[bureau, &format!("{stream:?}"), &period.to_string()]);
        let before = told.last().copied();
        let figures = match (at, filed) {
            (4, Filed::Rows) => worked(base, period, before, &undue_of),
            (4, _) => break,
            _ => earlier(base, stream, period, at, before, chance, filed == Filed::Nil, &undue_of),
        };
        told.push(figures);
    }
    told
}

fn worked(
    base: Base,
    period: Period,
    before: Option<Figures>,
    undue_of: impl Fn(Period, usize) -> usize,
) -> Figures {
    let carried = before.map_or(0, |before| before.undue);
    let undue = base.due.map_or_else(
        || undue_of(period, base.came).max((base.opening + base.came).saturating_sub(base.closed)),
        |due| (carried + base.came).saturating_sub(due),
    );
    let Base { opening, came, closed, late, overdue_open, good, best, .. } = base;
    Figures { period, opening, came, closed, undue, late, overdue_open, good, best }
}

#[expect(
    clippy::too_many_arguments,
    reason = "the inputs of one quarter's figures, put together in one place"
)]
fn earlier(
    base: Base,
    stream: Stream,
    period: Period,
    at: usize,
    before: Option<Figures>,
    chance: Chance,
    quiet_after: bool,
    undue_of: impl Fn(Period, usize) -> usize,
) -> Figures {
    // Stock at the end, of a hundred in the stock that 2025Q3 opens with.
    let ending = base.opening * [105, 80, 125, 100].get(at).copied().unwrap_or(100) / 100;
    let Some(before) = before else {
        // Nobody sees the warm-up: only what the first ledger carries over from it is made.
        let undue = undue_of(period, base.came).max(ending);
        let closed = undue - ending;
        let none = Figures {
            period,
            opening: 0,
            came: 0,
            closed: 0,
            undue: 0,
            late: 0,
            overdue_open: 0,
            good: 0,
            best: 0,
        };
        return Figures { came: undue, undue, closed, good: share(base.good, closed, base.closed), ..none };
    };
    let season = stream.seasons().get(at - 1).copied().unwrap_or(1000) + chance.draw("season", 31);
    let silent = quiet_after && at == 3;
    let came = if silent { 0 } else { (base.came * season + 500) / 1000 };
    let ending = ending.min(before.ending() + came);
    let closed = before.ending() + came - ending;
    let late = base.late * [60, 90, 80].get(at - 1).copied().unwrap_or(0) / 100;
    let overdue_open = (base.overdue_open * late / base.late.max(1)).min(ending);
    let undue = undue_of(period, came).max(ending - overdue_open).min(came);
    let weaker = 100 - chance.draw("good", 3);
    let good = share(base.good, closed, base.closed) * weaker / 100;
    let best = share(base.best, good, base.good);
    Figures { period, opening: before.ending(), came, closed, undue, late, overdue_open, good, best }
}

impl Figures {
    /// Open at the end.
    pub(super) fn ending(&self) -> usize {
        (self.opening + self.came).saturating_sub(self.closed)
    }
}

/// As much of `now` as `part` is of `whole`, rounded.
fn share(part: usize, now: usize, whole: usize) -> usize {
    ((part * now + whole / 2).checked_div(whole).unwrap_or(0)).min(now)
}

/// The line of a bureau, without its code.
fn columns<'a>(text: &'a str, bureau: &str) -> Option<impl Iterator<Item = &'a str> + use<'a>> {
    text.lines().find_map(|line| {
        let mut columns = line.split(',');
        (columns.next() == Some(bureau)).then_some(columns)
    })
}
