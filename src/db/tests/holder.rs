//! Who gets a connection, who waits, and who is told what.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use rusqlite::Connection;

use super::{
    super::{Deadline, Holder, Lease, Priority, RuntimeOptions, State, call},
    seats::seated,
};
use crate::error::RusqliteError;

pub(super) fn holder(patience: Duration) -> Arc<Holder> {
    opening(1, patience, || Ok(Connection::open_in_memory()?))
}

fn opening(
    most: usize,
    patience: Duration,
    open: impl Fn() -> Result<Connection, RusqliteError> + Send + Sync + 'static,
) -> Arc<Holder> {
    Arc::new(Holder::new(most, &RuntimeOptions::new().busy_timeout(patience), open))
}

/// Waits until so many threads wait for a connection.
fn until_they_wait(holder: &Holder, threads: usize) {
    let begun = Instant::now();
    while holder.gauge().waiting != threads {
        assert!(begun.elapsed() < Duration::from_secs(60), "{threads} never came to wait");
        std::thread::yield_now();
    }
}

/// Waits for the connections to be back and ends the lending, as a close of the runtime does.
pub(super) fn close(holder: &Holder) -> Result<(), RusqliteError> {
    let Some(ending) = holder.ending()? else { return Ok(()) };
    if !ending.wait(Deadline::after(holder.patience)) {
        return Err(RusqliteError::Locked { waited: holder.patience });
    }
    ending.close()?;
    ending.end(State::Closed);
    Ok(())
}

#[test]
fn the_same_thread_is_told_and_another_waits_its_time() {
    let holder = holder(Duration::from_millis(20));
    let lease = holder.lease(None).unwrap();

    assert!(matches!(holder.lease(None), Err(RusqliteError::Reentrant)));
    std::thread::scope(|scope| {
        let other = scope.spawn(|| holder.lease(None).map(drop)).join().unwrap();
        assert!(
            matches!(other, Err(RusqliteError::Locked { waited }) if waited == Duration::from_millis(20))
        );
    });
    drop(lease);
    assert!(holder.lease(None).is_ok());
}

#[test]
fn a_waiting_thread_gets_the_connection_when_it_is_free() {
    for patience in [Duration::from_secs(60), Duration::MAX] {
        let holder = holder(patience);
        let lease = holder.lease(None).unwrap();

        std::thread::scope(|scope| {
            let other = scope.spawn(|| holder.lease(None).map(drop));
            until_they_wait(&holder, 1);
            drop(lease);
            assert!(other.join().unwrap().is_ok());
        });
    }
}

#[test]
fn a_thread_gets_the_connection_that_it_had() {
    let opened = AtomicUsize::new(0);
    let holder = opening(2, Duration::from_secs(10), move || {
        let connection = Connection::open_in_memory()?;
        connection.pragma_update(None, "user_version", opened.fetch_add(1, Ordering::Relaxed) as i64)?;
        Ok(connection)
    });
    let number = |lease: &Lease<'_>| -> i64 {
        lease.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    };
    let (ask, asked) = std::sync::mpsc::channel();
    let (tell, told) = std::sync::mpsc::channel();

    let mine = holder.lease(None).unwrap();
    std::thread::scope(|scope| {
        let holder = &holder;
        scope.spawn(move || {
            asked.iter().for_each(|()| tell.send(number(&holder.lease(None).unwrap())).unwrap());
        });
        ask.send(()).unwrap();
        assert_eq!((number(&mine), told.recv().unwrap()), (0, 1));
        drop(mine);
        for _ in 0..3 {
            assert_eq!(number(&holder.lease(None).unwrap()), 0);
            ask.send(()).unwrap();
            assert_eq!(told.recv().unwrap(), 1);
        }
        drop(ask);
    });
}

#[test]
fn every_waiting_thread_gets_its_turn() {
    let holder = holder(Duration::from_secs(60));
    let turns = AtomicUsize::new(0);

    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..200 {
                    let _lease = holder.lease(None).unwrap();
                    turns.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });

    assert_eq!(turns.into_inner(), 1600);
    assert_eq!(holder.gauge().waiting, 0);
}

