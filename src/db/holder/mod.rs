//! Lends connections, each to one thread at a time, knows to which, and takes them back clean.

mod desk;
mod ending;
mod threads;

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use rusqlite::Connection;
use scopeguard::ScopeGuard;

pub(super) use self::threads::current_thread;
pub(crate) use self::{desk::State, ending::Ending};
use self::{
    desk::{Desk, Free, Turn},
    threads::{has_leases, leases},
};
use super::{
    Feed, Priority, RuntimeOptions, call,
    patience::{self, Stop, Watch},
    sync::{Condvar, Mutex, MutexGuard},
};
use crate::{error::RusqliteError, native::CacheUse};

/// A call that may be cancelled looks so often whether it was.
const LOOKS: Duration = Duration::from_millis(5);

/// The one place where connections wait to be used: the one that writes, or those that read.
pub(crate) struct Holder {
    desk: Mutex<Desk>,
    /// Where threads wait, by priority.
    freed: [Condvar; 2],
    /// Where those wait that end.
    back: Condvar,
    pub(super) patience: Duration,
    waits_for_resume: bool,
    /// Ends every statement that runs on one of the connections.
    stop: Arc<Stop>,
    /// Opens a further connection.
    open: Open,
    /// Is told what its connections change.
    feed: Option<Arc<Feed>>,
}

type Open = Box<dyn Fn() -> Result<Held, RusqliteError> + Send + Sync>;

/// A connection of the holder.
struct Held {
    connection: Connection,
    watch: Arc<Watch>,
}

/// How many connections there are and what became of the calls for them.
#[derive(Default)]
pub(crate) struct Gauge {
    pub(crate) open: usize,
    pub(crate) lent: usize,
    pub(crate) waiting: usize,
    pub(crate) waits: u64,
    /// Of the connections that are not lent.
    pub(crate) cache: CacheUse,
}

impl Holder {
    /// Holds so many connections at the most, each opened when it is first needed; `first` is open already.
    ///
    /// # Errors
    /// SQLite's own.
    pub(crate) fn new(
        first: Option<Connection>,
        most: usize,
        options: &RuntimeOptions,
        open: impl Fn() -> Result<Connection, RusqliteError> + Send + Sync + 'static,
    ) -> Result<Self, RusqliteError> {
        let (stop, patience) = (Arc::new(Stop::default()), options.busy_timeout);
        let (installed, unopened) = (Arc::clone(&stop), most - usize::from(first.is_some()));
        let prepared = move |mut connection: Connection| {
            let watch = Arc::default();
            patience::install(&mut connection, &installed, &watch, patience)?;
            Ok(Held { connection, watch })
        };
        let free = first.map(&prepared).transpose()?.map(Box::new).map(Free::new).into_iter().collect();
        Ok(Self {
            desk: Mutex::new(Desk::new(free, unopened)),
            freed: [Condvar::new(), Condvar::new()],
            back: Condvar::new(),
            patience,
            waits_for_resume: options.waits_for_resume,
            stop,
            open: Box::new(move || open().and_then(&prepared)),
            feed: None,
        })
    }

    /// Tells a feed what its connection changes, of which it has one.
    pub(crate) fn telling(self, feed: Arc<Feed>) -> Self {
        Self { feed: Some(feed), ..self }
    }

    /// Refuses a thread that has a connection, and every thread where nothing is lent any more.
    ///
    /// # Errors
    /// [`RusqliteError::Reentrant`], [`RusqliteError::Suspended`], [`RusqliteError::Closed`].
    pub(crate) fn admit(&self) -> Result<(), RusqliteError> {
        self.desk.lock().admit(current_thread(), self.waits_for_resume)
    }

    /// Whether the calling thread has a connection. For a thread that has none of any holder, which is every one but inside a
    /// closure, that takes no lock: whoever reads does not meet whoever writes.
    pub(crate) fn is_lent_to_caller(&self) -> bool {
        let thread = current_thread();
        has_leases(thread) && self.desk.lock().is_lent_to(thread)
    }

