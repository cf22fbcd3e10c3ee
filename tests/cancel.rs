//! A call that is cancelled ends soon and leaves nothing half done.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its world breaks")]

mod world;

use std::{
    sync::{Barrier, mpsc},
    thread,
    time::{Duration, Instant},
};

use larder::{CancelToken, ModelDelegate, RuntimeOptions, RusqliteError, Target};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self as cs, COUNTER_MODEL, Counter, CreateCounterInput};
use world::World;

/// Runs until it is interrupted.
const ENDLESS: &str =
    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

fn counters<'a>(target: impl Into<Target<'a>>) -> ModelDelegate<'a, Counter, i64> {
    ModelDelegate::new(target, &COUNTER_MODEL)
}

fn counter(label: &str) -> CreateCounterInput {
    CreateCounterInput::builder().label(label).build()
}

fn is_interrupted<T>(outcome: &Result<T, RusqliteError>) -> bool {
    matches!(outcome, Err(RusqliteError::Interrupted { .. }))
}

/// Cancels `work` once it says that it has begun; gives its outcome and how long it took to end.
fn cancelled<T: Send>(
    work: impl FnOnce(&dyn Fn()) -> Result<T, RusqliteError> + Send,
) -> (Result<T, RusqliteError>, Duration) {
    let token = CancelToken::new();
    let begun = Barrier::new(2);
    thread::scope(|scope| {
        let running = scope.spawn(|| {
            token.scope(|| {
                work(&|| {
                    begun.wait();
                })
            })
        });
        begun.wait();
        let cancelled_at = Instant::now();
        token.cancel();
        let outcome = running.join().unwrap();
        (outcome, cancelled_at.elapsed())
    })
}

#[test]
fn a_statement_that_runs_ends_within_20_ms() {
    let world = World::new(cs::bootstrap);

    let mut took: Vec<Duration> = (0..21)
        .map(|_| {
            let (outcome, took) = cancelled(|begins| {
                begins();
                world.query_as::<i64>(ENDLESS, ())
            });
            assert!(is_interrupted(&outcome), "{outcome:?}");
            took
        })
        .collect();

    took.sort();
    // The machine may be busy with something else, most of the time as well.
    assert!(took[0] < Duration::from_millis(20), "{took:?}");
}

#[test]
fn a_transaction_that_is_cancelled_leaves_nothing() {
    let world = World::new(cs::bootstrap);

    let (long, _) = cancelled(|begins| {
        world.transaction(|tx| {
            counters(tx).create(counter("first")).run()?;
            begins();
            tx.query_as::<i64>(ENDLESS, ())
        })
    });
    // Many short statements: each is over before it could be interrupted.
    let (many, _) = cancelled(|begins| {
        let mut is_begun = false;
        let rows = (0_u64..).map(|row| {
            if row == 100 && !is_begun {
                is_begun = true;
                begins();
            }
            counter("one of many")
        });
        counters(&world).create_many(rows.take(10_000_000)).execute()
    });

    let (overheard, _) = cancelled(|begins| {
        world.transaction(|tx| {
            begins();
            // What one of them did before it was told is not kept either.
            while !is_interrupted(&counters(tx).create(counter("unheard")).run()) {}
            Ok(())
        })
    });

    // SQLite may have ended the transaction itself, and then has nothing to commit.
    let is_told = is_interrupted(&overheard) || matches!(overheard, Err(RusqliteError::Sqlite(_)));
    assert!(is_told, "{overheard:?}");
    assert!(is_interrupted(&long), "{long:?}");
    assert!(is_interrupted(&many), "{many:?}");
    assert_eq!(counters(&world).count().run().unwrap(), 0);
    counters(&world).create(counter("after")).run().unwrap();
    assert_eq!(counters(&world).count().run().unwrap(), 1);
}

#[test]
fn a_wait_for_another_process_ends_as_well() {
    let world = World::new(cs::bootstrap);
    let other = RuntimeOptions::new().busy_timeout(Duration::from_secs(60)).open(world.path()).unwrap();

    let outcome = world
        .transaction(|_| {
            Ok(cancelled(|begins| {
                begins();
                counters(&other).create(counter("never")).run()
            }))
        })
        .unwrap();

    assert!(
        matches!(outcome.0, Err(RusqliteError::Busy { .. } | RusqliteError::Interrupted { .. })),
        "{outcome:?}"
    );
    assert!(outcome.1 < Duration::from_secs(30));
    assert_eq!(counters(&world).count().run().unwrap(), 0);
}

#[test]
fn an_interrupted_read_that_was_overheard_refuses_no_later_write() {
    let world = World::of_one_connection(cs::bootstrap);

    let read = |begins: &dyn Fn()| {
        world.read(|snapshot| {
            begins();
            assert!(is_interrupted(&snapshot.query_as::<i64>(ENDLESS, ())));
            Ok(())
        })
    };
    let (overheard, _) = cancelled(read);

    // It has nothing to commit, so that nothing is refused.
    overheard.unwrap();
    counters(&world).create(counter("after")).run().unwrap();
    assert_eq!(counters(&world).count().run().unwrap(), 1);
}

#[test]
fn a_token_stops_the_calls_of_its_scopes_alone() {
    let world = World::new(cs::bootstrap);
    let token = CancelToken::new();
    token.cancel();

    let refused = token.scope(|| counters(&world).create(counter("x")).run());
    let (sender, elsewhere) = mpsc::channel();
    token
        .scope(|| {
            thread::scope(|scope| scope.spawn(|| sender.send(counters(&world).count().run())).join()).unwrap()
        })
        .unwrap();

    assert!(is_interrupted(&refused));
    assert_eq!(elsewhere.recv().unwrap().unwrap(), 0);
    counters(&world).create(counter("one")).run().unwrap();
    assert!(token.is_cancelled() && format!("{token:?}").contains("true"));
}
