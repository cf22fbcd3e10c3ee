//! A transaction that begins, is used and ends in separate calls, on any thread: for a caller beyond a border that
//! no closure crosses.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use parking_lot::{Mutex, MutexGuard};

use super::{
    Transaction,
    foreign_keys::name_refused,
    holder::{Holder, Lease, LeaseOf, current_thread},
    transaction::ended,
};
use crate::error::RusqliteError;

/// An open transaction and the lease of its connection. Dropped before its end, it rolls back.
pub struct OwnedTransaction {
    /// `None` after the end.
    lease: Mutex<Option<LeaseOf<Arc<Holder>>>>,
    /// The thread that is inside a call; 0 for none. Only ever compared with the calling thread's own number,
    /// which no other thread writes, so that no order between threads is needed.
    user: AtomicU64,
    /// Whether the foreign keys are left to the end. Written and read under the lock of the lease.
    defers: AtomicBool,
    patience: Duration,
}

impl OwnedTransaction {
    /// Begins a transaction: `BEGIN IMMEDIATE`, or `BEGIN` for one that reads.
    ///
    /// # Errors
    /// [`RusqliteError::Busy`] when another process is writing; the lease is given back.
    pub(crate) fn begin(lease: Lease<'_>, words: &str) -> Result<Self, RusqliteError> {
        lease.execute_batch(words)?;
        let patience = lease.patience();
        let (lease, user, defers) =
            (Mutex::new(Some(lease.owned())), AtomicU64::new(0), AtomicBool::new(false));
        Ok(Self { lease, user, defers, patience })
    }

    /// Runs `work` as a part of the transaction, one thread after the other. What it wrote before an error or a
    /// panic stays a part: a call of a delegate undoes its own writes, a savepoint undoes more.
    ///
    /// # Errors
    /// The closure's own error; [`RusqliteError::Validation`] after the end of the transaction;
    /// [`RusqliteError::Reentrant`] inside another call of it; [`RusqliteError::Locked`] when another thread is in
    /// one past the busy timeout.
    pub(crate) fn scope<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        let entered = self.enter()?;
        let lease = entered.lease.as_ref().ok_or_else(ended)?;
        let transaction = Transaction::within(lease, self.defers.load(Ordering::Relaxed));
        transaction.live()?;
        let outcome = work(&transaction);
        self.defers.store(transaction.defers(), Ordering::Relaxed);
        outcome
    }

    /// Commits, and gives the connection back; an error rolls back.
    ///
    /// # Errors
    /// [`RusqliteError::ForeignKeyViolation`] when the commit finds one; SQLite's own; else as
    /// [`scope`](Self::scope).
    pub(crate) fn commit(&self) -> Result<(), RusqliteError> {
        self.end("COMMIT")
    }

    /// Undoes everything, and gives the connection back.
    ///
    /// # Errors
    /// As [`scope`](Self::scope).
    pub(crate) fn rollback(&self) -> Result<(), RusqliteError> {
        self.end("ROLLBACK")
    }

    fn end(&self, words: &str) -> Result<(), RusqliteError> {
        let mut entered = self.enter()?;
        let lease = entered.lease.take().ok_or_else(ended)?;
        Transaction::within(&lease, false).live()?;
        // A lease whose transaction is still open after an error rolls it back.
        lease.execute_batch(words).map_err(|error| name_refused(&lease, error.into()))
    }

    fn enter(&self) -> Result<Entered<'_>, RusqliteError> {
        let thread = current_thread();
        if self.user.load(Ordering::Relaxed) == thread {
            return Err(RusqliteError::Reentrant);
        }
        let lease =
            self.lease.try_lock_for(self.patience).ok_or(RusqliteError::Locked { waited: self.patience })?;
        self.user.store(thread, Ordering::Relaxed);
        Ok(Entered { lease, user: &self.user })
    }
}

/// One thread's call. It forgets its user before the next thread comes in.
struct Entered<'t> {
    lease: MutexGuard<'t, Option<LeaseOf<Arc<Holder>>>>,
    user: &'t AtomicU64,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.user.store(0, Ordering::Relaxed);
    }
}

