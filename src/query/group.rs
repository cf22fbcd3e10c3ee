//! Which groups of rows are asked for, and in which order: conditions and steps over aggregates.

use std::{fmt, marker::PhantomData};

use super::{
    AggregateExpr, Comparison, Direction, Nulls, OrderBy, Place, Selection,
    aggregate::{FieldPlace, Measure},
};
use crate::{
    model::{Columns, Table},
    value::{FieldValue, IntoFieldValue, Ordered, Value, ValueError},
};

/// Aggregates over the rows of one table, and over each group of them when there are groups.
pub(crate) struct Aggregation {
    /// Which rows; its limit and offset are those of the groups.
    pub(crate) selection: Selection,
    /// What is computed.
    pub(crate) measures: Vec<Measure>,
    /// The fields whose values make a group.
    pub(crate) groups: Vec<FieldPlace>,
    /// Conditions on groups that all hold.
    pub(crate) having: Vec<GroupPredicate>,
    /// The order of the groups, most significant step first.
    pub(crate) order: Vec<GroupOrder<()>>,
}

impl Aggregation {
    /// Computes these over all rows of a selection.
    pub(crate) fn over(selection: Selection, measures: Vec<Measure>) -> Self {
        Self { selection, measures, groups: Vec::new(), having: Vec::new(), order: Vec::new() }
    }

    /// Every field that it groups by or computes something of.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        let measured = self.every_measure().into_iter().filter_map(Measure::place);
        self.groups.iter().map(|key| &key.place).chain(measured)
    }

    /// Whether it looks beyond the rows of its own table.
    pub(crate) fn is_related(&self) -> bool {
        self.selection.is_related() || self.places().any(Place::is_related)
    }

    /// The columns of its own table that it computes with; none when it looks beyond them.
    pub(crate) fn looks_at(&self, table: &'static Table) -> Option<Columns> {
        let chosen = self.selection.chooses_by(table).filter(|_| !self.is_related())?;
        Some(self.places().fold(chosen, |known, place| place.columns(known)))
    }

    /// Every aggregate in it, those of conditions and orders as well.
    pub(crate) fn every_measure(&self) -> Vec<&Measure> {
        let mut found: Vec<&Measure> = self.measures.iter().collect();
        self.having.iter().for_each(|condition| condition.each_measure(&mut found));
        found.extend(self.order.iter().filter_map(|step| match &step.by {
            GroupStep::Aggregate(measure) => Some(measure),
            GroupStep::Field(_) => None,
        }));
        found
    }
}

/// A condition on the groups of rows of the model `M`: `note::price().sum().gt(limit)`.
///
/// A comparison is false where the aggregate is nothing, but for `eq` and `ne`, which take an `Option` then; `not` is the
/// complement. `Debug` shows its shape and none of its values.
#[must_use = "a condition does nothing until it is given to a query"]
pub struct GroupFilter<M> {
    pub(crate) predicate: GroupPredicate,
    model: PhantomData<fn() -> M>,
}

/// A node of the tree.
#[derive(Clone)]
pub(crate) enum GroupPredicate {
    /// The aggregate compares so with the value.
    Compare { measure: Measure, comparison: Comparison, value: Value },
    /// Every one is true.
    All(Vec<GroupPredicate>),
    /// At least one is true.
    Any(Vec<GroupPredicate>),
    /// It is false.
    Not(Box<GroupPredicate>),
    /// An operator was given a value that cannot be compared; running the query says so.
    Refused { measure: Measure, error: ValueError },
}

impl GroupPredicate {
    fn each_measure<'p>(&'p self, found: &mut Vec<&'p Measure>) {
        match self {
            Self::Compare { measure, .. } | Self::Refused { measure, .. } => found.push(measure),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.each_measure(found)),
            Self::Not(part) => part.each_measure(found),
        }
    }
}

impl<M, T: FieldValue> AggregateExpr<M, T> {
    /// True where the aggregate is this value.
    pub fn eq(self, value: impl IntoFieldValue<T>) -> GroupFilter<M> {
        self.compare(Comparison::Equal, value.into_field_value())
    }

    /// True where the aggregate is not this value.
    pub fn ne(self, value: impl IntoFieldValue<T>) -> GroupFilter<M> {
        self.compare(Comparison::NotEqual, value.into_field_value())
    }

    fn compare<V: FieldValue>(self, comparison: Comparison, value: V) -> GroupFilter<M> {
        let measure = self.measure;
        GroupFilter::new(match value.into_stored() {
            Ok(value) => GroupPredicate::Compare { measure, comparison, value },
            Err(error) => GroupPredicate::Refused { measure, error },
        })
    }
}

impl<M, T: FieldValue<Base: Ordered>> AggregateExpr<M, T> {
    /// True where the aggregate is less than this value.
    pub fn lt(self, value: impl IntoFieldValue<T::Base>) -> GroupFilter<M> {
        self.compare(Comparison::Less, value.into_field_value())
    }

    /// True where the aggregate is this value or less.
    pub fn lte(self, value: impl IntoFieldValue<T::Base>) -> GroupFilter<M> {
        self.compare(Comparison::LessOrEqual, value.into_field_value())
    }

    /// True where the aggregate is greater than this value.
    pub fn gt(self, value: impl IntoFieldValue<T::Base>) -> GroupFilter<M> {
        self.compare(Comparison::Greater, value.into_field_value())
    }

    /// True where the aggregate is this value or greater.
    pub fn gte(self, value: impl IntoFieldValue<T::Base>) -> GroupFilter<M> {
        self.compare(Comparison::GreaterOrEqual, value.into_field_value())
    }

