//! The verbs that write the rows of a filter: which rows they take, and which they leave.

use std::fmt::Debug;

use larder::{FilterExpr, ModelDelegate, RusqliteError, Transaction};
use proptest::{collection::vec, prelude::*};

use crate::{
    data::Database,
    fields::Model,
    filter::{AllFilters, Filter},
    query::{Question, Rows, Tombstones},
    schema::cratestack_schema::{MARK_MODEL, Mark, NODE_MODEL, Node, UpdateNodeInput, mark, node},
    world::World,
};

/// A score that no row has.
const NEW: i64 = 777;

/// An update of the nodes and a deletion of the marks that meet the filters. Each is undone.
#[derive(Debug)]
struct Change {
    nodes: Vec<Filter<Node>>,
    marks: Vec<Filter<Mark>>,
}

/// Gives the rows that a verb takes, and those that it leaves alone.
fn split<M: Model>(db: &Database, filters: &[Filter<M>]) -> (Vec<M>, Vec<M>) {
    let live = Rows { filters: Vec::new(), order: Vec::new(), tombstones: Tombstones::Skipped };
    live.of(db).into_iter().cloned().partition(|row| filters.iter().all(|filter| filter.holds(db, Some(row))))
}

fn typed<M: Model>(filters: &[Filter<M>]) -> FilterExpr<M> {
    FilterExpr::all(filters.iter().map(Filter::typed))
}

/// Gives what a transaction finds, and takes back what it wrote.
fn undone<T>(world: &World, work: impl FnOnce(&Transaction<'_>) -> Result<T, RusqliteError>) -> T {
    let mut found = None;
    let outcome = world.transaction(|tx| {
        found = Some(work(tx)?);
        Err::<(), _>(RusqliteError::aborted("undone"))
    });
    assert!(matches!(outcome, Err(RusqliteError::Aborted { .. })), "{outcome:?}");
    found.unwrap()
}

impl Question for Change {
    fn ask(&self, world: &World, db: &Database) -> Result<(), TestCaseError> {
        let (taken, _) = split(db, &self.nodes);
        let changed = taken.into_iter().map(|node| Node { score: Some(NEW), ..node }).collect::<Vec<_>>();
        let found = undone(world, |tx| {
            let nodes = ModelDelegate::new(tx, &NODE_MODEL);
            let set = UpdateNodeInput { score: Some(Some(NEW)), ..UpdateNodeInput::default() };
            let updated = nodes.update_many().where_(typed(&self.nodes)).set(set).run()?;
            let found = nodes.find_many().with_deleted().where_(node::score().eq(NEW));
            Ok((updated, found.order_by(node::id().asc()).run()?))
        });
        prop_assert_eq!(found, (changed.len() as u64, changed));

        let (gone, left) = split(db, &self.marks);
        let found = undone(world, |tx| {
            let marks = ModelDelegate::new(tx, &MARK_MODEL);
            let deleted = marks.delete_many().where_(typed(&self.marks)).run()?;
            Ok((deleted, marks.find_many().order_by(mark::id().asc()).run()?))
        });
        prop_assert_eq!(found, (gone.len() as u64, left));
        Ok(())
    }
}

pub(crate) fn questions(filters: &AllFilters) -> BoxedStrategy<Box<dyn Question>> {
    (vec(filters.node.clone(), 0..3), vec(filters.mark.clone(), 0..3))
        .prop_map(|(nodes, marks)| Box::new(Change { nodes, marks }) as Box<dyn Question>)
        .boxed()
}
