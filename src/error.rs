//! What went wrong, and what the caller can do about it. Made by every room above, read by the user.
//!
//! No message carries a value of a row: values never reach a log.

mod difference;
mod query;

#[cfg(any(feature = "tokio", feature = "uniffi"))]
use std::any::Any;
use std::{error::Error, path::PathBuf, time::Duration};

pub use difference::{SchemaAspect, SchemaDifference};
pub use query::QueryError;
use rusqlite::ErrorCode;

use crate::value::ValueError;

/// An error of the runtime or of a delegate. A call that returned one changed nothing.
///
/// ```
/// use larder::{RusqliteError, RusqliteRuntime};
///
/// let nowhere = RusqliteRuntime::open("/no/such/folder/app.db");
/// assert!(matches!(nowhere, Err(RusqliteError::CannotOpen { .. })));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RusqliteError {
    /// No row has this key, or it is soft-deleted.
    #[error("{model}: no such row")]
    NotFound {
        /// The model that was asked.
        model: &'static str,
    },
    /// An argument or a field breaks a rule of the schema or of the API. Nothing was sent to the database.
    #[error("{subject}: {rule}")]
    Validation {
        /// What breaks it: `Note.title`, `find_many`.
        subject: String,
        /// The rule.
        rule: String,
    },
    /// A value cannot be stored in its field, or be compared with it. Nothing was sent to the database.
    #[error("{model}.{field}: {source}")]
    InvalidValue {
        /// The model.
        model: &'static str,
        /// The field, by its name in the schema.
        field: &'static str,
        /// The rule that it breaks.
        source: ValueError,
    },
    /// A stored value cannot be read as its field's type: another program wrote it.
    #[error("{model}.{field}: the stored value is {source}")]
    Unreadable {
        /// The model.
        model: &'static str,
        /// The field, by its name in the schema.
        field: &'static str,
        /// The rule that it breaks.
        source: ValueError,
    },
    /// A sum of the field is more than its type holds: an integer beyond 64 bits, a decimal with more digits than a
    /// `Decimal` has, a float that is no number.
    #[error("{model}.{field}: the sum is more than the type of the field holds")]
    SumOutOfRange {
        /// The model.
        model: &'static str,
        /// The field, by its name in the schema.
        field: &'static str,
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
    /// names was to go. When SQLite's refusal cannot be traced to a key, `table` is the one that was written and
    /// the rest is empty.
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
    /// A value breaks a CHECK of the table.
    #[error("{table}: the value breaks the check {constraint}")]
    CheckViolation {
        /// The table that was written.
        table: String,
        /// The name of the check: that of its column.
        constraint: String,
    },
    /// A required column was given nothing.
    #[error("{table}.{column}: a value is required")]
    NotNullViolation {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// The row's version is not the one given to `if_match`: somebody else wrote it first. Read it again.
    #[error("{model}: the row is not at version {expected} any more")]
    Conflict {
        /// The model.
        model: &'static str,
        /// The version that the caller expected.
        expected: i64,
    },
    /// The row is soft-deleted; an upsert does not bring it back, `restore` does.
    #[error("{model}: the row is deleted")]
    Deleted {
        /// The model.
        model: &'static str,
    },
    /// A batch has more items than one may have. Nothing was done.
    #[error("{model}: a batch of {items} items is too large; {limit} is the most")]
    BatchTooLarge {
        /// The model.
        model: &'static str,
        /// How many items it has.
        items: usize,
        /// How many it may have.
        limit: usize,
    },
    /// Two items of a batch have the same key. Nothing was done.
    #[error("{model}: the items {first} and {second} of the batch have the same key")]
    DuplicateBatchKey {
        /// The model.
        model: &'static str,
        /// The position of the first of them, from 0.
        first: usize,
        /// The position of the second.
        second: usize,
    },
    /// The runtime was called from inside one of its own closures, on the same thread.
    #[error(
        "the runtime was called from its own closure: use the connection or transaction that the closure was given"
    )]
    Reentrant,
    /// Another thread of this process held the connection for longer than the busy timeout.
    #[error("the connection was not free within {waited:?}")]
    Locked {
        /// How long the call waited.
        waited: Duration,
    },
    /// The runtime is suspended; nothing was done. It can be resumed.
    #[error("the runtime is suspended")]
    Suspended,
    /// The runtime was closed; nothing was done.
    #[error("the runtime is closed")]
    Closed,
    /// Another connection or process held the database for longer than the busy timeout. Try again later.
    #[error("the database is busy")]
    Busy {
        /// SQLite's own account.
        source: rusqlite::Error,
    },
    /// The running statement was interrupted.
    #[error("the statement was interrupted")]
    Interrupted {
        /// SQLite's own account.
        source: rusqlite::Error,
    },
    /// The file cannot be opened: no such folder, or no permission.
    #[error("cannot open {}: {source}", path.display())]
    CannotOpen {
        /// The path as it was given.
        path: PathBuf,
        /// SQLite's own account.
        source: rusqlite::Error,
    },
    /// The file is damaged, or is not a database at all.
    #[error("the database file is damaged or is not a database")]
    Corrupt {
        /// SQLite's own account.
        source: rusqlite::Error,
    },
    /// The disk or the file's limit is full.
    #[error("the disk is full")]
    DiskFull {
        /// SQLite's own account.
        source: rusqlite::Error,
    },
    /// The file or its folder cannot be written.
    #[error("the database is read-only")]
    ReadOnly {
        /// SQLite's own account.
        source: rusqlite::Error,
    },
    /// The file has tables that are not as the schema says. Nothing was written.
    #[error("the file is not as the schema says: {}", listed(differences))]
    SchemaDiffers {
        /// Every difference of every table.
        differences: Vec<SchemaDifference>,
    },
    /// The closure of a transaction gave up with an error of its own; everything was rolled back.
    #[error("the transaction was rolled back: {source}")]
    Aborted {
        /// The closure's error.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The closure that ran on a blocking thread panicked; what it had open was rolled back.
    #[error("the database task panicked: {message}")]
    Panicked {
        /// The panic's message, when it had one.
        message: String,
    },
    /// The async runtime shut down before the closure began; nothing was done.
    #[error("the async runtime shut down before the database task began")]
    Cancelled,
    /// A statement of the caller's own cannot be read as it was asked for.
    #[error("query_as: {source}")]
    Query {
        /// What is wrong with it.
        #[from]
        source: QueryError,
    },
    /// Anything else that SQLite reports.
    #[error("SQLite: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl RusqliteError {
    /// Wraps an error of the caller's own, for the closure of a transaction that gives up.
    ///
    /// ```
    /// use larder::{RusqliteError, RusqliteRuntime};
    ///
    /// # fn main() -> Result<(), RusqliteError> {
    /// let runtime = RusqliteRuntime::open_in_memory()?;
    /// let outcome = runtime.transaction(|_| Err::<(), _>(RusqliteError::aborted("not enough stock")));
    /// assert_eq!(outcome.unwrap_err().to_string(), "the transaction was rolled back: not enough stock");
    /// # Ok(())
    /// # }
    /// ```
    pub fn aborted(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Aborted { source: source.into() }
    }

    /// Reads the message of a caught panic.
    #[cfg(any(feature = "tokio", feature = "uniffi"))]
    pub(crate) fn panicked(panic: &(dyn Any + Send)) -> Self {
        let text = panic
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        Self::Panicked { message: text.unwrap_or("no message").to_owned() }
    }

    /// A broken foreign key of which only the table that was written is known.
    pub(crate) fn untraced_foreign_key(table: &str) -> Self {
        Self::ForeignKeyViolation {
            table: table.to_owned(),
            columns: Vec::new(),
            references_table: String::new(),
            references_columns: Vec::new(),
        }
    }

    pub(crate) fn rule(subject: impl Into<String>, rule: impl Into<String>) -> Self {
        Self::Validation { subject: subject.into(), rule: rule.into() }
    }
}

