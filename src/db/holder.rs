//! Lends the connection to one thread at a time, knows which, and takes it back clean.

use std::{
    mem,
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

/// The one place where a connection waits to be used.
pub(crate) struct Holder {
    desk: Mutex<Desk>,
    freed: Condvar,
    patience: Duration,
}

/// What the holder knows, under its lock.
struct Desk {
    slot: Slot,
    /// How many threads were woken for the connection and found it taken again. While there is one, a thread that
    /// comes anew waits behind it, so that a loop of calls does not keep the others out.
    passed_over: usize,
}

/// Where the connection is.
enum Slot {
    Free(Box<Connection>),
    /// Leased by the thread with this number.
    Lent(u64),
    Closed,
}

impl Holder {
    pub(crate) fn new(connection: Connection, patience: Duration) -> Self {
        let desk = Desk { slot: Slot::Free(Box::new(connection)), passed_over: 0 };
        Self { desk: Mutex::new(desk), freed: Condvar::new(), patience }
    }

    /// Gives the connection to the calling thread, once no other has it.
    ///
    /// # Errors
    /// [`RusqliteError::Reentrant`] at once when the thread already has it; [`RusqliteError::Locked`] when another
    /// keeps it for longer than the patience; [`RusqliteError::Closed`] once it is closed.
    pub(crate) fn lease(self: &Arc<Self>) -> Result<Lease, RusqliteError> {
        let thread = current_thread();
        let mut desk = self.desk.lock();
        desk.slot.admit(thread)?;
        let free = if desk.passed_over == 0 { desk.slot.take(thread) } else { None };
        let connection = match free {
            Some(connection) => connection,
            None => self.wait(&mut desk, thread)?,
        };
        Ok(self.lend(connection))
    }

    #[cold]
    fn wait(&self, desk: &mut MutexGuard<'_, Desk>, thread: u64) -> Result<Box<Connection>, RusqliteError> {
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
            if let Err(error) = desk.slot.admit(thread) {
                break Err(error);
            }
            if let Some(connection) = desk.slot.take(thread) {
                break Ok(connection);
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
        outcome
    }

    /// Waits for the connection as a lease does and closes it; from then on there is none. Once is enough.
    ///
    /// # Errors
    /// As [`lease`](Self::lease); SQLite's own, after which the connection is as before.
    pub(crate) fn close(self: &Arc<Self>) -> Result<(), RusqliteError> {
        let lease = match self.lease() {
            Err(RusqliteError::Closed) => return Ok(()),
            outcome => outcome?,
        };
        let Lent { connection, .. } = ScopeGuard::into_inner(lease.0);
        self.shut(*connection)
    }

    /// Who waits is told when the file is closed, and not before.
    fn shut(&self, connection: Connection) -> Result<(), RusqliteError> {
        if let Err((connection, error)) = connection.close() {
            self.put(Slot::Free(Box::new(connection)));
            return Err(error.into());
        }
        self.desk.lock().slot = Slot::Closed;
        self.freed.notify_all();
        Ok(())
    }

    fn lend(self: &Arc<Self>, connection: Box<Connection>) -> Lease {
        let lent = Lent { holder: Arc::clone(self), connection };
        Lease(scopeguard::guard(lent, Lent::give_back))
    }

    fn put(&self, slot: Slot) {
        self.desk.lock().slot = slot;
        self.freed.notify_one();
    }
}

impl Slot {
    /// Refuses a thread that would wait for itself, or for nothing.
    fn admit(&self, thread: u64) -> Result<(), RusqliteError> {
        match self {
            Self::Lent(lessee) if *lessee == thread => Err(RusqliteError::Reentrant),
            Self::Closed => Err(RusqliteError::Closed),
            Self::Free(_) | Self::Lent(_) => Ok(()),
        }
    }

    /// Takes the connection for a thread, when it is there.
    fn take(&mut self, thread: u64) -> Option<Box<Connection>> {
        match mem::replace(self, Self::Lent(thread)) {
            Self::Free(connection) => Some(connection),
            elsewhere @ (Self::Lent(_) | Self::Closed) => {
                *self = elsewhere;
                None
            }
        }
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

/// A connection and where it goes back to.
struct Lent {
    holder: Arc<Holder>,
    connection: Box<Connection>,
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
        self.holder.put(Slot::Free(self.connection));
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
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize};

    use super::*;

    fn holder(patience: Duration) -> Arc<Holder> {
        Arc::new(Holder::new(Connection::open_in_memory().unwrap(), patience))
    }

    /// Waits until a thread waits for the connection.
    fn until_somebody_waits(holder: &Holder) {
        let begun = Instant::now();
        // Nobody is woken who has the connection to take: it is lent.
        while !holder.freed.notify_one() {
            assert!(begun.elapsed() < Duration::from_secs(10), "nobody came to wait");
            std::thread::yield_now();
        }
    }

    #[test]
    fn the_same_thread_is_told_and_another_waits_its_time() {
        let holder = holder(Duration::from_millis(20));
        let lease = holder.lease().unwrap();

        assert!(matches!(holder.lease(), Err(RusqliteError::Reentrant)));
        std::thread::scope(|scope| {
            let other = scope.spawn(|| holder.lease().map(drop)).join().unwrap();
            assert!(
                matches!(other, Err(RusqliteError::Locked { waited }) if waited == Duration::from_millis(20))
            );
        });
        drop(lease);
        assert!(holder.lease().is_ok());
    }

    #[test]
    fn a_waiting_thread_gets_the_connection_when_it_is_free() {
        for patience in [Duration::from_secs(60), Duration::MAX] {
            let holder = holder(patience);
            let lease = holder.lease().unwrap();

            std::thread::scope(|scope| {
                let other = scope.spawn(|| holder.lease().map(drop));
                until_somebody_waits(&holder);
                drop(lease);
                assert!(other.join().unwrap().is_ok());
            });
        }
    }

    #[test]
    fn every_waiting_thread_gets_its_turn() {
        let holder = holder(Duration::from_secs(60));
        let turns = AtomicUsize::new(0);

        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let _lease = holder.lease().unwrap();
                        turns.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });

        assert_eq!(turns.into_inner(), 1600);
        assert_eq!(holder.desk.lock().passed_over, 0);
    }

    #[test]
    fn a_loop_of_calls_does_not_keep_another_thread_out() {
        let holder = holder(Duration::from_secs(60));
        let served = AtomicBool::new(false);

        let rounds = std::thread::scope(|scope| {
            let lease = holder.lease().unwrap();
            scope.spawn(|| {
                let _lease = holder.lease().unwrap();
                served.store(true, Ordering::Relaxed);
            });
            until_somebody_waits(&holder);
            drop(lease);
            let mut rounds = 0;
            while !served.load(Ordering::Relaxed) {
                let _lease = holder.lease().unwrap();
                std::thread::sleep(Duration::from_millis(2));
                rounds += 1;
            }
            rounds
        });

        assert!(rounds <= 3, "passed over {rounds} times");
    }

    #[test]
    fn re_entry_is_told_at_once_while_others_wait() {
        let holder = holder(Duration::from_secs(60));
        let lease = holder.lease().unwrap();

        std::thread::scope(|scope| {
            let other = scope.spawn(|| holder.lease().map(drop));
            until_somebody_waits(&holder);
            until_somebody_waits(&holder);
            let begun = Instant::now();
            assert!(matches!(holder.lease(), Err(RusqliteError::Reentrant)));
            assert!(begun.elapsed() < Duration::from_secs(10));
            drop(lease);
            assert!(other.join().unwrap().is_ok());
        });
    }

    #[test]
    fn a_lease_that_ends_on_another_thread_leaves_nobody_as_its_lessee() {
        let holder = holder(Duration::from_secs(60));
        let lease = holder.lease().unwrap();

        let elsewhere = std::thread::spawn(move || drop(lease));

        elsewhere.join().unwrap();
        assert!(holder.lease().is_ok());
    }

    #[test]
    fn a_thread_is_not_taken_for_one_that_ended_with_the_lease() {
        let holder = holder(Duration::from_millis(1));
        let (first, second) = (Arc::clone(&holder), Arc::clone(&holder));
        let lease = std::thread::spawn(move || first.lease().unwrap()).join().unwrap();

        let other = std::thread::spawn(move || second.lease().map(drop)).join().unwrap();

        assert!(matches!(other, Err(RusqliteError::Locked { .. })), "{other:?}");
        drop(lease);
    }

    #[test]
    fn every_waiting_thread_is_told_of_the_close() {
        let holder = holder(Duration::from_secs(60));
        let lease = holder.lease().unwrap();

        let outcomes: Vec<_> = std::thread::scope(|scope| {
            let waiting: Vec<_> = (0..3).map(|_| scope.spawn(|| holder.lease().map(drop))).collect();
            until_somebody_waits(&holder);
            // The lease becomes the close, without being free in between.
            let Lent { connection, .. } = ScopeGuard::into_inner(lease.0);
            holder.shut(*connection).unwrap();
            waiting.into_iter().map(|thread| thread.join().unwrap()).collect()
        });

        assert!(outcomes.iter().all(|outcome| matches!(outcome, Err(RusqliteError::Closed))), "{outcomes:?}");
        assert!(matches!(holder.lease().map(drop), Err(RusqliteError::Closed)));
        assert!(holder.close().is_ok());
    }

    #[test]
    fn a_transaction_left_open_is_rolled_back() {
        let holder = holder(Duration::from_secs(1));

        holder
            .lease()
            .unwrap()
            .execute_batch("CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1);")
            .unwrap();

        let lease = holder.lease().unwrap();
        assert!(lease.is_autocommit());
        assert_eq!(lease.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    }
}