    /// Gives a connection to the calling thread, once one is free.
    ///
    /// # Errors
    /// [`RusqliteError::Reentrant`] at once when the thread already has one; [`RusqliteError::Locked`] when others
    /// keep them for longer than the patience; [`RusqliteError::Interrupted`] when the call is cancelled;
    /// [`RusqliteError::Suspended`], [`RusqliteError::Closed`]; what opening can give.
    pub(crate) fn lease(self: &Arc<Self>) -> Result<Lease, RusqliteError> {
        call::refuse_cancelled()?;
        let (thread, priority) = (current_thread(), Priority::current());
        let mut desk = self.desk.lock();
        desk.admit(thread, self.waits_for_resume)?;
        let turn = match desk.take(thread, priority, true) {
            Some(turn) => turn,
            None => self.queue(&mut desk, thread, priority)?,
        };
        let number = desk.leases;
        drop(desk);
        self.begin(turn, thread, number)
    }

    /// Gives a connection that is free at this moment.
    ///
    /// # Errors
    /// SQLite's own; what opening can give.
    pub(crate) fn lease_free(self: &Arc<Self>) -> Result<Option<Lease>, RusqliteError> {
        let thread = current_thread();
        let mut desk = self.desk.lock();
        if desk.admit(thread, false).is_err() {
            return Ok(None);
        }
        let turn = desk.take(thread, Priority::Background, true);
        let number = desk.leases;
        drop(desk);
        turn.map(|turn| self.begin(turn, thread, number)).transpose()
    }

    fn begin(self: &Arc<Self>, turn: Turn, thread: u64, number: u64) -> Result<Lease, RusqliteError> {
        let is_new = matches!(turn, Turn::Opening);
        let held = match turn {
            Turn::Connection(held) => held,
            Turn::Opening => self.open(thread)?,
        };
        held.watch.begin(number);
        let mut lease = self.lend(held, thread);
        if let Some(feed) = &self.feed {
            feed.begin(&mut lease, is_new)?;
        }
        Ok(lease)
    }

    /// Waits until it is the thread's turn.
    #[cold]
    fn queue(
        &self,
        desk: &mut MutexGuard<'_, Desk>,
        thread: u64,
        priority: Priority,
    ) -> Result<Turn, RusqliteError> {
        let deadline = Deadline::after(self.patience);
        desk.waits += 1;
        desk.queue_mut(priority).waiting += 1;
        let mut passed_over = 0;
        let outcome = loop {
            let is_late = deadline.wait(&self.freed[priority as usize], desk);
            if let Err(error) =
                desk.admit(thread, self.waits_for_resume).and_then(|()| call::refuse_cancelled())
            {
                break Err(error);
            }
            if let Some(turn) = desk.take(thread, priority, false) {
                break Ok(turn);
            }
            if is_late {
                break Err(match desk.state {
                    State::Suspended => RusqliteError::Suspended,
                    State::Open | State::Closed => RusqliteError::Locked { waited: self.patience },
                });
            }
            if passed_over == 0 && !call::is_stoppable() {
                passed_over = 1;
                desk.queue_mut(priority).passed_over += 1;
            }
        };
        let queue = desk.queue_mut(priority);
        queue.waiting -= 1;
        queue.passed_over -= passed_over;
        // Who came behind this thread was not told of what is left.
        if desk.has_one() {
            self.notify(desk);
        }
        outcome
    }

    /// Wakes who is next.
    fn notify(&self, desk: &Desk) {
        self.freed[desk.next() as usize].notify_one();
    }

    fn wake_all(&self) {
        for freed in &self.freed {
            freed.notify_all();
        }
    }

    /// Opens a further connection, which the thread was given leave for.
    #[cold]
    fn open(&self, thread: u64) -> Result<Box<Held>, RusqliteError> {
        (self.open)().map(Box::new).inspect_err(|_| {
            let mut desk = self.desk.lock();
            desk.unopened += 1;
            desk.returned(thread);
            self.notify(&desk);
            self.back.notify_all();
        })
    }

