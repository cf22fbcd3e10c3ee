//! What a generated `<Model>Query` asks, on its way to the builders of the delegate, and the verbs whose
//! arguments may be left out.

use super::DeletedRows;
use crate::{
    delegate::ModelDelegate,
    error::RusqliteError,
    model::{CreateInput, Key, UpdateInput},
    query::{ConflictTarget, FilterExpr, OrderBy, Selection, TextSearch, Tombstones},
};

/// Which rows of a model, in which order, which part of them. The model is forgotten: generated code knows it.
#[derive(Debug)]
pub struct Query {
    /// The rows that meet it; every row without one.
    pub filter: Option<FilterExpr<()>>,
    /// The words that a full-text search looks for.
    pub search: Option<TextSearch>,
    /// Which soft-deleted rows are taken.
    pub deleted: Option<DeletedRows>,
    /// The order, most significant step first.
    pub order: Vec<OrderBy<()>>,
    /// The greatest count of rows.
    pub limit: Option<i64>,
    /// How many rows are passed over first.
    pub offset: Option<i64>,
}

impl Query {
    /// Says which rows, for a verb of the delegate.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] for a limit or an offset below zero.
    pub(super) fn selection(self) -> Result<Selection, RusqliteError> {
        let mut selection = Selection {
            order: self.order,
            search: self.search,
            tombstones: match self.deleted {
                None => Tombstones::Skipped,
                Some(DeletedRows::Included) => Tombstones::Included,
                Some(DeletedRows::Only) => Tombstones::Only,
            },
            limit: self.limit.map(|limit| unsigned("limit", limit)).transpose()?,
            offset: self.offset.map(|offset| unsigned("offset", offset)).transpose()?,
            ..Selection::default()
        };
        if let Some(filter) = self.filter {
            selection.filter(filter);
        }
        Ok(selection)
    }
}

/// Gathers what is converted one by one: for every model by the same code.
#[inline(never)]
pub fn gathered<T>(items: &mut dyn Iterator<Item = T>) -> Vec<T> {
    items.collect()
}

pub(super) fn unsigned(name: &str, number: i64) -> Result<u64, RusqliteError> {
    u64::try_from(number).map_err(|_| RusqliteError::rule(name, "must not be below zero"))
}

/// Adds a row, or changes the one with the same key, or the same unique columns when they are given.
///
/// # Errors
/// As [`Upsert::run`](crate::Upsert::run).
pub fn upsert<M, K, I: CreateInput<Model = M>>(
    rows: ModelDelegate<'_, M, K>,
    input: I,
    on_conflict: Option<impl Into<ConflictTarget<M>>>,
) -> Result<M, RusqliteError> {
    let upsert = rows.upsert(input);
    match on_conflict {
        Some(columns) => upsert.on_conflict(columns).run(),
        None => upsert.run(),
    }
}

/// Changes the row with this key, at this version when one is given.
///
/// # Errors
/// As [`UpdateSet::run`](crate::UpdateSet::run).
pub fn update<M, K: Key, I: UpdateInput<Model = M>>(
    rows: ModelDelegate<'_, M, K>,
    id: K,
    input: I,
    version: Option<i64>,
) -> Result<M, RusqliteError> {
    let update = rows.update(id).set(input);
    match version {
        Some(version) => update.if_match(version).run(),
        None => update.run(),
    }
}

/// Where a page of keyset paging begins or ends.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum PageStart {
    /// It is the first page.
    First,
    /// It is the page after this cursor.
    After {
        /// The cursor.
        cursor: String,
    },
    /// It is the page before this cursor.
    Before {
        /// The cursor.
        cursor: String,
    },
    /// It is the last page.
    Last,
}

/// Gives a count of rows as the border carries it; SQLite counts no further.
pub fn count(rows: impl TryInto<i64>) -> i64 {
    rows.try_into().unwrap_or(i64::MAX)
}
