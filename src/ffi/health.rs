//! How a database is doing, for Swift, Kotlin and Python.

use super::count;
use crate::runtime::{Health, RusqliteRuntime};

type DateTime = chrono::DateTime<chrono::Utc>;

/// How a database is doing, at one moment.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DatabaseHealth {
    /// How long the file of the write-ahead log is, in bytes.
    pub log_file_bytes: i64,
    /// How much of it waits to move into the database, in bytes.
    pub log_bytes: i64,
    /// When all of it was moved last.
    pub checkpointed_at: Option<DateTime>,
    /// How many connections that read are open.
    pub readers_open: i64,
    /// How many of them are in use.
    pub readers_in_use: i64,
    /// Whether the connection that writes is in use.
    pub writer_in_use: bool,
    /// How many calls wait for a connection.
    pub waiting: i64,
    /// How many calls had to wait for one so far.
    pub waits: i64,
    /// How often a page was in the cache of a connection.
    pub cache_hits: i64,
    /// How often it was not.
    pub cache_misses: i64,
}

/// Says how the database is doing.
pub fn health(runtime: &RusqliteRuntime) -> DatabaseHealth {
    let Health {
        log_file_bytes,
        log_bytes,
        checkpointed_at,
        readers_open,
        readers_in_use,
        writer_in_use,
        waiting,
        waits,
        cache_hits,
        cache_misses,
    } = runtime.health();
    DatabaseHealth {
        log_file_bytes: count(log_file_bytes),
        log_bytes: count(log_bytes),
        checkpointed_at: checkpointed_at.map(DateTime::from),
        readers_open: count(readers_open),
        readers_in_use: count(readers_in_use),
        writer_in_use,
        waiting: count(waiting),
        waits: count(waits),
        cache_hits: count(cache_hits),
        cache_misses: count(cache_misses),
    }
}