    /// Lends nothing more, until what it gives is dropped or has ended. Nothing when it is closed already.
    ///
    /// # Errors
    /// [`RusqliteError::Reentrant`] when the calling thread has a connection.
    pub(crate) fn ending(&self) -> Result<Option<Ending<'_>>, RusqliteError> {
        let mut desk = self.desk.lock();
        match desk.admit(current_thread(), true) {
            Err(RusqliteError::Closed) => Ok(None),
            outcome => {
                outcome?;
                desk.ending += 1;
                Ok(Some(Ending { holder: self }))
            }
        }
    }

    /// Serves calls again after it was suspended.
    ///
    /// # Errors
    /// [`RusqliteError::Closed`].
    pub(crate) fn resume(&self) -> Result<(), RusqliteError> {
        let mut desk = self.desk.lock();
        if desk.state == State::Closed {
            return Err(RusqliteError::Closed);
        }
        desk.state = State::Open;
        drop(desk);
        self.wake_all();
        Ok(())
    }

    /// Ends the statements of those that have a connection, and of no later lease of it; says of how many it did not before.
    pub(crate) fn interrupt_lent(&self) -> usize {
        let desk = self.desk.lock();
        let before = self.stop.before.swap(desk.leases + 1, Ordering::Relaxed);
        desk.lent.iter().filter(|lent| lent.number >= before).count()
    }

    pub(crate) fn gauge(&self) -> Gauge {
        let mut desk = self.desk.lock();
        let mut cache = CacheUse::default();
        desk.free.iter_mut().for_each(|free| cache.add(&mut free.held.connection));
        let waiting = desk.queues.iter().map(|queue| queue.waiting).sum();
        let (free, lent) = (desk.free.len(), desk.lent.len());
        Gauge { open: free + lent, lent, waiting, waits: desk.waits, cache }
    }

    fn lend(self: &Arc<Self>, held: Box<Held>, thread: u64) -> Lease {
        leases(thread).fetch_add(1, Ordering::Relaxed);
        let lent = Lent { holder: Arc::clone(self), held, thread, only_reads: false };
        Lease(scopeguard::guard(lent, Lent::give_back))
    }
}

/// The end of a wait, unless it lies beyond the clock's own.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    pub(crate) fn after(patience: Duration) -> Self {
        Self(Instant::now().checked_add(patience))
    }

    pub(crate) fn has_passed(self) -> bool {
        self.0.is_some_and(|end| Instant::now() >= end)
    }

    /// Waits for a sign; says whether the deadline has passed. A call that can be cancelled looks up meanwhile.
    fn wait(self, sign: &Condvar, desk: &mut MutexGuard<'_, Desk>) -> bool {
        let looks = call::is_stoppable().then(|| Instant::now() + LOOKS);
        match [self.0, looks].into_iter().flatten().min() {
            Some(end) => drop(sign.wait_until(desk, end)),
            None => sign.wait(desk),
        }
        self.has_passed()
    }
}

/// The connection, for as long as this lives, on whichever thread. A transaction that was left open is rolled back
/// at its end, after a panic as well.
pub(crate) struct Lease(ScopeGuard<Lent, fn(Lent)>);

/// A connection, where it goes back to, and the thread that has it.
struct Lent {
    holder: Arc<Holder>,
    held: Box<Held>,
    thread: u64,
    /// Whether it was made to read alone, for this lease.
    only_reads: bool,
}

impl Lease {
    /// Makes SQLite refuse to write on it, until it is given back.
    ///
    /// # Errors
    /// SQLite's own.
    pub(crate) fn only_reads(mut self) -> Result<Self, RusqliteError> {
        self.0.only_reads = true;
        self.execute_batch("PRAGMA query_only = ON")?;
        Ok(self)
    }

    /// Gives how long a call waits for the connection.
    #[cfg(feature = "uniffi")]
    pub(super) fn patience(&self) -> Duration {
        self.0.holder.patience
    }
}

impl Lent {
    fn give_back(self) {
        if !self.held.connection.is_autocommit()
            && let Err(error) = self.held.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(target: "larder", %error, "an open transaction could not be rolled back");
        }
        if self.only_reads
            && let Err(error) = self.held.connection.execute_batch("PRAGMA query_only = OFF")
        {
            tracing::error!(target: "larder", %error, "a connection does not write any more");
        }
        leases(self.thread).fetch_sub(1, Ordering::Relaxed);
        let holder = &*self.holder;
        if let Some(feed) = &holder.feed {
            feed.end(&self.held.connection);
        }
        let mut desk = holder.desk.lock();
        desk.give_back(self.thread, self.held);
        let next = desk.next();
        let is_ending = desk.ending > 0;
        drop(desk);
        holder.freed[next as usize].notify_one();
        if is_ending {
            holder.back.notify_all();
        }
    }
}

impl Deref for Lease {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0.held.connection
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0.held.connection
    }
}
