//! What threads of the system send comes to a handler that writes it, and nothing that was accepted is lost.
#![cfg(feature = "tokio")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its world breaks")]

#[path = "bridge/bounds.rs"]
mod bounds;
#[path = "bridge/ending.rs"]
mod ending;
#[path = "bridge/failures.rs"]
mod failures;
#[path = "bridge/kill.rs"]
mod kill;
#[path = "bridge/together.rs"]
mod together;
#[path = "bridge/transactional.rs"]
mod transactional;
mod world;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::Duration,
};

use larder::{EventBridge, ModelDelegate, Refusal, Refused, RusqliteError, RusqliteRuntime, Shutdown};
use serde::{Deserialize, Serialize};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self as cs, COUNTER_MODEL, CreateCounterInput, counter};
use world::World;

/// What does not come to its end in this time hangs.
const LONG: Duration = Duration::from_secs(30);

const AT_ONCE: Duration = Duration::ZERO;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Click {
    label: String,
    at: i64,
}

fn click(label: &str, at: i64) -> Click {
    Click { label: label.to_owned(), at }
}

/// Writes a row for each click.
fn record(runtime: &RusqliteRuntime, clicks: &[Click]) -> Result<(), RusqliteError> {
    ModelDelegate::new(runtime, &COUNTER_MODEL).create_many(inputs(clicks)).execute().map(drop)
}

fn inputs(clicks: &[Click]) -> impl Iterator<Item = CreateCounterInput> {
    clicks.iter().map(|click| CreateCounterInput::builder().label(&*click.label).hits(click.at).build())
}

/// Gives what was recorded, in its order.
fn recorded(runtime: &RusqliteRuntime) -> Vec<Click> {
    let rows =
        ModelDelegate::new(runtime, &COUNTER_MODEL).find_many().order_by(counter::id().asc()).run().unwrap();
    rows.into_iter().map(|row| click(&row.label, row.hits)).collect()
}

/// A handler that waits inside its first batch until it is let go.
struct Gate {
    entered: Receiver<()>,
    leave: Sender<()>,
}

fn gated() -> (Gate, impl Fn(&RusqliteRuntime, &[Click]) -> Result<(), RusqliteError> + Send + Sync) {
    let ((entered_send, entered), (leave, leaves)) = (mpsc::channel(), mpsc::channel());
    let (is_first, entered_send, leaves) =
        (AtomicBool::new(true), Mutex::new(entered_send), Mutex::new(leaves));
    let handler = move |runtime: &RusqliteRuntime, clicks: &[Click]| {
        if is_first.swap(false, Ordering::Relaxed) {
            entered_send.lock().unwrap().send(()).unwrap();
            // A test that is done has let go.
            let _ = leaves.lock().unwrap().recv();
        }
        record(runtime, clicks)
    };
    (Gate { entered, leave }, handler)
}

#[test]
fn what_several_threads_send_is_written_in_the_order_of_each() {
    let world = World::new(cs::bootstrap);
    let batches = Arc::new(Mutex::new(Vec::new()));
    let sizes = Arc::clone(&batches);
    let bridge = EventBridge::options("clicks")
        .batch(64, Duration::from_millis(5))
        .start(&world, move |runtime, clicks| {
            assert!(thread::current().name().is_some_and(|name| name.starts_with("larder-background")));
            sizes.lock().unwrap().push(clicks.len());
            record(runtime, clicks)
        })
        .unwrap();

    thread::scope(|scope| {
        for sender in 0..4 {
            let bridge = bridge.clone();
            scope.spawn(move || {
                (0..500).for_each(|at| bridge.submit(click(&sender.to_string(), at)).unwrap());
            });
        }
    });

    assert_eq!(bridge.close(LONG).unwrap(), 0);
    let mut by_sender: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for Click { label, at } in recorded(&world) {
        by_sender.entry(label).or_default().push(at);
    }
    assert_eq!(by_sender.len(), 4);
    assert!(by_sender.values().all(|sent| sent.iter().copied().eq(0..500)));
    let batches = batches.lock().unwrap();
    assert_eq!((batches.iter().sum::<usize>(), batches.iter().all(|size| *size <= 64)), (2_000, true));
    let counters = bridge.counters();
    assert_eq!((counters.accepted, counters.handled, counters.waiting), (2_000, 2_000, 0));
}

