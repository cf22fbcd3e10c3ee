//! What is no fault of the handler.

use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use larder::{EventBridge, RuntimeOptions, rusqlite::Connection};

use super::{LONG, World, click, cs, record, recorded};

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
