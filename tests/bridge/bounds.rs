//! How many events wait, what becomes of those beyond, and which bounds are none.

use std::time::Duration;

use larder::{EventBridge, Overflow, Refusal, Refused, RusqliteError, RusqliteRuntime, Shutdown};

use super::{AT_ONCE, Click, LONG, World, click, cs, gated, record, recorded};

#[test]
fn beyond_its_bound_a_bridge_refuses_and_gives_the_event_back() {
    let world = World::new(cs::bootstrap);
    let (gate, handler) = gated();
    let bridge = EventBridge::options("clicks")
        .batch(1, AT_ONCE)
        .bounded(2, Overflow::Reject)
        .start(&world, handler)
        .unwrap();
    bridge.submit(click("first", 0)).unwrap();
    gate.entered.recv().unwrap();

    bridge.submit(click("a", 1)).unwrap();
    bridge.submit(click("b", 2)).unwrap();
    let refused = bridge.submit(click("c", 3)).unwrap_err();
    gate.leave.send(()).unwrap();
    assert_eq!(bridge.close(LONG).unwrap(), 0);
    let closed = bridge.submit(click("d", 4)).unwrap_err();

    assert!(
        matches!(&refused, Refused { event, reason: Refusal::Full } if *event == click("c", 3)),
        "{refused:?}"
    );
    assert!(
        matches!(&closed, Refused { event, reason: Refusal::Closed } if *event == click("d", 4)),
        "{closed:?}"
    );
    assert_eq!(recorded(&world), [click("first", 0), click("a", 1), click("b", 2)]);
    assert_eq!(bridge.counters().refused, 2);
}

#[test]
fn beyond_its_bound_a_bridge_drops_the_oldest_when_it_is_told_to() {
    let world = World::new(cs::bootstrap);
    let (gate, handler) = gated();
    let bridge = EventBridge::options("clicks")
        .batch(1, AT_ONCE)
        .bounded(2, Overflow::DropOldest)
        .start(&world, handler)
        .unwrap();
    bridge.submit(click("first", 0)).unwrap();
    gate.entered.recv().unwrap();

    (1..=5).for_each(|at| bridge.submit(click("later", at)).unwrap());
    gate.leave.send(()).unwrap();

    assert_eq!(bridge.close(LONG).unwrap(), 0);
    assert_eq!(recorded(&world), [click("first", 0), click("later", 4), click("later", 5)]);
    let counters = bridge.counters();
    assert_eq!((counters.accepted, counters.dropped, counters.handled), (6, 3, 3));
}

#[test]
fn the_latest_of_a_key_stands_where_the_first_stood() {
    let world = World::new(cs::bootstrap);
    let (gate, handler) = gated();
    let bridge = EventBridge::options("clicks")
        .batch(10, AT_ONCE)
        .bounded(2, Overflow::Reject)
        .coalesce_by(|click: &Click| click.label.clone())
        .start(&world, handler)
        .unwrap();
    bridge.submit(click("first", 0)).unwrap();
    gate.entered.recv().unwrap();

    for (label, at) in [("a", 1), ("b", 2), ("a", 3), ("b", 4), ("a", 5)] {
        bridge.submit(click(label, at)).unwrap();
    }
    let full = bridge.submit(click("c", 6)).unwrap_err();
    let again = bridge.submit(click("c", 7)).unwrap_err();
    gate.leave.send(()).unwrap();

    assert_eq!(bridge.close(LONG).unwrap(), 0);
    assert!(matches!((full.reason, again.reason), (Refusal::Full, Refusal::Full)));
    assert_eq!(recorded(&world), [click("first", 0), click("a", 5), click("b", 4)]);
    assert_eq!(bridge.counters().merged, 3);
}

#[test]
fn an_event_whose_key_panics_stands_for_itself() {
    let world = World::new(cs::bootstrap);
    let (gate, handler) = gated();
    let bridge = EventBridge::options("clicks")
        .batch(10, AT_ONCE)
        .coalesce_by(|click: &Click| {
            assert!(click.at % 2 == 1, "no key");
            click.label.clone()
        })
        .start(&world, handler)
        .unwrap();
    bridge.submit(click("first", 1)).unwrap();
    gate.entered.recv().unwrap();

    (1..=6).for_each(|at| bridge.submit(click("a", at)).unwrap());
    gate.leave.send(()).unwrap();

    assert_eq!(bridge.close(LONG).unwrap(), 0);
    assert_eq!(
        recorded(&world),
        [("first", 1), ("a", 5), ("a", 2), ("a", 4), ("a", 6)].map(|(of, at)| click(of, at))
    );
}

#[test]
fn what_a_bridge_cannot_be_is_said_before_it_starts() {
    let world = World::new(cs::bootstrap);
    let options = || EventBridge::<Click>::options("clicks");
    let wrong = [
        options().batch(0, AT_ONCE),
        options().attempts(0, AT_ONCE),
        options().bounded(0, Overflow::Reject),
        options().durable().bounded(10, Overflow::DropOldest),
        options().durable().coalesce_by(|click| click.at),
    ];

    for options in wrong {
        let refused = options.start(&world, record);
        assert!(
            matches!(&refused, Err(RusqliteError::Validation { subject, .. }) if subject == "EventBridge \"clicks\""),
            "{refused:?}"
        );
    }
}

#[test]
fn no_time_is_too_long() {
    let world = World::new(cs::bootstrap);
    let bridge = EventBridge::options("clicks")
        .batch(1, Duration::MAX)
        .attempts(2, Duration::MAX)
        .start(&world, record)
        .unwrap();
    bridge.submit(click("a", 1)).unwrap();

    assert_eq!(bridge.close(Duration::MAX).unwrap(), 0);
    assert_eq!(recorded(&world), [click("a", 1)]);
    let other = RusqliteRuntime::open_in_memory().unwrap();
    assert_eq!(other.shutdown(Duration::MAX).unwrap(), Shutdown::default());
}
