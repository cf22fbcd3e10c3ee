//! What a full-text search asks for, for Swift, Kotlin and Python: the runtime's own types, and which soft-deleted
//! rows a query takes.

pub use crate::query::{SnippetOptions, TextSearch};

/// The words that a row must hold. Every character means itself; case and accents make no difference.
#[uniffi::remote(Record)]
pub struct TextSearch {
    /// The words; without one nothing is found.
    pub text: String,
    /// Whether the last word need only be the beginning of one.
    #[uniffi(default = false)]
    pub prefix: bool,
}

/// How an extract of a found row is written.
#[uniffi::remote(Record)]
pub struct SnippetOptions {
    /// What stands before a found word.
    pub open: String,
    /// What stands after it.
    pub close: String,
    /// The greatest count of words, from 1 to 64.
    #[uniffi(default = 16)]
    pub words: i64,
}

/// Which soft-deleted rows a query takes; without a word it takes none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum DeletedRows {
    /// Deleted rows as well as the others.
    Included,
    /// Deleted rows alone.
    Only,
}
