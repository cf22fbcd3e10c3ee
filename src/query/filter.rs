//! Which rows are asked for: a tree of predicates over columns.
//!
//! A predicate is true or false, never unknown: a comparison with nothing is false, and `not` is the complement.

use std::{fmt, marker::PhantomData};

use super::{Path, Place};
use crate::{
    error::RusqliteError,
    model::{Column, Columns, Relation},
    value::{Value, ValueError},
};

/// A condition on the rows of the model `M`.
///
/// Made by the operators of a [`FieldRef`](crate::FieldRef) and combined with [`and`](Self::and), [`or`](Self::or),
/// [`not`](Self::not), [`all`](Self::all) and [`any`](Self::any). `Debug` shows its shape and none of its values.
#[must_use = "a filter does nothing until it is given to a query"]
pub struct FilterExpr<M> {
    pub(crate) predicate: Predicate,
    model: PhantomData<fn() -> M>,
}

impl<M> FilterExpr<M> {
    pub(crate) fn new(predicate: Predicate) -> Self {
        Self { predicate, model: PhantomData }
    }

    /// Says of which model it is, when that was forgotten.
    #[cfg(feature = "uniffi")]
    #[doc(hidden)]
    pub fn of_model<N>(self) -> FilterExpr<N> {
        FilterExpr::new(self.predicate)
    }

    /// True where both are.
    pub fn and(self, other: Self) -> Self {
        match self.predicate {
            // One list, however many there are, and not a list in a list.
            Predicate::All(mut parts) if !parts.is_empty() => {
                parts.push(other.predicate);
                Self::new(Predicate::All(parts))
            }
            predicate => Self::new(Predicate::All(vec![predicate, other.predicate])),
        }
    }

    /// True where either is, or both are.
    pub fn or(self, other: Self) -> Self {
        match self.predicate {
            Predicate::Any(mut parts) if !parts.is_empty() => {
                parts.push(other.predicate);
                Self::new(Predicate::Any(parts))
            }
            predicate => Self::new(Predicate::Any(vec![predicate, other.predicate])),
        }
    }

    /// True where this one is not.
    #[expect(
        clippy::should_implement_trait,
        reason = "the word of the query language; `!filter` works as well"
    )]
    pub fn not(self) -> Self {
        Self::new(Predicate::Not(Box::new(self.predicate)))
    }

    /// True where each one is; true everywhere when there is none.
    pub fn all(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Predicate::All(filters.into_iter().map(|filter| filter.predicate).collect()))
    }

    /// True where at least one is; true nowhere when there is none.
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Predicate::Any(filters.into_iter().map(|filter| filter.predicate).collect()))
    }
}

impl<M> std::ops::Not for FilterExpr<M> {
    type Output = Self;

    fn not(self) -> Self {
        FilterExpr::not(self)
    }
}

impl<M> Clone for FilterExpr<M> {
    fn clone(&self) -> Self {
        Self::new(self.predicate.clone())
    }
}

impl<M> fmt::Debug for FilterExpr<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.predicate.fmt(f)
    }
}

/// A node of the tree.
#[derive(Clone)]
pub(crate) enum Predicate {
    /// The place compares so with the value; a null value makes `Equal` and `NotEqual` ask for nothing.
    Compare { place: Place, comparison: Comparison, value: Value },
    /// The place lies between two values, both included.
    Between { place: Place, low: Value, high: Value },
    /// The place holds one of the values.
    In { place: Place, values: Vec<Value> },
    /// The text of the place contains, begins or ends with this one.
    Text { place: Place, matching: TextMatch, case: Case, text: String },
    /// The document holds a value there, of one of these types of JSON; of any type when none is named.
    JsonType { place: Place, types: &'static [&'static str] },
    /// The filter is true of some, of every or of none of the related rows.
    Related { path: Path, relation: &'static Relation, quantifier: Quantifier, filter: Box<Predicate> },
    /// Every one is true.
    All(Vec<Predicate>),
    /// At least one is true.
    Any(Vec<Predicate>),
    /// It is false.
    Not(Box<Predicate>),
    /// An operator was given a value that its field cannot hold; running the query says so.
    Refused { column: &'static Column, error: ValueError },
}

/// Of how many of the related rows a filter is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantifier {
    Some,
    Every,
    None,
}

