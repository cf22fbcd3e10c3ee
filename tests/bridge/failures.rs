//! What is no fault of the handler, and what is one of an event.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use larder::{EventBridge, RuntimeOptions, RusqliteError, RusqliteRuntime, rusqlite::Connection};

use super::{AT_ONCE, LONG, World, click, cs, record, recorded};

#[test]
fn a_busy_database_is_waited_for_and_parks_nothing() {
    let world = World::new(cs::bootstrap);
    let runtime = RuntimeOptions::new().busy_timeout(Duration::ZERO).open(world.path()).unwrap();
    let (tried, tries) = mpsc::channel();
    let bridge = EventBridge::options("clicks")
        .attempts(2, Duration::from_millis(1))
        .start(&Arc::new(runtime), move |runtime, clicks| {
            record(runtime, clicks).inspect_err(|error| tried.send(error.to_string()).unwrap())
        })
        .unwrap();
    let other = Connection::open(world.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    bridge.submit(click("a", 1)).unwrap();
    let errors = [(); 4].map(|()| tries.recv_timeout(LONG).unwrap());
    other.execute_batch("COMMIT").unwrap();

    assert_eq!(errors, ["the database is busy"; 4]);
    assert_eq!(bridge.close(LONG).unwrap(), 0);
    assert_eq!(recorded(&world), [click("a", 1)]);
    assert!(bridge.parked().unwrap().is_empty());
}

#[test]
fn an_event_that_does_not_become_json_takes_no_others_with_it() {
    let world = World::new(cs::bootstrap);
    let (before, after) = (UNIX_EPOCH - Duration::from_secs(1), UNIX_EPOCH + Duration::from_secs(1));
    let refuse = |_: &RusqliteRuntime, _: &[SystemTime]| Err(RusqliteError::aborted("never"));
    let parking = EventBridge::options("parked").attempts(1, AT_ONCE).start(&world, refuse).unwrap();
    let leaving = EventBridge::options("left").attempts(2, LONG).start(&world, refuse).unwrap();

    for at in [before, after] {
        parking.submit(at).unwrap();
        leaving.submit(at).unwrap();
    }

    assert_eq!(parking.close(LONG).unwrap(), 0);
    assert_eq!(parking.parked().unwrap().len(), 1);
    assert_eq!(leaving.close(AT_ONCE).unwrap(), 1);
}

/// Reads every number but one.
#[derive(serde::Serialize)]
struct Unlucky(i64);

impl<'de> serde::Deserialize<'de> for Unlucky {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        assert!(number != 13, "unlucky");
        Ok(Self(number))
    }
}

#[test]
fn an_event_whose_reading_panics_is_parked() {
    let world = World::new(cs::bootstrap);
    let handle = |_: &RusqliteRuntime, _: &[Unlucky]| Ok(());
    let bridge = EventBridge::options("unlucky").durable().start(&world, handle).unwrap();

    (12..15).for_each(|number| bridge.submit(Unlucky(number)).unwrap());

    assert_eq!(bridge.close(LONG).unwrap(), 0);
    let parked = bridge.parked().unwrap();
    assert_eq!((bridge.counters().handled, parked.len(), parked[0].body.as_str()), (2, 1, "13"));
    assert!(parked[0].error.contains("unlucky"), "{}", parked[0].error);
}

#[test]
fn a_handler_that_a_suspend_interrupts_has_not_failed() {
    const ENDLESS: &str =
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let world = World::new(cs::bootstrap);
    let (entered, enters) = mpsc::channel();
    let tries = AtomicU32::new(0);
    let bridge = EventBridge::options("clicks")
        .attempts(1, AT_ONCE)
        .start(&world, move |runtime, clicks| {
            if tries.fetch_add(1, Ordering::Relaxed) == 0 {
                return runtime.with_connection(|c| {
                    entered.send(()).unwrap();
                    Ok(c.query_row(ENDLESS, [], |_| Ok(()))?)
                });
            }
            record(runtime, clicks)
        })
        .unwrap();
    bridge.submit(click("a", 1)).unwrap();
    enters.recv().unwrap();

    world.suspend(AT_ONCE).unwrap();
    world.resume().unwrap();

    assert_eq!(bridge.close(LONG).unwrap(), 0);
    assert_eq!(recorded(&world), [click("a", 1)]);
    assert!(bridge.parked().unwrap().is_empty());
}
