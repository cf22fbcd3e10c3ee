//! What a full-text search asks for. Words of a user in, an expression of FTS5 out.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The words that a row must hold, each one somewhere in the fields of `@@fulltext`.
///
/// Every character of the text means itself: there are no operators. Case and accents make no difference, and what
/// is no letter or digit only separates words, so that `e-mail` asks for `e` followed by `mail`. A text without a
/// word finds nothing.
///
/// ```
/// use larder::TextSearch;
///
/// let while_typing = TextSearch::new("fresh mil").prefix();
/// assert_eq!(while_typing, TextSearch { text: "fresh mil".to_owned(), prefix: true });
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSearch {
    /// The words.
    pub text: String,
    /// Whether the last word need only be the beginning of one: for a search while the user types.
    #[serde(default)]
    pub prefix: bool,
}

/// A search may be for what must not be seen; as with filters, its words are left out.
impl fmt::Debug for TextSearch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextSearch").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl TextSearch {
    /// Asks for these words.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), prefix: false }
    }

    /// Takes the last word as the beginning of one.
    pub fn prefix(self) -> Self {
        Self { prefix: true, ..self }
    }
}

impl<T: Into<String>> From<T> for TextSearch {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}

/// How an extract of a found row is written: what stands around each word that was found, and how long it is.
///
/// ```
/// let marks = larder::SnippetOptions::new("<b>", "</b>").words(8);
/// assert_eq!(marks.words, 8);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnippetOptions {
    /// What stands before a found word.
    pub open: String,
    /// What stands after it.
    pub close: String,
    /// The greatest count of words, from 1 to 64.
    pub words: i64,
}

impl SnippetOptions {
    /// The greatest count of words that FTS5 gives.
    pub(crate) const MAX_WORDS: i64 = 64;
    const DEFAULT_WORDS: i64 = 16;

    /// Puts these marks around each found word, in an extract of 16 words.
    pub fn new(open: impl Into<String>, close: impl Into<String>) -> Self {
        Self { open: open.into(), close: close.into(), words: Self::DEFAULT_WORDS }
    }

    /// Sets the greatest count of words.
    pub fn words(self, words: i64) -> Self {
        Self { words, ..self }
    }
}

/// A found row and the extract of it that shows why: the part with the most of the words, `…` where it was cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found<M> {
    /// The row.
    pub item: M,
    /// The extract.
    pub snippet: String,
}
