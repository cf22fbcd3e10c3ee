//! Reads the rows that a full-text search finds, each with an extract that shows why.

use super::{
    FindMany, Includes,
    call::traced,
    include::{including, statements},
    plan::{Read, explain_all, preview_all},
    target::Reads,
};
use crate::{
    error::RusqliteError,
    model::Table,
    query::{Found, QueryPlan, Selection},
    sql::{self, Statement},
};

/// A search for rows with their extracts that has not run.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct Snippets<'a, M: 'static, K: 'static, I = ()> {
    pub(super) query: FindMany<'a, M, K, I>,
}

impl<M, K, I: Includes<M>> Snippets<'_, M, K, I> {
    /// Gives the rows with their extracts.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] when the query has no `search`; else as [`FindMany::run`].
    pub fn run(self) -> Result<Vec<Found<I::Row>>, RusqliteError> {
        let FindMany { delegate, selection, includes } = &self.query;
        let table = delegate.model.table;
        traced(table, "snippets", || {
            let statement = &find(table, selection)?;
            let mut snippets: Vec<String> = Vec::new();
            let rows = including(*delegate, includes, Reads::One, &mut |connection, take| {
                let read = Read { table, verb: "snippets", statement, selection, limit: selection.limit };
                read.rows(connection, &mut |row| {
                    snippets.push(row.get(table.columns.len())?);
                    take(row)
                })
            })?;
            let found = rows.into_iter().zip(snippets).map(|(item, snippet)| Found { item, snippet });
            Ok(found.collect::<Vec<_>>().into())
        })
    }

    /// Gives the statement, and on lines of their own those that read what comes along.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        let query = find(self.query.delegate.model.table, &self.query.selection)?;
        Ok(preview_all(&statements(query, &self.query.includes)?))
    }

    /// Gives how SQLite runs the statement, and after it those that read what comes along. None of them runs.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let query = find(self.query.delegate.model.table, &self.query.selection)?;
        explain_all(self.query.delegate.target, &statements(query, &self.query.includes)?)
    }
}

fn find<'q>(table: &'static Table, selection: &'q Selection) -> Result<Statement<'q>, RusqliteError> {
    if selection.search.is_none() {
        return Err(RusqliteError::rule(format!("{}.snippets", table.model), "the query has no search"));
    }
    sql::find(table, selection)
}
