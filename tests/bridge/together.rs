//! Several processes have a bridge of one name in one file.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
    time::Duration,
};

use larder::{EventBridge, RusqliteError, RusqliteRuntime};

use super::{LONG, World, click, cs, gated, record, recorded, transactional};

#[test]
fn what_another_bridge_of_the_name_wrote_meanwhile_is_not_written_again() {
    let world = World::new(cs::bootstrap);
    let other = Arc::new(RusqliteRuntime::open(world.path()).unwrap());
    let options = || EventBridge::options("clicks").durable();
    let (failed, fails) = mpsc::channel();
    let tries = AtomicU32::new(0);
    // Tries the events again that the other one has written by then.
    let first = options()
        .attempts(5, Duration::from_millis(300))
        .start_transactional(&world, move |tx, clicks| {
            if tries.fetch_add(1, Ordering::Relaxed) == 0 {
                failed.send(clicks.len()).unwrap();
                return Err(RusqliteError::aborted("not yet"));
            }
            transactional::record(tx, clicks)
        })
        .unwrap();
    first.submit(click("a", 0)).unwrap();
    assert_eq!(fails.recv().unwrap(), 1);
    (1..10).for_each(|at| first.submit(click("a", at)).unwrap());

    let second = options().start_transactional(&other, transactional::record).unwrap();
    let left = [second.close(LONG).unwrap(), first.close(LONG).unwrap()];

    assert_eq!(left, [0, 0]);
    assert_eq!(recorded(&world), (0..10).map(|at| click("a", at)).collect::<Vec<_>>());
    assert_eq!(first.counters().handled + second.counters().handled, 10);
}

#[test]
fn an_event_never_has_the_number_of_one_that_another_bridge_still_has_in_hand() {
    let world = World::new(cs::bootstrap);
    let other = Arc::new(RusqliteRuntime::open(world.path()).unwrap());
    let options = || EventBridge::options("clicks").durable().attempts(1, Duration::ZERO);
    let (gate, handler) = gated();
    let first = options().start(&world, handler).unwrap();
    first.submit(click("a", 1)).unwrap();
    gate.entered.recv().unwrap();

    // The same event is in both hands, and the table is empty when the next one comes.
    assert_eq!(options().start(&other, record).unwrap().close(LONG).unwrap(), 0);
    let failing = options().start(&other, |_, _| Err(RusqliteError::aborted("never"))).unwrap();
    failing.submit(click("a", 2)).unwrap();
    assert_eq!(failing.close(LONG).unwrap(), 0);
    gate.leave.send(()).unwrap();

    assert_eq!(first.close(LONG).unwrap(), 0);
    assert_eq!(first.parked().unwrap().len(), 1);
    assert_eq!(recorded(&world), [click("a", 1), click("a", 1)]);
}
