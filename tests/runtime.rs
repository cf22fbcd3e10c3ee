//! The runtime keeps its promises: usable after a panic, no hang on re-entry, all of a transaction or none of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use larder::{Durability, RuntimeOptions, RusqliteError, RusqliteRuntime};
use world::World;

fn with_table() -> World {
    World::new(|runtime| {
        runtime.with_connection(|c| Ok(c.execute_batch("CREATE TABLE t (a INTEGER) STRICT")?))
    })
}

fn count(runtime: &RusqliteRuntime) -> i64 {
    runtime.with_connection(|c| Ok(c.query_row("SELECT count(*) FROM t", [], |row| row.get(0))?)).unwrap()
}

fn panics(work: impl FnOnce()) {
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).is_err());
}

#[test]
fn the_runtime_is_send_and_sync_and_not_clone() {
    fn shared<T: Send + Sync>() {}
    shared::<RusqliteRuntime>();
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

#[test]
fn a_panic_in_a_closure_leaves_the_runtime_usable() {
    let runtime = with_table();

    panics(|| {
        let _never = runtime.with_connection::<()>(|c| {
            c.execute_batch("BEGIN; INSERT INTO t VALUES (1)")?;
            panic!("in with_connection")
        });
    });
    panics(|| {
        let _never = runtime.transaction::<()>(|tx| {
            tx.connection().execute_batch("INSERT INTO t VALUES (2)")?;
            panic!("in a transaction")
        });
    });
    panics(|| {
        let _never = runtime.transaction::<()>(|tx| {
            tx.savepoint(|sp| {
                sp.connection().execute_batch("INSERT INTO t VALUES (3)")?;
                panic!("in a savepoint")
            })
        });
    });

    assert_eq!(count(&runtime), 0);
    runtime.transaction(|tx| Ok(tx.connection().execute_batch("INSERT INTO t VALUES (4)")?)).unwrap();
    assert_eq!(count(&runtime), 1);
}

#[test]
fn re_entry_is_a_typed_error_and_no_wait() {
    let runtime = with_table();

    let inside = runtime.with_connection(|_| runtime.with_connection(|_| Ok(())));
    let inside_transaction = runtime.transaction(|_| runtime.transaction(|_| Ok(())));

    assert!(matches!(inside, Err(RusqliteError::Reentrant)), "{inside:?}");
    assert!(matches!(inside_transaction, Err(RusqliteError::Reentrant)), "{inside_transaction:?}");
    assert_eq!(count(&runtime), 0);
}

#[test]
fn another_thread_waits_no_longer_than_the_busy_timeout() {
    let runtime = RuntimeOptions::new().busy_timeout(Duration::from_millis(50)).open_in_memory().unwrap();

    let inside = runtime.with_connection(|_| {
        std::thread::scope(|scope| scope.spawn(|| runtime.with_connection(|_| Ok(()))).join().unwrap())
    });

    assert!(matches!(inside, Err(RusqliteError::Locked { waited }) if waited == Duration::from_millis(50)));
}

#[test]
fn a_transaction_is_all_or_nothing() {
    let runtime = with_table();

    let outcome = runtime.transaction(|tx| {
        tx.connection().execute_batch("INSERT INTO t VALUES (1)")?;
        Err::<(), _>(RusqliteError::aborted("changed my mind"))
    });

    assert_eq!(outcome.unwrap_err().to_string(), "the transaction was rolled back: changed my mind");
    assert_eq!(count(&runtime), 0);
}

#[test]
fn a_savepoint_that_fails_leaves_the_rest_of_the_transaction() {
    let runtime = with_table();

    runtime
        .transaction(|tx| {
            tx.connection().execute_batch("INSERT INTO t VALUES (1)")?;
            let inner = tx.savepoint(|sp| {
                sp.savepoint(|nested| Ok(nested.connection().execute_batch("INSERT INTO t VALUES (2)")?))?;
                Err::<(), _>(RusqliteError::aborted("no"))
            });
            assert!(inner.is_err());
            tx.savepoint(|sp| Ok(sp.connection().execute_batch("INSERT INTO t VALUES (3)")?))
        })
        .unwrap();

    let kept: Vec<i64> = runtime
        .with_connection(|c| {
            let mut rows = c.prepare("SELECT a FROM t ORDER BY a")?;
            Ok(rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
        .unwrap();
    assert_eq!(kept, [1, 3]);
}

#[test]
fn two_runtimes_on_one_file_wait_for_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let first = RusqliteRuntime::open(&path).unwrap();
    let second = RusqliteRuntime::open(&path).unwrap();
    first.with_connection(|c| Ok(c.execute_batch("CREATE TABLE t (a INTEGER) STRICT")?)).unwrap();

    let (began, waiting) = mpsc::channel();
    std::thread::scope(|scope| {
        let second = &second;
        let writer = scope.spawn(move || {
            waiting.recv().unwrap();
            // Read, then write: under a deferred transaction this is the classic "database is locked".
            second.transaction(|tx| {
                let rows: i64 = tx.connection().query_row("SELECT count(*) FROM t", [], |row| row.get(0))?;
                tx.connection().execute("INSERT INTO t VALUES (?)", [rows])?;
                Ok(())
            })
        });
        first
            .transaction(|tx| {
                began.send(()).unwrap();
                Ok(tx.connection().execute_batch("INSERT INTO t VALUES (7)")?)
            })
            .unwrap();
        writer.join().unwrap().unwrap();
    });

    assert_eq!(count(&first), 2);
}

#[test]
fn a_busy_file_is_reported_after_the_timeout_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let holder = RusqliteRuntime::open(&path).unwrap();
    let other = RuntimeOptions::new().busy_timeout(Duration::from_millis(30)).open(&path).unwrap();
    holder.with_connection(|c| Ok(c.execute_batch("CREATE TABLE t (a INTEGER) STRICT")?)).unwrap();

    let outcome = holder.transaction(|_| {
        Ok(other.transaction(|tx| Ok(tx.connection().execute_batch("INSERT INTO t VALUES (1)")?)))
    });

    assert!(matches!(outcome.unwrap(), Err(RusqliteError::Busy { .. })));
    assert_eq!(count(&holder), 0);
}

#[test]
fn the_last_arc_closes_the_file_and_checkpoints_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let runtime = Arc::new(RuntimeOptions::new().durability(Durability::Full).open(&path).unwrap());
    let other = Arc::clone(&runtime);
    runtime
        .with_connection(|c| {
            Ok(c.execute_batch("CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (1)")?)
        })
        .unwrap();
    let log = folder.path().join("app.db-wal");
    assert!(log.metadata().unwrap().len() > 0);

    drop(runtime);
    assert!(log.exists());
    drop(other);

    assert!(!log.exists());
    assert_eq!(count(&RusqliteRuntime::open(&path).unwrap()), 1);
}

#[test]
fn a_close_checkpoints_the_log_and_ends_every_further_call() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let runtime = Arc::new(RusqliteRuntime::open(&path).unwrap());
    let other = Arc::clone(&runtime);
    runtime
        .with_connection(|c| {
            Ok(c.execute_batch("CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (1)")?)
        })
        .unwrap();
    let log = folder.path().join("app.db-wal");
    assert!(log.exists());

    runtime.close().unwrap();

    assert!(!log.exists());
    let file = larder::rusqlite::Connection::open(&path).unwrap();
    assert_eq!(file.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 1);
    assert!(matches!(other.with_connection(|_| Ok(())), Err(RusqliteError::Closed)));
    assert!(matches!(other.transaction(|_| Ok(())), Err(RusqliteError::Closed)));
    assert!(other.close().is_ok());
}

