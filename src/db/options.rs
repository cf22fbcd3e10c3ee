//! How a runtime opens its database.

use std::time::Duration;

/// The options of a runtime, each with a default that suits an app.
///
/// ```
/// use std::time::Duration;
/// use larder::{Durability, RuntimeOptions};
///
/// # fn main() -> Result<(), larder::RusqliteError> {
/// # let folder = tempfile::tempdir().map_err(larder::RusqliteError::aborted)?;
/// let runtime = RuntimeOptions::new()
///     .durability(Durability::Full)
///     .busy_timeout(Duration::from_secs(2))
///     .open(folder.path().join("app.db"))?;
/// # drop(runtime);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "options do nothing until `open` or `open_in_memory`"]
pub struct RuntimeOptions {
    pub(crate) durability: Durability,
    pub(crate) busy_timeout: Duration,
    pub(crate) cache_size: usize,
    pub(crate) statement_cache: usize,
    readers: Option<usize>,
    pub(crate) waits_for_resume: bool,
    pub(crate) log_limit: u64,
    pub(crate) poll_interval: Duration,
}

/// How many threads of an app read at once at the least and at the most, unless it says so, whatever the machine: one that waits
/// for the disk leaves its core to another, and few apps have more than eight that read.
const READERS: std::ops::RangeInclusive<usize> = 2..=8;

/// What a power cut may take. A killed process loses nothing that was acknowledged, under either.
/// Source: <https://www.sqlite.org/pragma.html#pragma_synchronous>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// `synchronous = NORMAL`: a power cut may take the last commits, never consistency.
    #[default]
    Normal,
    /// `synchronous = FULL`: every commit is synced to the disk before the call returns.
    Full,
}

impl RuntimeOptions {
    /// Gives the defaults: [`Durability::Normal`], a busy timeout of 5 s, 8 MiB of page cache and 256 cached statements for
    /// each connection, a reader for each core, but not less than 2 and not more than 8.
    pub fn new() -> Self {
        Self {
            durability: Durability::default(),
            busy_timeout: Duration::from_secs(5),
            cache_size: 8 * 1024 * 1024,
            statement_cache: 256,
            readers: None,
            waits_for_resume: false,
            log_limit: 64 * 1024 * 1024,
            poll_interval: Duration::from_millis(250),
        }
    }

    /// Sets what a power cut may take.
    pub fn durability(self, durability: Durability) -> Self {
        Self { durability, ..self }
    }

    /// Sets how long a call waits for the connection (`Locked`) and for other connections to the file (`Busy`);
    /// counted in milliseconds.
    pub fn busy_timeout(self, busy_timeout: Duration) -> Self {
        Self { busy_timeout, ..self }
    }

    /// Sets the page cache, in bytes.
    pub fn cache_size(self, bytes: usize) -> Self {
        Self { cache_size: bytes, ..self }
    }

    /// Sets how many connections may read a file while another call writes it; each is opened when it is first needed.
    /// With 0 there is one connection for everything, as a database in memory has it.
    pub fn readers(self, readers: usize) -> Self {
        Self { readers: Some(readers), ..self }
    }

    /// How many connections read, at the most.
    pub(crate) fn most_readers(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(*READERS.start(), usize::from);
        self.readers.unwrap_or_else(|| cores().clamp(*READERS.start(), *READERS.end()))
    }

    /// Sets whether a call of a suspended runtime waits until it is resumed, for as long as a call waits at the most, or is
    /// refused at once, which is the default.
    pub fn wait_for_resume(self, waits: bool) -> Self {
        Self { waits_for_resume: waits, ..self }
    }

    /// Sets how many bytes the write-ahead log may have while reads keep it from moving into the file; 64 MiB by default.
    /// Beyond it, a commit interrupts the statements of every read that goes on and logs a warning.
    pub fn log_limit(self, bytes: u64) -> Self {
        Self { log_limit: bytes, ..self }
    }

    /// Sets how often a runtime with live queries looks for what other runtimes and processes wrote to its file; every 250 ms by
    /// default, and never when it is zero. What it writes itself its live queries are told at once.
    pub fn poll_interval(self, interval: Duration) -> Self {
        Self { poll_interval: interval, ..self }
    }

    /// Sets how many prepared statements are kept.
    pub fn statement_cache(self, statements: usize) -> Self {
        Self { statement_cache: statements, ..self }
    }
}

impl Default for RuntimeOptions {
    fn default() -> Self {
        Self::new()
    }
}
