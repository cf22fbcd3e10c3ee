//! Live queries: who wants to know what changes, and the thread that asks and tells.
//!
//! [`Feed`] says what a connection changed, [`Hub`] wakes those that it may concern, and each of them asks again and
//! tells its observer when the answer is another one. What they ask is the delegates' affair.

mod change;
mod latest;
#[cfg(test)]
mod tests;
mod thread;

use std::{
    fmt,
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use parking_lot::{Condvar, Mutex};

use self::thread::Delivering;
pub(crate) use self::{
    change::Listed,
    latest::{Sender, Tell, latest},
};
pub use self::{
    change::{Change, Diff, Moved},
    latest::Latest,
};
use crate::{
    db::{Feed, Written},
    error::RusqliteError,
};

/// The blocks of the guide are examples like any other.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/live-queries.md")]
struct LiveQueries;

/// One live query.
pub(crate) trait Live: Send {
    /// Looks whether the changes concern it, and tells its observer when its answer is another one. The first time they are
    /// nothing.
    fn react(&mut self, changes: &Written) -> Next;
}

/// What becomes of a live query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// The changes do not concern it.
    Unmet,
    /// It asked.
    Asked,
    /// It could not ask now, and is called again soon.
    Again,
    /// It is over.
    End,
}

/// Says whether other runtimes or processes wrote since the last call.
pub(crate) type Others = Box<dyn FnMut() -> bool + Send>;

/// The live queries of one runtime.
pub(crate) struct Hub {
    feed: Arc<Feed>,
    /// How often others are looked for; never when there can be none.
    interval: Option<Duration>,
    lives: Mutex<Lives>,
    /// Tells that the delivery thread has ended.
    ended: Condvar,
}

#[derive(Default)]
struct Lives {
    /// In the order of their beginning.
    all: Vec<(u64, Arc<Entry>)>,
    begun: u64,
    has_thread: bool,
    is_over: bool,
}

/// A live query. The hub has it, and the delivery thread for as long as a delivery goes on, so that it goes with the last delivery.
struct Entry {
    state: Arc<State>,
    /// `None` while it goes.
    live: Mutex<Option<Box<dyn Live>>>,
}

/// What its observer holds goes as an observer is called, and whoever waits for the end is told after that.
impl Drop for Entry {
    fn drop(&mut self) {
        let _told = Told(&self.state);
        let _delivering = Delivering::begin();
        drop(self.live.get_mut().take());
    }
}

struct Told<'s>(&'s State);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        *self.0.is_gone.lock() = true;
        self.0.gone.notify_all();
    }
}

/// What both ends know of a live query.
#[derive(Default)]
struct State {
    is_over: AtomicBool,
    asked: AtomicU64,
    /// Whether nothing of it runs any more, nor will.
    is_gone: Mutex<bool>,
    gone: Condvar,
}

impl Hub {
    pub(crate) fn new(feed: Arc<Feed>, interval: Option<Duration>) -> Self {
        Self { feed, interval, lives: Mutex::default(), ended: Condvar::new() }
    }

    /// Begins a live query, whose first answer comes on the delivery thread; `others` is for a thread that has to be made.
    ///
    /// # Errors
    /// [`RusqliteError::Closed`]; [`RusqliteError::Aborted`] when the system gives no thread.
    pub(crate) fn begin(
        self: &Arc<Self>,
        live: Box<dyn Live>,
        others: impl FnOnce() -> Others,
    ) -> Result<Subscription, RusqliteError> {
        let mut lives = self.lives.lock();
        if lives.is_over {
            return Err(RusqliteError::Closed);
        }
        if !lives.has_thread {
            thread::start(self, others())?;
            lives.has_thread = true;
        }
        lives.begun += 1;
        let number = lives.begun;
        let state = Arc::default();
        let entry = Entry { state: Arc::clone(&state), live: Mutex::new(Some(live)) };
        let subscription = Subscription { state, number, hub: Arc::downgrade(self) };
        lives.all.push((number, Arc::new(entry)));
        self.feed.watch(true);
        drop(lives);
        self.feed.call();
        Ok(subscription)
    }

    /// Lets every live query ask again: anybody may have written.
    pub(crate) fn ask_again(&self) {
        if !self.lives.lock().all.is_empty() {
            self.feed.tell(Written::anything());
        }
    }

    /// Ends every live query, and refuses new ones.
    pub(crate) fn end(&self) {
        let mut lives = self.lives.lock();
        lives.is_over = true;
        let ended = std::mem::take(&mut lives.all);
        drop(lives);
        ended.iter().for_each(|(_, entry)| entry.state.is_over.store(true, Ordering::Relaxed));
        self.feed.watch(false);
        self.feed.call();
    }

    /// Waits after the end for a delivery that has begun, until the deadline at the most, unless it is called inside of one.
    pub(crate) fn wait(&self, deadline: Instant) {
        if Delivering::is_begun() {
            return;
        }
        let mut lives = self.lives.lock();
        while lives.has_thread && !self.ended.wait_until(&mut lives, deadline).timed_out() {}
    }

    /// Gives the one that was forgotten, for the caller to drop: what its observer holds goes without the lock.
    fn forget(&self, number: u64) -> Option<Arc<Entry>> {
        let mut lives = self.lives.lock();
        let at = lives.all.binary_search_by_key(&number, |(number, _)| *number);
        let forgotten = at.ok().map(|at| lives.all.remove(at));
        self.feed.watch(!lives.all.is_empty());
        forgotten.map(|(_, entry)| entry)
    }
}

/// A live query that goes on until this is dropped, or until the runtime is closed.
///
/// It is cancelled at once; a delivery that has begun may still come to its end. To be used on any thread, inside its own
/// observer as well.
#[must_use = "a live query ends when its subscription is dropped"]
pub struct Subscription {
    state: Arc<State>,
    number: u64,
    hub: Weak<Hub>,
}

impl Subscription {
    /// Ends the live query, as dropping it does.
    pub fn cancel(self) {
        drop(self);
    }

    /// Ends the live query and waits for a delivery that has begun, unless it is called inside of one. What its observer holds is
    /// gone then.
    #[cfg(feature = "uniffi")]
    pub(crate) fn finish(self) {
        self.end();
        if !Delivering::is_begun() {
            let mut is_gone = self.state.is_gone.lock();
            while !*is_gone {
                self.state.gone.wait(&mut is_gone);
            }
        }
    }

    fn end(&self) {
        self.state.is_over.store(true, Ordering::Relaxed);
        let forgotten = self.hub.upgrade().and_then(|hub| hub.forget(self.number));
        drop(forgotten);
    }

    /// Says whether there may be further deliveries: it was not cancelled, its observer did not panic, and the runtime is open.
    pub fn is_active(&self) -> bool {
        !self.state.is_over.load(Ordering::Relaxed)
    }

    /// Gives how often the database was asked so far. It is more often than there were deliveries when answers were the same.
    pub fn asked(&self) -> u64 {
        self.state.asked.load(Ordering::Relaxed)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.end();
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").field("is_active", &self.is_active()).finish_non_exhaustive()
    }
}
