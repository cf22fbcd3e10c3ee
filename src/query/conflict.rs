//! On which unique columns an upsert meets a row that is there.

use std::{fmt, marker::PhantomData};

use super::{FieldRef, FilterExpr, Predicate};
use crate::model::Column;

/// The unique columns on which an upsert meets an existing row: one field, or a tuple of fields.
///
/// A unique index that the app made by SQL of its own for a part of the rows is named by its fields and its condition:
///
/// ```
/// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
/// # use schema::cratestack_schema::note;
/// # use larder::ConflictTarget;
/// // CREATE UNIQUE INDEX live_titles ON notes (title) WHERE deleted_at IS NULL
/// let live_titles = ConflictTarget::from(note::title()).where_(note::deleted_at().is_null());
/// ```
pub struct ConflictTarget<M> {
    pub(crate) meeting: Meeting,
    model: PhantomData<fn() -> M>,
}

/// The columns of a unique constraint, or of a unique index with a condition.
#[derive(Debug, Clone)]
pub(crate) struct Meeting {
    pub(crate) columns: Vec<&'static Column>,
    pub(crate) condition: Option<Predicate>,
}

impl<M> ConflictTarget<M> {
    /// Names columns of the model's table.
    pub const fn new(columns: Vec<&'static Column>) -> Self {
        Self { meeting: Meeting { columns, condition: None }, model: PhantomData }
    }

    /// Names the condition of a partial index. SQLite finds the index when this filter is what its `WHERE` says.
    pub fn where_(mut self, condition: FilterExpr<M>) -> Self {
        self.meeting.condition = Some(condition.predicate);
        self
    }
}

impl<M> fmt::Debug for ConflictTarget<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.meeting.columns.iter().map(|column| column.field)).finish()
    }
}

impl<M, T> From<FieldRef<M, T>> for ConflictTarget<M> {
    fn from(field: FieldRef<M, T>) -> Self {
        Self::new(vec![field.column()])
    }
}

impl<M, A, B> From<(FieldRef<M, A>, FieldRef<M, B>)> for ConflictTarget<M> {
    fn from((a, b): (FieldRef<M, A>, FieldRef<M, B>)) -> Self {
        Self::new(vec![a.column(), b.column()])
    }
}

impl<M, A, B, C> From<(FieldRef<M, A>, FieldRef<M, B>, FieldRef<M, C>)> for ConflictTarget<M> {
    fn from((a, b, c): (FieldRef<M, A>, FieldRef<M, B>, FieldRef<M, C>)) -> Self {
        Self::new(vec![a.column(), b.column(), c.column()])
    }
}