impl From<rusqlite::Error> for RusqliteError {
    fn from(source: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, message) = &source else { return Self::Sqlite(source) };
        match failure.code {
            // Nothing else refuses a commit by its hook.
            ErrorCode::ConstraintViolation
                if failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_COMMITHOOK =>
            {
                Self::Interrupted { source }
            }
            ErrorCode::ConstraintViolation => {
                constraint(failure.extended_code, message.as_deref().unwrap_or_default())
                    .unwrap_or(Self::Sqlite(source))
            }
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy { source },
            ErrorCode::OperationInterrupted => Self::Interrupted { source },
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt { source },
            ErrorCode::DiskFull => Self::DiskFull { source },
            ErrorCode::ReadOnly => Self::ReadOnly { source },
            _ => Self::Sqlite(source),
        }
    }
}

/// Reads what SQLite says of a broken constraint: the extended code for the kind, the message for the names.
/// Its values never stand in the message. Source: <https://www.sqlite.org/rescode.html#constraint>.
fn constraint(extended_code: i32, message: &str) -> Option<RusqliteError> {
    use rusqlite::ffi;

    let names = message.split_once(": ").map(|(_, names)| names);
    match extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            let mut table = String::new();
            let mut columns = Vec::new();
            for (owner, column) in names?.split(", ").filter_map(|name| name.split_once('.')) {
                owner.clone_into(&mut table);
                columns.push(column.to_owned());
            }
            Some(RusqliteError::UniqueViolation { table, columns })
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Some(RusqliteError::untraced_foreign_key("")),
        // RESTRICT works by a trigger that SQLite makes itself; that one's message is the only sign of it.
        ffi::SQLITE_CONSTRAINT_TRIGGER if message == "FOREIGN KEY constraint failed" => {
            Some(RusqliteError::untraced_foreign_key(""))
        }
        ffi::SQLITE_CONSTRAINT_CHECK => {
            // Our checks are named `table.column`.
            let (table, constraint) = names?.split_once('.').unwrap_or(("", names?));
            Some(RusqliteError::CheckViolation { table: table.to_owned(), constraint: constraint.to_owned() })
        }
        ffi::SQLITE_CONSTRAINT_NOTNULL => {
            let (table, column) = names?.split_once('.')?;
            Some(RusqliteError::NotNullViolation { table: table.to_owned(), column: column.to_owned() })
        }
        _ => None,
    }
}

