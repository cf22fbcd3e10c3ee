//! The delivery thread: one for a runtime, while it has live queries and a little longer.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, atomic::Ordering},
    thread::Builder,
    time::{Duration, Instant},
};

use super::{Entry, Hub, Next, Others};
use crate::{
    db::{News, Written},
    error::RusqliteError,
};

/// Without live queries it waits so long for a next one.
const LINGERS: Duration = Duration::from_secs(1);

/// What could not ask is called again after so long.
const AGAIN: Duration = Duration::from_millis(20);

thread_local! {
    static IS_DELIVERING: Cell<bool> = const { Cell::new(false) };
}

/// Observers are called on this thread until it is dropped: nothing here may wait for the end of one.
pub(super) struct Delivering {
    before: bool,
}

impl Delivering {
    pub(super) fn begin() -> Self {
        Self { before: IS_DELIVERING.replace(true) }
    }

    pub(super) fn is_begun() -> bool {
        IS_DELIVERING.get()
    }
}

impl Drop for Delivering {
    fn drop(&mut self) {
        IS_DELIVERING.set(self.before);
    }
}

/// Makes the thread.
///
/// # Errors
/// [`RusqliteError::Aborted`] when the system gives none.
pub(super) fn start(hub: &Arc<Hub>, others: Others) -> Result<(), RusqliteError> {
    let hub = Arc::clone(hub);
    let run =
        move || Round { hub: &hub, others, looked: Instant::now(), calls_again: false, is_idle: true }.run();
    Builder::new().name("larder-observe".to_owned()).spawn(run).map(drop).map_err(RusqliteError::aborted)
}

/// What the thread knows from one round to the next.
struct Round<'h> {
    hub: &'h Hub,
    others: Others,
    /// When it looked for others last.
    looked: Instant,
    calls_again: bool,
    /// Whether there is no live query.
    is_idle: bool,
}

impl Round<'_> {
    fn run(mut self) {
        let _delivering = Delivering::begin();
        // What others wrote before is in the first answers.
        (self.others)();
        loop {
            let News { mut changes, is_called } = self.hub.feed.wait(self.patience());
            if self.hub.interval.is_some_and(|interval| self.looked.elapsed() >= interval) {
                self.looked = Instant::now();
                if (self.others)() {
                    changes.merge(Written::anything());
                }
            }
            let lives = {
                let mut lives = self.hub.lives.lock();
                if lives.is_over || (lives.all.is_empty() && !is_called && changes.is_nothing()) {
                    lives.has_thread = false;
                    self.hub.ended.notify_all();
                    return;
                }
                lives.all.iter().map(|(number, entry)| (*number, Arc::downgrade(entry))).collect::<Vec<_>>()
            };
            (self.calls_again, self.is_idle) = (false, lives.is_empty());
            for (number, entry) in lives {
                if let Some(entry) = entry.upgrade() {
                    self.call(number, &entry, &changes);
                }
            }
        }
    }

    fn patience(&self) -> Option<Duration> {
        let waits = [self.calls_again.then_some(AGAIN), self.is_idle.then_some(LINGERS), self.hub.interval];
        waits.into_iter().flatten().min()
    }

    fn call(&mut self, number: u64, entry: &Entry, changes: &Written) {
        if entry.state.is_over.load(Ordering::Relaxed) {
            return;
        }
        let react = || entry.live.lock().as_mut().map_or(Next::Unmet, |live| live.react(changes));
        let next = catch_unwind(AssertUnwindSafe(react));
        if !matches!(next, Ok(Next::Unmet)) {
            entry.state.asked.fetch_add(1, Ordering::Relaxed);
        }
        match next {
            Ok(Next::Unmet | Next::Asked) => {}
            Ok(Next::Again) => self.calls_again = true,
            Ok(Next::End) => self.end(number, entry),
            Err(_) => {
                tracing::error!(target: "larder", "the observer of a live query panicked; the query is cancelled");
                self.end(number, entry);
            }
        }
    }

    fn end(&self, number: u64, entry: &Entry) {
        entry.state.is_over.store(true, Ordering::Relaxed);
        drop(self.hub.forget(number));
    }
}
