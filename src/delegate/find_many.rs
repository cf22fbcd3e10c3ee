//! Reads rows.

use super::{
    Includes, Keyset, ModelDelegate, Paginate, Select, Snippets, Target,
    call::{Counted, traced},
    filtering::{filtering, limiting, ordering, reading, relating},
    include::{Collect, including, statements},
    keyset::Side,
    live,
    plan::{Read, explain_all, preview_all},
    target::Reads,
};
use crate::{
    error::RusqliteError,
    model::Table,
    query::{Cursor, Fields, PageInput, QueryPlan, Selection, SnippetOptions},
    sql,
};

/// A query for rows of the model `M` that has not run; `I` is what comes along with them.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct FindMany<'a, M: 'static, K: 'static, I = ()> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) selection: Selection,
    pub(super) includes: I,
}

filtering!(FindMany<'a, M, K, I>);
reading!(FindMany<'a, M, K, I>);
ordering!(FindMany<'a, M, K, I>);
limiting!(FindMany<'a, M, K, I>);
relating!(FindMany<'a, M, K, I> { delegate, selection });

impl<'a, M, K, I> FindMany<'a, M, K, I> {
    /// Asks for a page of the rows instead of for the rows.
    pub fn paginate(self, input: PageInput) -> Paginate<'a, M, K, I> {
        Paginate { query: self, input }
    }

    /// Asks for the page of rows after this cursor, or for the first page without one. As far as the order tells, no row
    /// is passed over or comes twice, whatever is written between two pages.
    pub fn after(self, cursor: impl Into<Option<Cursor>>) -> Keyset<'a, M, K, I> {
        Keyset { query: self, side: Side::After, cursor: cursor.into() }
    }

    /// Asks for the page of rows before this cursor, or for the last page without one.
    pub fn before(self, cursor: impl Into<Option<Cursor>>) -> Keyset<'a, M, K, I> {
        Keyset { query: self, side: Side::Before, cursor: cursor.into() }
    }

    /// Asks for an extract of each row besides, which shows why the search found it.
    pub fn snippets(mut self, snippet: SnippetOptions) -> Snippets<'a, M, K, I> {
        self.selection.snippet = Some(snippet);
        Snippets { query: self }
    }
}

impl<'a, M, K> FindMany<'a, M, K> {
    /// Takes a selection that is made elsewhere.
    #[cfg(feature = "uniffi")]
    pub(crate) fn select_by(self, selection: Selection) -> Self {
        Self { selection, ..self }
    }

    /// Reads these fields of each row instead of all of it: one field, or a tuple of up to eight.
    pub fn select<S: Fields<M>>(self, fields: S) -> Select<'a, M, K, S> {
        Select { delegate: self.delegate, selection: self.selection, fields }
    }
}

impl<M, K, I: Includes<M>> FindMany<'_, M, K, I> {
    /// Gives the rows.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] when a filter's value does not fit its field; [`RusqliteError::Unreadable`] when a
    /// row cannot be read;
    /// [`RusqliteError::Validation`] when the limit or offset is beyond what SQLite counts.
    pub fn run(self) -> Result<Vec<I::Row>, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        including(model, &self.includes, &mut |reads, collect| {
            find_rows(target, model.table, "find_many", &self.selection, reads, collect)
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

/// The work of every verb that reads rows by one statement.
pub(crate) fn find_rows(
    target: Target<'_>,
    table: &'static Table,
    verb: &'static str,
    selection: &Selection,
    reads: Reads,
    collect: Collect<'_>,
) -> Result<(), RusqliteError> {
    traced(table, verb, || {
        let statement = &sql::find(table, selection)?;
        let mut rows = 0;
        target.read(live::reads(reads), &mut |connection| {
            rows = live::rows(connection, table, || selection.clone(), collect, &mut |connection, take| {
                let read = Read { table, verb, statement, selection, limit: selection.limit };
                read.rows(connection, take)
            })?;
            Ok(())
        })?;
        Ok(Counted { value: (), rows })
    })
}
