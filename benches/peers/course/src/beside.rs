//! Threads that read while another writes.

use std::{
    ops::ControlFlow,
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::Answer;

/// How many threads, or tasks, read at once; a contestant has as many connections for reads.
pub const READERS: usize = 4;

/// Lets each thread make its reader and read so often, while one more creates rows.
pub fn beside_a_writer<R: FnMut(i64), W: FnMut(i64)>(
    reads: i64,
    reader: impl Fn() -> R + Sync,
    writer: impl FnOnce() -> W + Send,
) -> Option<Answer> {
    let (ready, done) = (Barrier::new(READERS + 2), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut write = writer();
            ready.wait();
            (0..).try_for_each(|number| {
                write(number);
                if done.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        });
        let read = || {
            let mut read = reader();
            read(0);
            ready.wait();
            let one = |number| {
                let begun = Instant::now();
                read(number);
                begun.elapsed()
            };
            (0..reads).map(one).collect()
        };
        let running: Vec<_> = (0..READERS).map(|_| scope.spawn(read)).collect();
        ready.wait();
        let begun = Instant::now();
        let took: Vec<Vec<Duration>> =
            running.into_iter().map(|thread| thread.join().expect("the reads")).collect();
        let elapsed = begun.elapsed();
        done.store(true, Ordering::Relaxed);
        Some(rate_and_p99(elapsed, took.concat()))
    })
}

/// Tells how many reads a second there were and how many microseconds the slowest of a hundred took.
pub fn rate_and_p99(elapsed: Duration, mut took: Vec<Duration>) -> Answer {
    took.sort();
    let p99 = took.get(took.len() * 99 / 100).copied().unwrap_or_default();
    let rate = took.len() as f64 / elapsed.as_secs_f64();
    Answer::of(format_args!("{rate:.1} {:.1}", p99.as_secs_f64() * 1e6))
}
