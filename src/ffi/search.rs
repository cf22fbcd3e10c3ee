//! What a full-text search asks for, for Swift, Kotlin and Python: the runtime's own types, and which soft-deleted
//! rows a query takes.

pub use crate::query::{SnippetOptions, TextSearch};

#[uniffi::remote(Record)]
pub struct TextSearch {
    pub text: String,
    #[uniffi(default = false)]
    pub prefix: bool,
}

#[uniffi::remote(Record)]
pub struct SnippetOptions {
    pub open: String,
    pub close: String,
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