#[test]
fn a_handler_that_fails_is_tried_again_and_its_batch_then_parked() {
    let world = World::new(cs::bootstrap);
    let tries = Arc::new(AtomicU32::new(0));
    let tried = Arc::clone(&tries);
    let options = || EventBridge::options("clicks").batch(10, AT_ONCE).attempts(3, Duration::from_millis(1));
    let bridge = options()
        .start(&world, move |runtime, clicks: &[Click]| match clicks {
            [Click { at: 7, .. }, ..] => Err(RusqliteError::aborted("no sevens")),
            [Click { at: 8, .. }, ..] if tried.fetch_add(1, Ordering::Relaxed) < 2 => panic!("not yet"),
            clicks => record(runtime, clicks),
        })
        .unwrap();

    for at in [6, 7, 8, 9] {
        let before = bridge.counters();
        bridge.submit(click("a", at)).unwrap();
        let is_done =
            || bridge.counters().handled + bridge.counters().parked > before.handled + before.parked;
        while !is_done() {
            thread::yield_now();
        }
    }

    assert_eq!(recorded(&world), [6, 8, 9].map(|at| click("a", at)));
    let parked = bridge.parked().unwrap();
    assert_eq!((parked.len(), parked[0].attempts, parked[0].error.contains("no sevens")), (1, 3, true));
    assert_eq!(serde_json::from_str::<Click>(&parked[0].body).unwrap(), click("a", 7));
    assert_eq!(bridge.counters().failures, 5);
    assert_eq!(bridge.close(LONG).unwrap(), 0);

    let mended = options().start(&world, record).unwrap();
    assert_eq!(mended.replay().unwrap(), 1);
    assert_eq!(mended.close(LONG).unwrap(), 0);
    assert_eq!(recorded(&world).last(), Some(&click("a", 7)));
    assert!(mended.parked().unwrap().is_empty());
}

#[test]
fn an_error_that_sounds_like_the_end_of_the_runtime_loses_no_batch() {
    let world = World::new(cs::bootstrap);
    let closed = RusqliteRuntime::open_in_memory().unwrap();
    closed.close().unwrap();
    let bridge = EventBridge::options("clicks")
        .batch(1, AT_ONCE)
        .attempts(1, AT_ONCE)
        .start(&world, move |runtime, clicks: &[Click]| match clicks {
            // Of another runtime than the bridge's.
            [Click { at: 1, .. }] => closed.with_connection(|_| Ok(())),
            [Click { at: 2, .. }] => Err(RusqliteError::Cancelled),
            clicks => record(runtime, clicks),
        })
        .unwrap();

    (1..=3).for_each(|at| bridge.submit(click("a", at)).unwrap());

    assert_eq!(bridge.close(LONG).unwrap(), 0);
    assert_eq!(recorded(&world), [click("a", 3)]);
    assert_eq!(bridge.parked().unwrap().len(), 2);
}

#[test]
fn a_runtime_that_is_closed_first_ends_the_bridge_and_says_so() {
    let world = World::new(cs::bootstrap);
    let runtime = Arc::new(RusqliteRuntime::open(world.path()).unwrap());
    let bridge = EventBridge::options("clicks").attempts(1, AT_ONCE).start(&runtime, record).unwrap();
    bridge.submit(click("a", 0)).unwrap();
    // From then on it does not look into the table by itself, and finds out by what comes next.
    while bridge.counters().handled == 0 {
        thread::yield_now();
    }
    runtime.close().unwrap();

    let accepted = bridge.submit(click("a", 1));
    let refused = loop {
        match bridge.submit(click("a", 2)) {
            Err(Refused { reason: Refusal::Closed, .. }) => break Refusal::Closed,
            Ok(()) | Err(_) => thread::yield_now(),
        }
    };

    assert!(accepted.is_ok(), "{accepted:?}");
    assert!(matches!(refused, Refusal::Closed));
    assert!(matches!(bridge.close(LONG), Err(RusqliteError::Closed)));
}

