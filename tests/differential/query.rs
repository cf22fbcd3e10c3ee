//! Queries as data: the builder that a recipe makes, and the rows that it asks for.

use std::fmt::Debug;

use larder::{FindMany, ModelDelegate};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{data::Database, fields::Model, filter::Filter, order::Step, world::World};

/// Which rows, in which order.
#[derive(Debug)]
pub(crate) struct Rows<M> {
    pub(crate) filters: Vec<Filter<M>>,
    pub(crate) order: Vec<Step<M>>,
    pub(crate) tombstones: Tombstones,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Tombstones {
    Skipped,
    Included,
    Only,
}

/// Which part of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) limit: Option<u64>,
    pub(crate) offset: Option<u64>,
}

impl Part {
    pub(crate) fn of<T>(self, rows: Vec<T>) -> Vec<T> {
        let offset = self.offset.map_or(0, |rows| rows as usize);
        let limit = self.limit.map_or(usize::MAX, |rows| rows as usize);
        rows.into_iter().skip(offset).take(limit).collect()
    }
}

/// Takes the filters and the tombstones of a recipe over to a builder.
macro_rules! narrowed {
    ($builder:expr, $rows:expr) => {{
        let builder = $rows.filters.iter().fold($builder, |builder, filter| builder.where_(filter.typed()));
        match $rows.tombstones {
            $crate::query::Tombstones::Skipped => builder,
            $crate::query::Tombstones::Included => builder.with_deleted(),
            $crate::query::Tombstones::Only => builder.only_deleted(),
        }
    }};
}
pub(crate) use narrowed;

impl<M: Model> Rows<M> {
    /// Gives the query, in the order of the recipe.
    pub(crate) fn ordered<'a>(&self, world: &'a World) -> FindMany<'a, M, M::Key> {
        let query = narrowed!(ModelDelegate::new(world, M::descriptor()).find_many(), self);
        self.order.iter().fold(query, |query, step| query.order_by(step.typed()))
    }

    /// Gives the query, in an order that tells every two rows apart.
    pub(crate) fn query<'a>(&self, world: &'a World) -> FindMany<'a, M, M::Key> {
        M::by_key().into_iter().fold(self.ordered(world), FindMany::order_by)
    }

    /// Gives the rows.
    pub(crate) fn of<'d>(&self, db: &'d Database) -> Vec<&'d M> {
        let kept = M::all(db).iter().filter(|kept| match self.tombstones {
            Tombstones::Skipped => !kept.is_deleted,
            Tombstones::Included => true,
            Tombstones::Only => kept.is_deleted,
        });
        sorted(db, kept.map(|kept| &kept.row).collect(), &self.filters, &self.order)
    }
}

/// Leaves out the rows that do not meet every filter and puts the others in order, by their key in the end.
pub(crate) fn sorted<'d, M: Model>(
    db: &Database,
    rows: Vec<&'d M>,
    filters: &[Filter<M>],
    order: &[Step<M>],
) -> Vec<&'d M> {
    let mut rows = rows;
    rows.retain(|row| filters.iter().all(|filter| filter.holds(db, Some(*row))));
    rows.sort_by(|one, other| {
        let steps = order.iter().map(|step| step.compare(db, Some(*one), Some(*other)));
        let by_step = steps.into_iter().find(|ordering| ordering.is_ne());
        by_step.unwrap_or_else(|| one.identity().cmp(&other.identity()))
    });
    rows
}

/// What a recipe asks of the database.
pub(crate) trait Question: Debug {
    /// Asks both, and says how they differ.
    fn ask(&self, world: &World, db: &Database) -> Result<(), TestCaseError>;
}

pub(crate) fn rows<M: Model>(
    filter: &BoxedStrategy<Filter<M>>,
    step: &BoxedStrategy<Step<M>>,
) -> BoxedStrategy<Rows<M>> {
    use Tombstones::{Included, Only, Skipped};
    let tombstones = select(&[Skipped, Skipped, Skipped, Included, Only][..]);
    (vec(filter.clone(), 0..3), vec(step.clone(), 0..3), tombstones)
        .prop_map(|(filters, order, tombstones)| {
            let tombstones = if M::HAS_TOMBSTONES { tombstones } else { Skipped };
            Rows { filters, order, tombstones }
        })
        .boxed()
}

pub(crate) fn parts() -> impl Strategy<Value = Part> {
    (option::of(0..6_u64), option::of(0..5_u64)).prop_map(|(limit, offset)| Part { limit, offset })
}
