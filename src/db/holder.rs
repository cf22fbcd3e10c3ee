//! Lends connections, each to one thread at a time, knows to which, and takes them back clean.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use parking_lot::{Condvar, Mutex, MutexGuard};
use rusqlite::Connection;
use scopeguard::ScopeGuard;

use crate::error::RusqliteError;

/// The one place where connections wait to be used: the one that writes, or those that read.
pub(crate) struct Holder {
    desk: Mutex<Desk>,
    freed: Condvar,
    patience: Duration,
    /// Opens a further connection.
    open: Option<Open>,
}

type Open = Box<dyn Fn() -> Result<Connection, RusqliteError> + Send + Sync>;

/// What the holder knows, under its lock.
struct Desk {
    #[expect(clippy::vec_box, reason = "a connection is large, and moves between the desk and its leases")]
    free: Vec<Box<Connection>>,
    /// The threads that have a connection each.
    lent: Vec<u64>,
    /// How many more may be opened.
    unopened: usize,
    /// How many threads were woken for a connection and found it taken again. While there is one, a thread that
    /// comes anew waits behind it, so that a loop of calls does not keep the others out.
    passed_over: usize,
    /// How many threads wait to close: while there is one, nothing more is lent.
    closing: usize,
    is_closed: bool,
}

/// What a thread gets that asks for a connection.
enum Turn {
    Connection(Box<Connection>),
    /// Leave to open one.
    Opening,
}

impl Holder {
    /// Holds one connection.
    pub(crate) fn new(connection: Connection, patience: Duration) -> Self {
        Self::with(vec![Box::new(connection)], 0, patience, None)
    }

    /// Holds so many connections at the most, each opened when it is first needed.
    pub(crate) fn opening(
        most: usize,
        patience: Duration,
        open: impl Fn() -> Result<Connection, RusqliteError> + Send + Sync + 'static,
    ) -> Self {
        Self::with(Vec::new(), most, patience, Some(Box::new(open)))
    }

    #[expect(clippy::vec_box, reason = "as in `Desk`")]
    fn with(free: Vec<Box<Connection>>, unopened: usize, patience: Duration, open: Option<Open>) -> Self {
        let desk = Desk { free, lent: Vec::new(), unopened, passed_over: 0, closing: 0, is_closed: false };
        Self { desk: Mutex::new(desk), freed: Condvar::new(), patience, open }
    }

    /// Refuses a thread that has a connection, and every thread once it is closed.
    ///
    /// # Errors
    /// [`RusqliteError::Reentrant`], [`RusqliteError::Closed`].
    pub(crate) fn admit(&self) -> Result<(), RusqliteError> {
        self.desk.lock().admit(current_thread())
    }

    /// Gives a connection to the calling thread, once one is free.
    ///
    /// # Errors
    /// [`RusqliteError::Reentrant`] at once when the thread already has one; [`RusqliteError::Locked`] when others
    /// keep them for longer than the patience; [`RusqliteError::Closed`] once it is closed; what opening can give.
    pub(crate) fn lease(self: &Arc<Self>) -> Result<Lease, RusqliteError> {
        let thread = current_thread();
        let mut desk = self.desk.lock();
        desk.admit(thread)?;
        let mut turn = if desk.passed_over == 0 { desk.take(thread) } else { None };
        if turn.is_none() {
            self.wait(&mut desk, thread, &mut |desk| {
                turn = desk.take(thread);
                turn.is_some()
            })?;
        }
        drop(desk);
        let connection = match turn {
            Some(Turn::Connection(connection)) => connection,
            Some(Turn::Opening) | None => self.open(thread)?,
        };
        Ok(self.lend(connection, thread))
    }

    /// Waits until the thread has taken what it needs from the desk.
    #[cold]
    fn wait(
        &self,
        desk: &mut MutexGuard<'_, Desk>,
        thread: u64,
        take: &mut dyn FnMut(&mut Desk) -> bool,
    ) -> Result<(), RusqliteError> {
        // A patience beyond the clock's end has no deadline.
        let deadline = Instant::now().checked_add(self.patience);
        let mut passed_over = 0;
        let outcome = loop {
            let timed_out = match deadline {
                Some(deadline) => self.freed.wait_until(desk, deadline).timed_out(),
                None => {
                    self.freed.wait(desk);
                    false
                }
            };
            if let Err(error) = desk.admit(thread) {
                break Err(error);
            }
            if take(desk) {
                break Ok(());
            }
            if timed_out {
                break Err(RusqliteError::Locked { waited: self.patience });
            }
            if passed_over == 0 {
                passed_over = 1;
                desk.passed_over += 1;
            }
        };
        desk.passed_over -= passed_over;
        // Who came behind this thread was not told of what is left.
        if !desk.free.is_empty() || desk.unopened > 0 {
            self.freed.notify_one();
        }
        outcome
    }

