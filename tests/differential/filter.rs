//! Filters as data: what a recipe says, the typed filter that it makes, and whether it holds of a row.

use std::{fmt, fmt::Debug, rc::Rc};

use larder::{FilterExpr, Ordered};
use proptest::{collection::vec, option, prelude::*};

use crate::{
    condition::{Compared, Flag, Matched, OneOp, OrderOp, Quantifier, Same, SameOp, TextOp, ToMany, ToOne},
    data::Database,
    document,
    fields::{self, Field, Model, Scalar, Source},
    pool,
    relations::{self, Many, One},
    schema::cratestack_schema::{Label, Link, Mark, Node, Team},
};

/// What can be asked of a row. Where there is no row at all, its fields hold nothing.
pub(crate) trait Condition<M>: Debug {
    fn typed(&self) -> FilterExpr<M>;
    fn holds(&self, db: &Database, row: Option<&M>) -> bool;
}

/// A tree of conditions.
#[derive(Clone)]
pub(crate) enum Filter<M> {
    Leaf(Rc<dyn Condition<M>>),
    All(Vec<Filter<M>>),
    Any(Vec<Filter<M>>),
    And(Box<[Filter<M>; 2]>),
    Or(Box<[Filter<M>; 2]>),
    Not(Box<Filter<M>>),
}

impl<M: 'static> Filter<M> {
    pub(crate) fn typed(&self) -> FilterExpr<M> {
        match self {
            Self::Leaf(condition) => condition.typed(),
            Self::All(parts) => FilterExpr::all(parts.iter().map(Self::typed)),
            Self::Any(parts) => FilterExpr::any(parts.iter().map(Self::typed)),
            Self::And(both) => both[0].typed().and(both[1].typed()),
            Self::Or(both) => both[0].typed().or(both[1].typed()),
            Self::Not(part) => part.typed().not(),
        }
    }

    pub(crate) fn holds(&self, db: &Database, row: Option<&M>) -> bool {
        match self {
            Self::Leaf(condition) => condition.holds(db, row),
            Self::All(parts) => parts.iter().all(|part| part.holds(db, row)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(db, row)),
            Self::And(both) => both[0].holds(db, row) && both[1].holds(db, row),
            Self::Or(both) => both[0].holds(db, row) || both[1].holds(db, row),
            Self::Not(part) => !part.holds(db, row),
        }
    }
}

impl<M> Debug for Filter<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaf(condition) => condition.fmt(f),
            Self::All(parts) => f.debug_tuple("All").field(parts).finish(),
            Self::Any(parts) => f.debug_tuple("Any").field(parts).finish(),
            Self::And(both) => f.debug_tuple("And").field(both).finish(),
            Self::Or(both) => f.debug_tuple("Or").field(both).finish(),
            Self::Not(part) => f.debug_tuple("Not").field(part).finish(),
        }
    }
}

type Filters<M> = BoxedStrategy<Filter<M>>;

fn leaf<M, C: Condition<M> + 'static>(condition: C) -> Filter<M> {
    Filter::Leaf(Rc::new(condition))
}

/// Gives a field, or sometimes the first of several.
pub(crate) fn source<M: Model, T: Scalar>(table: &'static [Field<M, T>]) -> BoxedStrategy<Source<M, T>> {
    prop_oneof![
        5 => select(table).prop_map(|field| Source(vec![field])),
        1 => vec(select(table), 2..=3).prop_map(Source),
    ]
    .boxed()
}

/// Gives `&'static` picks of a table.
fn select<M: 'static, T: 'static>(
    table: &'static [Field<M, T>],
) -> impl Strategy<Value = &'static Field<M, T>> {
    (0..table.len()).prop_map(move |at| &table[at])
}

