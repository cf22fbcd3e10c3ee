//! What rusqlite has no words for. The one file with code that the compiler cannot vouch for.
#![expect(unsafe_code, reason = "C functions that rusqlite does not wrap")]

use rusqlite::{Connection, ffi};

/// How often a page was found in the cache of connections, and how often it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct CacheUse {
    pub(crate) hits: u64,
    pub(crate) misses: u64,
}

impl CacheUse {
    /// Adds what a connection counts. It must not be in use, as the holder of `&mut` knows.
    pub(super) fn add(&mut self, connection: &mut Connection) {
        self.hits += count(connection, ffi::SQLITE_DBSTATUS_CACHE_HIT);
        self.misses += count(connection, ffi::SQLITE_DBSTATUS_CACHE_MISS);
    }
}

/// Source: <https://www.sqlite.org/c3ref/db_status.html>.
fn count(connection: &mut Connection, what: i32) -> u64 {
    let (mut current, mut highest) = (0, 0);
    // SAFETY: the handle is that of an open connection, which nobody else uses while it is borrowed mutably and which is not
    // closed through it; both places are integers of ours that outlive the call.
    let code =
        unsafe { ffi::sqlite3_db_status(connection.handle(), what, &raw mut current, &raw mut highest, 0) };
    if code == ffi::SQLITE_OK { u64::try_from(current).unwrap_or_default() } else { 0 }
}

/// A connection as its own hooks ask about it: they have no borrow of it.
pub(super) struct Inside(*mut ffi::sqlite3);

// SAFETY: the pointer is only looked at in a hook of its connection, which SQLite calls on the thread that uses it.
unsafe impl Send for Inside {}

impl Inside {
    pub(super) fn of(connection: &Connection) -> Self {
        // SAFETY: the handle is not closed through the pointer, and is only used while SQLite calls a hook of the connection.
        Self(unsafe { connection.handle() })
    }

    /// Whether no transaction is open. To be called in a hook of the connection.
    /// Source: <https://www.sqlite.org/c3ref/get_autocommit.html>.
    pub(super) fn is_autocommit(&self) -> bool {
        // SAFETY: a hook runs in a call on its connection, which is therefore open and used by this thread alone.
        unsafe { ffi::sqlite3_get_autocommit(self.0) != 0 }
    }
}
