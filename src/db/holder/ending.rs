//! The end of a holder's lending, for now or for good.

use std::{mem, sync::atomic::Ordering};

use rusqlite::Connection;

use super::{Deadline, Holder, State, desk::Free};
use crate::error::RusqliteError;

/// The end of a holder's lending, for now or for good. Dropped before it has ended, it leaves everything as it was.
pub(crate) struct Ending<'h> {
    pub(super) holder: &'h Holder,
}

impl Ending<'_> {
    /// Waits until every connection is back; says whether they are.
    pub(crate) fn wait(&self, deadline: Deadline) -> bool {
        let mut desk = self.holder.desk.lock();
        while !desk.lent.is_empty() {
            if deadline.wait(&self.holder.back, &mut desk) {
                break;
            }
        }
        desk.lent.is_empty()
    }

    /// Ends every statement that runs, until this is dropped.
    pub(crate) fn interrupt(&self) {
        self.holder.stop.all.store(true, Ordering::Relaxed);
    }

    /// Lends the connections that are here, all of them when each is back.
    ///
    /// # Errors
    /// Those of `work`.
    pub(crate) fn each(
        &self,
        work: impl FnMut(&Connection) -> Result<(), RusqliteError>,
    ) -> Result<(), RusqliteError> {
        // Without the lock: the work may take long, and log.
        let free = Taken { holder: self.holder, free: mem::take(&mut self.holder.desk.lock().free) };
        free.free.iter().map(|free| &free.held.connection).try_for_each(work)
    }

    /// Closes the connections; each may be opened again.
    ///
    /// # Errors
    /// SQLite's own, after which those that are not closed are as they were.
    pub(crate) fn close(&self) -> Result<(), RusqliteError> {
        self.holder.desk.lock().close()
    }

    /// Ends the lending.
    pub(crate) fn end(self, state: State) {
        self.holder.desk.lock().state = state;
    }
}

/// Connections that nobody can be lent meanwhile. Dropped, they are back.
struct Taken<'h> {
    holder: &'h Holder,
    free: Vec<Free>,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.holder.desk.lock().free.append(&mut self.free);
    }
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        let Holder { desk, stop, .. } = self.holder;
        let mut desk = desk.lock();
        desk.ending -= 1;
        if desk.ending == 0 {
            stop.all.store(false, Ordering::Relaxed);
        }
        self.holder.settle(&mut desk);
        drop(desk);
        // Who waits is told that it has ended, or has its turn.
        self.holder.wake_all();
    }
}
