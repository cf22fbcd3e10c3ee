//! In which order rows are asked for.

use std::{fmt, marker::PhantomData};

use super::{Comparison, Place, Predicate};
use crate::{model::Relation, value::Value};

/// One step of an order, over a field of the model `M`: `note::created_at().desc()`.
///
/// Rows without a value come first when ascending and last when descending, as SQLite has it, unless
/// [`nulls_first`](Self::nulls_first) or [`nulls_last`](Self::nulls_last) says otherwise.
#[must_use = "an order does nothing until it is given to a query"]
pub struct OrderBy<M> {
    pub(crate) place: Place,
    pub(crate) direction: Direction,
    pub(crate) nulls: Nulls,
    model: PhantomData<fn() -> M>,
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Ascending,
    Descending,
}

/// Where the rows without a value come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nulls {
    Natural,
    First,
    Last,
}

impl<M> OrderBy<M> {
    pub(crate) fn new(place: Place, direction: Direction) -> Self {
        Self { place, direction, nulls: Nulls::Natural, model: PhantomData }
    }

    /// Puts the rows without a value first.
    pub fn nulls_first(self) -> Self {
        Self { nulls: Nulls::First, ..self }
    }

    /// Puts the rows without a value last.
    pub fn nulls_last(self) -> Self {
        Self { nulls: Nulls::Last, ..self }
    }

    /// Forgets the model, so that code for orders is compiled once and not for each model.
    #[cfg(feature = "uniffi")]
    #[doc(hidden)]
    pub fn of_any_model(self) -> OrderBy<()> {
        self.erase()
    }

    /// Orders by the same of the row at the end of a path.
    pub(super) fn behind<N>(mut self, steps: &[&'static Relation]) -> OrderBy<N> {
        self.place.each_path_mut(&mut |path| {
            path.splice(0..0, steps.iter().copied());
        });
        OrderBy { place: self.place, direction: self.direction, nulls: self.nulls, model: PhantomData }
    }

    /// Whether the rows without a value come before the others.
    pub(crate) fn nulls_are_first(&self) -> bool {
        match (self.nulls, self.direction) {
            (Nulls::First, _) | (Nulls::Natural, Direction::Ascending) => true,
            (Nulls::Last, _) | (Nulls::Natural, Direction::Descending) => false,
        }
    }

    /// True of the rows that come after this value.
    pub(crate) fn after(&self, value: Value) -> Predicate {
        let is_null = || self.compare(Comparison::Equal, Value::Null);
        let further = match self.direction {
            Direction::Ascending => Comparison::Greater,
            Direction::Descending => Comparison::Less,
        };
        match (value, self.nulls_are_first()) {
            (Value::Null, true) => self.compare(Comparison::NotEqual, Value::Null),
            (Value::Null, false) => Predicate::Any(Vec::new()),
            (value, true) => self.compare(further, value),
            (value, false) if self.place.is_nullable() => {
                Predicate::Any(vec![self.compare(further, value), is_null()])
            }
            (value, false) => self.compare(further, value),
        }
    }

    /// True of the rows with this value and of those after it, where one range of an index has them: the nulls are at its
    /// other end.
    pub(crate) fn from(&self, value: &Value) -> Option<Predicate> {
        let further = match self.direction {
            Direction::Ascending => Comparison::GreaterOrEqual,
            Direction::Descending => Comparison::LessOrEqual,
        };
        match (value, self.nulls_are_first()) {
            (Value::Null, true) => None,
            (Value::Null, false) => Some(self.at(Value::Null)),
            (_, false) if self.place.is_nullable() => None,
            (value, true | false) => Some(self.compare(further, value.clone())),
        }
    }

    /// True of the rows with this value.
    pub(crate) fn at(&self, value: Value) -> Predicate {
        self.compare(Comparison::Equal, value)
    }

    fn compare(&self, comparison: Comparison, value: Value) -> Predicate {
        Predicate::Compare { place: self.place.clone(), comparison, value }
    }

    /// Forgets the model, for the tree that `sql` reads.
    pub(crate) fn erase(self) -> OrderBy<()> {
        OrderBy { place: self.place, direction: self.direction, nulls: self.nulls, model: PhantomData }
    }
}

impl<M> Clone for OrderBy<M> {
    fn clone(&self) -> Self {
        Self { place: self.place.clone(), direction: self.direction, nulls: self.nulls, model: PhantomData }
    }
}

impl<M> fmt::Debug for OrderBy<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({}, nulls {:?})", self.direction, self.place.shown(), self.nulls)
    }
}
