//! Lends the connection to one thread at a time, knows which, and takes it back clean.

use std::{
    ops::{Deref, DerefMut},
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use parking_lot::{Mutex, MutexGuard};
use rusqlite::Connection;

use crate::error::RusqliteError;

/// The one place where a connection waits to be used.
pub(crate) struct Holder {
    connection: Mutex<Connection>,
    /// The thread that has the lease; 0 for none. Only ever compared with the calling thread's own id, which
    /// no other thread writes, so that no order between threads is needed.
    lessee: AtomicUsize,
    patience: Duration,
}

impl Holder {
    pub(crate) fn new(connection: Connection, patience: Duration) -> Self {
        Self { connection: Mutex::new(connection), lessee: AtomicUsize::new(0), patience }
    }

    /// Gives the connection to the calling thread, once no other has it.
    ///
    /// # Errors
    /// [`RusqliteError::Reentrant`] at once when the thread already has it; [`RusqliteError::Locked`] when another
    /// keeps it for longer than the patience.
    pub(crate) fn lease(&self) -> Result<Lease<'_>, RusqliteError> {
        let thread = current_thread();
        if self.lessee.load(Ordering::Relaxed) == thread {
            return Err(RusqliteError::Reentrant);
        }
        let connection = self
            .connection
            .try_lock_for(self.patience)
            .ok_or(RusqliteError::Locked { waited: self.patience })?;
        self.lessee.store(thread, Ordering::Relaxed);
        Ok(Lease { connection, lessee: &self.lessee })
    }
}

/// A number that no other living thread has: the place of a variable of its own. A lease ends on the thread
/// that took it, so that a later thread in the same place finds none.
fn current_thread() -> usize {
    thread_local!(static PLACE: u8 = const { 0 });
    PLACE.with(|place| std::ptr::from_ref(place).addr())
}

/// The connection, for as long as this lives. A transaction that was left open is rolled back at its end, after
/// a panic as well.
pub(crate) struct Lease<'h> {
    connection: MutexGuard<'h, Connection>,
    lessee: &'h AtomicUsize,
}

impl Deref for Lease<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Lease<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(target: "larder", %error, "an open transaction could not be rolled back");
        }
        self.lessee.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn holder(patience: Duration) -> Holder {
        Holder::new(Connection::open_in_memory().unwrap(), patience)
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
        let holder = holder(Duration::from_secs(60));
        let lease = holder.lease().unwrap();

        std::thread::scope(|scope| {
            let (ready, begun) = mpsc::channel();
            let holder = &holder;
            let other = scope.spawn(move || {
                ready.send(()).unwrap();
                holder.lease().map(drop)
            });
            begun.recv().unwrap();
            drop(lease);
            assert!(other.join().unwrap().is_ok());
        });
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
