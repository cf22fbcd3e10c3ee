//! Orders as data: the typed step that a recipe makes, and how it compares two rows.

use std::{cmp::Ordering, fmt::Debug, rc::Rc};

use larder::OrderBy;
use proptest::{prelude::*, sample::select};

use crate::{
    data::Database,
    document,
    fields::{self, Field, Model, Scalar, Source, on},
    filter::source,
    relations::{self, One},
    schema::cratestack_schema::{Label, Link, Mark, Node, Team},
};

/// What rows are ordered by.
pub(crate) trait Key<M>: Debug {
    fn typed(&self) -> OrderBy<M>;
    fn compare(&self, db: &Database, one: Option<&M>, other: Option<&M>) -> Ordering;
}

pub(crate) type Step<M> = Rc<dyn Key<M>>;

/// Where what holds nothing comes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Nulls {
    Natural,
    First,
    Last,
}

impl Nulls {
    pub(crate) fn typed<M>(self, order: OrderBy<M>) -> OrderBy<M> {
        match self {
            Self::Natural => order,
            Self::First => order.nulls_first(),
            Self::Last => order.nulls_last(),
        }
    }
}

/// Says which of two values comes first.
pub(crate) fn put<T>(
    one: Option<T>,
    other: Option<T>,
    descends: bool,
    nulls: Nulls,
    compare: impl Fn(&T, &T) -> Ordering,
) -> Ordering {
    let nothing_first = match nulls {
        Nulls::Natural => !descends,
        Nulls::First => true,
        Nulls::Last => false,
    };
    match (one, other) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) if nothing_first => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) if nothing_first => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(one), Some(other)) if descends => compare(&other, &one),
        (Some(one), Some(other)) => compare(&one, &other),
    }
}

/// By a field, or by the first of several that holds something.
#[derive(Debug)]
pub(crate) struct By<M: 'static, T: 'static> {
    pub(crate) field: Source<M, T>,
    pub(crate) descends: bool,
    pub(crate) nulls: Nulls,
}

impl<M: Debug, T: Scalar> Key<M> for By<M, T> {
    fn typed(&self) -> OrderBy<M> {
        let order =
            on!(self.field.reference(), field => if self.descends { field.desc() } else { field.asc() });
        self.nulls.typed(order)
    }

    fn compare(&self, db: &Database, one: Option<&M>, other: Option<&M>) -> Ordering {
        let (one, other) = (self.field.get(db, one), self.field.get(db, other));
        put(one, other, self.descends, self.nulls, T::compare)
    }
}

/// By a step of the related row.
#[derive(Debug)]
struct Through<M: 'static, T: 'static> {
    relation: &'static One<M, T>,
    step: Step<T>,
}

impl<M: Debug, T: Debug> Key<M> for Through<M, T> {
    fn typed(&self) -> OrderBy<M> {
        (self.relation.make)().by(self.step.typed())
    }

    fn compare(&self, db: &Database, one: Option<&M>, other: Option<&M>) -> Ordering {
        let one = one.and_then(|row| (self.relation.row)(db, row));
        let other = other.and_then(|row| (self.relation.row)(db, row));
        self.step.compare(db, one, other)
    }
}

pub(crate) fn nulls() -> impl Strategy<Value = Nulls> {
    select(&[Nulls::Natural, Nulls::First, Nulls::Last][..])
}

type Steps<M> = BoxedStrategy<Step<M>>;

fn by<M: Model, T: Scalar>(table: &'static [Field<M, T>]) -> Steps<M> {
    (source(table), any::<bool>(), nulls())
        .prop_map(|(field, descends, nulls)| Rc::new(By { field, descends, nulls }) as Step<M>)
        .boxed()
}

fn through<M: Model, T: Model>(table: &'static [One<M, T>], step: &Steps<T>) -> Steps<M> {
    (0..table.len(), step.clone())
        .prop_map(|(at, step)| Rc::new(Through { relation: &table[at], step }) as Step<M>)
        .boxed()
}

/// The steps of every model.
#[derive(Clone, Debug)]
pub(crate) struct AllSteps {
    pub(crate) node: Steps<Node>,
    pub(crate) team: Steps<Team>,
    pub(crate) label: Steps<Label>,
    pub(crate) link: Steps<Link>,
    pub(crate) mark: Steps<Mark>,
}

impl AllSteps {
    pub(crate) fn new() -> Self {
        let team = prop_oneof![
            by(fields::TEAM_TEXTS),
            by(fields::TEAM_INTS),
            by(fields::TEAM_DECIMALS),
            by(fields::TEAM_TIMES),
        ]
        .boxed();
        let label = prop_oneof![by(fields::LABEL_TEXTS), by(fields::LABEL_INTS)].boxed();
        let own = prop_oneof![
            3 => by(fields::NODE_TEXTS),
            3 => by(fields::NODE_INTS),
            1 => by(fields::NODE_BIGS),
            2 => by(fields::NODE_FLOATS),
            2 => by(fields::NODE_FLAGS),
            2 => by(fields::NODE_TIMES),
            3 => by(fields::NODE_DECIMALS),
            2 => by(fields::NODE_MOODS),
            2 => by(fields::NODE_SIZES),
            1 => by(fields::NODE_CODES),
            1 => by(fields::NODE_BLOBS),
            1 => document::keys(fields::NODE_DOCUMENTS),
        ]
        .boxed();
        let node = prop_oneof![
            6 => own.clone(),
            1 => through(relations::NODE_TO_NODE, &own),
            1 => through(relations::NODE_TO_TEAM, &team),
        ]
        .boxed();
        let link = prop_oneof![
            2 => by(fields::LINK_TEXTS),
            2 => by(fields::LINK_INTS),
            1 => through(relations::LINK_TO_NODE, &node),
            1 => through(relations::LINK_TO_TEAM, &team),
            1 => through(relations::LINK_TO_LABEL, &label),
        ]
        .boxed();
        let mark = prop_oneof![
            2 => by(fields::MARK_TEXTS),
            1 => by(fields::MARK_INTS),
            1 => through(relations::MARK_TO_LINK, &link),
        ]
        .boxed();
        Self { node, team, label, link, mark }
    }
}
