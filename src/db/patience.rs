//! How long a statement goes on: until its call is cancelled, its runtime is suspended, it has kept the write-ahead log for too
//! long, or another process the file. SQLite asks while it runs, and while it waits.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use rusqlite::Connection;

use super::call;
use crate::{error::RusqliteError, native::Inside};

/// SQLite asks after so many steps of its machine: some tens of microseconds.
const STEPS: i32 = 1_000;

/// The longest sleep before another process is asked again.
const LONGEST_SLEEP: Duration = Duration::from_millis(10);

/// What ends the statements of a holder's connections, whichever thread they run on.
#[derive(Default)]
pub(super) struct Stop {
    /// All of them.
    pub(super) all: AtomicBool,
    /// How often those that ran were ended.
    round: AtomicU64,
}

impl Stop {
    /// How often the statements that ran were ended, so far.
    pub(super) fn round(&self) -> u64 {
        self.round.load(Ordering::Relaxed)
    }

    /// Ends the statements of the leases that have begun; gives in which round the last of them did.
    pub(super) fn end_round(&self) -> u64 {
        self.round.fetch_add(1, Ordering::Relaxed)
    }
}

/// What a connection's own hooks know of it.
#[derive(Default)]
pub(super) struct Watch {
    /// The round in which its lease began.
    round: AtomicU64,
    /// Whether a call inside the transaction that is open was interrupted.
    is_cut: AtomicBool,
}

impl Watch {
    /// Begins a lease, which has heard of no interruption: the end of a transaction that only read calls no hook.
    pub(super) fn begin(&self, round: u64) {
        self.round.store(round, Ordering::Relaxed);
        self.is_cut.store(false, Ordering::Relaxed);
    }
}

/// Makes the statements of a connection end when they should.
///
/// # Errors
/// SQLite's own.
pub(super) fn install(
    connection: &mut Connection,
    stop: &Arc<Stop>,
    watch: &Arc<Watch>,
    patience: Duration,
) -> Result<(), RusqliteError> {
    let is_over = |stop: Arc<Stop>, watch: Arc<Watch>| {
        move || {
            let is_stopped = stop.all.load(Ordering::Relaxed);
            let is_old = || watch.round.load(Ordering::Relaxed) < stop.round();
            is_stopped || call::is_cancelled() || is_old()
        }
    };
    let (running, waiting) = (is_over(stop.clone(), watch.clone()), is_over(stop.clone(), watch.clone()));
    let (inside, interrupt) = (Inside::of(connection), connection.get_interrupt_handle());
    let [cut, cut_off, made_up_for] = [Arc::clone(watch), Arc::clone(watch), Arc::clone(watch)];
    connection.progress_handler(
        STEPS,
        Some(move || {
            if !running() {
                return false;
            }
            // What runs ends at its next jump. SQLite asks at the end of a statement as well, when it may have committed:
            // what is committed must not be called interrupted.
            interrupt.interrupt();
            let is_open = !inside.is_autocommit();
            cut.is_cut.fetch_or(is_open, Ordering::Relaxed);
            is_open
        }),
    )?;
    // A call that was told of an interruption may have been done: its transaction is not committed, whoever overheard it.
    connection.commit_hook(Some(move || cut_off.is_cut.load(Ordering::Relaxed)))?;
    connection.rollback_hook(Some(move || made_up_for.is_cut.store(false, Ordering::Relaxed)))?;
    let mut began = Instant::now();
    connection.busy_handler(Some(move |attempt: i32| {
        if attempt == 0 {
            began = Instant::now();
        }
        // The first are short: most of those who write are done soon.
        let sleep = Duration::from_millis(1 << attempt.clamp(0, 8)).min(LONGEST_SLEEP);
        let waits_on = !waiting() && began.elapsed() < patience;
        if waits_on {
            thread::sleep(sleep);
        }
        waits_on
    }))?;
    Ok(())
}
