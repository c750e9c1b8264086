//! Labels that would overlap are moved apart, as little as it takes and without changing their order.

use std::ops::Range;

/// For labels wanted with their middles at given places and with given heights, places at which none
/// overlap, within `room` if all heights together fit it. The order of `wanted` is kept in the result.
pub(crate) fn spread(wanted: &[(i32, i32)], room: Range<i32>) -> Vec<i32> {
    let mut order: Vec<(usize, i32, i32)> =
        wanted.iter().enumerate().map(|(i, (middle, height))| (i, *middle, *height)).collect();
    order.sort_by_key(|(_, middle, _)| *middle);

    // Tops from above, pushed down where the label before takes the place.
    let mut tops = Vec::with_capacity(order.len());
    let mut free = room.start;
    for (_, middle, height) in &order {
        let top = free.max(middle - height / 2);
        free = top + height;
        tops.push(top);
    }
    // Then from below, pushed up where the room ends.
    let mut end = room.end.max(room.start + order.iter().map(|(_, _, height)| height).sum::<i32>());
    let mut middles = vec![0; order.len()];
    for (top, (i, _, height)) in tops.into_iter().zip(&order).rev() {
        end = top.min(end - height);
        if let Some(middle) = middles.get_mut(*i) {
            *middle = end + height / 2;
        }
    }
    middles
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn labels_with_room_stay_where_they_are() {
        assert_eq!(spread(&[(50, 10), (20, 10), (80, 10)], 0..100), [50, 20, 80]);
    }

    #[test]
    fn crowded_labels_move_apart_and_back_from_the_end() {
        assert_eq!(spread(&[(98, 10), (97, 10), (50, 10)], 0..100), [95, 85, 50]);
    }

    proptest! {
        #[test]
        fn none_overlap_all_keep_their_order_and_lie_in_a_room_that_holds_them(
            wanted in prop::collection::vec((0..1000i32, (1..20i32).prop_map(|h| h * 2)), 0..20),
        ) {
            let placed = spread(&wanted, 0..1000);
            let mut boxes: Vec<_> = placed.iter().zip(&wanted).map(|(m, (w, h))| (m - h / 2, m + h / 2, *w)).collect();
            boxes.sort();
            for pair in boxes.windows(2) {
                prop_assert!(pair[0].1 <= pair[1].0, "{boxes:?}");
                prop_assert!(pair[0].2 <= pair[1].2, "{boxes:?}");
            }
            prop_assert!(boxes.iter().all(|(top, bottom, _)| *top >= 0 && *bottom <= 1000));
        }
    }
}
