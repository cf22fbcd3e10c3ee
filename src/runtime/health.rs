//! How a runtime is doing: what a host shows, logs or asserts.

use std::{fs, time::SystemTime};

use super::RusqliteRuntime;

/// How a runtime is doing, at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Health {
    /// How long the file of the write-ahead log is, in bytes.
    pub log_file_bytes: u64,
    /// How much of it waits to move into the database, in bytes, as this runtime's last commit left it.
    pub log_bytes: u64,
    /// When a commit of this runtime, a suspend or a close last moved all of the log into the database.
    pub checkpointed_at: Option<SystemTime>,
    /// How many connections that read are open.
    pub readers_open: usize,
    /// How many of them are in use.
    pub readers_in_use: usize,
    /// Whether the connection that writes is in use.
    pub writer_in_use: bool,
    /// How many calls wait for a connection.
    pub waiting: usize,
    /// How many calls had to wait for one, since the runtime was opened.
    pub waits: u64,
    /// How often a page was in the cache of a connection that is not in use, since that was opened.
    pub cache_hits: u64,
    /// How often it was not.
    pub cache_misses: u64,
}

impl RusqliteRuntime {
    /// Says how the runtime is doing. Waits for no call.
    ///
    /// ```
    /// # fn main() -> Result<(), larder::RusqliteError> {
    /// let runtime = larder::RusqliteRuntime::open_in_memory()?;
    /// let health = runtime.health();
    /// assert_eq!((health.waits, health.writer_in_use, health.log_bytes), (0, false, 0));
    /// # Ok(())
    /// # }
    /// ```
    pub fn health(&self) -> Health {
        let writer = self.shared.writer.gauge();
        let readers = self.shared.readers.as_ref().map(|readers| readers.gauge()).unwrap_or_default();
        let file = self.shared.connections.file().and_then(|file| fs::metadata(format!("{file}-wal")).ok());
        Health {
            log_file_bytes: file.map_or(0, |file| file.len()),
            log_bytes: self.shared.log.bytes(),
            checkpointed_at: self.shared.log.moved_at(),
            readers_open: readers.open,
            readers_in_use: readers.lent,
            writer_in_use: writer.lent > 0,
            waiting: writer.waiting + readers.waiting,
            waits: writer.waits + readers.waits,
            cache_hits: writer.cache.hits + readers.cache.hits,
            cache_misses: writer.cache.misses + readers.cache.misses,
        }
    }
}
