//! Reads the rows that a full-text search finds, each with an extract that shows why.

use super::{FindMany, ModelDelegate, call::traced, find_many::find_many};
use crate::{
    error::RusqliteError,
    query::{Found, SnippetOptions},
};

/// A search for rows with their extracts that has not run.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct Snippets<'a, M: 'static, K: 'static> {
    pub(super) query: FindMany<'a, M, K>,
    pub(super) snippet: SnippetOptions,
}

impl<M, K> Snippets<'_, M, K> {
    /// Gives the rows with their extracts.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] when the query has no `search`; else as [`FindMany::run`].
    pub fn run(self) -> Result<Vec<Found<M>>, RusqliteError> {
        let FindMany { delegate: ModelDelegate { target, model }, mut selection } = self.query;
        let table = model.table;
        if selection.search.is_none() {
            return Err(RusqliteError::rule(format!("{}.snippets", table.model), "the query has no search"));
        }
        selection.snippet = Some(self.snippet);
        traced(table, "snippets", || {
            let mut found = Vec::new();
            find_many(target, table, &selection, &mut |row| {
                let item = (model.decode)(row)?;
                found.push(Found { item, snippet: row.get(table.columns.len())? });
                Ok(())
            })?;
            Ok(found.into())
        })
    }
}