#[test]
fn a_loop_of_calls_does_not_keep_another_thread_out() {
    let holder = seated(Duration::from_secs(60));
    let served = AtomicBool::new(false);

    let rounds = std::thread::scope(|scope| {
        let lease = holder.lease(None).unwrap();
        scope.spawn(|| {
            let _lease = holder.lease(None).unwrap();
            served.store(true, Ordering::Relaxed);
        });
        until_they_wait(&holder, 1);
        drop(lease);
        let mut rounds = 0;
        while !served.load(Ordering::Relaxed) {
            let _lease = holder.lease(None).unwrap();
            // It has to wake up, to say that it was passed over, before this thread comes again.
            std::thread::sleep(Duration::from_millis(2));
            rounds += 1;
        }
        rounds
    });

    assert!(rounds <= 50, "passed over {rounds} times");
}

#[test]
fn re_entry_is_told_at_once_while_others_wait() {
    let holder = holder(Duration::from_secs(60));
    let lease = holder.lease(None).unwrap();

    std::thread::scope(|scope| {
        let other = scope.spawn(|| holder.lease(None).map(drop));
        until_they_wait(&holder, 1);
        assert!(matches!(holder.lease(None), Err(RusqliteError::Reentrant)));
        drop(lease);
        assert!(other.join().unwrap().is_ok());
    });
}

#[test]
fn a_lease_that_ends_on_another_thread_leaves_nobody_as_its_lessee() {
    let holder = holder(Duration::from_secs(60));
    let lease = holder.lease(None).unwrap();

    std::thread::scope(|scope| scope.spawn(move || drop(lease)).join().unwrap());

    assert!(holder.lease(None).is_ok());
}

#[test]
fn a_thread_is_not_taken_for_one_that_ended_with_the_lease() {
    let holder = holder(Duration::from_millis(1));
    std::thread::scope(|scope| {
        let lease = scope.spawn(|| holder.lease(None).unwrap()).join().unwrap();

        let other = scope.spawn(|| holder.lease(None).map(drop)).join().unwrap();

        assert!(matches!(other, Err(RusqliteError::Locked { .. })), "{other:?}");
        drop(lease);
    });
}

#[test]
fn every_waiting_thread_is_told_of_the_close() {
    let holder = holder(Duration::from_secs(60));
    let lease = holder.lease(None).unwrap();

    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let waiting: Vec<_> = (0..3).map(|_| scope.spawn(|| holder.lease(None).map(drop))).collect();
        until_they_wait(&holder, 3);
        // Who closes comes before those that wait.
        let ending = scope.spawn(|| holder.ending()).join().unwrap().unwrap().unwrap();
        drop(lease);
        assert!(ending.wait(Deadline::after(holder.patience)));
        ending.close().unwrap();
        ending.end(State::Closed);
        waiting.into_iter().map(|thread| thread.join().unwrap()).collect()
    });

    assert!(outcomes.iter().all(|outcome| matches!(outcome, Err(RusqliteError::Closed))), "{outcomes:?}");
    assert!(matches!(holder.lease(None).map(drop), Err(RusqliteError::Closed)));
    assert!(close(&holder).is_ok());
}

#[test]
fn a_close_that_waits_in_vain_leaves_everything_open() {
    let holder = holder(Duration::from_millis(20));
    let lease = holder.lease(None).unwrap();

    let outcome = std::thread::scope(|scope| scope.spawn(|| close(&holder)).join().unwrap());

    assert!(matches!(outcome, Err(RusqliteError::Locked { .. })), "{outcome:?}");
    drop(lease);
    assert!(holder.lease(None).is_ok());
}

