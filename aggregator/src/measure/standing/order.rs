//! Places on exact values: standard competition ranking, 1, 2, 2, 4 (RULINGS 7).

use std::cmp::Ordering;

use schemas::{
    campaign::Ties,
    indicator::{Better, Indicator},
};

use super::{Place, Row};

/// Gives the rows their places and the order in which they are shown, as positions. Within a shared place, and for
/// campaigns that break ties: larger denominator, fewer overdue (`overdue`, one a row), official order.
pub(super) fn place(ties: Ties, overdue: &[i64], indicator: &Indicator, rows: &mut [Row]) -> Vec<usize> {
    let mut order: Vec<(usize, i64, &Row)> =
        rows.iter().zip(overdue).enumerate().map(|(at, (row, overdue))| (at, *overdue, row)).collect();
    let better = |a: &Row, b: &Row| match indicator.better {
        Better::Higher => b.value.value.cmp(&a.value.value),
        Better::Lower | Better::Zero => a.value.value.cmp(&b.value.value),
    };
    let breaks =
        |a: &(usize, i64, &Row), b: &(usize, i64, &Row)| b.2.value.n.cmp(&a.2.value.n).then(a.1.cmp(&b.1));
    let ranked = |row: &Row| matches!(row.place, Place::Ranked(_));
    // Stable, and the rows are in the official order.
    order.sort_by(|a, b| {
        ranked(b.2).cmp(&ranked(a.2)).then_with(|| {
            if ranked(a.2) { better(a.2, b.2).then_with(|| breaks(a, b)) } else { a.2.place.cmp(&b.2.place) }
        })
    });
    let mut places: Vec<u32> = Vec::new();
    for (at, row) in order.iter().enumerate().filter(|(_, row)| ranked(row.2)) {
        let equal = at.checked_sub(1).and_then(|before| order.get(before)).is_some_and(|before| {
            better(before.2, row.2) == Ordering::Equal
                && (ties == Ties::Share || breaks(before, row) == Ordering::Equal)
        });
        let next = || u32::try_from(at + 1).unwrap_or(u32::MAX);
        places.push(if equal { places.last().copied().unwrap_or(1) } else { next() });
    }
    let order: Vec<usize> = order.into_iter().map(|(at, ..)| at).collect();
    for (at, rank) in order.iter().zip(places) {
        if let Some(row) = rows.get_mut(*at) {
            row.place = Place::Ranked(rank);
        }
    }
    order
}
