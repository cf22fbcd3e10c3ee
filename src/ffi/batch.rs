//! What a batch gives besides its rows, for Swift, Kotlin and Python: the runtime's own types.

pub use crate::query::{BatchErrorCode, BatchSummary};

#[uniffi::remote(Enum)]
pub enum BatchErrorCode {
    NotFound,
    Conflict,
    ValidationError,
    DatabaseError,
}

#[uniffi::remote(Record)]
pub struct BatchSummary {
    pub total: i64,
    pub succeeded: i64,
    pub failed: i64,
}
