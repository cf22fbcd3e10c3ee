//! A flood of events: each is handled or given back, and the memory of those that wait has an end. Alone in its program: the
//! allocator counts for all of it.
#![cfg(feature = "tokio")]
#![allow(clippy::unwrap_used, reason = "a test stops where its world breaks")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use larder::{EventBridge, Overflow, Refusal, RusqliteRuntime};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const SENDERS: u64 = 8;
const EACH: u64 = 125_000;
const WAITING: usize = 10_000;
/// What the events that wait, a batch, and what SQLite has in Rust's hands may take, in bytes.
const CEILING: usize = 2 * 1024 * 1024;

#[test]
fn a_million_events_of_eight_threads_are_all_accounted_for() {
    let runtime = Arc::new(RusqliteRuntime::open_in_memory().unwrap());
    let (count, sum) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let (counted, summed) = (Arc::clone(&count), Arc::clone(&sum));
    let bridge = EventBridge::options("flood")
        .bounded(WAITING, Overflow::Reject)
        .start(&runtime, move |_, events: &[u64]| {
            counted.fetch_add(events.len() as u64, Ordering::Relaxed);
            summed.fetch_add(events.iter().sum(), Ordering::Relaxed);
            Ok(())
        })
        .unwrap();
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();

    let (refused, refused_sum) = thread::scope(|scope| {
        let senders: Vec<_> = (0..SENDERS)
            .map(|sender| {
                let bridge = &bridge;
                scope.spawn(move || {
                    let refused =
                        (sender * EACH..(sender + 1) * EACH).filter_map(|event| bridge.submit(event).err());
                    refused.fold((0, 0), |(count, sum), refused| {
                        assert!(matches!(refused.reason, Refusal::Full), "{refused:?}");
                        (count + 1, sum + refused.event)
                    })
                })
            })
            .collect();
        let refused = senders.into_iter().map(|sender| sender.join().unwrap());
        refused.fold((0, 0), |(count, sum), of_one| (count + of_one.0, sum + of_one.1))
    });
    let grown = ALLOCATOR.peak_usage().saturating_sub(before);
    assert_eq!(bridge.close(Duration::from_secs(30)).unwrap(), 0);

    let counters = bridge.counters();
    let all = SENDERS * EACH;
    assert_eq!((counters.accepted + counters.refused, counters.refused), (all, refused));
    assert_eq!((counters.handled, count.load(Ordering::Relaxed)), (counters.accepted, counters.accepted));
    assert_eq!(sum.load(Ordering::Relaxed) + refused_sum, all * (all - 1) / 2);
    assert!(grown < CEILING, "the peak grew by {grown} bytes");
}