    /// Opens a further connection, which the thread was given leave for.
    #[cold]
    fn open(&self, thread: u64) -> Result<Box<Connection>, RusqliteError> {
        let opened = self.open.as_ref().map_or(Err(RusqliteError::Closed), |open| open());
        opened.map(Box::new).inspect_err(|_| {
            let mut desk = self.desk.lock();
            desk.unopened += 1;
            desk.returned(thread);
            drop(desk);
            self.freed.notify_one();
        })
    }

    /// Waits until every connection is back and closes them; from then on there is none. Once is enough.
    ///
    /// # Errors
    /// As [`lease`](Self::lease); SQLite's own, after which the connections are as before.
    pub(crate) fn close(&self) -> Result<(), RusqliteError> {
        let thread = current_thread();
        let mut desk = self.desk.lock();
        match desk.admit(thread) {
            Err(RusqliteError::Closed) => return Ok(()),
            outcome => outcome?,
        }
        desk.closing += 1;
        let outcome = match desk.lent.is_empty() {
            true => Ok(()),
            false => self.wait(&mut desk, thread, &mut |desk| desk.lent.is_empty()),
        };
        desk.closing -= 1;
        let outcome = match outcome {
            // Another thread was sooner.
            Err(RusqliteError::Closed) => Ok(()),
            Err(error) => Err(error),
            Ok(()) => desk.close(),
        };
        drop(desk);
        // Who waits is told that it is closed, or has its turn.
        self.freed.notify_all();
        outcome
    }

    fn lend(self: &Arc<Self>, connection: Box<Connection>, thread: u64) -> Lease {
        let lent = Lent { holder: Arc::clone(self), connection, thread };
        Lease(scopeguard::guard(lent, Lent::give_back))
    }
}

impl Desk {
    /// Refuses a thread that would wait for itself, or for nothing.
    fn admit(&self, thread: u64) -> Result<(), RusqliteError> {
        if self.lent.contains(&thread) {
            return Err(RusqliteError::Reentrant);
        }
        if self.is_closed { Err(RusqliteError::Closed) } else { Ok(()) }
    }

    /// Takes a connection for a thread, when there is one.
    fn take(&mut self, thread: u64) -> Option<Turn> {
        if self.closing > 0 {
            return None;
        }
        let turn = match self.free.pop() {
            Some(connection) => Turn::Connection(connection),
            None if self.unopened > 0 => {
                self.unopened -= 1;
                Turn::Opening
            }
            None => return None,
        };
        self.lent.push(thread);
        Some(turn)
    }

    fn returned(&mut self, thread: u64) {
        if let Some(at) = self.lent.iter().position(|lessee| *lessee == thread) {
            self.lent.swap_remove(at);
        }
    }

    fn close(&mut self) -> Result<(), RusqliteError> {
        while let Some(connection) = self.free.pop() {
            if let Err((connection, error)) = connection.close() {
                self.free.push(Box::new(connection));
                return Err(error.into());
            }
        }
        self.unopened = 0;
        self.is_closed = true;
        Ok(())
    }
}

/// A number that no other thread of the process has, had or will have: a lease may end on another thread than
/// began it, and outlive the one that did. Never 0.
pub(super) fn current_thread() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    thread_local!(static NUMBER: u64 = NEXT.fetch_add(1, Ordering::Relaxed));
    NUMBER.with(|number| *number)
}

/// The connection, for as long as this lives, on whichever thread. A transaction that was left open is rolled back
/// at its end, after a panic as well.
pub(crate) struct Lease(ScopeGuard<Lent, fn(Lent)>);

/// A connection, where it goes back to, and the thread that has it.
struct Lent {
    holder: Arc<Holder>,
    connection: Box<Connection>,
    thread: u64,
}

#[cfg(feature = "uniffi")]
impl Lease {
    /// Gives how long a call waits for the connection.
    pub(super) fn patience(&self) -> Duration {
        self.0.holder.patience
    }
}

impl Lent {
    fn give_back(self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(target: "larder", %error, "an open transaction could not be rolled back");
        }
        let mut desk = self.holder.desk.lock();
        desk.free.push(self.connection);
        desk.returned(self.thread);
        let wakes_all = desk.closing > 0;
        drop(desk);
        if wakes_all {
            self.holder.freed.notify_all();
        } else {
            self.holder.freed.notify_one();
        }
    }
}

impl Deref for Lease {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0.connection
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0.connection
    }
}

#[cfg(test)]
mod tests;
