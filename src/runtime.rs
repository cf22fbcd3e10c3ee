//! The runtime: owns the connection and lends it. What an app holds in an `Arc`, and every delegate borrows.

use std::{fmt, path::Path, sync::Arc};

use rusqlite::Connection;

use crate::{
    db::{self, Holder, Lease, Location, RuntimeOptions, Transaction},
    error::RusqliteError,
    model::{FromRow, QueryParams},
};

/// One database, open. `Send + Sync` and not `Clone`: share it as `Arc<RusqliteRuntime>`.
///
/// Every call blocks the calling thread until it is done. Calls that write take turns; on a file, calls that read wait for
/// none of them and see what was committed when they began. When the last `Arc` is dropped, or at [`close`](RusqliteRuntime::close), the file is closed and its write-ahead log is
/// checkpointed into it.
///
/// ```
/// use std::sync::Arc;
/// use larder::RusqliteRuntime;
///
/// # fn main() -> Result<(), larder::RusqliteError> {
/// let runtime = Arc::new(RusqliteRuntime::open_in_memory()?);
/// let elsewhere = Arc::clone(&runtime);
/// let answer: i64 = std::thread::spawn(move || {
///     elsewhere.with_connection(|c| Ok(c.query_row("SELECT 6 * 7", [], |row| row.get(0))?))
/// })
/// .join()
/// .expect("the thread does not panic")?;
/// assert_eq!(answer, 42);
/// # Ok(())
/// # }
/// ```
pub struct RusqliteRuntime {
    /// Lends the connections that read; none for a database in memory. The first to be dropped, so that the one that writes
    /// is the last on the file.
    readers: Option<Arc<Holder>>,
    /// Lends the connection that writes.
    writer: Arc<Holder>,
}

