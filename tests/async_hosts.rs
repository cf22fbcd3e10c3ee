//! Feature `tokio`: the guide's pattern, and the helper that collapses it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]
#![cfg(feature = "tokio")]

mod world;

use std::sync::Arc;

use larder::{ModelDelegate, RusqliteError, RusqliteRuntime};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self, CreateCounterInput, counter};
use world::World;

fn runtime() -> World {
    World::new(cratestack_schema::bootstrap)
}

fn add(runtime: &RusqliteRuntime, label: &str) -> Result<i64, RusqliteError> {
    let counters = ModelDelegate::new(runtime, &cratestack_schema::COUNTER_MODEL);
    Ok(counters.create(CreateCounterInput::builder().label(label).build()).run()?.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_helper_returns_the_value() {
    let runtime = runtime();

    let ids = [
        runtime.run_blocking(|rt| add(rt, "a")).await.unwrap(),
        runtime.run_blocking(|rt| add(rt, "b")).await.unwrap(),
    ];

    assert_eq!(ids, [1, 2]);
}

#[tokio::test]
async fn a_panic_and_a_database_error_are_told_apart_and_the_runtime_works_on() {
    let runtime = runtime();

    let panicked = runtime
        .run_blocking(|rt| {
            rt.transaction::<()>(|tx| {
                tx.connection().execute_batch("DELETE FROM counters")?;
                panic!("out of cheese")
            })
        })
        .await;
    let refused = runtime.run_blocking(|rt| rt.with_connection(|c| Ok(c.execute_batch("NOT SQL")?))).await;

    assert!(matches!(panicked, Err(RusqliteError::Panicked { message }) if message == "out of cheese"));
    assert!(matches!(refused, Err(RusqliteError::Sqlite(_))), "{refused:?}");
    assert_eq!(runtime.run_blocking(|rt| add(rt, "after")).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_tasks_share_one_runtime() {
    let runtime = runtime();

    let tasks: Vec<_> = (0..64)
        .map(|number| {
            let runtime = Arc::clone(&runtime);
            tokio::spawn(
                async move { runtime.run_blocking(move |rt| add(rt, &format!("task {number}"))).await },
            )
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }

    let counters = ModelDelegate::new(&runtime, &cratestack_schema::COUNTER_MODEL);
    assert_eq!(counters.count().where_(counter::label().starts_with("task ")).run().unwrap(), 64);
}
