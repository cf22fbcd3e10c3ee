//! Reads rows.

use super::{
    ModelDelegate, Paginate,
    call::traced,
    filtering::{filtering, ordering},
};
use crate::{
    db,
    error::RusqliteError,
    query::{PageInput, Selection},
    sql,
};

/// A query for rows that has not run.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct FindMany<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) selection: Selection,
}

filtering!(FindMany<'a, M, K>);
ordering!(FindMany<'a, M, K>);

impl<'a, M, K> FindMany<'a, M, K> {
    /// Gives at most so many rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.selection.limit = Some(rows);
        self
    }

    /// Passes over so many rows first, with a limit or without.
    pub fn offset(mut self, rows: u64) -> Self {
        self.selection.offset = Some(rows);
        self
    }

    /// Asks for a page of the rows instead of for the rows.
    pub fn paginate(self, input: PageInput) -> Paginate<'a, M, K> {
        Paginate { query: self, input }
    }

    /// Gives the rows.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] when a filter's value does not fit its field; [`RusqliteError::Unreadable`] when a
    /// row cannot be read;
    /// [`RusqliteError::Validation`] when the limit or offset is beyond what SQLite counts.
    pub fn run(self) -> Result<Vec<M>, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        traced(model.table, "find_many", || {
            let statement = sql::find(model.table, &self.selection)?;
            target
                .once(|connection| db::query_all(connection, &statement, model.table, model.decode))
                .map(Into::into)
        })
    }

    /// Gives the statement.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        sql::find(self.delegate.model.table, &self.selection).map(|statement| statement.text.into_owned())
    }
}
