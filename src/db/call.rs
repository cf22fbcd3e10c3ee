//! What a thread says of the calls that it makes: how urgent they are, and what may stop them. Read by the holder of
//! connections before a call has one, and by SQLite while it runs.

use std::{
    cell::{Cell, RefCell},
    fmt,
    sync::{Arc, atomic::Ordering},
};

use rusqlite::ffi;
use scopeguard::defer;

use super::sync::{AtomicBool, thread_local};
use crate::error::RusqliteError;

thread_local! {
    static PRIORITY: Cell<Priority> = const { Cell::new(Priority::User) };
    /// How many tokens may stop the calls of the thread: read at every call, without a look at which.
    static STOPPABLE: Cell<usize> = const { Cell::new(0) };
    static TOKENS: RefCell<Vec<CancelToken>> = const { RefCell::new(Vec::new()) };
}

/// How urgent a thread's calls are, where calls wait for a connection.
///
/// Calls of one priority that wait are served in the order in which they came. Those of the background come after those that a user
/// waits for, but one of them after so many of the others, so that they get on as well. A call is not split: a long
/// transaction of the background keeps the connection that writes until its end, so write in many short ones.
///
/// ```
/// use larder::{Priority, RusqliteRuntime};
///
/// # fn main() -> Result<(), larder::RusqliteError> {
/// let runtime = RusqliteRuntime::open_in_memory()?;
/// Priority::Background.scope(|| runtime.transaction(|_| Ok(())))?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Priority {
    /// Somebody waits for it.
    #[default]
    User,
    /// It can wait: an import, a sync.
    Background,
}

impl Priority {
    /// Runs `work`, in which the calls of this thread have this priority.
    pub fn scope<T>(self, work: impl FnOnce() -> T) -> T {
        let before = PRIORITY.with(|priority| priority.replace(self));
        defer! { PRIORITY.with(|priority| priority.set(before)) }
        work()
    }

    /// The priority of the calling thread's calls.
    pub(super) fn current() -> Self {
        PRIORITY.with(Cell::get)
    }
}

/// Stops calls: those of each thread that is in its [`scope`](Self::scope), whichever runtime they are of.
///
/// A call that waits for a connection, and one whose statement runs, is [`RusqliteError::Interrupted`] within milliseconds after
/// [`cancel`](Self::cancel); one that waits for another process is [`RusqliteError::Busy`]. Its transaction is undone:
/// nothing half done is left, and what was committed is never called interrupted. Every clone is the same token.
///
/// ```
/// use larder::{CancelToken, RusqliteError, RusqliteRuntime};
///
/// # fn main() -> Result<(), RusqliteError> {
/// let runtime = RusqliteRuntime::open_in_memory()?;
/// let token = CancelToken::new();
/// let elsewhere = token.clone();
/// std::thread::spawn(move || elsewhere.cancel());
/// let endless = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
/// let outcome = token.scope(|| runtime.query_as::<i64>(endless, ()));
/// assert!(matches!(outcome, Err(RusqliteError::Interrupted { .. })));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct CancelToken {
    is_cancelled: Arc<AtomicBool>,
}

impl CancelToken {
    /// Gives a token that stops nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops what runs in its scopes, and every later call in one.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    /// Runs `work`, in which this token stops the calls of this thread, beside those of the scopes around it.
    pub fn scope<T>(&self, work: impl FnOnce() -> T) -> T {
        TOKENS.with(|tokens| tokens.borrow_mut().push(self.clone()));
        STOPPABLE.with(|count| count.set(count.get() + 1));
        defer! {
            STOPPABLE.with(|count| count.set(count.get() - 1));
            TOKENS.with(|tokens| drop(tokens.borrow_mut().pop()));
        }
        work()
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelToken").field("is_cancelled", &self.is_cancelled()).finish()
    }
}

/// Whether a token may stop the calling thread's calls.
pub(super) fn is_stoppable() -> bool {
    STOPPABLE.with(Cell::get) > 0
}

/// Whether one has.
pub(super) fn is_cancelled() -> bool {
    is_stoppable() && TOKENS.with(|tokens| tokens.borrow().iter().any(CancelToken::is_cancelled))
}

/// Refuses a call that a token has stopped before it began.
///
/// # Errors
/// [`RusqliteError::Interrupted`].
#[inline]
pub(super) fn refuse_cancelled() -> Result<(), RusqliteError> {
    if is_cancelled() { Err(interrupted()) } else { Ok(()) }
}

/// What SQLite says of a statement that runs.
#[cold]
fn interrupted() -> RusqliteError {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_INTERRUPT), None).into()
}
