//! How long a sender of an event bridge takes, among eight that send at once. Nothing here is a test.
//!
//! `cargo bench --bench bridge --features tokio`
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark stops at the first failure and prints"
)]

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use larder::{EventBridge, RusqliteRuntime};

const SENDERS: u64 = 8;
const EACH: u64 = 125_000;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = Arc::new(RusqliteRuntime::open(folder.path().join("bench.db")).unwrap());
    let kinds = [("in memory", EventBridge::options("memory").unbounded(), EACH)];
    let durable = [("durable", EventBridge::options("durable").durable(), EACH / 100)];
    println!("| 8 senders at once | median | p99 | longest |\n|---|---|---|---|");
    for (name, options, each) in kinds.into_iter().chain(durable) {
        let bridge = &options.start(&runtime, |_, _: &[u64]| Ok(())).unwrap();
        let mut took: Vec<Duration> = thread::scope(|scope| {
            let send = |event| {
                let begun = Instant::now();
                bridge.submit(event).unwrap();
                begun.elapsed()
            };
            let senders: Vec<_> =
                (0..SENDERS).map(|_| scope.spawn(move || (0..each).map(send).collect::<Vec<_>>())).collect();
            senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect()
        });
        assert_eq!(bridge.close(Duration::from_secs(60)).unwrap(), 0);
        took.sort_unstable();
        let part = |thousandths: usize| took[(took.len() - 1) * thousandths / 1_000];
        println!("| {name} | {:?} | {:?} | {:?} |", part(500), part(990), part(1_000));
    }
}
