//! Which rows are asked for: a tree of predicates over columns.
//!
//! A predicate is true or false, never unknown: a comparison with nothing is false, and `not` is the complement.

use std::{fmt, marker::PhantomData};

use crate::{
    error::RusqliteError,
    model::Column,
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

    /// True where both are.
    pub fn and(self, other: Self) -> Self {
        Self::all([self, other])
    }

    /// True where either is, or both are.
    pub fn or(self, other: Self) -> Self {
        Self::any([self, other])
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
    /// The column compares so with the value; a null value makes `Equal` and `NotEqual` ask for nothing.
    Compare { column: &'static Column, comparison: Comparison, value: Value },
    /// The column lies between two values, both included.
    Between { column: &'static Column, low: Value, high: Value },
    /// The column holds one of the values.
    In { column: &'static Column, values: Vec<Value> },
    /// The text of the column contains, begins or ends with this one.
    Text { column: &'static Column, matching: TextMatch, case: Case, text: String },
    /// Every one is true.
    All(Vec<Predicate>),
    /// At least one is true.
    Any(Vec<Predicate>),
    /// It is false.
    Not(Box<Predicate>),
    /// An operator was given a value that its field cannot hold; running the query says so.
    Refused { column: &'static Column, error: ValueError },
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
}

impl fmt::Debug for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compare { column, comparison, .. } => write!(f, "{comparison:?}({})", column.field),
            Self::Between { column, .. } => write!(f, "Between({})", column.field),
            Self::In { column, values } => write!(f, "In({}, {} values)", column.field, values.len()),
            Self::Text { column, matching, .. } => write!(f, "{matching:?}({})", column.field),
            Self::All(parts) => f.debug_tuple("All").field(parts).finish(),
            Self::Any(parts) => f.debug_tuple("Any").field(parts).finish(),
            Self::Not(part) => f.debug_tuple("Not").field(part).finish(),
            Self::Refused { column, error } => write!(f, "Refused({}, {error})", column.field),
        }
    }
}
