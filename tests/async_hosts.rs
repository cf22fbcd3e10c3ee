//! Feature `tokio`: the guide's pattern, and the helper that collapses it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]
#![cfg(feature = "tokio")]

mod world;

use std::{
    future::Future,
    sync::{Arc, Barrier, mpsc},
    time::Duration,
};

use larder::{ModelDelegate, RusqliteError, RusqliteRuntime};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self, CreateCounterInput, counter};
use world::World;

fn runtime() -> World {
    World::new(cratestack_schema::bootstrap)
}

/// What waits for more than it should fails, and does not hang.
async fn within_a_minute<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), work).await.expect("it hangs")
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closures_that_wait_for_one_another_all_run() {
    const CLOSURES: usize = 12;
    let (runtime, met) = (runtime(), Arc::new(Barrier::new(CLOSURES)));

    let tasks = (0..CLOSURES).map(|_| {
        let (runtime, met) = (Arc::clone(&runtime), Arc::clone(&met));
        tokio::spawn(async move { runtime.run_blocking(move |_| Ok(met.wait().is_leader())).await })
    });

    let mut leaders = 0;
    for task in tasks.collect::<Vec<_>>() {
        leaders += usize::from(within_a_minute(task).await.unwrap().unwrap());
    }
    assert_eq!(leaders, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closure_that_goes_on_keeps_no_other_waiting() {
    let runtime = runtime();
    let (end, ended) = mpsc::channel::<()>();
    let (begin, begun) = tokio::sync::oneshot::channel();
    let long = {
        let runtime = Arc::clone(&runtime);
        tokio::spawn(async move {
            let wait = move |_: &RusqliteRuntime| {
                begin.send(()).unwrap();
                Ok(ended.recv().is_err())
            };
            runtime.run_blocking(wait).await
        })
    };
    begun.await.unwrap();

    let short: Vec<_> = (0..32)
        .map(|_| {
            let runtime = Arc::clone(&runtime);
            tokio::spawn(async move { runtime.run_blocking(|rt| add(rt, "short")).await })
        })
        .collect();

    for task in short {
        within_a_minute(task).await.unwrap().unwrap();
    }
    drop(end);
    assert!(within_a_minute(long).await.unwrap().unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_closure_holds_is_gone_when_its_outcome_is_there() {
    let runtime = Arc::new(RusqliteRuntime::open_in_memory().unwrap());

    for _ in 0..1_000 {
        runtime.run_blocking(|_| Ok(())).await.unwrap();
        assert_eq!(Arc::strong_count(&runtime), 1);
    }
}

#[test]
fn a_closure_that_comes_after_the_end_of_tokio_is_cancelled_and_the_next_tokio_runs_others() {
    let runtime = runtime();
    let tokio = || tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (first, second) = (tokio(), tokio());
    let handle = first.handle().clone();
    assert_eq!(first.block_on(runtime.run_blocking(|rt| add(rt, "before"))).unwrap(), 1);

    first.shutdown_background();
    let never = handle.block_on(runtime.run_blocking(|rt| add(rt, "never")));

    assert!(matches!(never, Err(RusqliteError::Cancelled)), "{never:?}");
    assert_eq!(second.block_on(runtime.run_blocking(|rt| add(rt, "after"))).unwrap(), 2);
}
