//! What a batch gives: one outcome an item, in the order of the items, and how many went well.

use serde::{Deserialize, Serialize};

use crate::error::RusqliteError;

/// The outcomes of a batch.
///
/// As JSON: `{ "results": [{ "status": "ok", "value": .. }, { "status": "error", "code": "NOT_FOUND", "message": ".." }],
/// "summary": { "total": 2, "succeeded": 1, "failed": 1 } }`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch<M> {
    /// One for each item, in the order of the items.
    pub results: Vec<BatchResult<M>>,
    /// How many there are of each kind.
    pub summary: BatchSummary,
}

/// What became of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum BatchResult<M> {
    /// It was done.
    Ok {
        /// The row.
        value: M,
    },
    /// It was not done, and changed nothing.
    Error {
        /// What kind of error it is.
        code: BatchErrorCode,
        /// What is wrong, without any value.
        message: String,
    },
}

/// The kinds of errors that an item of a batch can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BatchSummary {
    /// All of them.
    pub total: i64,
    /// Those that were done.
    pub succeeded: i64,
    /// Those that were not.
    pub failed: i64,
}

impl<M> Batch<M> {
    /// The most items of one batch.
    pub(crate) const MAX_ITEMS: usize = 1000;

    pub(crate) fn new(results: Vec<BatchResult<M>>) -> Self {
        let count = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
        let failed = results.iter().filter(|result| matches!(result, BatchResult::Error { .. })).count();
        let summary = BatchSummary {
            total: count(results.len()),
            succeeded: count(results.len() - failed),
            failed: count(failed),
        };
        Self { results, summary }
    }

    pub(crate) fn succeeded(&self) -> usize {
        usize::try_from(self.summary.succeeded).unwrap_or_default()
    }
}

impl<M> BatchResult<M> {
    /// Gives the outcome of an item, or the error that is no item's own and ends the whole batch: a database that
    /// is busy, full, damaged or closed.
    pub(crate) fn of(outcome: Result<M, RusqliteError>) -> Result<Self, RusqliteError> {
        use RusqliteError as E;

        let error = match outcome {
            Ok(value) => return Ok(Self::Ok { value }),
            Err(error) => error,
        };
        let code = match &error {
            E::NotFound { .. } => BatchErrorCode::NotFound,
            E::Conflict { .. }
            | E::Deleted { .. }
            | E::UniqueViolation { .. }
            | E::ForeignKeyViolation { .. } => BatchErrorCode::Conflict,
            E::Validation { .. }
            | E::InvalidValue { .. }
            | E::CheckViolation { .. }
            | E::NotNullViolation { .. } => BatchErrorCode::ValidationError,
            E::Unreadable { .. } | E::SumOutOfRange { .. } | E::Query { .. } | E::Sqlite(_) => {
                BatchErrorCode::DatabaseError
            }
            E::BatchTooLarge { .. }
            | E::DuplicateBatchKey { .. }
            | E::Reentrant
            | E::Locked { .. }
            | E::Suspended
            | E::Closed
            | E::Busy { .. }
            | E::Interrupted { .. }
            | E::CannotOpen { .. }
            | E::Corrupt { .. }
            | E::DiskFull { .. }
            | E::ReadOnly { .. }
            | E::SchemaDiffers { .. }
            | E::Aborted { .. }
            | E::Panicked { .. }
            | E::Cancelled => return Err(error),
        };
        Ok(Self::Error { code, message: error.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_of_a_batch_is_its_contract() {
        let batch = Batch::new(vec![
            BatchResult::Ok { value: 7 },
            BatchResult::of(Err(RusqliteError::NotFound { model: "Note" })).unwrap(),
        ]);

        let json = serde_json::to_value(&batch).unwrap();

        assert_eq!(
            json,
            serde_json::json!({
                "results": [
                    { "status": "ok", "value": 7 },
                    { "status": "error", "code": "NOT_FOUND", "message": "Note: no such row" },
                ],
                "summary": { "total": 2, "succeeded": 1, "failed": 1 },
            })
        );
        assert_eq!(serde_json::from_value::<Batch<i32>>(json).unwrap(), batch);
    }

    #[test]
    fn a_busy_database_is_no_items_fault() {
        let busy = RusqliteError::Locked { waited: std::time::Duration::from_secs(5) };

        assert!(matches!(BatchResult::<i32>::of(Err(busy)), Err(RusqliteError::Locked { .. })));
    }
}