fn same<M: Model, T: Scalar>(table: &'static [Field<M, T>], value: &BoxedStrategy<T>) -> Filters<M> {
    let (v, o) = (|| value.clone(), || option::weighted(0.7, value.clone()));
    let op = prop_oneof![
        2 => v().prop_map(SameOp::Eq),
        2 => v().prop_map(SameOp::Ne),
        1 => o().prop_map(SameOp::EqOptional),
        1 => o().prop_map(SameOp::NeOptional),
        1 => Just(SameOp::IsNull),
        1 => Just(SameOp::IsNotNull),
        2 => vec(v(), 0..4).prop_map(SameOp::In),
        2 => vec(v(), 0..4).prop_map(SameOp::NotIn),
        1 => o().prop_map(SameOp::Match),
    ];
    (source(table), op).prop_map(|(field, op)| leaf(Same { field, op })).boxed()
}

fn compared<M: Model, T: Scalar + Ordered>(
    table: &'static [Field<M, T>],
    value: &BoxedStrategy<T>,
) -> Filters<M> {
    let v = || value.clone();
    let op = prop_oneof![
        v().prop_map(OrderOp::Lt),
        v().prop_map(OrderOp::Lte),
        v().prop_map(OrderOp::Gt),
        v().prop_map(OrderOp::Gte),
        (v(), v()).prop_map(|(low, high)| OrderOp::Between(low, high)),
    ];
    let ordered = (source(table), op).prop_map(|(field, op)| leaf(Compared { field, op }));
    prop_oneof![same(table, value), ordered].boxed()
}

fn matched<M: Model>(table: &'static [Field<M, String>]) -> Filters<M> {
    use TextOp::{
        Contains, ContainsIgnoreCase, EndsWith, EndsWithIgnoreCase, StartsWith, StartsWithIgnoreCase,
    };
    let ops =
        vec![Contains, StartsWith, EndsWith, ContainsIgnoreCase, StartsWithIgnoreCase, EndsWithIgnoreCase];
    let matched = (source(table), prop::sample::select(ops), pool::names())
        .prop_map(|(field, op, text)| leaf(Matched { field, op, text }));
    prop_oneof![compared(table, &pool::names()), matched].boxed()
}

fn flag<M: Model>(table: &'static [Field<M, bool>]) -> Filters<M> {
    let flag = (source(table), any::<bool>()).prop_map(|(field, is)| leaf(Flag { field, is }));
    prop_oneof![same(table, &any::<bool>().boxed()), flag].boxed()
}

fn to_one<M: Model, T: Model>(table: &'static [One<M, T>], filter: &Filters<T>) -> Filters<M> {
    let op = prop_oneof![
        1 => Just(()).prop_map(|()| OneOp::IsSome),
        1 => Just(()).prop_map(|()| OneOp::IsNone),
        4 => filter.clone().prop_map(OneOp::Is),
    ];
    (0..table.len(), op).prop_map(|(at, op)| leaf(ToOne { relation: &table[at], op })).boxed()
}

fn to_many<M: Model, T: Model>(table: &'static [Many<M, T>], filter: &Filters<T>) -> Filters<M> {
    let quantifiers = vec![Quantifier::Some, Quantifier::Every, Quantifier::None];
    (0..table.len(), prop::sample::select(quantifiers), filter.clone())
        .prop_map(|(at, quantifier, filter)| leaf(ToMany { relation: &table[at], quantifier, filter }))
        .boxed()
}

/// Combines filters, and leaves most as they are.
fn combined<M: Model>(filter: &Filters<M>) -> Filters<M> {
    let f = || filter.clone();
    prop_oneof![
        4 => f(),
        1 => vec(f(), 0..4).prop_map(Filter::All),
        1 => vec(f(), 0..4).prop_map(Filter::Any),
        1 => (f(), f()).prop_map(|(one, other)| Filter::And(Box::new([one, other]))),
        1 => (f(), f()).prop_map(|(one, other)| Filter::Or(Box::new([one, other]))),
        1 => f().prop_map(|part| Filter::Not(Box::new(part))),
    ]
    .boxed()
}

