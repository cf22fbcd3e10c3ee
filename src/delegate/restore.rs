//! Brings the soft-deleted row with a key back.

use super::{
    ModelDelegate,
    call::{Counted, traced},
    fill,
};
use crate::{db, error::RusqliteError, model::Key, sql};

/// A restore that has not run.
#[derive(Debug)]
#[must_use = "a restore does nothing until `run`"]
pub struct Restore<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) key: K,
}

impl<M, K: Key> Restore<'_, M, K> {
    /// Makes the row live again, as an update that sets `@updatedAt` and `@version`, and gives it as it is then. A row
    /// that is live already stays as it is.
    ///
    /// No unique value can be taken meanwhile: a soft-deleted row still holds its own.
    ///
    /// # Errors
    /// [`RusqliteError::NotFound`] when no row, deleted or not, has the key; [`RusqliteError::Validation`] when the
    /// model has no `@@soft_delete`; what every call can give.
    pub fn run(self) -> Result<M, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let table = model.table;
        traced(table, "restore", || {
            let Some(column) = table.tombstone else {
                return Err(RusqliteError::rule(
                    format!("{}.restore", table.model),
                    "the model has no @@soft_delete; a deleted row is gone",
                ));
            };
            let key = self.key.into_values(table)?;
            let now = fill::instant(table)?;
            let restored = target.atomically(|connection| {
                let restore = sql::restore(table, column, &now, &key);
                match db::query_one(connection, &restore, table, model.decode)? {
                    Some(row) => Ok(Some(row)),
                    None => db::query_one(connection, &sql::find_unique(table, &key), table, model.decode),
                }
            })?;
            restored.map(Counted::one).ok_or(RusqliteError::NotFound { model: table.model })
        })
    }
}