#[test]
fn as_many_threads_as_there_are_connections_have_one_each() {
    let holder = opening(2, Duration::from_millis(20), || Ok(Connection::open_in_memory()?));
    let first = holder.lease(None).unwrap();

    std::thread::scope(|scope| {
        let second = scope.spawn(|| holder.lease(None).unwrap()).join().unwrap();
        let third = scope.spawn(|| holder.lease(None).map(drop)).join().unwrap();
        assert!(matches!(third, Err(RusqliteError::Locked { .. })), "{third:?}");
        assert!(matches!(holder.lease(None), Err(RusqliteError::Reentrant)));
        drop(second);
        assert!(scope.spawn(|| holder.lease(None).map(drop)).join().unwrap().is_ok());
    });
    drop(first);

    let gauge = holder.gauge();
    assert_eq!((gauge.open, gauge.lent), (2, 0));
}

#[test]
fn a_connection_that_cannot_be_opened_leaves_its_place_to_the_next() {
    let opens = AtomicUsize::new(0);
    let opens = Arc::new(opens);
    let counted = Arc::clone(&opens);
    let holder = opening(1, Duration::from_secs(1), move || match counted.fetch_add(1, Ordering::SeqCst) {
        0 => Err(RusqliteError::Cancelled),
        _ => Ok(Connection::open_in_memory()?),
    });

    assert!(matches!(holder.lease(None).map(drop), Err(RusqliteError::Cancelled)));
    assert!(holder.lease(None).is_ok());
    assert!(holder.lease(None).is_ok());
    assert_eq!(opens.load(Ordering::SeqCst), 2);
}

#[test]
fn a_transaction_left_open_is_rolled_back() {
    let holder = holder(Duration::from_secs(1));

    holder
        .lease(None)
        .unwrap()
        .execute_batch("CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1);")
        .unwrap();

    let lease = holder.lease(None).unwrap();
    assert!(lease.is_autocommit());
    assert_eq!(lease.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

/// Lets one thread after the other wait for a holder whose connection is lent, and gives the order in which they had it.
fn served(holder: &Arc<Holder>, lease: Lease<'_>, priorities: &[Priority]) -> Vec<usize> {
    let order = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for (number, priority) in priorities.iter().enumerate() {
            let order = &order;
            scope.spawn(move || {
                priority.scope(|| {
                    let _lease = holder.lease(None).unwrap();
                    order.lock().push(number);
                });
            });
            until_they_wait(holder, number + 1);
        }
        drop(lease);
    });
    order.into_inner()
}

#[test]
fn those_that_wait_are_served_in_order_and_users_before_the_background() {
    let holder = holder(Duration::from_secs(60));
    let lease = holder.lease(None).unwrap();
    let (user, background) = (Priority::User, Priority::Background);

    let order = served(&holder, lease, &[background, user, background, user, user]);

    assert_eq!(order, [1, 3, 4, 0, 2]);
}

#[test]
fn the_background_has_a_turn_after_so_many_users() {
    let holder = holder(Duration::from_secs(60));
    let lease = holder.lease(None).unwrap();
    let mut priorities = vec![Priority::User; 40];
    priorities[0] = Priority::Background;
    priorities[1] = Priority::Background;

    let order = served(&holder, lease, &priorities);

    let place = |number| order.iter().position(|served| *served == number).unwrap();
    assert_eq!((place(0), place(1)), (16, 33));
}

#[test]
fn a_call_that_is_cancelled_waits_no_longer() {
    let holder = holder(Duration::from_secs(60));
    let lease = holder.lease(None).unwrap();
    let token = call::CancelToken::new();

    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| token.scope(|| holder.lease(None).map(drop)));
        until_they_wait(&holder, 1);
        token.cancel();
        let outcome = waiting.join().unwrap();
        assert!(matches!(outcome, Err(RusqliteError::Interrupted { .. })), "{outcome:?}");
    });

    let refused = token.scope(|| holder.lease(None).map(drop));
    assert!(matches!(refused, Err(RusqliteError::Interrupted { .. })), "{refused:?}");
    drop(lease);
    assert!(holder.lease(None).is_ok());
    assert_eq!(holder.gauge().waits, 1);
}