fn listed(differences: &[SchemaDifference]) -> String {
    differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Says of a broken foreign key what must hold. It reads the same whichever of the two rows was written.
pub(crate) fn foreign_key(
    table: &str,
    columns: &[String],
    references_table: &str,
    references_columns: &[String],
) -> String {
    if columns.is_empty() {
        return format!("{table}: a foreign key does not hold");
    }
    let (columns, references) = (columns.join(", "), references_columns.join(", "));
    format!("{table} ({columns}): must name a row of {references_table} ({references})")
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    fn failure(sql: &str) -> RusqliteError {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                r#"
                PRAGMA foreign_keys = ON;
                CREATE TABLE "notes" (
                    "id" INTEGER PRIMARY KEY, "slug" TEXT NOT NULL, "kind" TEXT, "parent" INTEGER REFERENCES "notes" ("id"),
                    CONSTRAINT "notes.kind" CHECK ("kind" IN ('a', 'b')),
                    UNIQUE ("slug", "kind")
                ) STRICT;
                INSERT INTO "notes" VALUES (1, 'x', 'a', NULL);
                "#,
            )
            .unwrap();
        connection.execute_batch(sql).unwrap_err().into()
    }

    #[test]
    fn a_broken_constraint_names_its_table_and_columns() {
        assert_eq!(
            failure("INSERT INTO notes VALUES (2, 'x', 'a', NULL)").to_string(),
            "notes: another row has the same slug, kind"
        );
        assert_eq!(
            failure("INSERT INTO notes VALUES (1, 'y', 'a', NULL)").to_string(),
            "notes: another row has the same id"
        );
        assert_eq!(
            failure("INSERT INTO notes VALUES (2, 'y', 'c', NULL)").to_string(),
            "notes: the value breaks the check kind"
        );
        assert_eq!(
            failure("INSERT INTO notes VALUES (2, NULL, 'a', NULL)").to_string(),
            "notes.slug: a value is required"
        );
        assert!(matches!(
            failure("INSERT INTO notes VALUES (2, 'y', 'a', 7)"),
            RusqliteError::ForeignKeyViolation { .. }
        ));
    }

    #[test]
    fn a_row_that_restrict_keeps_is_a_foreign_key_violation() {
        let refused = failure(
            "CREATE TABLE marks (note INTEGER REFERENCES notes (id) ON DELETE RESTRICT) STRICT;
             INSERT INTO marks VALUES (1);
             DELETE FROM notes WHERE id = 1",
        );
        let by_the_app = failure(
            "CREATE TRIGGER keep BEFORE DELETE ON notes BEGIN SELECT RAISE(ABORT, 'kept'); END;
             DELETE FROM notes WHERE id = 1",
        );

        assert!(matches!(refused, RusqliteError::ForeignKeyViolation { .. }), "{refused:?}");
        assert!(matches!(by_the_app, RusqliteError::Sqlite(_)), "{by_the_app:?}");
    }

    #[test]
    fn an_error_is_send_and_sync() {
        fn crosses_threads<T: Send + Sync + 'static>() {}
        crosses_threads::<RusqliteError>();
    }
}