#[test]
fn a_parked_event_can_be_forgotten() {
    let world = World::new(cs::bootstrap);
    let bridge = EventBridge::options("clicks")
        .attempts(1, AT_ONCE)
        .start(&world, |_, _: &[Click]| Err(RusqliteError::aborted("never")))
        .unwrap();
    bridge.submit(click("a", 1)).unwrap();
    assert_eq!(bridge.close(LONG).unwrap(), 0);
    let id = bridge.parked().unwrap()[0].id;

    assert!(bridge.discard(id).unwrap());
    assert!(!bridge.discard(id).unwrap());
    assert_eq!(bridge.replay().unwrap(), 0);
}

#[test]
fn what_is_left_at_the_deadline_comes_first_at_the_next_start() {
    let world = World::new(cs::bootstrap);
    let endless = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let (entered, enters) = mpsc::channel();
    let bridge = EventBridge::options("clicks")
        .batch(2, AT_ONCE)
        .start(&world, move |runtime, _: &[Click]| {
            entered.send(()).unwrap();
            runtime.query_as::<i64>(endless, ()).map(drop)
        })
        .unwrap();
    bridge.submit(click("a", 0)).unwrap();
    enters.recv().unwrap();
    (1..5).for_each(|at| bridge.submit(click("a", at)).unwrap());

    let left = bridge.close(Duration::from_millis(50)).unwrap();
    let next = EventBridge::options("clicks").start(&world, record).unwrap();
    next.submit(click("a", 5)).unwrap();

    assert_eq!(left, 5);
    assert_eq!(next.close(LONG).unwrap(), 0);
    assert_eq!(recorded(&world), (0..6).map(|at| click("a", at)).collect::<Vec<_>>());
}

#[test]
fn a_handler_that_does_not_return_keeps_nothing_from_the_table() {
    let world = World::new(cs::bootstrap);
    let (gate, handler) = gated();
    let bridge = EventBridge::options("clicks").batch(1, AT_ONCE).start(&world, handler).unwrap();
    bridge.submit(click("a", 0)).unwrap();
    gate.entered.recv().unwrap();
    bridge.submit(click("a", 1)).unwrap();

    assert_eq!(bridge.close(AT_ONCE).unwrap(), 2);
    gate.leave.send(()).unwrap();
}

#[test]
fn a_bridge_that_is_dropped_brings_what_it_has_to_the_handler_on_any_thread() {
    let world = World::new(cs::bootstrap);
    let path = world.path();
    let (done, ends) = mpsc::channel::<()>();
    let drops: [fn(EventBridge<Click>); 3] = [
        drop,
        |bridge| thread::spawn(move || drop(bridge)).join().unwrap(),
        |bridge| tokio::runtime::Runtime::new().unwrap().block_on(async move { drop(bridge) }),
    ];
    for (at, forget) in drops.into_iter().enumerate() {
        let runtime = Arc::new(RusqliteRuntime::open(&path).unwrap());
        let done = done.clone();
        let bridge = EventBridge::options(at.to_string())
            .start(&runtime, move |runtime, clicks| {
                let _until_it_is_dropped = &done;
                record(runtime, clicks)
            })
            .unwrap();
        bridge.submit(click("a", i64::try_from(at).unwrap())).unwrap();
        drop(runtime);
        forget(bridge);
    }
    drop(done);

    // Each handler goes with its task.
    assert!(ends.recv_timeout(LONG).is_err_and(|error| error == mpsc::RecvTimeoutError::Disconnected));
    let mut labels: Vec<i64> = recorded(&world).into_iter().map(|click| click.at).collect();
    labels.sort_unstable();
    assert_eq!(labels, [0, 1, 2]);
}

