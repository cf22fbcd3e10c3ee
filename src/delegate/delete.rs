//! Deletes the row with a key.

use super::{
    ModelDelegate,
    call::{Counted, traced},
    fill,
};
use crate::{db, error::RusqliteError, model::Key, sql};

/// A delete that has not run.
#[derive(Debug)]
#[must_use = "a delete does nothing until `run`"]
pub struct Delete<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) key: K,
}

impl<M, K: Key> Delete<'_, M, K> {
    /// Deletes the row and gives it as it was.
    ///
    /// # Errors
    /// [`RusqliteError::NotFound`] when no live row has the key; [`RusqliteError::ForeignKeyViolation`] when another
    /// row names it; what every call can give.
    pub fn run(self) -> Result<M, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let table = model.table;
        traced(table, "delete", || {
            let key = self.key.into_values(table)?;
            let now = fill::instant(table)?;
            let deleted = target.atomically(|connection| {
                let Some(column) = table.tombstone else {
                    return db::query_one(connection, &sql::delete(table, &key), table, model.decode)
                        .map_err(|error| fill::name_foreign_key(connection, table, error, []));
                };
                let row = db::query_one(connection, &sql::find_unique(table, &key), table, model.decode)?;
                db::execute(connection, &sql::tombstone(table, column, &now, &key))?;
                Ok(row)
            })?;
            deleted.map(Counted::one).ok_or(RusqliteError::NotFound { model: table.model })
        })
    }
}
