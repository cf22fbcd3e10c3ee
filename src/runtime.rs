//! The runtime: owns the connection and lends it. What an app holds in an `Arc`, and every delegate borrows.

mod ending;
mod health;

#[cfg(any(feature = "tokio", feature = "uniffi"))]
pub(crate) use self::ending::EVER;
#[cfg(feature = "tokio")]
pub(crate) use self::ending::Ends;
pub use self::{ending::Shutdown, health::Health};

use std::{
    fmt,
    path::Path,
    sync::{Arc, Weak},
};

use parking_lot::Mutex;
use rusqlite::Connection;

use crate::{
    db::{self, Connections, Feed, Holder, Lease, Location, Log, RuntimeOptions, Snapshot, Transaction},
    error::RusqliteError,
    migrate,
    model::{FromRow, QueryParams, SchemaDescriptor},
    observe::{Hub, Live, Subscription},
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
    shared: Arc<Shared>,
}

/// A runtime for what outlives it: it does not keep the file open.
#[derive(Clone)]
pub(crate) struct WeakRuntime(Weak<Shared>);

struct Shared {
    /// Lends the connections that read; none for a database in memory. The first to be dropped, so that the one that writes
    /// is the last on the file.
    readers: Option<Arc<Holder>>,
    /// Lends the connection that writes.
    writer: Arc<Holder>,
    connections: Arc<Connections>,
    log: Arc<Log>,
    options: RuntimeOptions,
    hub: Arc<Hub>,
    /// What has to end before the file is closed.
    background: Mutex<Vec<Weak<dyn Ends>>>,
    /// How often it was resumed. Who has the lock opens or closes everything at once.
    resumes: Mutex<u64>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.hub.end();
    }
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
        let connections = Arc::new(Connections::open(location, options)?);
        let (options, log) = (options.clone(), Arc::new(Log::new(options.log_limit)));
        let readers = match options.most_readers() {
            most if connections.file().is_some() && most > 0 => {
                let connections = Arc::clone(&connections);
                Some(Arc::new(Holder::new(most, &options, move || connections.reader())))
            }
            _ => None,
        };
        let (opening, watching, told) = (Arc::clone(&connections), Arc::clone(&log), readers.clone());
        let open = move || {
            let mut connection = opening.writer()?;
            watching.watch(&mut connection, told.as_ref())?;
            Ok(connection)
        };
        let feed = Arc::new(Feed::default());
        let writer = Arc::new(Holder::new(1, &options, open).telling(Arc::clone(&feed)));
        let has_others = !matches!(location, Location::Memory) && !options.poll_interval.is_zero();
        let hub = Arc::new(Hub::new(feed, has_others.then_some(options.poll_interval)));
        Ok(Self {
            shared: Arc::new(Shared {
                readers,
                writer,
                connections,
                log,
                options,
                hub,
                background: Mutex::default(),
                resumes: Mutex::default(),
            }),
        })
    }

    /// Gives the runtime without keeping it open.
    pub(crate) fn downgrade(&self) -> WeakRuntime {
        WeakRuntime(Arc::downgrade(&self.shared))
    }

    /// Makes what a schema declares and the database lacks. One that lacks nothing is only read.
    ///
    /// # Errors
    /// As [`migrate::bootstrap`]; what every call can give.
    pub(crate) fn bootstrap(&self, schema: &'static SchemaDescriptor) -> Result<(), RusqliteError> {
        if self.reading(|connection| migrate::is_complete(connection, schema))? {
            return Ok(());
        }
        // Another process may have made a part of it since, so that it is looked up again.
        self.with_connection(|connection| migrate::bootstrap(connection, schema))
    }

    /// Begins a live query.
    ///
    /// # Errors
    /// As [`Hub::begin`].
    pub(crate) fn begin_live(&self, live: Box<dyn Live>) -> Result<Subscription, RusqliteError> {
        let writer = Arc::downgrade(&self.shared.writer);
        self.shared.hub.begin(live, || db::others(writer))
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
    fn reader(&self) -> Result<Lease<'_>, RusqliteError> {
        let Shared { readers, writer, .. } = &*self.shared;
        match readers {
            Some(readers) => readers.lease(Some(writer)),
            None => writer.lease(None),
        }
    }

    /// Leases a connection on which nothing can be written meanwhile.
    fn snapshot(&self) -> Result<Lease<'_>, RusqliteError> {
        match self.shared.readers {
            Some(_) => self.reader(),
            None => self.reader()?.only_reads(),
        }
    }

    /// Leases the connection that writes. A thread that reads would wait for itself in memory, and is refused everywhere.
    #[inline(never)]
    fn writing(&self) -> Result<Lease<'_>, RusqliteError> {
        self.shared.writer.lease(self.shared.readers.as_deref())
    }

    /// Lends the connection that writes to a statement that holds together by itself.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        work(&*self.writing()?)
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
        db::note_own_sql();
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

    /// Runs `work` on one state of the database, that of its first read: several reads that belong together. On a file
    /// it waits for no writer, and none waits for it; what others write meanwhile it does not see. The write-ahead log grows
    /// for as long as it goes on, so do not wait in it for anything else.
    ///
    /// # Errors
    /// The closure's own error; [`RusqliteError::ReadOnly`] from a call that would write; [`RusqliteError::Reentrant`]
    /// inside a closure of this runtime; what every call can give.
    ///
    /// ```
    /// use larder::{ModelDelegate, RusqliteError, RusqliteRuntime};
    /// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
    /// # use schema::cratestack_schema::{self, COUNTER_MODEL, CreateCounterInput};
    ///
    /// # fn main() -> Result<(), RusqliteError> {
    /// let runtime = RusqliteRuntime::open_in_memory()?;
    /// # cratestack_schema::bootstrap(&runtime)?;
    /// let (rows, count) = runtime.read(|snapshot| {
    ///     let counters = ModelDelegate::new(snapshot, &COUNTER_MODEL);
    ///     Ok((counters.find_many().run()?, counters.count().run()?))
    /// })?;
    /// assert_eq!(rows.len() as u64, count);
    ///
    /// let one = CreateCounterInput::builder().label("a").build();
    /// let refused = runtime.read(|snapshot| ModelDelegate::new(snapshot, &COUNTER_MODEL).create(one).run());
    /// assert!(matches!(refused, Err(RusqliteError::ReadOnly { .. })));
    /// # Ok(())
    /// # }
    /// ```
    pub fn read<T>(
        &self,
        work: impl FnOnce(&Snapshot<'_>) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        db::read(&*self.snapshot()?, work)
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
        db::OwnedTransaction::begin(self.writing()?, "BEGIN IMMEDIATE")
    }

    /// Begins to read one state, until a call of its own.
    ///
    /// # Errors
    /// What [`read`](Self::read) gives before its closure runs.
    #[cfg(feature = "uniffi")]
    pub(crate) fn begin_snapshot(&self) -> Result<db::OwnedTransaction, RusqliteError> {
        db::OwnedTransaction::begin(self.snapshot()?, "BEGIN")
    }
}

