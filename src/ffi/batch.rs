//! What a batch gives besides its rows, for Swift, Kotlin and Python: the runtime's own types.

pub use crate::query::{BatchErrorCode, BatchSummary};

/// The kinds of errors that an item of a batch can have.
#[uniffi::remote(Enum)]
pub enum BatchErrorCode {
    /// No live row has the key.
    NotFound,
    /// What is stored stands against it: another version, the same unique value, a row that names it, a deleted row.
    Conflict,
    /// The item breaks a rule of the schema.
    ValidationError,
    /// SQLite reports something else, or a stored value cannot be read.
    DatabaseError,
}

/// How many items of a batch were done.
#[uniffi::remote(Record)]
pub struct BatchSummary {
    /// All of them.
    pub total: i64,
    /// Those that were done.
    pub succeeded: i64,
    /// Those that were not.
    pub failed: i64,
}
