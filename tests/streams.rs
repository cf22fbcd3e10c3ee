//! `stream` hands rows to a closure: in order, until it has enough, and whatever the closure does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use larder::{ModelDelegate, RusqliteError};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{
    COUNTER_MODEL, Counter, CreateCounterInput, UpdateCounterInput, bootstrap, counter,
};
use world::World;

const GO_ON: Result<ControlFlow<()>, RusqliteError> = Ok(ControlFlow::Continue(()));

/// Counters with 0 to 9 hits.
fn world() -> World {
    let world = World::new(bootstrap);
    let inputs = (0..10).map(|hits| CreateCounterInput::builder().label("c").hits(hits).build());
    ModelDelegate::new(&world, &COUNTER_MODEL).create_many(inputs).execute().unwrap();
    world
}

fn counters(world: &World) -> ModelDelegate<'_, Counter, i64> {
    ModelDelegate::new(world, &COUNTER_MODEL)
}

#[test]
fn each_row_that_the_query_finds_is_handed_over_in_its_order() {
    let world = world();
    let mut hits = Vec::new();

    let query =
        counters(&world).find_many().where_(counter::hits().lt(5)).order_by(counter::hits().desc()).limit(3);
    let rows = query.stream(|counter| {
        hits.push(counter.hits);
        GO_ON
    });

    assert_eq!((rows.unwrap(), hits), (3, vec![4, 3, 2]));
}

#[test]
fn a_closure_that_breaks_gets_no_further_row_and_the_count_has_its_last() {
    let world = world();
    let mut hits = Vec::new();

    let rows = counters(&world).find_many().order_by(counter::hits().asc()).stream(|counter| {
        hits.push(counter.hits);
        Ok(if counter.hits == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    });

    assert_eq!((rows.unwrap(), hits), (4, vec![0, 1, 2, 3]));
    // A read that is still open would keep this one out.
    world.execute("PRAGMA wal_checkpoint(TRUNCATE); DROP TABLE memberships; VACUUM");
    world.execute("CREATE TABLE memberships (user_id INTEGER)");
}

#[test]
fn an_error_of_the_closure_is_that_of_the_call() {
    let world = world();

    let refused = counters(&world).find_many().stream(|_| Err(RusqliteError::aborted("enough")));

    let Err(RusqliteError::Aborted { source }) = refused else { panic!("{refused:?}") };
    assert_eq!(source.to_string(), "enough");
    assert_eq!(counters(&world).count().run().unwrap(), 10);
}

#[test]
fn a_call_of_the_runtime_from_the_closure_is_reentrant() {
    let world = world();
    let mut seen = Vec::new();

    let rows = counters(&world).find_many().limit(1).stream(|counter| {
        seen.push(
            counters(&world)
                .update(counter.id)
                .set(UpdateCounterInput::builder().hits(1).build())
                .run()
                .map(drop),
        );
        seen.push(counters(&world).find_many().stream(|_| GO_ON).map(drop));
        GO_ON
    });

    assert_eq!(rows.unwrap(), 1);
    assert!(seen.iter().all(|outcome| matches!(outcome, Err(RusqliteError::Reentrant))), "{seen:?}");
    assert_eq!(seen.len(), 2);
}

#[test]
fn a_panic_in_the_closure_leaves_the_runtime_usable() {
    let world = world();

    let query = counters(&world).find_many();
    let panicked = catch_unwind(AssertUnwindSafe(|| query.stream(|_| panic!("on purpose"))));

    assert_eq!(*panicked.unwrap_err().downcast::<&str>().unwrap(), "on purpose");
    assert_eq!(counters(&world).find_many().stream(|_| GO_ON).unwrap(), 10);
    assert_eq!(
        counters(&world).create(CreateCounterInput::builder().label("n").build()).run().unwrap().id,
        11
    );
}

#[test]
fn a_transaction_streams_and_its_closure_may_write_to_another_table_meanwhile() {
    let world = world();

    let read = world.transaction(|tx| {
        let memberships = ModelDelegate::new(tx, &schema::cratestack_schema::MEMBERSHIP_MODEL);
        ModelDelegate::new(tx, &COUNTER_MODEL).find_many().stream(|counter| {
            let input = schema::cratestack_schema::CreateMembershipInput::builder();
            memberships.create(input.user_id(counter.id).group_id(1).build()).run()?;
            GO_ON
        })
    });

    assert_eq!(read.unwrap(), 10);
    assert_eq!(world.number("SELECT count(*) FROM memberships"), 10);
}

#[test]
fn a_row_that_cannot_be_read_ends_the_stream_after_those_before_it() {
    let world = world();
    world.execute("UPDATE counters SET label = CAST(x'ff' AS TEXT) WHERE id = 4");
    let mut ids = Vec::new();

    let refused = counters(&world).find_many().order_by(counter::id().asc()).stream(|counter| {
        ids.push(counter.id);
        GO_ON
    });

    assert!(matches!(refused, Err(RusqliteError::Unreadable { field: "label", .. })), "{refused:?}");
    assert_eq!(ids, [1, 2, 3]);
    world.execute("UPDATE counters SET label = 'whole' WHERE id = 4");
}
