//! What can be wrong with a statement of the caller's own. Made by `db` and `model`, read by the user.

use crate::value::ValueError;

/// Why `query_as` gives no rows. The statement did not write, whichever it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The statement does not read: it writes, ends a transaction, changes a setting, or is empty. It did not run.
    #[error("the statement must be a SELECT, VALUES or WITH that only reads")]
    NotARead,
    /// The text holds more than one statement. None of them ran.
    #[error("the text holds more than one statement")]
    SeveralStatements,
    /// The statement has another number of parameters than there are values. It did not run.
    #[error("the statement has {expected} parameters, not {found}")]
    ParameterCount {
        /// How many it has.
        expected: usize,
        /// How many values there are.
        found: usize,
    },
    /// A value has no storage form. The statement did not run.
    #[error("parameter {position}: {source}")]
    InvalidParameter {
        /// The position of the parameter, from 1 as in `?1`.
        position: usize,
        /// The rule that it breaks.
        source: ValueError,
    },
    /// A row that is read by position has another number of columns.
    #[error("the row type has {expected} columns, the statement gives {found}")]
    ColumnCount {
        /// How many the row type has.
        expected: usize,
        /// How many the statement gives.
        found: usize,
    },
    /// The statement gives no column of this name.
    #[error("the statement gives no column `{column}`")]
    MissingColumn {
        /// The column.
        column: String,
    },
    /// The statement gives two columns of this name, so that either could be meant.
    #[error("the statement gives more than one column `{column}`")]
    AmbiguousColumn {
        /// The column.
        column: String,
    },
    /// A cell cannot be read as the type of its column.
    #[error("column `{column}`: the value is {source}")]
    UnreadableColumn {
        /// The column, as the statement names it.
        column: String,
        /// The rule that it breaks.
        source: ValueError,
    },
}
