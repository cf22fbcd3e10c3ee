//! What can be asked of a row: by one operator of a field, or of the rows that it is related to.

use std::{cmp::Ordering, fmt::Debug};

use larder::{FilterExpr, Ordered};

use crate::{
    data::Database,
    fields::{Scalar, Source, on},
    filter::{Condition, Filter},
    relations::{Many, One},
};

/// A field of any type and one of the operators that every type has.
#[derive(Debug)]
pub(crate) struct Same<M: 'static, T: 'static> {
    pub(crate) field: Source<M, T>,
    pub(crate) op: SameOp<T>,
}

/// `None` is asked of a nullable field alone; of a required one it is left out.
#[derive(Debug, Clone)]
pub(crate) enum SameOp<T> {
    Eq(T),
    Ne(T),
    EqOptional(Option<T>),
    NeOptional(Option<T>),
    IsNull,
    IsNotNull,
    In(Vec<T>),
    NotIn(Vec<T>),
    Match(Option<T>),
}

impl<M: Debug + 'static, T: Scalar> Condition<M> for Same<M, T> {
    fn typed(&self) -> FilterExpr<M> {
        let reference = self.field.reference();
        match self.op.clone() {
            SameOp::Eq(value) => on!(reference, field => field.eq(value)),
            SameOp::Ne(value) => on!(reference, field => field.ne(value)),
            SameOp::EqOptional(value) => reference.nullable().eq(value),
            SameOp::NeOptional(value) => reference.nullable().ne(value),
            SameOp::IsNull => reference.nullable().is_null(),
            SameOp::IsNotNull => reference.nullable().is_not_null(),
            SameOp::In(values) => on!(reference, field => field.in_(values)),
            SameOp::NotIn(values) => on!(reference, field => field.not_in(values)),
            SameOp::Match(value) => on!(reference, field => field.match_optional(value)),
        }
    }

    fn holds(&self, db: &Database, row: Option<&M>) -> bool {
        let held = self.field.get(db, row);
        let is = |value: &T| held.as_ref().is_some_and(|held| held.compare(value) == Ordering::Equal);
        let is_optional = |value: &Option<T>| value.as_ref().map_or(held.is_none(), is);
        match &self.op {
            SameOp::Eq(value) => is(value),
            SameOp::Ne(value) => !is(value),
            SameOp::EqOptional(value) => is_optional(value),
            SameOp::NeOptional(value) => !is_optional(value),
            SameOp::IsNull => held.is_none(),
            SameOp::IsNotNull => held.is_some(),
            SameOp::In(values) => values.iter().any(is),
            SameOp::NotIn(values) => !values.iter().any(is),
            SameOp::Match(value) => value.as_ref().is_none_or(is),
        }
    }
}

/// A field whose values have an order.
#[derive(Debug)]
pub(crate) struct Compared<M: 'static, T: 'static> {
    pub(crate) field: Source<M, T>,
    pub(crate) op: OrderOp<T>,
}

#[derive(Debug, Clone)]
pub(crate) enum OrderOp<T> {
    Lt(T),
    Lte(T),
    Gt(T),
    Gte(T),
    Between(T, T),
}

impl<M: Debug + 'static, T: Scalar + Ordered> Condition<M> for Compared<M, T> {
    fn typed(&self) -> FilterExpr<M> {
        on!(self.field.reference(), field => match self.op.clone() {
            OrderOp::Lt(value) => field.lt(value),
            OrderOp::Lte(value) => field.lte(value),
            OrderOp::Gt(value) => field.gt(value),
            OrderOp::Gte(value) => field.gte(value),
            OrderOp::Between(low, high) => field.between(low, high),
        })
    }

    fn holds(&self, db: &Database, row: Option<&M>) -> bool {
        let Some(held) = self.field.get(db, row) else { return false };
        match &self.op {
            OrderOp::Lt(value) => held.compare(value).is_lt(),
            OrderOp::Lte(value) => held.compare(value).is_le(),
            OrderOp::Gt(value) => held.compare(value).is_gt(),
            OrderOp::Gte(value) => held.compare(value).is_ge(),
            OrderOp::Between(low, high) => held.compare(low).is_ge() && held.compare(high).is_le(),
        }
    }
}

