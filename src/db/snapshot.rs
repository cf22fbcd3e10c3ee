//! One state of the database, for several reads.

use std::fmt;

use rusqlite::Connection;

use super::{Transaction, transaction};
use crate::{
    error::RusqliteError,
    model::{FromRow, QueryParams},
};

/// One state of the database, as the closure of [`RusqliteRuntime::read`](crate::RusqliteRuntime::read) gets it. Delegates
/// take it in the place of the runtime; one that would write is [`RusqliteError::ReadOnly`].
pub struct Snapshot<'c> {
    scope: Transaction<'c>,
}

impl Snapshot<'_> {
    /// Reads with a statement of one's own, as [`RusqliteRuntime::query_as`](crate::RusqliteRuntime::query_as) does.
    ///
    /// # Errors
    /// As there.
    ///
    /// ```
    /// # fn main() -> Result<(), larder::RusqliteError> {
    /// let runtime = larder::RusqliteRuntime::open_in_memory()?;
    /// let sum = runtime.read(|snapshot| snapshot.query_as::<i64>("SELECT ?1 + ?2", (40, 2)))?;
    /// assert_eq!(sum, [42]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn query_as<T: FromRow>(&self, sql: &str, params: impl QueryParams) -> Result<Vec<T>, RusqliteError> {
        self.scope.query_as(sql, params)
    }

    /// Gives the connection, for SQL of one's own that reads.
    pub fn connection(&self) -> &Connection {
        self.scope.connection()
    }

    /// Gives it as the scope of delegates.
    pub(crate) fn scope(&self) -> &Transaction<'_> {
        &self.scope
    }
}

impl fmt::Debug for Snapshot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").finish_non_exhaustive()
    }
}

/// Runs `work` on one state.
pub(crate) fn read<T>(
    connection: &Connection,
    work: impl FnOnce(&Snapshot<'_>) -> Result<T, RusqliteError>,
) -> Result<T, RusqliteError> {
    transaction::snapshot(connection, |connection| {
        work(&Snapshot { scope: Transaction::within(connection, false) })
    })
}
