//! How a list became another one, by the keys of its rows.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use crate::value::Value;

/// The rows of a live query as they are now, beside those that its observer had before.
#[derive(Debug, Clone, PartialEq)]
pub struct Change<R> {
    /// The rows, in their order.
    pub rows: Arc<[R]>,
    /// The rows of the delivery before; none at the first.
    pub previous: Arc<[R]>,
    /// How the one became the other.
    pub diff: Diff,
}

/// How rows became others. A row is the same when its key is; rows without a key are all others.
///
/// The positions of `deleted` and `Moved::from` are those in the rows before, all others those in the rows now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diff {
    /// Rows that were not there.
    pub inserted: Vec<usize>,
    /// Rows that were there and hold something else now.
    pub updated: Vec<usize>,
    /// Rows that stand elsewhere among those that were there, as few of them as explain the order.
    pub moved: Vec<Moved>,
    /// Rows that are not there any more.
    pub deleted: Vec<usize>,
}

/// A row that stands elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Where it stood.
    pub from: usize,
    /// Where it stands.
    pub to: usize,
}

/// The answer of a live query for rows: those, and their keys in the same order.
pub(crate) struct Listed<R> {
    pub(crate) rows: Arc<[R]>,
    pub(crate) keys: Arc<[Vec<Value>]>,
}

impl<R> Clone for Listed<R> {
    fn clone(&self) -> Self {
        Self { rows: Arc::clone(&self.rows), keys: Arc::clone(&self.keys) }
    }
}

impl<R: PartialEq> PartialEq for Listed<R> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<R: PartialEq> Listed<R> {
    /// Says how it came from the rows before.
    pub(crate) fn since(last: Option<&Self>, now: Self) -> Change<R> {
        let Some(last) = last else {
            let inserted = (0..now.rows.len()).collect();
            let diff = Diff { inserted, ..Diff::default() };
            return Change { rows: now.rows, previous: Arc::new([]), diff };
        };
        let mut places: HashMap<u64, Vec<usize>> = HashMap::with_capacity(last.keys.len());
        for (at, key) in last.keys.iter().enumerate().filter(|(_, key)| !key.is_empty()) {
            places.entry(hash(key)).or_default().push(at);
        }
        let place = |key: &Vec<Value>| {
            places.get(&hash(key)).and_then(|places| places.iter().copied().find(|&at| last.keys[at] == *key))
        };
        let mut diff = Diff::default();
        let mut kept = Vec::with_capacity(now.rows.len());
        for (to, key) in now.keys.iter().enumerate() {
            match place(key) {
                Some(from) => {
                    kept.push(Moved { from, to });
                    if now.rows[to] != last.rows[from] {
                        diff.updated.push(to);
                    }
                }
                None => diff.inserted.push(to),
            }
        }
        let mut is_kept = vec![false; last.rows.len()];
        kept.iter().for_each(|row| is_kept[row.from] = true);
        diff.deleted = (0..is_kept.len()).filter(|&at| !is_kept[at]).collect();
        diff.moved = out_of_order(&kept);
        Change { rows: now.rows, previous: Arc::clone(&last.rows), diff }
    }
}

fn hash(key: &[Value]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for value in key {
        match value {
            Value::Null => 0_u8.hash(&mut hasher),
            Value::Integer(number) => number.hash(&mut hasher),
            Value::Real(number) => number.to_bits().hash(&mut hasher),
            Value::Text(text) => text.hash(&mut hasher),
            Value::Blob(bytes) => bytes.hash(&mut hasher),
        }
    }
    hasher.finish()
}

/// Gives the rows that do not stand in a longest run of rows whose order is the one before.
fn out_of_order(kept: &[Moved]) -> Vec<Moved> {
    // For each length, the end of the run of that length that ends earliest; for each row, the end of the run before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; kept.len()];
    for (at, row) in kept.iter().enumerate() {
        let length = ends.partition_point(|&end| kept[end].from < row.from);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut stays = vec![false; kept.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        stays[at] = true;
        next = before[at];
    }
    kept.iter().zip(stays).filter(|(_, stays)| !stays).map(|(row, _)| *row).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn listed(rows: &[(i64, char)]) -> Listed<(i64, char)> {
        let keys: Vec<_> = rows.iter().map(|(key, _)| vec![Value::Integer(*key)]).collect();
        Listed { rows: rows.into(), keys: keys.into() }
    }

    #[test]
    fn a_diff_names_what_came_went_changed_and_moved() {
        let before = listed(&[(1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')]);
        let now = listed(&[(4, 'd'), (1, 'a'), (3, 'z'), (5, 'e')]);

        let change = Listed::since(Some(&before), now);

        assert_eq!(
            change.diff,
            Diff {
                inserted: vec![3],
                updated: vec![2],
                moved: vec![Moved { from: 3, to: 0 }],
                deleted: vec![1]
            }
        );
        assert_eq!((change.previous.len(), change.rows[2]), (4, (3, 'z')));
    }

    #[test]
    fn rows_without_a_key_are_all_others() {
        let unkeyed = |rows: &[char]| Listed { rows: rows.into(), keys: vec![Vec::new(); rows.len()].into() };

        let change = Listed::since(Some(&unkeyed(&['a'])), unkeyed(&['a', 'b']));

        assert_eq!(change.diff, Diff { inserted: vec![0, 1], deleted: vec![0], ..Diff::default() });
    }

    proptest! {
        /// Whoever has the rows before and applies the diff has the rows now.
        #[test]
        fn a_diff_leads_from_the_one_list_to_the_other(
            before in proptest::sample::subsequence((0..12_i64).collect::<Vec<_>>(), 0..12).prop_shuffle(),
            now in proptest::sample::subsequence((0..12_i64).collect::<Vec<_>>(), 0..12).prop_shuffle(),
        ) {
            let marked = |keys: &[i64], mark| keys.iter().map(|key| (*key, mark)).collect::<Vec<_>>();
            let (before, now) = (listed(&marked(&before, 'x')), listed(&marked(&now, 'x')));

            let Change { rows, previous, diff } = Listed::since(Some(&before), now);

            let gone = |at: &usize| diff.deleted.contains(at) || diff.moved.iter().any(|moved| moved.from == *at);
            let mut list: Vec<_> = (0..previous.len()).filter(|at| !gone(at)).map(|at| previous[at]).collect();
            let moved = diff.moved.iter().map(|moved| (moved.to, previous[moved.from]));
            let mut come: Vec<_> = diff.inserted.iter().map(|at| (*at, rows[*at])).chain(moved).collect();
            come.sort_by_key(|(at, _)| *at);
            come.into_iter().for_each(|(at, row)| list.insert(at, row));
            prop_assert_eq!(&list[..], &rows[..]);
            prop_assert!(diff.updated.is_empty());
        }
    }
}
