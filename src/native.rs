//! Where C and Rust meet: functions of SQLite that rusqlite does not wrap, and the one that C calls. The one file with code that
//! the compiler cannot vouch for.
#![expect(unsafe_code, reason = "C hands over pointers")]

#[cfg(all(feature = "tokio", feature = "uniffi"))]
pub(crate) use self::events::{Outcome, on_event};

use rusqlite::{Connection, ffi};

/// How often a page was found in the cache of connections, and how often it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct CacheUse {
    pub(crate) hits: u64,
    pub(crate) misses: u64,
}

impl CacheUse {
    /// Adds what a connection counts. It must not be in use, as the holder of `&mut` knows.
    pub(crate) fn add(&mut self, connection: &mut Connection) {
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
pub(crate) struct Inside(*mut ffi::sqlite3);

// SAFETY: the pointer is only looked at in a hook of its connection, which SQLite calls on the thread that uses it.
unsafe impl Send for Inside {}

impl Inside {
    pub(crate) fn of(connection: &Connection) -> Self {
        // SAFETY: the handle is not closed through the pointer, and is only used while SQLite calls a hook of the connection.
        Self(unsafe { connection.handle() })
    }

    /// Whether no transaction is open. To be called in a hook of the connection.
    /// Source: <https://www.sqlite.org/c3ref/get_autocommit.html>.
    pub(crate) fn is_autocommit(&self) -> bool {
        // SAFETY: a hook runs in a call on its connection, which is therefore open and used by this thread alone.
        unsafe { ffi::sqlite3_get_autocommit(self.0) != 0 }
    }
}

/// The way in for events of C's threads: `bindings/c/larder.h`.
#[cfg(all(feature = "tokio", feature = "uniffi"))]
mod events {
    use std::{
        panic::{AssertUnwindSafe, catch_unwind},
        slice,
        sync::OnceLock,
    };

    /// Takes the bytes of an event for the bridge with a number.
    type Take = fn(u64, &[u8]) -> Outcome;

    static TAKE: OnceLock<Take> = OnceLock::new();

    /// What became of an event, as the header has it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[repr(i32)]
    pub(crate) enum Outcome {
        Accepted = 0,
        Full = 1,
        Closed = 2,
        NotUnicode = 3,
        NotKept = 4,
        Panicked = 5,
    }

    /// Says who takes the events, before anybody can have the number of a bridge.
    pub(crate) fn on_event(take: Take) {
        TAKE.get_or_init(|| take);
    }

    /// Sends an event to the bridge with this number: `length` bytes of UTF-8, which are copied. Any thread may call; it
    /// waits for nothing, but where the bridge is durable. Gives what became of the event.
    ///
    /// # Safety
    /// `event` points to `length` bytes that nobody changes meanwhile; with a length of zero it may be null.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn larder_event_submit(bridge: u64, event: *const u8, length: usize) -> i32 {
        let bytes = if length == 0 {
            &[]
        } else {
            // SAFETY: the caller promises `length` bytes at `event` that nobody changes until this returns.
            unsafe { slice::from_raw_parts(event, length) }
        };
        // A panic must not go on into C.
        let take = || TAKE.get().map_or(Outcome::Closed, |take| take(bridge, bytes));
        catch_unwind(AssertUnwindSafe(take)).unwrap_or(Outcome::Panicked) as i32
    }
}
