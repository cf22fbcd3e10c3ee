//! Reads the first row of an order.

use super::{
    ModelDelegate,
    call::traced,
    filtering::{filtering, ordering},
};
use crate::{db, error::RusqliteError, query::Selection, sql};

/// A query for the first row that has not run.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct FindFirst<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) selection: Selection,
}

filtering!(FindFirst<'a, M, K>);
ordering!(FindFirst<'a, M, K>);

impl<M, K> FindFirst<'_, M, K> {
    /// Gives the row, or `None` when no row meets the filters.
    ///
    /// # Errors
    /// As [`FindMany::run`](super::FindMany::run).
    pub fn run(mut self) -> Result<Option<M>, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        self.selection.limit = Some(1);
        traced(model.table, "find_first", || {
            let statement = sql::find(model.table, &self.selection)?;
            target
                .once(|connection| db::query_one(connection, &statement, model.table, model.decode))
                .map(Into::into)
        })
    }

    /// Gives the statement, but for its limit of one row.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        sql::find(self.delegate.model.table, &self.selection).map(|statement| statement.text.into_owned())
    }
}
