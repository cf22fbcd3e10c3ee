//! Which rows of a level ask for the same related rows: those with the same key. Each key is asked for once.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
};

use crate::value::Value;

/// The keys of all owners, each once, and who has it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Keys {
    /// For each column of the relation, its value in every key.
    pub(super) columns: Vec<Vec<Value>>,
    /// For each key, the positions of its owners.
    pub(super) owners: Vec<Vec<usize>>,
}

impl Keys {
    /// Takes for each column of the relation its value in every owner. Where one is nothing, nothing is related.
    pub(super) fn of(columns: &[Vec<Value>]) -> Self {
        let count = columns.first().map_or(0, Vec::len);
        let mut known: HashMap<Key<'_>, usize> = HashMap::with_capacity(count);
        let mut keys = Self { columns: vec![Vec::new(); columns.len()], owners: Vec::new() };
        for owner in 0..count {
            let key = Key { columns, owner };
            if key.cells().any(|cell| *cell == Value::Null) {
                continue;
            }
            let at = *known.entry(key).or_insert(keys.owners.len());
            match keys.owners.get_mut(at) {
                Some(owners) => owners.push(owner),
                None => {
                    keys.owners.push(vec![owner]);
                    keys.columns
                        .iter_mut()
                        .zip(key.cells())
                        .for_each(|(column, cell)| column.push(cell.clone()));
                }
            }
        }
        keys
    }
}

/// The key of one owner. Values of one column have one type and one form, so that those that are equal are the same.
#[derive(Clone, Copy)]
struct Key<'k> {
    columns: &'k [Vec<Value>],
    owner: usize,
}

impl<'k> Key<'k> {
    fn cells(self) -> impl Iterator<Item = &'k Value> {
        self.columns.iter().filter_map(move |column| column.get(self.owner))
    }
}

impl PartialEq for Key<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cells().eq(other.cells())
    }
}

/// A number that is not one has no place in a column.
impl Eq for Key<'_> {}

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for cell in self.cells() {
            match cell {
                Value::Null => {}
                Value::Integer(number) => number.hash(state),
                // 0.0 and -0.0 are equal.
                Value::Real(number) => (number + 0.0).to_bits().hash(state),
                Value::Text(text) => text.hash(state),
                Value::Blob(bytes) => bytes.hash(state),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_asked_for_once_and_nothing_is_no_key() {
        let number = Value::Integer;
        let text = |text: &str| Value::Text(text.to_owned());
        let columns = [
            vec![number(1), number(2), Value::Null, number(1), number(1)],
            vec![text("a"), text("a"), text("a"), text("a"), text("b")],
        ];

        let keys = Keys::of(&columns);

        let distinct = vec![vec![number(1), number(2), number(1)], vec![text("a"), text("a"), text("b")]];
        assert_eq!(keys, Keys { columns: distinct, owners: vec![vec![0, 3], vec![1], vec![4]] });
        assert_eq!(Keys::of(&[]), Keys::default());
    }

    #[test]
    fn numbers_with_a_point_are_told_apart_by_their_value() {
        let keys = Keys::of(&[[0.0, -0.0, 1.5, 1.5].map(Value::Real).to_vec()]);

        assert_eq!(keys.owners, [vec![0, 1], vec![2, 3]]);
    }
}
