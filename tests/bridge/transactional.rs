//! A handler whose writes are one transaction with the end of its batch.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use larder::{EventBridge, ModelDelegate, RusqliteError, Transaction};

use super::{AT_ONCE, COUNTER_MODEL, Click, LONG, World, click, cs, inputs, recorded};

pub(super) fn record(tx: &Transaction<'_>, clicks: &[Click]) -> Result<(), RusqliteError> {
    ModelDelegate::new(tx, &COUNTER_MODEL).create_many(inputs(clicks)).execute().map(drop)
}

#[test]
fn a_handler_that_fails_after_its_writes_leaves_none_of_them() {
    for is_durable in [false, true] {
        let world = World::new(cs::bootstrap);
        let tries = AtomicU32::new(0);
        let options = EventBridge::options("clicks").batch(1, AT_ONCE).attempts(3, Duration::from_millis(1));
        let options = if is_durable { options.durable() } else { options };
        let bridge = options
            .start_transactional(&world, move |tx, clicks: &[Click]| {
                record(tx, clicks)?;
                match clicks {
                    [Click { at: 1, .. }] => Err(RusqliteError::aborted("never")),
                    [Click { at: 2, .. }] if tries.fetch_add(1, Ordering::Relaxed) < 2 => panic!("not yet"),
                    _ => Ok(()),
                }
            })
            .unwrap();

        (0..4).for_each(|at| bridge.submit(click("a", at)).unwrap());

        assert_eq!(bridge.close(LONG).unwrap(), 0);
        assert_eq!(recorded(&world), [0, 2, 3].map(|at| click("a", at)));
        let parked = bridge.parked().unwrap();
        assert_eq!((parked.len(), parked[0].attempts, parked[0].error.contains("never")), (1, 3, true));
        let counters = bridge.counters();
        assert_eq!((counters.accepted, counters.handled, counters.parked, counters.failures), (4, 3, 1, 5));
    }
}

#[test]
fn a_handler_that_ends_the_transaction_itself_is_one_that_fails() {
    let world = World::new(cs::bootstrap);
    let bridge = EventBridge::options("clicks")
        .durable()
        .attempts(1, AT_ONCE)
        .start_transactional(&world, |tx, _: &[Click]| Ok(tx.connection().execute_batch("ROLLBACK")?))
        .unwrap();

    bridge.submit(click("a", 1)).unwrap();

    assert_eq!(bridge.close(LONG).unwrap(), 0);
    assert_eq!(bridge.parked().unwrap().len(), 1);
}
