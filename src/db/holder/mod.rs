//! Lends connections, each to one thread at a time, knows to which, and takes them back clean.

mod deadline;
mod desk;
mod ending;
mod lease;
mod seats;
mod threads;

use std::{
    mem,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use rusqlite::Connection;

pub(crate) use self::{deadline::Deadline, desk::State, ending::Ending, lease::Lease};
use self::{
    desk::{Desk, Free, Loan, Turn},
    lease::{Lent, Place},
    seats::Seats,
    threads::{has_leases, leases},
};
pub(super) use self::{lease::LeaseOf, threads::current_thread};
use super::{
    Feed, Priority, RuntimeOptions, call,
    patience::{self, Stop, Watch},
    sync::{Condvar, Mutex, MutexGuard},
};
use crate::{error::RusqliteError, native::CacheUse};

/// The one place where connections wait to be used: the one that writes, or those that read.
pub(crate) struct Holder {
    desk: Mutex<Desk>,
    seats: Seats,
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

impl Held {
    /// Ends what a lease left: an open transaction, and that it only read.
    #[cold]
    fn clean(&self, only_reads: bool) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(target: "larder", %error, "an open transaction could not be rolled back");
        }
        if only_reads && let Err(error) = self.connection.execute_batch("PRAGMA query_only = OFF") {
            tracing::error!(target: "larder", %error, "a connection does not write any more");
        }
    }
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
    /// Holds so many connections at the most, each opened when it is first needed.
    pub(crate) fn new(
        most: usize,
        options: &RuntimeOptions,
        open: impl Fn() -> Result<Connection, RusqliteError> + Send + Sync + 'static,
    ) -> Self {
        let (stop, patience) = (Arc::new(Stop::default()), options.busy_timeout);
        let installed = Arc::clone(&stop);
        let prepared = move |mut connection: Connection| {
            let watch = Arc::default();
            patience::install(&mut connection, &installed, &watch, patience)?;
            Ok(Held { connection, watch })
        };
        Self {
            desk: Mutex::new(Desk::new(most)),
            seats: Seats::new(),
            freed: [Condvar::new(), Condvar::new()],
            back: Condvar::new(),
            patience,
            waits_for_resume: options.waits_for_resume,
            stop,
            open: Box::new(move || open().and_then(&prepared)),
            feed: None,
        }
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
        self.admit_to(&self.desk.lock(), current_thread())
    }

    fn admit_to(&self, desk: &Desk, thread: u64) -> Result<(), RusqliteError> {
        if self.is_lent_to(desk, thread) {
            return Err(RusqliteError::Reentrant);
        }
        desk.admit(self.waits_for_resume)
    }

    fn is_lent_to(&self, desk: &Desk, thread: u64) -> bool {
        has_leases(thread) && (desk.is_lent_to(thread) || self.seats.is_lent_to(thread))
    }

    /// Whether a thread has a connection. For one that has none of any holder, which is every one but inside a closure, that
    /// takes no lock: whoever reads does not meet whoever writes.
    fn has_lent_to(&self, thread: u64) -> bool {
        has_leases(thread) && self.is_lent_to(&self.desk.lock(), thread)
    }

    /// Gives a connection to the calling thread, once one is free; `beside` lends the others to the same file.
    ///
    /// # Errors
    /// [`RusqliteError::Reentrant`] at once when the thread already has one of either; [`RusqliteError::Locked`] when others
    /// keep them for longer than the patience; [`RusqliteError::Interrupted`] when the call is cancelled;
    /// [`RusqliteError::Suspended`], [`RusqliteError::Closed`]; what opening can give.
    pub(crate) fn lease(self: &Arc<Self>, beside: Option<&Self>) -> Result<Lease<'_>, RusqliteError> {
        call::refuse_cancelled()?;
        let thread = current_thread();
        let seated = if has_leases(thread) { None } else { self.seats.take(thread, &self.stop) };
        match seated {
            Some((held, loan)) => self.begin(held, loan, Place::Seat, false),
            None => self.lease_at_desk(thread, beside),
        }
    }

    #[inline(never)]
    fn lease_at_desk(
        self: &Arc<Self>,
        thread: u64,
        beside: Option<&Self>,
    ) -> Result<Lease<'_>, RusqliteError> {
        if beside.is_some_and(|beside| beside.has_lent_to(thread)) {
            return Err(RusqliteError::Reentrant);
        }
        let priority = Priority::current();
        let mut desk = self.desk.lock();
        self.admit_to(&desk, thread)?;
        let turn = match self.take(&mut desk, thread, priority, true) {
            Some(turn) => turn,
            None => self.queue(&mut desk, thread, priority)?,
        };
        drop(desk);
        self.serve(turn)
    }

    /// Gives a connection that is free at this moment.
    ///
    /// # Errors
    /// SQLite's own; what opening can give.
    pub(crate) fn lease_free(self: &Arc<Self>) -> Result<Option<Lease<'_>>, RusqliteError> {
        let thread = current_thread();
        let mut desk = self.desk.lock();
        if self.is_lent_to(&desk, thread) || desk.admit(false).is_err() {
            return Ok(None);
        }
        let turn = self.take(&mut desk, thread, Priority::Background, true);
        drop(desk);
        turn.map(|turn| self.serve(turn)).transpose()
    }

    /// Takes a connection for a thread, from another one's seat when there is no other.
    fn take(&self, desk: &mut Desk, thread: u64, priority: Priority, is_new: bool) -> Option<Turn> {
        if desk.free.is_empty() {
            self.clear_seats(desk);
        }
        desk.take(Loan { thread, round: self.stop.round() }, priority, is_new)
    }

    fn serve(self: &Arc<Self>, turn: Turn) -> Result<Lease<'_>, RusqliteError> {
        match turn {
            Turn::Connection(Free { thread, held }, loan) => {
                let place = if thread == loan.thread { Place::NextSeat } else { Place::Desk };
                self.begin(held, loan, place, false)
            }
            Turn::Opening(loan) => self.begin(self.open(loan.thread)?, loan, Place::Desk, true),
        }
    }

    fn begin(
        self: &Arc<Self>,
        held: Box<Held>,
        loan: Loan,
        place: Place,
        is_new: bool,
    ) -> Result<Lease<'_>, RusqliteError> {
        let Loan { thread, round } = loan;
        held.watch.begin(round);
        leases(thread).fetch_add(1, Ordering::Relaxed);
        let lent = Lent { holder: self, held, thread, place, only_reads: false };
        let mut lease = LeaseOf::of(lent);
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
        self.settle(desk);
        let mut passed_over = 0;
        let outcome = loop {
            let is_late = deadline.wait(&self.freed[priority as usize], desk);
            if let Err(error) = self.admit_to(desk, thread).and_then(|()| call::refuse_cancelled()) {
                break Err(error);
            }
            if let Some(turn) = self.take(desk, thread, priority, false) {
                break Ok(turn);
            }
            if is_late {
                break Err(match desk.state {
                    State::Suspended => RusqliteError::Suspended,
                    State::Open | State::Closed => RusqliteError::Locked { waited: self.patience },
                });
            }
            // It is the turn of the other priority, which may not have been told.
            if desk.has_one() {
                self.notify(desk);
            }
            if passed_over == 0 && !call::is_stoppable() {
                passed_over = 1;
                desk.queue_mut(priority).passed_over += 1;
            }
        };
        let queue = desk.queue_mut(priority);
        queue.waiting -= 1;
        queue.passed_over -= passed_over;
        self.settle(desk);
        // Who came behind this thread was not told of what is left.
        if desk.has_one() {
            self.notify(desk);
        }
        outcome
    }

    /// Takes a connection back, unless its seat did.
    #[inline(never)]
    fn give_to_desk(&self, free: Free, place: Place) {
        let mut desk = self.desk.lock();
        desk.returned(free.thread);
        let left = match place {
            Place::Desk => Some(free),
            Place::NextSeat | Place::Seat => self.seats.offer(free),
        };
        desk.has_seated |= left.is_none();
        desk.free.extend(left);
        let next = desk.next();
        let is_ending = desk.ending > 0;
        drop(desk);
        self.freed[next as usize].notify_one();
        if is_ending {
            self.back.notify_all();
        }
    }

    /// Opens the seats or closes them, whenever somebody waits or ends, or has done so.
    fn settle(&self, desk: &mut Desk) {
        let is_calm = desk.is_calm();
        self.seats.open(is_calm);
        if !is_calm {
            self.clear_seats(desk);
        }
    }

    fn clear_seats(&self, desk: &mut Desk) {
        if mem::take(&mut desk.has_seated) {
            self.seats.clear(&mut desk.free, &mut desk.lent);
        }
    }

    #[cfg(test)]
    pub(super) fn has_seats(&self) -> bool {
        self.desk.lock().has_seated
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
        if self.is_lent_to(&desk, current_thread()) {
            return Err(RusqliteError::Reentrant);
        }
        if desk.state == State::Closed {
            return Ok(None);
        }
        desk.ending += 1;
        self.settle(&mut desk);
        Ok(Some(Ending { holder: self }))
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.desk.lock().state == State::Closed
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
        self.settle(&mut desk);
        drop(desk);
        self.wake_all();
        Ok(())
    }

    /// Ends the statements of those that have a connection, and of no later lease of it; says of how many it did not before.
    pub(crate) fn interrupt_lent(&self) -> usize {
        let mut desk = self.desk.lock();
        self.clear_seats(&mut desk);
        let round = self.stop.end_round();
        desk.lent.iter().filter(|loan| loan.round == round).count()
    }

    pub(crate) fn gauge(&self) -> Gauge {
        let mut desk = self.desk.lock();
        self.clear_seats(&mut desk);
        let mut cache = CacheUse::default();
        desk.free.iter_mut().for_each(|free| cache.add(&mut free.held.connection));
        let waiting = desk.queues.iter().map(|queue| queue.waiting).sum();
        let (free, lent) = (desk.free.len(), desk.lent.len());
        Gauge { open: free + lent, lent, waiting, waits: desk.waits, cache }
    }
}
