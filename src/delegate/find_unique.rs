//! Reads the row with a key.

use super::{
    Includes, ModelDelegate, Target,
    call::{Counted, traced},
    filtering::relating,
    include::{Collect, statements},
    live,
    plan::{explain_all, preview_all},
    shown::shown,
    target::Reads,
};
use crate::{
    db,
    error::RusqliteError,
    model::{Key, Table},
    query::QueryPlan,
    sql,
    value::Value,
};

/// A look-up by key that has not run; `I` is what comes along with the row.
#[must_use = "a query does nothing until `run`"]
pub struct FindUnique<'a, M: 'static, K: 'static, I = ()> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) key: K,
    pub(super) includes: I,
}

relating!(FindUnique<'a, M, K, I> { delegate, key });
shown!(FindUnique<'a, M, K, I>, delegate);

impl<M, K: Key, I: Includes<M>> FindUnique<'_, M, K, I> {
    /// Gives the row, or `None` when there is none or it is soft-deleted.
    ///
    /// # Errors
    /// [`RusqliteError::Unreadable`] when the row cannot be read; what every call can give.
    pub fn run(self) -> Result<Option<I::Row>, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let key = self.key.into_values(model.table)?;
        self.includes
            .one(model, &mut |reads, collect| find_row(target, model.table, key.as_ref(), reads, collect))
    }

    /// Gives the statement, and on lines of their own those that read what comes along.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] when the value of an include's filter does not fit its field.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        let query = sql::find_unique(self.delegate.model.table, &[]);
        Ok(preview_all(&statements(query, &self.includes)?))
    }

    /// Gives how SQLite runs the statement, which is the same for every key, and after it those that read what comes along.
    /// None of them runs.
    ///
    /// # Errors
    /// What every call can give.
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let query = sql::find_unique(self.delegate.model.table, &[]);
        explain_all(self.delegate.target, &statements(query, &self.includes)?)
    }
}

/// Hands over the row with a key.
pub(crate) fn find_row(
    target: Target<'_>,
    table: &'static Table,
    key: &[Value],
    reads: Reads,
    collect: Collect<'_>,
) -> Result<(), RusqliteError> {
    traced(table, "find_unique", || {
        let statement = sql::find_unique(table, key);
        let mut rows = 0;
        target.read(live::reads(reads), &mut |connection| {
            rows = live::rows(
                connection,
                table,
                || live::of_key(table, key),
                collect,
                &mut |connection, take| db::first_row(connection, &statement, table, take).map(drop),
            )?;
            Ok(())
        })?;
        Ok(Counted { value: (), rows })
    })
}
