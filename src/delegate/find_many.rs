//! Reads rows.

use super::{
    Keyset, ModelDelegate, Paginate, Snippets, Target,
    call::{many, traced},
    filtering::{filtering, ordering, reading},
    keyset::Side,
    plan::{Read, explain},
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::Table,
    query::{Cursor, PageInput, QueryPlan, Selection, SnippetOptions},
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
reading!(FindMany<'a, M, K>);
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

    /// Asks for the page of rows after this cursor, or for the first page without one. As far as the order tells, no row
    /// is passed over or comes twice, whatever is written between two pages.
    pub fn after(self, cursor: impl Into<Option<Cursor>>) -> Keyset<'a, M, K> {
        Keyset { query: self, side: Side::After, cursor: cursor.into() }
    }

    /// Asks for the page of rows before this cursor, or for the last page without one.
    pub fn before(self, cursor: impl Into<Option<Cursor>>) -> Keyset<'a, M, K> {
        Keyset { query: self, side: Side::Before, cursor: cursor.into() }
    }

    /// Asks for an extract of each row besides, which shows why the search found it.
    pub fn snippets(self, snippet: SnippetOptions) -> Snippets<'a, M, K> {
        Snippets { query: self, snippet }
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
            many(model.decode, |take| find_many(target, model.table, &self.selection, take)).map(Into::into)
        })
    }

    /// Gives the statement.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        sql::find(self.delegate.model.table, &self.selection).map(|statement| statement.text.into_owned())
    }

    /// Gives how SQLite runs the statement. It does not run.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        explain(target, &sql::find(model.table, &self.selection)?)
    }
}

pub(super) fn find_many(
    target: Target<'_>,
    table: &'static Table,
    selection: &Selection,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    let statement = sql::find(table, selection)?;
    target.once(|connection| {
        Read { table, verb: "find_many", statement: &statement, selection, limit: selection.limit }
            .watch(connection);
        db::every_row(connection, &statement, table, take)
    })
}
