//! Reads the row with a key.

use super::{ModelDelegate, call::traced};
use crate::{db, error::RusqliteError, model::Key, sql};

/// A look-up by key that has not run.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct FindUnique<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) key: K,
}

impl<M, K: Key> FindUnique<'_, M, K> {
    /// Gives the row, or `None` when there is none or it is soft-deleted.
    ///
    /// # Errors
    /// [`RusqliteError::Unreadable`] when the row cannot be read; what every call can give.
    pub fn run(self) -> Result<Option<M>, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        traced(model.table, "find_unique", || {
            let key = self.key.into_values(model.table)?;
            let statement = sql::find_unique(model.table, &key);
            target
                .once(|connection| db::query_one(connection, &statement, model.table, model.decode))
                .map(Into::into)
        })
    }

    /// Gives the statement.
    pub fn preview_sql(&self) -> String {
        sql::find_unique(self.delegate.model.table, &[]).text.into_owned()
    }
}
