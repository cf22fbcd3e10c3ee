//! Reads the rows that a full-text search finds, each with an extract that shows why.

use super::{
    FindMany, Includes, ModelDelegate, Target,
    find_many::find_rows,
    include::{Collect, including},
    target::Reads,
};
use crate::{
    error::RusqliteError,
    model::Table,
    query::{Found, QueryPlan, Selection},
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
        let FindMany { delegate: ModelDelegate { target, model }, selection, includes } = self.query;
        let mut snippets = Vec::new();
        let rows = including(model, &includes, &mut |reads, collect| {
            snippets = find_snippets(target, model.table, &selection, reads, collect)?;
            Ok(())
        })?;
        Ok(rows.into_iter().zip(snippets).map(|(item, snippet)| Found { item, snippet }).collect())
    }

    /// Gives the statement, and on lines of their own those that read what comes along.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        require_search(self.query.delegate.model.table, &self.query.selection)?;
        self.query.preview_sql()
    }

    /// Gives how SQLite runs the statement, and after it those that read what comes along. None of them runs.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        require_search(self.query.delegate.model.table, &self.query.selection)?;
        self.query.explain()
    }
}

fn find_snippets(
    target: Target<'_>,
    table: &'static Table,
    selection: &Selection,
    reads: Reads,
    collect: Collect<'_>,
) -> Result<Vec<String>, RusqliteError> {
    require_search(table, selection)?;
    let mut snippets = Vec::new();
    find_rows(target, table, "snippets", selection, reads, &mut |connection, hand| {
        collect(connection, &mut |connection, take| {
            hand(connection, &mut |row| {
                snippets.push(row.get(table.columns.len())?);
                take(row)
            })
        })
    })?;
    Ok(snippets)
}

fn require_search(table: &'static Table, selection: &Selection) -> Result<(), RusqliteError> {
    match selection.search {
        Some(_) => Ok(()),
        None => Err(RusqliteError::rule(format!("{}.snippets", table.model), "the query has no search")),
    }
}
