//! What a stream of cases comes to, all bureaus together and period by period, shared out so that every total comes out
//! exactly. The worked city has figures for each bureau instead (`plan.rs`).

use chrono::{Days, NaiveDate};
use schemas::period::Period;

use super::{chance::Chance, plan::Figures};

/// The totals of a stream; the n-th of each list is of the n-th period told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Volume {
    /// Open when the first period begins.
    pub(super) stock: usize,
    /// Came in.
    pub(super) came: &'static [usize],
    /// Open at the end.
    pub(super) ending: &'static [usize],
    /// Fell due and were not closed by then.
    pub(super) late: &'static [usize],
    /// Of those, open at the end.
    pub(super) overdue: &'static [usize],
    /// Of a hundred closed, closed well.
    pub(super) good: usize,
    /// Of a hundred closed well, better still.
    pub(super) best: usize,
}

/// Of which periods and bureaus a volume is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shares<'a> {
    pub(super) periods: &'a [Period],
    /// Days before the first period in which its stock came in.
    pub(super) before: u64,
    /// Weight of each bureau. One of none has no cases.
    pub(super) weights: &'a [usize],
    /// Bureau and period that are left out, since nobody files them.
    pub(super) silent: Option<(usize, usize)>,
    /// The bureau that lags behind.
    pub(super) weak: Option<usize>,
}

impl Shares<'_> {
    /// How a bureau does beside the others, in percent: each a little better or worse, the weak one clearly.
    pub(super) fn skill(&self, at: usize) -> usize {
        let usual = 94 + Chance::of(&["skill"]).draw(&at.to_string(), 13);
        if self.weak == Some(at) { 84 } else { usual }
    }

    /// How much is left open at a bureau, in percent of what others leave.
    fn slowness(&self, at: usize) -> usize {
        let usual = 60 + Chance::of(&["slowness"]).draw(&at.to_string(), 81);
        if self.weak == Some(at) { 320 } else { usual }
    }
}

/// Shares a total out by weight, so that the shares add up to it: the largest remainders get what is left, earlier ones first.
pub(super) fn apportion(total: usize, weights: &[usize]) -> Vec<usize> {
    let all: usize = weights.iter().sum();
    if all == 0 {
        return vec![0; weights.len()];
    }
    let mut shares: Vec<usize> = weights.iter().map(|weight| total * weight / all).collect();
    let mut order: Vec<(usize, usize)> =
        weights.iter().enumerate().map(|(at, weight)| (total * weight % all, at)).collect();
    order.sort_by(|(one, at), (other, next)| other.cmp(one).then(at.cmp(next)));
    let left = total - shares.iter().sum::<usize>();
    for (_, at) in order.into_iter().take(left) {
        if let Some(share) = shares.get_mut(at) {
            *share += 1;
        }
    }
    shares
}

impl Volume {
    /// The totals of one period alone, for a story that tells of periods with others between them.
    pub(super) fn only(self, nth: usize) -> Self {
        let of = |list: &'static [usize]| list.get(nth..=nth).unwrap_or_default();
        let Self { came, ending, late, overdue, .. } = self;
        Self { came: of(came), ending: of(ending), late: of(late), overdue: of(overdue), ..self }
    }

    /// The figures of each bureau: first a time of no ledger in which the stock came in, then period by period. `undue_of`
    /// says how many of so many cases, spread evenly over a period, fall due after it.
    pub(super) fn figures(
        &self,
        shares: Shares<'_>,
        undue_of: impl Fn(Period, usize) -> usize,
    ) -> Vec<Vec<Figures>> {
        let Some(before) = shares.periods.first().and_then(|first| warm_up(first.start(), shares.before))
        else {
            return Vec::new();
        };
        let stock = apportion(self.stock, shares.weights);
        let none = Figures {
            period: before,
            opening: 0,
            came: 0,
            closed: 0,
            undue: 0,
            late: 0,
            overdue_open: 0,
            good: 0,
            best: 0,
        };
        let mut all: Vec<Vec<Figures>> =
            stock.iter().map(|stock| vec![Figures { came: *stock, undue: *stock, ..none }]).collect();
        for (nth, period) in shares.periods.iter().enumerate() {
            let weight = |(at, weight): (usize, &usize)| match shares.silent == Some((at, nth)) {
                true => 0,
                false => *weight,
            };
            let weights: Vec<usize> = shares.weights.iter().enumerate().map(weight).collect();
            let of = |list: &[usize]| apportion(list.get(nth).copied().unwrap_or(0), &weights);
            let (came, late, overdue) = (of(self.came), of(self.late), of(self.overdue));
            let slow: Vec<usize> =
                weights.iter().enumerate().map(|(at, weight)| weight * shares.slowness(at)).collect();
            let ending = apportion(self.ending.get(nth).copied().unwrap_or(0), &slow);
            for (at, told) in all.iter_mut().enumerate() {
                let figure = |list: &[usize]| list.get(at).copied().unwrap_or(0);
                let opening = told.last().map_or(0, Figures::ending);
                let came = figure(&came);
                let ending = figure(&ending).min(opening + came);
                let (late, closed) = (figure(&late), opening + came - ending);
                let overdue_open = figure(&overdue).min(late).min(ending);
                let undue = undue_of(*period, came).max(ending - overdue_open).min(came);
                let period = *period;
                told.push(Figures {
                    period,
                    opening,
                    came,
                    closed,
                    undue,
                    late,
                    overdue_open,
                    good: 0,
                    best: 0,
                });
            }
            self.closed_well(shares, &mut all);
        }
        all
    }

    /// How many of those closed in the newest period were closed well.
    fn closed_well(&self, shares: Shares<'_>, all: &mut [Vec<Figures>]) {
        let closed: Vec<usize> =
            all.iter().map(|told| told.last().map_or(0, |figures| figures.closed)).collect();
        let well: Vec<usize> =
            closed.iter().enumerate().map(|(at, closed)| closed * shares.skill(at)).collect();
        let good = apportion(closed.iter().sum::<usize>() * self.good / 100, &well);
        let good: Vec<usize> =
            good.into_iter().zip(&closed).map(|(good, closed)| good.min(*closed)).collect();
        let better: Vec<usize> = good.iter().enumerate().map(|(at, good)| good * shares.skill(at)).collect();
        let best = apportion(good.iter().sum::<usize>() * self.best / 100, &better);
        for (told, (good, best)) in all.iter_mut().zip(good.into_iter().zip(best)) {
            if let Some(figures) = told.last_mut() {
                (figures.good, figures.best) = (good, best.min(good));
            }
        }
    }
}

fn warm_up(start: NaiveDate, days: u64) -> Option<Period> {
    Period::phase(start.checked_sub_days(Days::new(days))?, start.pred_opt()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_follow_their_weights() {
        assert_eq!(apportion(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(apportion(14_234, &[5, 3, 0, 2]).iter().sum::<usize>(), 14_234);
        assert_eq!(apportion(7, &[0, 0]), [0, 0]);
        assert_eq!(apportion(3, &[2, 1]), [2, 1]);
    }
}
