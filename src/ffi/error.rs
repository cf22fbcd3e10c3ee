//! What a call from Swift, Kotlin or Python can fail with. Read by apps; made from `RusqliteError` by one match.

use crate::{
    error::{RusqliteError, foreign_key},
    value::ValueError,
};

/// An error of a store or of the database. A call that threw one changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum StoreError {
    /// No row has this key, or it is soft-deleted.
    #[error("{model}: no such row")]
    NotFound {
        /// The model that was asked.
        model: String,
    },
    /// An argument or a field breaks a rule of the schema or of the API.
    #[error("{subject}: {rule}")]
    Validation {
        /// What breaks it: `Note.title`, `find_many`.
        subject: String,
        /// The rule, in words.
        rule: String,
    },
    /// A value has no form in the database: a NaN, a year after 9999, a decimal with too many digits.
    #[error("{subject}: {rule}")]
    InvalidValue {
        /// The field, or the scalar when the value was refused on its way in.
        subject: String,
        /// The rule that it breaks.
        rule: String,
    },
    /// A stored value cannot be read as its field's type: another program wrote it.
    #[error("{subject}: the stored value is {rule}")]
    Unreadable {
        /// The field.
        subject: String,
        /// The rule that it breaks.
        rule: String,
    },
    /// Another row has the same value in a unique column.
    #[error("{table}: another row has the same {}", columns.join(", "))]
    UniqueViolation {
        /// The table.
        table: String,
        /// The columns of the constraint.
        columns: Vec<String>,
    },
    /// A foreign key would name no row: the row that was written names a missing one, or one that another row
    /// names was to go.
    #[error("{}", foreign_key(table, columns, references_table, references_columns))]
    ForeignKeyViolation {
        /// The table that has the key.
        table: String,
        /// The columns of the key.
        columns: Vec<String>,
        /// The table that the key names.
        references_table: String,
        /// The columns of that table, in the order of the key.
        references_columns: Vec<String>,
    },
    /// Somebody else wrote the row first: it is not at the version that was given. Read it again.
    #[error("{model}: the row is not at version {expected} any more")]
    Conflict {
        /// The model.
        model: String,
        /// The version that the caller expected.
        expected: i64,
    },
    /// The row is soft-deleted; an upsert does not bring it back.
    #[error("{model}: the row is deleted")]
    Deleted {
        /// The model.
        model: String,
    },
    /// A store of the database was called inside its own transaction: use the stores of the transaction.
    #[error("a store of the database was called inside its own transaction: use the transaction's stores")]
    Reentrant,
    /// Somebody else held the database for longer than the busy timeout. Try again later.
    #[error("the database is busy")]
    Busy,
    /// The call was interrupted.
    #[error("the call was interrupted")]
    Interrupted,
    /// The database is suspended; it can be resumed.
    #[error("the database is suspended")]
    Suspended,
    /// The database was shut down.
    #[error("the database is shut down")]
    Closed,
    /// The file cannot be opened: no such folder, or no permission.
    #[error("cannot open {path}: {reason}")]
    CannotOpen {
        /// The path as it was given.
        path: String,
        /// SQLite's own account.
        reason: String,
    },
    /// The file has tables that are not as the schema says. Nothing was written.
    #[error("the file is not as the schema says: {}", differences.join("; "))]
    SchemaDiffers {
        /// Every difference of every table, in words.
        differences: Vec<String>,
    },
    /// The file is damaged, or is not a database at all.
    #[error("the database file is damaged or is not a database")]
    Corrupt,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The file or its folder cannot be written.
    #[error("the database is read-only")]
    ReadOnly,
    /// The body of a transaction threw an error of its own; everything was rolled back.
    #[error("the transaction was rolled back: {reason}")]
    Aborted {
        /// What it threw.
        reason: String,
    },
    /// The core has a fault; what was open was rolled back and the database works on. Please report it.
    #[error("the core panicked: {reason}")]
    Panicked {
        /// The panic's message.
        reason: String,
    },
    /// Anything else that SQLite reports.
    #[error("SQLite: {reason}")]
    Database {
        /// SQLite's own account.
        reason: String,
    },
}

impl From<RusqliteError> for StoreError {
    fn from(error: RusqliteError) -> Self {
        use RusqliteError as E;

        let owned = str::to_owned;
        match error {
            E::NotFound { model } => Self::NotFound { model: owned(model) },
            E::Validation { subject, rule } => Self::Validation { subject, rule },
            E::InvalidValue { model, field, source } => {
                Self::InvalidValue { subject: format!("{model}.{field}"), rule: source.to_string() }
            }
            E::Unreadable { model, field, source } => {
                Self::Unreadable { subject: format!("{model}.{field}"), rule: source.to_string() }
            }
            E::SumOutOfRange { model, field } => Self::InvalidValue {
                subject: format!("{model}.{field}"),
                rule: owned("the sum is more than the type of the field holds"),
            },
            E::UniqueViolation { table, columns } => Self::UniqueViolation { table, columns },
            E::ForeignKeyViolation { table, columns, references_table, references_columns } => {
                Self::ForeignKeyViolation { table, columns, references_table, references_columns }
            }
            E::CheckViolation { table, constraint } => Self::Validation {
                subject: format!("{table}.{constraint}"),
                rule: owned("the check does not hold"),
            },
            E::NotNullViolation { table, column } => {
                Self::Validation { subject: format!("{table}.{column}"), rule: owned("a value is required") }
            }
            E::Conflict { model, expected } => Self::Conflict { model: owned(model), expected },
            E::BatchTooLarge { model, items, limit } => Self::Validation {
                subject: owned(model),
                rule: format!("a batch of {items} items is too large; {limit} is the most"),
            },
            E::DuplicateBatchKey { model, first, second } => Self::Validation {
                subject: owned(model),
                rule: format!("the items {first} and {second} of the batch have the same key"),
            },
            E::Deleted { model } => Self::Deleted { model: owned(model) },
            E::Reentrant => Self::Reentrant,
            E::Locked { .. } | E::Busy { .. } => Self::Busy,
            E::Interrupted { .. } | E::Cancelled => Self::Interrupted,
            E::Suspended => Self::Suspended,
            E::Closed => Self::Closed,
            E::CannotOpen { path, source } => {
                Self::CannotOpen { path: path.display().to_string(), reason: source.to_string() }
            }
            E::SchemaDiffers { differences } => {
                Self::SchemaDiffers { differences: differences.iter().map(ToString::to_string).collect() }
            }
            E::Corrupt { .. } => Self::Corrupt,
            E::DiskFull { .. } => Self::DiskFull,
            E::ReadOnly { .. } => Self::ReadOnly,
            E::Aborted { source } => Self::Aborted { reason: source.to_string() },
            E::Panicked { message } => Self::Panicked { reason: message },
            E::Query { source } => Self::Validation { subject: owned("query"), rule: source.to_string() },
            E::Sqlite(source) => Self::Database { reason: source.to_string() },
        }
    }
}

/// A value that was refused on its way in.
impl From<ValueError> for StoreError {
    fn from(error: ValueError) -> Self {
        Self::InvalidValue { subject: error.expected.to_owned(), rule: error.to_string() }
    }
}

/// A callback of the app threw something that is no `StoreError`.
impl From<uniffi::UnexpectedUniFFICallbackError> for StoreError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Aborted { reason: error.reason }
    }
}
