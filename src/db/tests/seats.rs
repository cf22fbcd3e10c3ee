//! What waits in the seat of a thread, and what is lent from it, is known to everybody.

use std::{sync::Arc, time::Duration};

use super::{
    super::{Deadline, Holder},
    holder::{close, holder},
};
use crate::error::RusqliteError;

/// Lets the calling thread have a seat: what it had twice waits for it.
pub(super) fn seated(patience: Duration) -> Arc<Holder> {
    let holder = holder(patience);
    (0..3).for_each(|_| drop(holder.lease(None).unwrap()));
    assert!(holder.has_seats());
    holder
}

#[test]
fn what_waits_in_a_seat_is_lent_to_another_thread() {
    let holder = seated(Duration::ZERO);

    let stranger = std::thread::scope(|scope| scope.spawn(|| holder.lease(None).map(drop)).join().unwrap());

    assert!(stranger.is_ok(), "{stranger:?}");
    assert_eq!(holder.gauge().open, 1);
}

#[test]
fn a_lease_from_a_seat_is_known_to_everybody() {
    let beside = holder(Duration::ZERO);
    let holder = seated(Duration::ZERO);
    let lease = holder.lease(None).unwrap();
    assert!(holder.has_seats());

    assert!(matches!(holder.lease(None), Err(RusqliteError::Reentrant)));
    assert!(matches!(beside.lease(Some(&holder)), Err(RusqliteError::Reentrant)));
    assert!(matches!(holder.ending(), Err(RusqliteError::Reentrant)));
    std::thread::scope(|scope| {
        let elsewhere = scope.spawn(|| holder.lease(None).map(drop)).join().unwrap();
        assert!(matches!(elsewhere, Err(RusqliteError::Locked { .. })), "{elsewhere:?}");
        let ending = scope.spawn(|| holder.ending()).join().unwrap().unwrap().unwrap();
        assert!(!ending.wait(Deadline::after(Duration::ZERO)));
    });
    assert_eq!(holder.gauge().lent, 1);
    drop(lease);
    assert_eq!(holder.gauge().lent, 0);
}

#[test]
fn a_thread_does_not_get_what_waits_in_its_seat_beside_another_lease() {
    let (holder, beside) = (seated(Duration::ZERO), holder(Duration::ZERO));
    let _lease = beside.lease(Some(&holder)).unwrap();

    assert!(matches!(holder.lease(Some(&beside)), Err(RusqliteError::Reentrant)));
}

#[test]
fn a_connection_in_a_seat_is_closed_with_the_others() {
    let holder = seated(Duration::ZERO);

    close(&holder).unwrap();

    assert_eq!(holder.gauge().open, 0);
    assert!(matches!(holder.lease(None), Err(RusqliteError::Closed)));
}

#[test]
fn statements_on_a_connection_of_a_seat_are_interrupted_once() {
    let holder = seated(Duration::ZERO);
    let lease = holder.lease(None).unwrap();
    let endless = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    let interrupted = std::thread::scope(|scope| {
        scope.spawn(|| [holder.interrupt_lent(), holder.interrupt_lent()]).join().unwrap()
    });

    assert_eq!(interrupted, [1, 0]);
    let ended = lease.query_row(endless, [], |row| row.get::<_, i64>(0)).unwrap_err();
    assert_eq!(ended.sqlite_error_code(), Some(rusqlite::ErrorCode::OperationInterrupted));
    drop(lease);
    let next = holder.lease(None).unwrap().query_row("SELECT 7", [], |row| row.get::<_, i64>(0));
    assert_eq!(next, Ok(7));
}
