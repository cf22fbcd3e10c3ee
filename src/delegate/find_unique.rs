//! Reads the row with a key.

use super::{
    ModelDelegate, Target,
    call::{one, traced},
    plan::explain,
    shown::shown,
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::{Key, Table},
    query::QueryPlan,
    sql,
    value::Value,
};

/// A look-up by key that has not run.
#[must_use = "a query does nothing until `run`"]
pub struct FindUnique<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) key: K,
}

shown!(FindUnique<'a, M, K>, delegate);

impl<M, K: Key> FindUnique<'_, M, K> {
    /// Gives the row, or `None` when there is none or it is soft-deleted.
    ///
    /// # Errors
    /// [`RusqliteError::Unreadable`] when the row cannot be read; what every call can give.
    pub fn run(self) -> Result<Option<M>, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        traced(model.table, "find_unique", || {
            let key = self.key.into_values(model.table)?;
            one(model.decode, |take| find_unique(target, model.table, &key, take)).map(Into::into)
        })
    }

    /// Gives the statement.
    pub fn preview_sql(&self) -> String {
        sql::find_unique(self.delegate.model.table, &[]).text.into_owned()
    }

    /// Gives how SQLite runs the statement, which is the same for every key. It does not run.
    ///
    /// # Errors
    /// What every call can give.
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        explain(target, &sql::find_unique(model.table, &[]))
    }
}

fn find_unique(
    target: Target<'_>,
    table: &'static Table,
    key: &[Value],
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    let statement = sql::find_unique(table, key);
    target.once(|connection| db::first_row(connection, &statement, table, take)).map(drop)
}
