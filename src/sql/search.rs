//! The full-text index beside its table: which rows it finds, how well they fit, and their extracts.

use rusqlite::types::Value;

use super::{Param, Statement};
use crate::{
    error::RusqliteError,
    model::Table,
    query::{SnippetOptions, TextSearch},
};

/// How well a found row fits; the best is the least. With the next one the only names that a search adds.
pub(super) const RANK: &str = "\"larder rank\"";
pub(super) const SNIPPET: &str = "\"larder snippet\"";
const ROW: &str = "\"larder row\"";

impl<'q> Statement<'q> {
    /// Writes ` JOIN ...`, which leaves the rows that the index finds. The index is asked inside a query of its own,
    /// so that its columns, which have the names of the table's, cannot be meant by a filter.
    pub(super) fn searched(
        &mut self,
        table: &'static Table,
        words: &TextSearch,
        snippet: Option<&SnippetOptions>,
    ) -> Result<&mut Self, RusqliteError> {
        let broken = |rule: String| Err(RusqliteError::rule(format!("{}.search", table.model), rule));
        let Some(index) = &table.fulltext else {
            return broken("the model has no @@fulltext".to_owned());
        };
        let Some(expression) = words.expression() else {
            return broken(format!("asks for more than {} words", TextSearch::MOST_WORDS));
        };
        self.push(" JOIN (SELECT rowid AS ").push(ROW).push(", rank AS ").push(RANK);
        if let Some(snippet) = snippet {
            if !(1..=SnippetOptions::MAX_WORDS).contains(&snippet.words) {
                return broken(format!("a snippet has from 1 to {} words", SnippetOptions::MAX_WORDS));
            }
            self.push(", snippet(").name(index.name).push(", -1, ");
            self.bind(Param::Owned(Value::Text(snippet.open.clone()))).push(", ");
            self.bind(Param::Owned(Value::Text(snippet.close.clone()))).push(", '…', ");
            self.bind(Param::Owned(Value::Integer(snippet.words))).push(") AS ").push(SNIPPET);
        }
        self.push(" FROM ").name(index.name).push(" WHERE ").name(index.name).push(" MATCH ");
        self.bind(Param::Owned(Value::Text(expression)));
        Ok(self.push(") ON ").push(ROW).push(" = ").qualifier().name(index.row_number))
    }
}