#[cfg(not(feature = "tokio"))]
use self::ending::Ends;

impl WeakRuntime {
    /// Gives the runtime, unless nobody has it any more.
    pub(crate) fn upgrade(&self) -> Option<RusqliteRuntime> {
        self.0.upgrade().map(|shared| RusqliteRuntime { shared })
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

    /// Opens the database of this name in the memory of the process, or makes it: every runtime that is opened with the name has
    /// the same one, which ends with the last of them. Runtimes wait for each other as for other processes on a file; inside
    /// one a call that reads takes its turn, as in any memory.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] for a name that has other characters than ASCII letters, digits, `-` and `_`, or none.
    ///
    /// ```
    /// use larder::RuntimeOptions;
    ///
    /// # fn main() -> Result<(), larder::RusqliteError> {
    /// let one = RuntimeOptions::new().open_in_memory_as("shared")?;
    /// one.with_connection(|c| Ok(c.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (7)")?))?;
    /// let other = RuntimeOptions::new().open_in_memory_as("shared")?;
    /// assert_eq!(other.query_as::<i64>("SELECT a FROM t", ())?, [7]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn open_in_memory_as(self, name: &str) -> Result<RusqliteRuntime, RusqliteError> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || !name.chars().all(is_plain) {
            let rule = "takes ASCII letters, digits, `-` and `_`, and at least one";
            return Err(RusqliteError::rule("open_in_memory_as", rule));
        }
        RusqliteRuntime::with_options(Location::SharedMemory(name), &self)
    }
}

impl fmt::Debug for RusqliteRuntime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RusqliteRuntime").finish_non_exhaustive()
    }
}
