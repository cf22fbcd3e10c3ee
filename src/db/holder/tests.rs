//! Who gets a connection, who waits, and who is told what.

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

/// Waits until the desk is as `is_so` says.
fn until(holder: &Holder, is_so: impl Fn(&Desk) -> bool) {
    let begun = Instant::now();
    while !is_so(&holder.desk.lock()) {
        assert!(begun.elapsed() < Duration::from_secs(10), "the desk never came to that");
        std::thread::yield_now();
    }
}

#[test]
fn every_waiting_thread_is_told_of_the_close() {
    let holder = holder(Duration::from_secs(60));
    let lease = holder.lease().unwrap();

    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let waiting: Vec<_> = (0..3).map(|_| scope.spawn(|| holder.lease().map(drop))).collect();
        until_somebody_waits(&holder);
        let closing = scope.spawn(|| holder.close());
        until(&holder, |desk| desk.closing == 1);
        // Who closes comes before those that wait.
        drop(lease);
        closing.join().unwrap().unwrap();
        waiting.into_iter().map(|thread| thread.join().unwrap()).collect()
    });

    assert!(outcomes.iter().all(|outcome| matches!(outcome, Err(RusqliteError::Closed))), "{outcomes:?}");
    assert!(matches!(holder.lease().map(drop), Err(RusqliteError::Closed)));
    assert!(holder.close().is_ok());
}

#[test]
fn a_close_that_waits_in_vain_leaves_everything_open() {
    let holder = holder(Duration::from_millis(20));
    let lease = holder.lease().unwrap();

    let outcome = std::thread::scope(|scope| scope.spawn(|| holder.close()).join().unwrap());

    assert!(matches!(outcome, Err(RusqliteError::Locked { .. })), "{outcome:?}");
    drop(lease);
    assert!(holder.lease().is_ok());
}

fn readers(most: usize, patience: Duration) -> Arc<Holder> {
    Arc::new(Holder::opening(most, patience, || Ok(Connection::open_in_memory()?)))
}

#[test]
fn as_many_threads_as_there_are_connections_have_one_each() {
    let holder = readers(2, Duration::from_millis(20));
    let first = holder.lease().unwrap();

    std::thread::scope(|scope| {
        let second = scope.spawn(|| holder.lease().unwrap()).join().unwrap();
        let third = scope.spawn(|| holder.lease().map(drop)).join().unwrap();
        assert!(matches!(third, Err(RusqliteError::Locked { .. })), "{third:?}");
        assert!(matches!(holder.lease(), Err(RusqliteError::Reentrant)));
        drop(second);
        assert!(scope.spawn(|| holder.lease().map(drop)).join().unwrap().is_ok());
    });
    drop(first);

    let desk = holder.desk.lock();
    assert_eq!((desk.free.len(), desk.unopened, desk.lent.len()), (2, 0, 0));
}

#[test]
fn a_connection_that_cannot_be_opened_leaves_its_place_to_the_next() {
    let opens = AtomicUsize::new(0);
    let opens = Arc::new(opens);
    let counted = Arc::clone(&opens);
    let holder = Arc::new(Holder::opening(1, Duration::from_secs(1), move || {
        match counted.fetch_add(1, Ordering::SeqCst) {
            0 => Err(RusqliteError::Cancelled),
            _ => Ok(Connection::open_in_memory()?),
        }
    }));

    assert!(matches!(holder.lease().map(drop), Err(RusqliteError::Cancelled)));
    assert!(holder.lease().is_ok());
    assert!(holder.lease().is_ok());
    assert_eq!(opens.load(Ordering::SeqCst), 2);
}

#[test]
fn a_transaction_left_open_is_rolled_back() {
    let holder = holder(Duration::from_secs(1));

    holder.lease().unwrap().execute_batch("CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1);").unwrap();

    let lease = holder.lease().unwrap();
    assert!(lease.is_autocommit());
    assert_eq!(lease.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}
