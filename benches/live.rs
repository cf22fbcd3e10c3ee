//! What live queries cost whoever writes, and how long an answer takes from the end of a write to its observer. Nothing here is a
//! test.
//!
//! `cargo bench --bench live`
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark stops at the first failure and prints"
)]

use std::{
    sync::mpsc,
    time::{Duration, Instant},
};

use larder::{FilterExpr, ModelDelegate, RusqliteRuntime, Subscription};

mod items;
use items::{
    ROWS,
    cratestack_schema::{self as cs, ITEM_MODEL, Item, UpdateItemInput, item},
    input,
};

const WRITES: i64 = 2_000;
const ROUNDS: usize = 15;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = RusqliteRuntime::open(folder.path().join("bench.db")).unwrap();
    cs::bootstrap(&runtime).unwrap();
    items(&runtime).create_many((0..ROWS).map(input)).execute().unwrap();

    println!("| from the end of a write to its observer | median | p95 |\n|---|---|---|");
    for others in [0, 9, 99] {
        let subscriptions: Vec<_> = (0..others).map(|n| by_key(&runtime, n + 2)).collect();
        let mut took = latencies(&runtime);
        took.sort();
        println!(
            "| {} live queries | {:?} | {:?} |",
            others + 1,
            took[took.len() / 2],
            took[took.len() * 95 / 100]
        );
        drop(subscriptions);
    }

    let (mut alone, mut ratios) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let without = bulk(&runtime);
        let subscriptions: Vec<_> = (0..5)
            .map(|n| by_key(&runtime, n + 2))
            .chain((0..5).map(|n| by_rank(&runtime, n * 100)))
            .collect();
        settle(&runtime);
        let with = bulk(&runtime);
        drop(subscriptions);
        ratios.push(with.as_secs_f64() / without.as_secs_f64());
        alone.push(without);
    }
    alone.sort();
    ratios.sort_by(f64::total_cmp);
    println!(
        "\n10,000 rows in one transaction: {:?}, with 10 live queries {:.2} of it",
        alone[ROUNDS / 2],
        ratios[ROUNDS / 2]
    );
}

fn items(runtime: &RusqliteRuntime) -> ModelDelegate<'_, Item, i64> {
    ModelDelegate::new(runtime, &ITEM_MODEL)
}

fn by_key(runtime: &RusqliteRuntime, id: i64) -> Subscription {
    items(runtime).find_unique(id).observe(|row| drop(row.unwrap())).unwrap()
}

fn by_rank(runtime: &RusqliteRuntime, rank: i64) -> Subscription {
    let filter = FilterExpr::all([item::rank().gte(rank), item::rank().lt(rank + 5)]);
    items(runtime).find_many().where_(filter).observe(|rows| drop(rows.unwrap())).unwrap()
}

/// Waits until the delivery thread has seen what was written.
fn settle(runtime: &RusqliteRuntime) {
    let mut count = items(runtime).count().live().unwrap();
    count.next().unwrap().unwrap();
}

/// Times each answer about a row that is written again and again.
fn latencies(runtime: &RusqliteRuntime) -> Vec<Duration> {
    let (send, receive) = mpsc::channel();
    let _subscription = items(runtime)
        .find_unique(1)
        .observe(move |row| send.send((row.unwrap().unwrap().rank, Instant::now())).unwrap())
        .unwrap();
    receive.recv().unwrap();
    (0..WRITES)
        .map(|n| {
            let rank = 2_000 + n;
            items(runtime)
                .update(1)
                .set(UpdateItemInput { rank: Some(rank), ..Default::default() })
                .run()
                .unwrap();
            let written = Instant::now();
            let (seen, heard) = receive.recv().unwrap();
            assert_eq!(seen, rank);
            heard.saturating_duration_since(written)
        })
        .collect()
}

/// Times a write of many rows, which go before the next one.
fn bulk(runtime: &RusqliteRuntime) -> Duration {
    let begun = Instant::now();
    items(runtime).create_many((0..ROWS).map(input)).execute().unwrap();
    let took = begun.elapsed();
    items(runtime).delete_many().where_(item::id().gt(ROWS)).run().unwrap();
    settle(runtime);
    took
}