#[test]
fn a_close_inside_a_closure_is_refused_and_closes_nothing() {
    let runtime = with_table();

    let inside = runtime.transaction(|_| runtime.close());

    assert!(matches!(inside, Err(RusqliteError::Reentrant)), "{inside:?}");
    assert_eq!(count(&runtime), 0);
}

#[test]
fn a_close_waits_for_the_call_that_runs() {
    let runtime = with_table();
    let (closing, begun) = mpsc::channel();

    let (written, closed) = std::thread::scope(|scope| {
        let runtime = &runtime;
        runtime
            .transaction(|tx| {
                let closer = scope.spawn(move || {
                    closing.send(()).unwrap();
                    runtime.close()
                });
                begun.recv().unwrap();
                Ok((tx.connection().execute("INSERT INTO t VALUES (1)", [])?, closer))
            })
            .map(|(written, closer)| (written, closer.join().unwrap()))
            .unwrap()
    });

    assert_eq!(written, 1);
    assert!(closed.is_ok());
    assert!(matches!(runtime.with_connection(|_| Ok(())), Err(RusqliteError::Closed)));
}

#[test]
fn a_transaction_left_open_is_an_error_and_not_a_silent_loss() {
    let runtime = with_table();

    let outcome = runtime.with_connection(|c| Ok(c.execute_batch("BEGIN; INSERT INTO t VALUES (1)")?));

    assert!(
        matches!(&outcome, Err(RusqliteError::Validation { rule, .. }) if rule.contains("left a transaction open")),
        "{outcome:?}"
    );
    assert_eq!(count(&runtime), 0);
}
