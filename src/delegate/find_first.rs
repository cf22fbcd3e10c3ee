//! Reads the first row of an order.

use super::{
    Includes, ModelDelegate,
    filtering::{filtering, ordering, reading, relating},
    find_many::find_rows,
    include::statements,
    plan::{explain_all, preview_all},
};
use crate::{
    error::RusqliteError,
    query::{QueryPlan, Selection},
    sql,
};

/// A query for the first row that has not run; `I` is what comes along with it.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct FindFirst<'a, M: 'static, K: 'static, I = ()> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) selection: Selection,
    pub(super) includes: I,
}

filtering!(FindFirst<'a, M, K, I>);
reading!(FindFirst<'a, M, K, I>);
ordering!(FindFirst<'a, M, K, I>);
relating!(FindFirst<'a, M, K, I> { delegate, selection });

impl<M, K, I: Includes<M>> FindFirst<'_, M, K, I> {
    /// Gives the row, or `None` when no row meets the filters.
    ///
    /// # Errors
    /// As [`FindMany::run`](super::FindMany::run).
    pub fn run(self) -> Result<Option<I::Row>, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        self.includes.one(model, &mut |reads, collect| {
            find_rows(target, model.table, "find_first", &self.selection, reads, collect)
        })
    }

    /// Gives the statement, and on lines of their own those that read what comes along.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        let query = sql::find(self.delegate.model.table, &self.selection)?;
        Ok(preview_all(&statements(query, &self.includes)?))
    }

    /// Gives how SQLite runs the statement, and after it those that read what comes along. None of them runs.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let query = sql::find(self.delegate.model.table, &self.selection)?;
        explain_all(self.delegate.target, &statements(query, &self.includes)?)
    }
}
