//! The full-text index beside its table: which rows it finds, how well they fit, and their extracts.

use rusqlite::types::Value;

use super::{Param, Statement, statement::push_name};
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
        let Some(expression) = expression(words) else {
            return broken(format!("asks for more than {MOST_WORDS} words"));
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

/// So many words FTS5 reads in no time; for more it takes the square of it, and does not let itself be interrupted.
const MOST_WORDS: usize = 1000;

/// Writes a search for FTS5: each word as a string, which has no operators in it and is quoted as a name is. A NUL would end the
/// expression. `None` for more words than may be.
/// Source: <https://www.sqlite.org/fts5.html#fts5_strings>.
fn expression(search: &TextSearch) -> Option<String> {
    let words = search.text.split(|part: char| part.is_whitespace() || part == '\0');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    // What has no letter and no digit separates words, and begins none. Beyond ASCII most has one.
    let begins = |word: &&str| word.bytes().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    let beginning = words.iter().rposition(begins).filter(|_| search.prefix);
    let mut expression = String::new();
    for (at, word) in words.iter().enumerate() {
        push_name(&mut expression, word);
        expression.push_str(if beginning == Some(at) { "* " } else { " " });
    }
    if words.is_empty() {
        expression.push_str(r#""""#);
    }
    Some(expression)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(search: &TextSearch) -> String {
        expression(search).unwrap().trim_end().to_owned()
    }

    #[test]
    fn every_character_is_inside_a_string() {
        let written = |text: &str| written(&TextSearch::new(text));

        assert_eq!(written("milk OR bread"), r#""milk" "OR" "bread""#);
        assert_eq!(written(r#"say "hi" -x* title:y"#), r#""say" """hi""" "-x*" "title:y""#);
        assert_eq!(written("a\0b"), r#""a" "b""#);
        assert_eq!(written(" \t\n"), r#""""#);
    }

    #[test]
    fn only_the_last_word_is_a_beginning() {
        let written = |text: &str| written(&TextSearch::new(text).prefix());

        assert_eq!(written("fresh mil"), r#""fresh" "mil"*"#);
        assert_eq!(written("fresh mil - ("), r#""fresh" "mil"* "-" "(""#);
        assert_eq!(written("-"), r#""-""#);
        assert_eq!(written(""), r#""""#);
    }
}
