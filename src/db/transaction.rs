//! Transactions and savepoints: all of a closure's writes, or none.

use std::cell::Cell;

use rusqlite::Connection;

use super::{feed::note_own_sql, foreign_keys::name_refused, query_as};
use crate::{
    error::RusqliteError,
    model::{FromRow, QueryParams},
};

/// The scope of a transaction or of a savepoint in it, as the closure of
/// [`RusqliteRuntime::transaction`](crate::RusqliteRuntime::transaction) gets it. Delegates take it in the place of
/// the runtime.
pub struct Transaction<'c> {
    connection: &'c Connection,
    defers: Cell<bool>,
}

impl<'c> Transaction<'c> {
    /// Runs `work` in a savepoint: what it wrote stays when it returns `Ok`, and is undone when it returns an
    /// error or panics, while the transaction goes on. Savepoints nest.
    ///
    /// # Errors
    /// The closure's own error.
    ///
    /// ```
    /// use larder::{RusqliteError, RusqliteRuntime};
    ///
    /// # fn main() -> Result<(), RusqliteError> {
    /// let runtime = RusqliteRuntime::open_in_memory()?;
    /// let count: i64 = runtime.transaction(|tx| {
    ///     tx.connection().execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)")?;
    ///     let given_up = tx.savepoint(|sp| {
    ///         sp.connection().execute_batch("INSERT INTO t VALUES (2)")?;
    ///         Err::<(), _>(RusqliteError::aborted("never mind"))
    ///     });
    ///     assert!(given_up.is_err());
    ///     Ok(tx.connection().query_row("SELECT count(*) FROM t", [], |row| row.get(0))?)
    /// })?;
    /// assert_eq!(count, 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn savepoint<T>(
        &self,
        work: impl FnOnce(&Transaction<'c>) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        savepoint(self.live()?, |_| work(self))
    }

    /// Leaves the foreign keys of this transaction to its end, so that rows that name one another can be written
    /// one after the other: `PRAGMA defer_foreign_keys = ON`. `Restrict` waits for the end as `NoAction` does; what
    /// `Cascade`, `SetNull` and `SetDefault` change they change at once.
    ///
    /// A key that names nothing at the end makes the commit a
    /// [`RusqliteError::ForeignKeyViolation`], and everything is rolled back. The next transaction
    /// checks its keys at once again.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] after the end of the transaction.
    pub fn defer_foreign_keys(&self) -> Result<(), RusqliteError> {
        self.live()?.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        self.defers.set(true);
        Ok(())
    }

    /// Reads with a statement of one's own, as [`RusqliteRuntime::query_as`](crate::RusqliteRuntime::query_as) does. It
    /// sees what the transaction wrote.
    ///
    /// # Errors
    /// As there; [`RusqliteError::Validation`] after the end of the transaction.
    ///
    /// ```
    /// # fn main() -> Result<(), larder::RusqliteError> {
    /// let runtime = larder::RusqliteRuntime::open_in_memory()?;
    /// let sum = runtime.transaction(|tx| tx.query_as::<i64>("SELECT ?1 + ?2", (40, 2)))?;
    /// assert_eq!(sum, [42]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn query_as<T: FromRow>(&self, sql: &str, params: impl QueryParams) -> Result<Vec<T>, RusqliteError> {
        query_as(self.live()?, sql, params.into_values())
    }

    /// Gives the connection for a call of a delegate, which must not run past the transaction's end: SQLite itself
    /// rolls back after some errors, such as a full disk, and the closure may have ignored that.
    pub(crate) fn live(&self) -> Result<&'c Connection, RusqliteError> {
        if self.connection.is_autocommit() { Err(ended()) } else { Ok(self.connection) }
    }

    /// Is the scope of a transaction that was begun elsewhere.
    pub(super) fn within(connection: &'c Connection, defers: bool) -> Self {
        Self { connection, defers: Cell::new(defers) }
    }

    /// Says whether it leaves the foreign keys to its end.
    #[cfg(feature = "uniffi")]
    pub(super) fn defers(&self) -> bool {
        self.defers.get()
    }

    /// Gives the connection inside the transaction, for SQL of one's own. A `COMMIT` on it is an error at the
    /// end of the closure.
    pub fn connection(&self) -> &'c Connection {
        note_own_sql();
        self.connection
    }
}