/// A text and a part of it.
#[derive(Debug)]
pub(crate) struct Matched<M: 'static> {
    pub(crate) field: Source<M, String>,
    pub(crate) op: TextOp,
    pub(crate) text: String,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum TextOp {
    Contains,
    StartsWith,
    EndsWith,
    ContainsIgnoreCase,
    StartsWithIgnoreCase,
    EndsWithIgnoreCase,
}

impl<M: Debug + 'static> Condition<M> for Matched<M> {
    fn typed(&self) -> FilterExpr<M> {
        let text = self.text.clone();
        on!(self.field.reference(), field => match self.op {
            TextOp::Contains => field.contains(text),
            TextOp::StartsWith => field.starts_with(text),
            TextOp::EndsWith => field.ends_with(text),
            TextOp::ContainsIgnoreCase => field.contains_ignore_case(text),
            TextOp::StartsWithIgnoreCase => field.starts_with_ignore_case(text),
            TextOp::EndsWithIgnoreCase => field.ends_with_ignore_case(text),
        })
    }

    fn holds(&self, db: &Database, row: Option<&M>) -> bool {
        let Some(held) = self.field.get(db, row) else { return false };
        let text = &self.text;
        let (lower, lower_text) = (held.to_lowercase(), text.to_lowercase());
        match self.op {
            TextOp::Contains => held.contains(text),
            TextOp::StartsWith => held.starts_with(text),
            TextOp::EndsWith => held.ends_with(text),
            TextOp::ContainsIgnoreCase => lower.contains(&lower_text),
            TextOp::StartsWithIgnoreCase => lower.starts_with(&lower_text),
            TextOp::EndsWithIgnoreCase => lower.ends_with(&lower_text),
        }
    }
}

/// A flag that is set or not.
#[derive(Debug)]
pub(crate) struct Flag<M: 'static> {
    pub(crate) field: Source<M, bool>,
    pub(crate) is: bool,
}

impl<M: Debug + 'static> Condition<M> for Flag<M> {
    fn typed(&self) -> FilterExpr<M> {
        on!(self.field.reference(), field => if self.is { field.is_true() } else { field.is_false() })
    }

    fn holds(&self, db: &Database, row: Option<&M>) -> bool {
        self.field.get(db, row) == Some(self.is)
    }
}

/// The one related row, and whether it is there.
#[derive(Debug)]
pub(crate) struct ToOne<M: 'static, T: 'static> {
    pub(crate) relation: &'static One<M, T>,
    pub(crate) op: OneOp<T>,
}

#[derive(Debug)]
pub(crate) enum OneOp<T> {
    IsSome,
    IsNone,
    Is(Filter<T>),
}

impl<M: Debug, T: Debug + 'static> Condition<M> for ToOne<M, T> {
    fn typed(&self) -> FilterExpr<M> {
        let relation = (self.relation.make)();
        match &self.op {
            OneOp::IsSome => relation.is_some(),
            OneOp::IsNone => relation.is_none(),
            OneOp::Is(filter) => relation.is(filter.typed()),
        }
    }

    fn holds(&self, db: &Database, row: Option<&M>) -> bool {
        let related = row.and_then(|row| (self.relation.row)(db, row));
        match &self.op {
            OneOp::IsSome => related.is_some(),
            OneOp::IsNone => related.is_none(),
            OneOp::Is(filter) => filter.holds(db, related),
        }
    }
}

/// The many related rows.
#[derive(Debug)]
pub(crate) struct ToMany<M: 'static, T: 'static> {
    pub(crate) relation: &'static Many<M, T>,
    pub(crate) quantifier: Quantifier,
    pub(crate) filter: Filter<T>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Quantifier {
    Some,
    Every,
    None,
}

impl<M: Debug, T: Debug + 'static> Condition<M> for ToMany<M, T> {
    fn typed(&self) -> FilterExpr<M> {
        let (relation, filter) = ((self.relation.make)(), self.filter.typed());
        match self.quantifier {
            Quantifier::Some => relation.some(filter),
            Quantifier::Every => relation.every(filter),
            Quantifier::None => relation.none(filter),
        }
    }

    fn holds(&self, db: &Database, row: Option<&M>) -> bool {
        let related = row.map_or_else(Vec::new, |row| (self.relation.rows)(db, row));
        let mut related = related.into_iter();
        match self.quantifier {
            Quantifier::Some => related.any(|row| self.filter.holds(db, Some(row))),
            Quantifier::Every => related.all(|row| self.filter.holds(db, Some(row))),
            Quantifier::None => !related.any(|row| self.filter.holds(db, Some(row))),
        }
    }
}