#[test]
fn a_suspended_runtime_gets_its_events_when_it_goes_on() {
    let world = World::new(cs::bootstrap);
    let bridge =
        EventBridge::options("clicks").attempts(1, Duration::from_millis(1)).start(&world, record).unwrap();
    world.suspend(LONG).unwrap();

    bridge.submit(click("a", 1)).unwrap();
    world.resume().unwrap();

    assert_eq!(bridge.close(LONG).unwrap(), 0);
    assert_eq!(recorded(&world), [click("a", 1)]);
    assert!(bridge.parked().unwrap().is_empty());
}

#[test]
fn a_shutdown_brings_events_in_and_closes() {
    let world = World::new(cs::bootstrap);
    let path = world.path();
    let runtime = Arc::new(RusqliteRuntime::open(&path).unwrap());
    let bridge = EventBridge::options("clicks").start(&runtime, record).unwrap();
    let mut counts = ModelDelegate::new(&*runtime, &COUNTER_MODEL).count().live().unwrap();
    assert_eq!(counts.next().unwrap().unwrap(), 0);
    (0..100).for_each(|at| bridge.submit(click("a", at)).unwrap());

    let inside = runtime.transaction(|_| Ok(runtime.shutdown(LONG))).unwrap();
    let shutdown = runtime.shutdown(LONG).unwrap();
    let late = bridge.submit(click("late", 0)).unwrap_err();

    assert!(matches!(inside, Err(RusqliteError::Reentrant)), "{inside:?}");
    assert_eq!((shutdown.events_left, runtime.shutdown(LONG).unwrap()), (0, Shutdown::default()));
    assert!(matches!(late.reason, Refusal::Closed));
    assert!(matches!(runtime.with_connection(|_| Ok(())), Err(RusqliteError::Closed)));
    assert!(counts.last().is_none_or(|count| count.unwrap() == 100));
    assert_eq!(recorded(&world).len(), 100);
}

#[test]
fn the_hosts_own_tokio_runs_a_bridge_as_well() {
    let world = World::new(cs::bootstrap);
    let host = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("the-host")
        .enable_time()
        .build()
        .unwrap();
    let bridge = EventBridge::options("clicks")
        .on(host.handle().clone())
        .start(&world, |runtime, clicks| {
            assert_eq!(thread::current().name(), Some("the-host"));
            record(runtime, clicks)
        })
        .unwrap();

    bridge.submit(click("a", 1)).unwrap();

    assert_eq!(bridge.close(LONG).unwrap(), 0);
    assert_eq!(recorded(&world), [click("a", 1)]);
}

#[test]
fn a_durable_bridge_accepts_nothing_that_it_cannot_keep() {
    let world = World::new(cs::bootstrap);
    let bridge = EventBridge::options("clicks").durable().start(&world, record).unwrap();

    let inside = world.transaction(|_| Ok(bridge.submit(click("inside", 0)))).unwrap().unwrap_err();
    bridge.submit(click("a", 1)).unwrap();

    assert!(matches!(inside.reason, Refusal::Kept(RusqliteError::Reentrant)), "{inside:?}");
    assert_eq!(bridge.close(LONG).unwrap(), 0);
    assert_eq!(recorded(&world), [click("a", 1)]);
    let counters = bridge.counters();
    assert_eq!((counters.accepted, counters.refused, counters.handled), (1, 1, 1));
}

#[test]
fn an_event_that_is_none_of_the_bridge_is_parked() {
    let world = World::new(cs::bootstrap);
    let old = EventBridge::options("clicks").durable().attempts(1, AT_ONCE);
    let old = old.start(&world, |_, _: &[String]| Err(RusqliteError::aborted("not today"))).unwrap();
    old.submit("of an older version".to_owned()).unwrap();
    assert_eq!(old.close(LONG).unwrap(), 0);

    let new = EventBridge::options("clicks").durable().start(&world, record).unwrap();
    assert_eq!(new.replay().unwrap(), 1);
    new.submit(click("a", 1)).unwrap();

    assert_eq!(new.close(LONG).unwrap(), 0);
    assert_eq!(recorded(&world), [click("a", 1)]);
    let parked = new.parked().unwrap();
    assert_eq!((parked.len(), parked[0].body.as_str()), (1, r#""of an older version""#));
    assert!(parked[0].error.starts_with("it is not an event of this bridge"), "{}", parked[0].error);
}
