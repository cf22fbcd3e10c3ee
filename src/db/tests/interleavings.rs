//! The holder of connections and what stops calls, under a scheduler that tries thousands of orders of their threads. A thread
//! that waits for a sign that never comes is a deadlock, and fails.

#[path = "../call.rs"]
#[expect(unreachable_pub, reason = "it is reachable where it is compiled for the library")]
mod call;
#[path = "../holder/mod.rs"]
#[expect(dead_code, reason = "the runtime needs all of it, these tests a part")]
mod holder;
mod sync;

use std::{sync::Arc, time::Duration};

use rusqlite::Connection;
use shuttle::{check_random, sync::atomic::AtomicUsize, thread};

use self::{
    call::{CancelToken, Priority},
    holder::{Deadline, Holder, State},
};
use super::super::{Feed, RuntimeOptions, patience};
use crate::error::RusqliteError;

/// So many orders are tried for each test.
const ORDERS: usize = 1_500;

/// So many calls of a thread: the fourth finds its connection in its seat, where nobody meets it.
const CALLS: usize = 4;

const LONG: Duration = Duration::from_secs(3_600);

fn holder(most: usize, waits_for_resume: bool) -> Arc<Holder> {
    let options = RuntimeOptions::new().busy_timeout(LONG).wait_for_resume(waits_for_resume);
    Arc::new(Holder::new(most, &options, || Ok(Connection::open_in_memory()?)))
}

/// Ends the lending, once every connection is back.
fn end(holder: &Holder, state: State) {
    if let Some(ending) = holder.ending().unwrap() {
        assert!(ending.wait(Deadline::after(LONG)));
        ending.close().unwrap();
        ending.end(state);
    }
}

#[test]
fn no_thread_waits_for_a_connection_that_is_free_and_none_is_lent_twice() {
    for most in [1, 2] {
        check_random(
            move || {
                let (holder, inside) = (holder(most, false), Arc::new(AtomicUsize::new(0)));
                let threads = (0..4).map(|number| {
                    let (holder, inside) = (Arc::clone(&holder), Arc::clone(&inside));
                    let priority = if number % 2 == 0 { Priority::User } else { Priority::Background };
                    thread::spawn(move || {
                        priority.scope(|| {
                            for _ in 0..CALLS {
                                let lease = holder.lease(None).unwrap();
                                let others = inside.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                                assert!(others < most, "{others} others have a connection");
                                assert!(matches!(holder.lease(None), Err(RusqliteError::Reentrant)));
                                inside.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                                drop(lease);
                            }
                        });
                    })
                });
                threads.collect::<Vec<_>>().into_iter().for_each(|thread| thread.join().unwrap());
                let gauge = holder.gauge();
                assert_eq!((gauge.lent, gauge.waiting), (0, 0));
            },
            ORDERS,
        );
    }
}

#[test]
fn a_suspend_waits_for_every_call_and_a_resume_wakes_every_one() {
    check_random(
        || {
            let (holder, lent) = (holder(2, true), Arc::new(AtomicUsize::new(0)));
            let threads = (0..3).map(|_| {
                let (holder, lent) = (Arc::clone(&holder), Arc::clone(&lent));
                thread::spawn(move || {
                    for _ in 0..CALLS {
                        let _lease = holder.lease(None).unwrap();
                        lent.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    }
                })
            });
            let threads: Vec<_> = threads.collect();
            for _ in 0..2 {
                end(&holder, State::Suspended);
                let gauge = holder.gauge();
                assert_eq!((gauge.open, gauge.lent), (0, 0));
                holder.resume().unwrap();
            }
            threads.into_iter().for_each(|thread| thread.join().unwrap());
            assert_eq!(lent.load(std::sync::atomic::Ordering::SeqCst), 3 * CALLS);
        },
        ORDERS,
    );
}

#[test]
fn whoever_waits_is_told_of_the_close() {
    check_random(
        || {
            let holder = holder(1, true);
            let threads = (0..3).map(|_| {
                let holder = Arc::clone(&holder);
                thread::spawn(move || match holder.lease(None) {
                    Ok(_) | Err(RusqliteError::Closed) => {}
                    Err(error) => panic!("{error}"),
                })
            });
            let threads: Vec<_> = threads.collect();
            let closing = [(), ()].map(|()| {
                let holder = Arc::clone(&holder);
                thread::spawn(move || end(&holder, State::Closed))
            });
            closing.into_iter().for_each(|thread| thread.join().unwrap());
            threads.into_iter().for_each(|thread| thread.join().unwrap());
            assert!(matches!(holder.lease(None), Err(RusqliteError::Closed)));
            assert_eq!(holder.gauge().open, 0);
        },
        ORDERS,
    );
}

#[test]
fn a_cancelled_call_leaves_its_place_to_the_next() {
    check_random(
        || {
            let (holder, token) = (holder(1, false), CancelToken::new());
            let stoppable = {
                let (holder, token) = (Arc::clone(&holder), token.clone());
                thread::spawn(move || match token.scope(|| holder.lease(None).map(drop)) {
                    Ok(()) | Err(RusqliteError::Interrupted { .. }) => {}
                    Err(error) => panic!("{error}"),
                })
            };
            let cancelling = thread::spawn(move || token.cancel());
            let others = [(), ()].map(|()| {
                let holder = Arc::clone(&holder);
                thread::spawn(move || holder.lease(None).map(drop).unwrap())
            });
            others.into_iter().for_each(|thread| thread.join().unwrap());
            cancelling.join().unwrap();
            stoppable.join().unwrap();
            assert_eq!(holder.gauge().waiting, 0);
        },
        ORDERS,
    );
}