    /// True where the aggregate lies between the two values, both included.
    pub fn between(
        self,
        low: impl IntoFieldValue<T::Base>,
        high: impl IntoFieldValue<T::Base>,
    ) -> GroupFilter<M> {
        self.clone().gte(low).and(self.lte(high))
    }
}

#[cfg(feature = "uniffi")]
impl Measure {
    /// Compares with a number of any kind.
    pub(crate) fn compare_number<M>(
        self,
        (comparison, value): (Comparison, rust_decimal::Decimal),
    ) -> GroupFilter<M> {
        use rust_decimal::prelude::ToPrimitive as _;
        let whole = value.is_integer().then(|| value.to_i64()).flatten();
        // A decimal is compared by its collation, every other number as a number.
        let value = match (self.collation(), whole) {
            (Some(_), _) => value.into_stored(),
            (None, Some(whole)) => Ok(Value::Integer(whole)),
            (None, None) => Ok(Value::Real(value.to_f64().unwrap_or_default())),
        };
        GroupFilter::new(match value {
            Ok(value) => GroupPredicate::Compare { measure: self, comparison, value },
            Err(error) => GroupPredicate::Refused { measure: self, error },
        })
    }
}

impl<M> GroupFilter<M> {
    fn new(predicate: GroupPredicate) -> Self {
        Self { predicate, model: PhantomData }
    }

    /// True where both are.
    pub fn and(self, other: Self) -> Self {
        let mut parts = match self.predicate {
            // One list, however many there are, and not a list in a list.
            GroupPredicate::All(parts) => parts,
            predicate => vec![predicate],
        };
        parts.push(other.predicate);
        Self::new(GroupPredicate::All(parts))
    }

    /// True where either is, or both are.
    pub fn or(self, other: Self) -> Self {
        let mut parts = match self.predicate {
            GroupPredicate::Any(parts) => parts,
            predicate => vec![predicate],
        };
        parts.push(other.predicate);
        Self::new(GroupPredicate::Any(parts))
    }

    /// True where this one is not.
    #[expect(
        clippy::should_implement_trait,
        reason = "the word of the query language; `!filter` works as well"
    )]
    pub fn not(self) -> Self {
        Self::new(GroupPredicate::Not(Box::new(self.predicate)))
    }
}

impl<M> std::ops::Not for GroupFilter<M> {
    type Output = Self;

    fn not(self) -> Self {
        GroupFilter::not(self)
    }
}

/// One step of the order of groups of the model `M`: by a field of `group_by`, or by an aggregate, as in
/// `note::price().sum().desc()`.
///
/// What holds nothing comes first when ascending and last when descending, unless
/// [`nulls_first`](Self::nulls_first) or [`nulls_last`](Self::nulls_last) says otherwise.
#[must_use = "an order does nothing until it is given to a query"]
pub struct GroupOrder<M> {
    pub(crate) by: GroupStep,
    pub(crate) direction: Direction,
    pub(crate) nulls: Nulls,
    model: PhantomData<fn() -> M>,
}

/// What groups are ordered by.
pub(crate) enum GroupStep {
    Field(Place),
    Aggregate(Measure),
}

impl<M, T> AggregateExpr<M, T> {
    /// Orders by the aggregate, least first.
    pub fn asc(self) -> GroupOrder<M> {
        GroupOrder::new(GroupStep::Aggregate(self.measure), Direction::Ascending, Nulls::Natural)
    }

    /// Orders by the aggregate, greatest first.
    pub fn desc(self) -> GroupOrder<M> {
        GroupOrder::new(GroupStep::Aggregate(self.measure), Direction::Descending, Nulls::Natural)
    }
}

impl<M> GroupOrder<M> {
    pub(crate) fn new(by: GroupStep, direction: Direction, nulls: Nulls) -> Self {
        Self { by, direction, nulls, model: PhantomData }
    }

    /// Puts the groups without a value first.
    pub fn nulls_first(self) -> Self {
        Self { nulls: Nulls::First, ..self }
    }

    /// Puts the groups without a value last.
    pub fn nulls_last(self) -> Self {
        Self { nulls: Nulls::Last, ..self }
    }

    /// Forgets the model, for the tree that `sql` reads.
    pub(crate) fn erase(self) -> GroupOrder<()> {
        GroupOrder::new(self.by, self.direction, self.nulls)
    }
}

impl<M> From<OrderBy<M>> for GroupOrder<M> {
    fn from(order: OrderBy<M>) -> Self {
        Self::new(GroupStep::Field(order.place), order.direction, order.nulls)
    }
}

impl<M> Clone for GroupFilter<M> {
    fn clone(&self) -> Self {
        Self::new(self.predicate.clone())
    }
}

impl<M> fmt::Debug for GroupFilter<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.predicate.fmt(f)
    }
}

impl fmt::Debug for GroupPredicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compare { measure, comparison, .. } => write!(f, "{comparison:?}({measure:?})"),
            Self::All(parts) => f.debug_tuple("All").field(parts).finish(),
            Self::Any(parts) => f.debug_tuple("Any").field(parts).finish(),
            Self::Not(part) => f.debug_tuple("Not").field(part).finish(),
            Self::Refused { measure, error } => write!(f, "Refused({measure:?}, {error})"),
        }
    }
}

impl<M> fmt::Debug for GroupOrder<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (direction, nulls) = (self.direction, self.nulls);
        match &self.by {
            GroupStep::Field(place) => write!(f, "{direction:?}({}, nulls {nulls:?})", place.shown()),
            GroupStep::Aggregate(measure) => write!(f, "{direction:?}({measure:?}, nulls {nulls:?})"),
        }
    }
}