/// The filters of every model, up to a depth.
#[derive(Clone, Debug)]
pub(crate) struct AllFilters {
    pub(crate) node: Filters<Node>,
    pub(crate) team: Filters<Team>,
    pub(crate) label: Filters<Label>,
    pub(crate) link: Filters<Link>,
    pub(crate) mark: Filters<Mark>,
}

impl AllFilters {
    /// Those that look at fields.
    fn leaves() -> Self {
        let node = prop_oneof![
            4 => matched(fields::NODE_TEXTS),
            3 => compared(fields::NODE_INTS, &pool::ints()),
            1 => compared(fields::NODE_BIGS, &pool::bigs()),
            2 => compared(fields::NODE_FLOATS, &pool::floats()),
            1 => flag(fields::NODE_FLAGS),
            2 => compared(fields::NODE_TIMES, &pool::times()),
            3 => compared(fields::NODE_DECIMALS, &pool::decimals()),
            1 => same(fields::NODE_MOODS, &pool::moods()),
            1 => same(fields::NODE_SIZES, &pool::sizes()),
            1 => compared(fields::NODE_CODES, &pool::codes()),
            1 => compared(fields::NODE_BLOBS, &pool::blobs()),
            1 => same(fields::NODE_DOCUMENTS, &pool::documents()),
            2 => document::conditions(fields::NODE_DOCUMENTS).prop_map(Filter::Leaf),
        ];
        let team = prop_oneof![
            matched(fields::TEAM_TEXTS),
            compared(fields::TEAM_INTS, &pool::ints()),
            compared(fields::TEAM_DECIMALS, &pool::decimals()),
            compared(fields::TEAM_TIMES, &pool::times()),
        ];
        let label = prop_oneof![matched(fields::LABEL_TEXTS), compared(fields::LABEL_INTS, &pool::ints())];
        let link = prop_oneof![matched(fields::LINK_TEXTS), compared(fields::LINK_INTS, &pool::ints())];
        let mark = prop_oneof![matched(fields::MARK_TEXTS), compared(fields::MARK_INTS, &pool::ints())];
        Self {
            node: node.boxed(),
            team: team.boxed(),
            label: label.boxed(),
            link: link.boxed(),
            mark: mark.boxed(),
        }
    }

    /// Those that combine these and look one relation further.
    fn deeper(self) -> Self {
        let node = prop_oneof![
            6 => self.node.clone(),
            1 => to_one(relations::NODE_TO_NODE, &self.node),
            1 => to_one(relations::NODE_TO_TEAM, &self.team),
            2 => to_many(relations::NODE_TO_NODES, &self.node),
            2 => to_many(relations::NODE_TO_LINKS, &self.link),
        ];
        let team = prop_oneof![2 => self.team.clone(), 1 => to_many(relations::TEAM_TO_NODES, &self.node)];
        let label = prop_oneof![2 => self.label.clone(), 1 => to_many(relations::LABEL_TO_LINKS, &self.link)];
        let link = prop_oneof![
            4 => self.link.clone(),
            1 => to_one(relations::LINK_TO_NODE, &self.node),
            1 => to_one(relations::LINK_TO_TEAM, &self.team),
            1 => to_one(relations::LINK_TO_LABEL, &self.label),
            1 => to_many(relations::LINK_TO_LINKS, &self.link),
            1 => to_many(relations::LINK_TO_MARKS, &self.mark),
        ];
        let mark = prop_oneof![
            2 => self.mark.clone(),
            1 => to_one(relations::MARK_TO_LINK, &self.link),
            1 => to_one(relations::MARK_TO_NODE, &self.node),
            1 => to_many(relations::MARK_TO_MARKS, &self.mark),
        ];
        Self {
            node: combined(&node.boxed()),
            team: combined(&team.boxed()),
            label: combined(&label.boxed()),
            link: combined(&link.boxed()),
            mark: combined(&mark.boxed()),
        }
    }

    pub(crate) fn new() -> Self {
        (0..3).fold(Self::leaves(), |filters, _| filters.deeper())
    }
}