/// How a column compares with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Where a text stands in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextMatch {
    Contains,
    StartsWith,
    EndsWith,
}

/// Whether `A` and `a` are the same letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Sensitive,
    Ignored,
}

impl Predicate {
    /// Gives the error of an operator whose value its field cannot hold.
    pub(crate) fn refused(model: &'static str, column: &'static Column, error: &ValueError) -> RusqliteError {
        RusqliteError::InvalidValue { model, field: column.field, source: error.clone() }
    }

    /// Asks the same of the row at the end of a path.
    pub(super) fn behind(mut self, steps: &[&'static Relation]) -> Self {
        self.each_path(&mut |path| {
            path.splice(0..0, steps.iter().copied());
        });
        self
    }

    /// Hands over every path, to be changed. The rows of a to-many relation have paths of their own.
    fn each_path(&mut self, change: &mut dyn FnMut(&mut Path)) {
        match self {
            Self::Compare { place, .. }
            | Self::Between { place, .. }
            | Self::In { place, .. }
            | Self::Text { place, .. }
            | Self::JsonType { place, .. } => place.each_path_mut(change),
            Self::Related { path, .. } => change(path),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter_mut().for_each(|part| part.each_path(change));
            }
            Self::Not(part) => part.each_path(change),
            Self::Refused { .. } => {}
        }
    }

    /// Hands over every place that it compares in the rows that are asked for, and at the ends of their paths.
    fn each_place(&self, take: &mut dyn FnMut(&Place)) {
        match self {
            Self::Compare { place, .. }
            | Self::Between { place, .. }
            | Self::In { place, .. }
            | Self::Text { place, .. }
            | Self::JsonType { place, .. } => take(place),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.each_place(take)),
            Self::Not(part) => part.each_place(take),
            Self::Related { .. } | Self::Refused { .. } => {}
        }
    }

    /// Adds the columns of its own table that it looks at.
    pub(super) fn columns(&self, mut known: Columns) -> Columns {
        self.each_place(&mut |place| known = place.columns(known));
        known
    }

    /// Hands over every path by which it looks beyond the rows of its own table; an empty one is that of a to-many
    /// relation of these rows.
    pub(crate) fn each_step(&self, take: &mut dyn FnMut(&Path)) {
        match self {
            Self::Related { path, .. } => take(path),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.each_step(take)),
            Self::Not(part) => part.each_step(take),
            own => own.each_place(&mut |place| {
                place.each_path(&mut |path| {
                    if !path.is_empty() {
                        take(path);
                    }
                });
            }),
        }
    }

    /// Whether it looks beyond the rows of its own table.
    pub(crate) fn is_related(&self) -> bool {
        let mut is_related = false;
        self.each_step(&mut |_| is_related = true);
        is_related
    }
}

impl fmt::Debug for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compare { place, comparison, .. } => write!(f, "{comparison:?}({})", place.shown()),
            Self::Between { place, .. } => write!(f, "Between({})", place.shown()),
            Self::In { place, values } => write!(f, "In({}, {} values)", place.shown(), values.len()),
            Self::Text { place, matching, .. } => write!(f, "{matching:?}({})", place.shown()),
            Self::JsonType { place, types } => write!(f, "JsonType({}, {types:?})", place.shown()),
            Self::Related { path, relation, quantifier, filter } => {
                let steps = path.iter().map(|relation| relation.field).chain([relation.field]);
                write!(f, "{quantifier:?}({}, {filter:?})", steps.collect::<Vec<_>>().join("."))
            }
            Self::All(parts) => f.debug_tuple("All").field(parts).finish(),
            Self::Any(parts) => f.debug_tuple("Any").field(parts).finish(),
            Self::Not(part) => f.debug_tuple("Not").field(part).finish(),
            Self::Refused { column, error } => write!(f, "Refused({}, {error})", column.field),
        }
    }
}
