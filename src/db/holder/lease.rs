//! A connection that is lent, and its way back.

#[cfg(feature = "uniffi")]
use std::time::Duration;
use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, atomic::Ordering},
};

use rusqlite::Connection;
use scopeguard::ScopeGuard;

use super::{Held, Holder, desk::Free, threads::leases};
use crate::error::RusqliteError;

/// The connection, for as long as this lives, on whichever thread. A transaction that was left open is rolled back
/// at its end, after a panic as well.
pub(crate) type Lease<'h> = LeaseOf<&'h Arc<Holder>>;

/// A lease that has its holder in this way.
pub(crate) struct LeaseOf<H: AsRef<Holder>>(ScopeGuard<Lent<H>, fn(Lent<H>)>);

/// A connection, where it goes back to, and the thread that has it.
pub(super) struct Lent<H> {
    pub(super) holder: H,
    pub(super) held: Box<Held>,
    pub(super) thread: u64,
    pub(super) place: Place,
    /// Whether it was made to read alone, for this lease.
    pub(super) only_reads: bool,
}

/// Where a connection waits when it is back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// At the desk, for any thread.
    Desk,
    /// In the seat of the thread, which had it before as well.
    NextSeat,
    /// In the seat that it is from.
    Seat,
}

impl Lease<'_> {
    /// Makes SQLite refuse to write on it, until it is given back.
    ///
    /// # Errors
    /// SQLite's own.
    pub(crate) fn only_reads(mut self) -> Result<Self, RusqliteError> {
        self.0.only_reads = true;
        self.execute_batch("PRAGMA query_only = ON")?;
        Ok(self)
    }

    /// Lets it outlive the borrow of its holder.
    #[cfg(feature = "uniffi")]
    pub(crate) fn owned(self) -> LeaseOf<Arc<Holder>> {
        let Lent { holder, held, thread, place, only_reads } = ScopeGuard::into_inner(self.0);
        LeaseOf::of(Lent { holder: Arc::clone(holder), held, thread, place, only_reads })
    }
}

impl<H: AsRef<Holder>> LeaseOf<H> {
    pub(super) fn of(lent: Lent<H>) -> Self {
        Self(scopeguard::guard(lent, Lent::give_back))
    }

    /// Gives how long a call waits for the connection.
    #[cfg(feature = "uniffi")]
    pub(in super::super) fn patience(&self) -> Duration {
        self.0.holder.as_ref().patience
    }
}

impl<H: AsRef<Holder>> Lent<H> {
    fn give_back(self) {
        let is_clean = self.held.connection.is_autocommit() && !self.only_reads;
        if !is_clean {
            self.held.clean(self.only_reads);
        }
        leases(self.thread).fetch_sub(1, Ordering::Relaxed);
        let holder = self.holder.as_ref();
        if let Some(feed) = &holder.feed {
            feed.end(&self.held.connection);
        }
        let held = match self.place {
            Place::Seat => match holder.seats.take_back(self.thread, self.held) {
                Ok(()) => return,
                Err(held) => held,
            },
            Place::Desk | Place::NextSeat => self.held,
        };
        holder.give_to_desk(Free { thread: self.thread, held }, self.place);
    }
}

impl<H: AsRef<Holder>> Deref for LeaseOf<H> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0.held.connection
    }
}

impl<H: AsRef<Holder>> DerefMut for LeaseOf<H> {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0.held.connection
    }
}