impl RusqliteRuntime {
    /// Opens the file with the default [`RuntimeOptions`], or makes it; its folder must exist.
    ///
    /// # Errors
    /// As [`RuntimeOptions::open`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, RusqliteError> {
        RuntimeOptions::new().open(path)
    }

    /// Opens a database that lives as long as the runtime.
    ///
    /// # Errors
    /// As [`RuntimeOptions::open_in_memory`].
    pub fn open_in_memory() -> Result<Self, RusqliteError> {
        RuntimeOptions::new().open_in_memory()
    }

    pub(crate) fn with_options(
        location: Location<'_>,
        options: &RuntimeOptions,
    ) -> Result<Self, RusqliteError> {
        let connection = db::open(location, options)?;
        // SQLite's own name of the file holds when the working directory changes. What is in memory has none.
        let file = connection.path().filter(|path| !path.is_empty() && options.readers > 0);
        let readers = file.map(|file| {
            let (file, options) = (file.to_owned(), options.clone());
            let (most, patience) = (options.readers, options.busy_timeout);
            let open = move || db::open_reader(&file, &options);
            Arc::new(Holder::opening(most, patience, open))
        });
        Ok(Self { writer: Arc::new(Holder::new(connection, options.busy_timeout)), readers })
    }

    /// Lends a connection that reads, while other threads may write. Each of its transactions sees one state of the database,
    /// with everything in it that a call has returned from.
    pub(crate) fn reading<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        work(&*self.reader()?)
    }

    /// Leases a connection that reads. In a library once, and not in each verb.
    #[inline(never)]
    fn reader(&self) -> Result<Lease, RusqliteError> {
        let Some(readers) = &self.readers else { return self.writer.lease() };
        self.writer.admit()?;
        match readers.lease() {
            // A close that did not come to its end.
            Err(RusqliteError::Closed) => self.writer.lease(),
            lease => lease,
        }
    }

    /// Leases the connection that writes. A thread that reads would wait for itself in memory, and is refused everywhere.
    #[inline(never)]
    fn writing(&self) -> Result<Lease, RusqliteError> {
        match self.readers.as_ref().map(|readers| readers.admit()) {
            Some(Err(RusqliteError::Reentrant)) => Err(RusqliteError::Reentrant),
            Some(_) | None => self.writer.lease(),
        }
    }

    /// Lends the connection that writes to `work`, for SQL of one's own. No other call writes meanwhile. What belongs to this
    /// connection alone, a temporary table or an attached file, the calls that read do not see. A transaction that
    /// `work` leaves open, by a panic as well, is rolled back.
    ///
    /// # Errors
    /// The closure's own error; [`RusqliteError::Validation`] when it returns `Ok` and leaves a transaction open; [`RusqliteError::Reentrant`] inside a closure of this runtime;
    /// [`RusqliteError::Locked`] when another thread keeps the connection past the busy timeout;
    /// [`RusqliteError::Closed`] after [`close`](Self::close).
    pub fn with_connection<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        let mut lease = self.writing()?;
        let value = work(&mut lease)?;
        if lease.is_autocommit() {
            return Ok(value);
        }
        Err(RusqliteError::rule("with_connection", "the closure left a transaction open; it was rolled back"))
    }

    /// Reads with a statement of one's own, for what the delegates have no words for. Each value stands in the text as
    /// `?` or `?1`, and is bound in the storage form of its type: a decimal, a time or an id compares as it is stored.
    ///
    /// Soft-deleted rows and columns that a delegate would leave out are the statement's own affair.
    ///
    /// # Errors
    /// [`RusqliteError::Query`] with a [`QueryError`](crate::QueryError) when the statement would write, is no query or more
    /// than one, when its columns are not those of `T` or a cell is not of its type, when a parameter is missing or has
    /// no storage form;
    /// [`RusqliteError::Sqlite`] when SQLite cannot compile it; what every call can give.
    ///
    /// ```
    /// use larder::{ModelDelegate, RusqliteRuntime};
    /// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
    /// # use schema::cratestack_schema;
    /// use cratestack_schema::{Counter, CreateCounterInput};
    ///
    /// # fn main() -> Result<(), larder::RusqliteError> {
    /// let runtime = RusqliteRuntime::open_in_memory()?;
    /// cratestack_schema::bootstrap(&runtime)?;
    /// let counters = ModelDelegate::new(&runtime, &cratestack_schema::COUNTER_MODEL);
    /// let made = counters.create(CreateCounterInput::builder().label("a").hits(7).build()).run()?;
    ///
    /// // A model, by the names of its columns.
    /// let busy = runtime.query_as::<Counter>("SELECT * FROM counters WHERE hits % ?1 = 0", (7,))?;
    /// assert_eq!(busy, [made]);
    /// // A tuple, by position.
    /// let sums = "SELECT label, sum(hits) FROM counters WHERE label <> ? GROUP BY label";
    /// assert_eq!(runtime.query_as::<(String, i64)>(sums, ("b",))?, [("a".to_owned(), 7)]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn query_as<T: FromRow>(&self, sql: &str, params: impl QueryParams) -> Result<Vec<T>, RusqliteError> {
        let params = params.into_values();
        self.reading(|connection| db::query_as(connection, sql, params))
    }

    /// Runs `work` in a transaction: `BEGIN IMMEDIATE`, then `COMMIT` when it returns `Ok`. An error or a panic
    /// undoes everything.
    ///
    /// # Errors
    /// The closure's own error; what [`with_connection`](Self::with_connection) gives; [`RusqliteError::Busy`]
    /// when another process is writing; [`RusqliteError::ForeignKeyViolation`] when the commit finds one.
    ///
    /// ```
    /// use larder::RusqliteRuntime;
    ///
    /// # fn main() -> Result<(), larder::RusqliteError> {
    /// let runtime = RusqliteRuntime::open_in_memory()?;
    /// runtime.transaction(|tx| {
    ///     tx.connection().execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)")?;
    ///     Ok(())
    /// })?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn transaction<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        db::immediate(&*self.writing()?, work)
    }

    /// Begins a transaction that ends by a call of its own. Until then the calling thread has the connection that writes: a
    /// call of the runtime on it is [`RusqliteError::Reentrant`], and one that writes on another thread waits.
    ///
    /// # Errors
    /// What [`transaction`](Self::transaction) gives before its closure runs.
    #[cfg(feature = "uniffi")]
    pub(crate) fn begin(&self) -> Result<db::OwnedTransaction, RusqliteError> {
        db::OwnedTransaction::begin(self.writing()?)
    }

    /// Closes the file, whoever still has an `Arc` of the runtime; every call from then on gives
    /// [`RusqliteError::Closed`]. Waits for the calls that run, as any call does; a further close does nothing.
    ///
    /// The last connection to a file checkpoints its write-ahead log into it and removes the log.
    ///
    /// # Errors
    /// [`RusqliteError::Reentrant`] inside a closure of this runtime; [`RusqliteError::Locked`] when another thread
    /// keeps the connection past the busy timeout. The runtime is as open as before then.
    ///
    /// ```
    /// use larder::{RusqliteError, RusqliteRuntime};
    ///
    /// # fn main() -> Result<(), RusqliteError> {
    /// let runtime = RusqliteRuntime::open_in_memory()?;
    /// runtime.close()?;
    /// assert!(matches!(runtime.with_connection(|_| Ok(())), Err(RusqliteError::Closed)));
    /// # Ok(())
    /// # }
    /// ```
    pub fn close(&self) -> Result<(), RusqliteError> {
        let Some(readers) = &self.readers else { return self.writer.close() };
        // Nothing is written while the readers close, and when one of them does not, nothing is closed.
        let writer = match self.writing() {
            Err(RusqliteError::Closed) => return Ok(()),
            outcome => outcome?,
        };
        readers.close()?;
        drop(writer);
        self.writer.close()
    }
}

impl RuntimeOptions {
    /// Opens the file, or makes it; its folder must exist. Blocks on the disk.
    ///
    /// # Errors
    /// [`RusqliteError::CannotOpen`] when the path leads nowhere, [`RusqliteError::Corrupt`] when the file is not a
    /// database, [`RusqliteError::Busy`] when another process keeps it locked.
    pub fn open(self, path: impl AsRef<Path>) -> Result<RusqliteRuntime, RusqliteError> {
        RusqliteRuntime::with_options(Location::File(path.as_ref()), &self)
    }

    /// Opens a database that lives as long as the runtime.
    ///
    /// # Errors
    /// [`RusqliteError::Sqlite`] when there is no memory for it.
    pub fn open_in_memory(self) -> Result<RusqliteRuntime, RusqliteError> {
        RusqliteRuntime::with_options(Location::Memory, &self)
    }
}

impl fmt::Debug for RusqliteRuntime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RusqliteRuntime").finish_non_exhaustive()
    }
}