impl fmt::Debug for OwnedTransaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnedTransaction").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use crate::{RuntimeOptions, RusqliteRuntime};

    use super::*;

    fn with_tables() -> RusqliteRuntime {
        let options = RuntimeOptions::new().busy_timeout(Duration::from_millis(50));
        let runtime = options.open_in_memory().unwrap();
        let tables = "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT;
                      CREATE TABLE u (a INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED) STRICT;";
        runtime.with_connection(|c| Ok(c.execute_batch(tables)?)).unwrap();
        runtime
    }

    fn insert(transaction: &OwnedTransaction, value: i64) -> Result<usize, RusqliteError> {
        transaction.scope(|tx| Ok(tx.connection().execute("INSERT INTO t VALUES (?)", [value])?))
    }

    fn count(runtime: &RusqliteRuntime) -> i64 {
        runtime.with_connection(|c| Ok(c.query_row("SELECT count(*) FROM t", [], |row| row.get(0))?)).unwrap()
    }

    fn has_ended<T>(outcome: Result<T, RusqliteError>) -> bool {
        matches!(outcome, Err(RusqliteError::Validation { subject, rule })
            if subject == "transaction" && rule.contains("already ended"))
    }

    #[test]
    fn what_was_committed_stays_and_the_connection_is_free() {
        let runtime = with_tables();
        let transaction = runtime.begin().unwrap();

        insert(&transaction, 1).unwrap();
        insert(&transaction, 2).unwrap();
        assert!(matches!(runtime.with_connection(|_| Ok(())), Err(RusqliteError::Reentrant)));
        transaction.commit().unwrap();

        assert_eq!(count(&runtime), 2);
        assert!(has_ended(insert(&transaction, 3)));
        assert!(has_ended(transaction.commit()));
        assert!(has_ended(transaction.rollback()));
    }

    #[test]
    fn a_rollback_and_a_drop_undo_everything() {
        let runtime = with_tables();

        let given_up = runtime.begin().unwrap();
        insert(&given_up, 1).unwrap();
        given_up.rollback().unwrap();
        let forgotten = runtime.begin().unwrap();
        insert(&forgotten, 2).unwrap();
        drop(forgotten);

        assert_eq!(count(&runtime), 0);
        assert!(has_ended(insert(&given_up, 3)));
    }

    #[test]
    fn a_commit_that_fails_rolls_back_and_frees_the_connection() {
        let runtime = with_tables();
        let transaction = runtime.begin().unwrap();
        insert(&transaction, 1).unwrap();
        transaction.scope(|tx| Ok(tx.connection().execute_batch("INSERT INTO u VALUES (7)")?)).unwrap();

        let outcome = transaction.commit();

        assert_eq!(outcome.unwrap_err().to_string(), "u (a): must name a row of t (a)");
        assert_eq!(count(&runtime), 0);
        assert!(has_ended(transaction.commit()));
    }

    #[test]
    fn what_is_deferred_in_one_call_is_deferred_in_the_next_and_not_after_the_end() {
        let runtime = with_tables();
        let sql = |transaction: &OwnedTransaction, sql: &'static str| {
            transaction.scope(|tx| Ok(tx.connection().prepare_cached(sql)?.execute([])?))
        };
        runtime
            .with_connection(|c| {
                Ok(c.execute_batch(
                    "CREATE TABLE v (a INTEGER PRIMARY KEY, b INTEGER REFERENCES v ON DELETE RESTRICT) STRICT;
                     INSERT INTO v VALUES (1, NULL), (2, 1)",
                )?)
            })
            .unwrap();

        let deferring = runtime.begin().unwrap();
        let deferred = deferring.scope(|tx| Ok(tx.defer_foreign_keys()));
        let deleted = sql(&deferring, "DELETE FROM v");
        deferring.rollback().unwrap();
        let next = runtime.begin().unwrap();
        let refused = sql(&next, "DELETE FROM v");

        assert!(matches!(deferred, Ok(Ok(()))), "{deferred:?}");
        assert!(matches!(deleted, Ok(2)), "{deleted:?}");
        assert!(matches!(refused, Err(RusqliteError::ForeignKeyViolation { .. })), "{refused:?}");
    }

    #[test]
    fn other_threads_use_and_end_it() {
        let runtime = with_tables();
        let transaction = runtime.begin().unwrap();

        std::thread::scope(|scope| {
            for value in 0..4 {
                let transaction = &transaction;
                scope.spawn(move || insert(transaction, value).unwrap());
            }
        });
        std::thread::scope(|scope| scope.spawn(|| transaction.commit()).join().unwrap()).unwrap();

        assert_eq!(count(&runtime), 4);
        let forgotten = runtime.begin().unwrap();
        std::thread::spawn(move || drop(forgotten)).join().unwrap();
        assert_eq!(count(&runtime), 4);
    }

    #[test]
    fn a_call_inside_a_call_is_told_and_another_thread_waits_its_time() {
        let runtime = with_tables();
        let transaction = runtime.begin().unwrap();

        let inside = transaction.scope(|_| {
            let other = std::thread::scope(|scope| scope.spawn(|| insert(&transaction, 1)).join().unwrap());
            Ok((insert(&transaction, 2), transaction.commit(), other))
        });

        let (insert_inside, commit_inside, other) = inside.unwrap();
        assert!(matches!(insert_inside, Err(RusqliteError::Reentrant)));
        assert!(matches!(commit_inside, Err(RusqliteError::Reentrant)));
        assert!(matches!(other, Err(RusqliteError::Locked { .. })));
        transaction.commit().unwrap();
        assert_eq!(count(&runtime), 0);
    }

    #[test]
    fn an_error_or_a_panic_in_a_call_leaves_the_transaction_usable() {
        let runtime = with_tables();
        let transaction = runtime.begin().unwrap();
        insert(&transaction, 1).unwrap();

        let panicked = catch_unwind(AssertUnwindSafe(|| transaction.scope::<()>(|_| panic!("in a call"))));
        let twice = insert(&transaction, 1);
        insert(&transaction, 2).unwrap();
        transaction.commit().unwrap();

        assert!(panicked.is_err());
        assert!(matches!(twice, Err(RusqliteError::UniqueViolation { .. })), "{twice:?}");
        assert_eq!(count(&runtime), 2);
    }

    #[test]
    fn a_transaction_that_sqlite_ended_takes_no_more_calls() {
        let runtime = with_tables();
        let transaction = runtime.begin().unwrap();
        insert(&transaction, 1).unwrap();

        transaction.scope(|tx| Ok(tx.connection().execute_batch("ROLLBACK")?)).unwrap();

        assert!(has_ended(insert(&transaction, 2)));
        assert!(has_ended(transaction.commit()));
        assert_eq!(count(&runtime), 0);
    }

    #[test]
    fn a_transaction_outlives_its_runtime() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.db");
        let runtime = RusqliteRuntime::open(&path).unwrap();
        runtime.with_connection(|c| Ok(c.execute_batch("CREATE TABLE t (a INTEGER)")?)).unwrap();
        let transaction = runtime.begin().unwrap();

        drop(runtime);
        insert(&transaction, 1).unwrap();
        transaction.commit().unwrap();

        assert_eq!(count(&RusqliteRuntime::open(&path).unwrap()), 1);
    }
}
