//! Suspends a runtime, resumes it, and closes it for good: afterwards no file of it is open and no lock is held.

#[cfg(feature = "tokio")]
use std::sync::Arc;
use std::{
    sync::Weak,
    time::{Duration, Instant},
};

use rusqlite::Connection;

use super::RusqliteRuntime;
use crate::{
    db::{self, Deadline, Ending, State},
    error::RusqliteError,
};

/// Longer than a program runs, and short enough to be added to any instant.
pub(crate) const EVER: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// What has been interrupted is given so long to return.
const GRACE: Duration = Duration::from_secs(1);

impl RusqliteRuntime {
    /// Closes every file of the database until [`resume`](Self::resume), and with them every lock: iOS ends an app that keeps
    /// one in the background. A database in memory stays where it is.
    ///
    /// Calls that run may end by the deadline; then SQLite interrupts their statements ([`RusqliteError::Interrupted`]), and
    /// ends their wait for another process ([`RusqliteError::Busy`]), which undoes their transactions, and they have a
    /// second to return. Where time is left, the write-ahead log goes into the file. Calls that come after it
    /// are [`RusqliteError::Suspended`], or wait, as [`wait_for_resume`](crate::RuntimeOptions::wait_for_resume) says.
    /// A suspended runtime can be suspended again, and closed; a [`resume`](Self::resume) meanwhile leaves it open. Temporary tables and settings of a connection are gone with it.
    ///
    /// # Errors
    /// [`RusqliteError::Reentrant`] inside a closure of this runtime; [`RusqliteError::Closed`];
    /// [`RusqliteError::Locked`] when a call is still not done, because its closure does not return. The runtime is as open as
    /// before then.
    ///
    /// ```
    /// use std::time::Duration;
    /// use larder::{RusqliteError, RusqliteRuntime};
    ///
    /// # fn main() -> Result<(), RusqliteError> {
    /// # let folder = tempfile::tempdir().map_err(RusqliteError::aborted)?;
    /// let runtime = RusqliteRuntime::open(folder.path().join("app.db"))?;
    /// runtime.suspend(Duration::from_secs(2))?;
    /// assert!(matches!(runtime.with_connection(|_| Ok(())), Err(RusqliteError::Suspended)));
    /// runtime.resume()?;
    /// runtime.with_connection(|_| Ok(()))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn suspend(&self, deadline: Duration) -> Result<(), RusqliteError> {
        if self.end(deadline, Interrupts::AfterDeadline, State::Suspended)? {
            Ok(())
        } else {
            Err(RusqliteError::Closed)
        }
    }

    /// Serves calls again after [`suspend`](Self::suspend). The next call opens the file; one that is gone is not made anew.
    ///
    /// # Errors
    /// [`RusqliteError::Closed`].
    pub fn resume(&self) -> Result<(), RusqliteError> {
        let mut resumes = self.shared.resumes.lock();
        *resumes += 1;
        self.shared.readers.iter().try_for_each(|readers| readers.resume())?;
        self.shared.writer.resume()?;
        drop(resumes);
        self.shared.hub.ask_again();
        Ok(())
    }

    /// Closes the file, whoever still has an `Arc` of the runtime; every call from then on gives
    /// [`RusqliteError::Closed`]. Waits for the calls that run, as any call does; a further close does nothing.
    ///
    /// The last connection to a file checkpoints its write-ahead log into it and removes the log.
    ///
    /// # Errors
    /// [`RusqliteError::Reentrant`] inside a closure of this runtime; [`RusqliteError::Locked`] when another thread
    /// keeps the connection past the busy timeout. The runtime is as open as before then.
    ///
    /// ```
    /// use larder::{RusqliteError, RusqliteRuntime};
    ///
    /// # fn main() -> Result<(), RusqliteError> {
    /// let runtime = RusqliteRuntime::open_in_memory()?;
    /// runtime.close()?;
    /// assert!(matches!(runtime.with_connection(|_| Ok(())), Err(RusqliteError::Closed)));
    /// # Ok(())
    /// # }
    /// ```
    pub fn close(&self) -> Result<(), RusqliteError> {
        self.end(self.shared.options.busy_timeout, Interrupts::Never, State::Closed).map(drop)
    }

    /// Closes the file for good as [`suspend`](Self::suspend) does: calls that are not done by the deadline are interrupted.
    ///
    /// # Errors
    /// As [`suspend`](Self::suspend); a further close does nothing.
    pub fn close_within(&self, deadline: Duration) -> Result<(), RusqliteError> {
        self.end(deadline, Interrupts::AfterDeadline, State::Closed).map(drop)
    }

    /// Ends everything in order, for good: runs of jobs end or, after half of the time, are cancelled, bridges bring what was accepted to its handlers, live queries and what their observers do
    /// end, calls end, the write-ahead log goes into the file, the file is closed. What is not done by the deadline is interrupted; events that are left are in
    /// the database for the next start.
    ///
    /// Blocks: in async code put it inside `spawn_blocking`. A further shutdown does nothing.
    ///
    /// # Errors
    /// As [`suspend`](Self::suspend); what a write can give, when events that are left cannot be kept. The runtime is as open as
    /// before then, and takes no more events.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// # fn main() -> Result<(), larder::RusqliteError> {
    /// let runtime = larder::RusqliteRuntime::open_in_memory()?;
    /// let shutdown = runtime.shutdown(Duration::from_secs(5))?;
    /// assert_eq!(shutdown.events_left, 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn shutdown(&self, deadline: Duration) -> Result<Shutdown, RusqliteError> {
        let end = Instant::now() + deadline.min(EVER);
        let shutdown = self.end_background(Some(end))?;
        if shutdown.is_some() {
            self.close_within(end.saturating_duration_since(Instant::now()))?;
        }
        self.shared.hub.wait(end);
        Ok(shutdown.unwrap_or_default())
    }

    /// Ends what runs in the background by this time, or in as much as any call has; gives what it leaves undone, and nothing
    /// when the runtime is closed.
    pub(crate) fn end_background(&self, end: Option<Instant>) -> Result<Option<Shutdown>, RusqliteError> {
        match self.shared.writer.admit() {
            Err(RusqliteError::Reentrant) => return Err(RusqliteError::Reentrant),
            Err(RusqliteError::Closed) => return Ok(None),
            _ => {}
        }
        let end = end.unwrap_or_else(|| Instant::now() + self.shared.options.busy_timeout.min(EVER));
        let all: Vec<_> = self.shared.background.lock().iter().filter_map(Weak::upgrade).collect();
        let mut shutdown = Shutdown::default();
        for sends in [true, false] {
            for work in all.iter().filter(|work| work.sends() == sends) {
                let Shutdown { events_left, jobs_cancelled } = work.end(end)?;
                shutdown.events_left += events_left;
                shutdown.jobs_cancelled += jobs_cancelled;
            }
        }
        Ok(Some(shutdown))
    }

    /// Notes what has to end before the file is closed.
    #[cfg(feature = "tokio")]
    pub(crate) fn end_with(&self, work: &Arc<dyn Ends>) {
        let mut background = self.shared.background.lock();
        background.retain(|work| work.strong_count() > 0);
        background.push(Arc::downgrade(work));
    }

    /// Ends the lending of every connection; says whether it had not ended for good before.
    fn end(&self, patience: Duration, interrupts: Interrupts, state: State) -> Result<bool, RusqliteError> {
        let deadline = Deadline::after(patience);
        let resumed = *self.shared.resumes.lock();
        // Both at once: a thread that has the one never waits for the other.
        let Some(writer) = self.shared.writer.ending()? else { return Ok(false) };
        let readers = self.shared.readers.as_ref().map(|readers| readers.ending()).transpose()?.flatten();
        let all = || readers.iter().chain([&writer]);
        let drained = |deadline: Deadline| all().all(|ending| ending.wait(deadline));
        let is_drained = drained(deadline)
            || interrupts == Interrupts::AfterDeadline && {
                all().for_each(Ending::interrupt);
                drained(Deadline::after(GRACE))
            };
        if !is_drained {
            return Err(RusqliteError::Locked { waited: patience });
        }
        let resumes = self.shared.resumes.lock();
        if self.shared.writer.is_closed() {
            return Ok(false);
        }
        if state == State::Suspended && *resumes != resumed {
            return Ok(true);
        }
        if state == State::Closed || self.shared.connections.file().is_some() {
            let has_time = !deadline.has_passed();
            let tidy = |connection: &Connection| {
                if db::tidy(connection, has_time)? {
                    self.shared.log.note_moved();
                }
                Ok(())
            };
            // The writer is the last on the file, so that no reader keeps the log. There may be none.
            readers
                .iter()
                .try_for_each(|readers| readers.each(|connection| db::leave(connection, has_time)))?;
            readers.iter().try_for_each(Ending::close)?;
            writer.each(tidy)?;
            writer.close()?;
            if let Some(first) = self.shared.connections.take_first() {
                tidy(&first)?;
                first.close().map_err(|(_, error)| error)?;
            }
        }
        if let Some(readers) = readers {
            readers.end(state);
        }
        writer.end(state);
        if state == State::Closed {
            self.shared.hub.end();
        }
        Ok(true)
    }
}

/// Work of the background that has an orderly end.
pub(crate) trait Ends: Send + Sync {
    /// Ends it, by the deadline; gives what it leaves undone.
    fn end(&self, deadline: Instant) -> Result<Shutdown, RusqliteError>;

    /// Whether it may give work to others, and so ends before them.
    fn sends(&self) -> bool;
}

/// What a shutdown left undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Shutdown {
    /// Events that bridges accepted and did not bring to their handlers. They are in the database and come first at the next start.
    pub events_left: u64,
    /// Jobs whose run was cancelled.
    pub jobs_cancelled: u64,
}

/// What becomes of calls that are not done by the deadline.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Interrupts {
    Never,
    AfterDeadline,
}