/// SQLite leaves `Restrict` out of a statement that it compiles meanwhile, and would run it so ever after.
impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.defers.get() {
            self.connection.flush_prepared_statement_cache();
        }
    }
}

impl std::fmt::Debug for Transaction<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transaction").finish_non_exhaustive()
    }
}

/// What a call gets that comes after the end.
#[cold]
pub(super) fn ended() -> RusqliteError {
    RusqliteError::rule("transaction", "it has already ended; nothing more can be a part of it")
}

/// Runs `work` between BEGIN IMMEDIATE and COMMIT; an error or a panic rolls back.
pub(crate) fn immediate<T>(
    connection: &Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, RusqliteError>,
) -> Result<T, RusqliteError> {
    let open = Open::begin(connection, "BEGIN IMMEDIATE")?;
    let value = work(&Transaction { connection, defers: Cell::new(false) })?;
    open.commit()?;
    Ok(value)
}

/// Runs `work`, which only reads, on the state that its first read sees. It waits for no writer.
pub(crate) fn snapshot<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, RusqliteError>,
) -> Result<T, RusqliteError> {
    let open = Open::begin(connection, "BEGIN")?;
    let value = work(connection)?;
    open.commit()?;
    Ok(value)
}

/// Runs `work` between SAVEPOINT and RELEASE; an error or a panic rolls back to the savepoint.
pub(crate) fn savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, RusqliteError>,
) -> Result<T, RusqliteError> {
    let open = OpenSavepoint::begin(connection)?;
    let value = work(connection)?;
    open.release()?;
    Ok(value)
}

/// A transaction that rolls back when it is dropped, unless it was committed. Apart from the closures that run in
/// it, so that there is one copy of its code and not one for each of them.
struct Open<'c> {
    connection: &'c Connection,
}

impl<'c> Open<'c> {
    fn begin(connection: &'c Connection, words: &str) -> Result<Self, RusqliteError> {
        connection.prepare_cached(words)?.execute([])?;
        Ok(Self { connection })
    }

    fn commit(self) -> Result<(), RusqliteError> {
        let commit = || Ok(self.connection.prepare_cached("COMMIT")?.execute([]).map(drop)?);
        commit().map_err(|error| name_refused(self.connection, error))
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        // After a commit, and after an error that ended the transaction (a full disk), none is open.
        if !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(target: "larder", %error, "a transaction could not be rolled back");
        }
    }
}

/// A savepoint that undoes itself unless it is released. SQLite lets names nest, so that one name serves.
struct OpenSavepoint<'c> {
    connection: &'c Connection,
    released: bool,
}

impl<'c> OpenSavepoint<'c> {
    fn begin(connection: &'c Connection) -> Result<Self, RusqliteError> {
        connection.prepare_cached("SAVEPOINT larder")?.execute([])?;
        Ok(Self { connection, released: false })
    }

    fn release(mut self) -> Result<(), RusqliteError> {
        self.connection.prepare_cached("RELEASE larder")?.execute([])?;
        self.released = true;
        Ok(())
    }
}

impl Drop for OpenSavepoint<'_> {
    fn drop(&mut self) {
        // After an error that ended the whole transaction (a full disk) there is no savepoint left.
        if !self.released
            && !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("ROLLBACK TO larder; RELEASE larder")
        {
            tracing::error!(target: "larder", %error, "a savepoint could not be rolled back");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::db::{Location, RuntimeOptions, open};

    use super::*;

    #[test]
    fn a_snapshot_sees_nothing_that_is_written_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.db");
        let opened = || open(Location::File(&path), &RuntimeOptions::new()).unwrap();
        let (reader, writer) = (opened(), opened());
        writer.execute_batch("CREATE TABLE t (a)").unwrap();
        let count = || reader.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0)).unwrap();

        let seen = snapshot(&reader, |_| {
            let before = count();
            writer.execute_batch("INSERT INTO t VALUES (1)")?;
            Ok((before, count()))
        });

        assert_eq!(seen.unwrap(), (0, 0));
        assert_eq!(count(), 1);
    }
}
