//! The operations inside tokio, for contestants that have them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use peers_course::{Answer, READERS, TASKS, rate_and_p99};
use tokio::runtime::{Builder, Runtime};

/// Gives the runtime in which calls are awaited one by one.
pub fn alone() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Gives the runtime in which tasks run at once: two threads.
pub fn workers() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Times 64 tasks.
pub fn timed_tasks<F>(workers: &Runtime, task: impl Fn(i64) -> F) -> Option<Answer>
where
    F: Future<Output = ()> + Send + 'static,
{
    workers.block_on(async {
        let begun = Instant::now();
        let running: Vec<_> = (0..TASKS).map(|number| tokio::spawn(task(number))).collect();
        for task in running {
            task.await.expect("the task");
        }
        Some(begun.elapsed().into())
    })
}

/// Lets each of a few tasks read so often, while one more creates rows.
pub fn beside_a_writer<R, W>(
    workers: &Runtime,
    reads: i64,
    reader: impl Fn(usize) -> R,
    writer: W,
) -> Option<Answer>
where
    R: AsyncCall,
    W: AsyncCall,
{
    workers.block_on(async {
        let done = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&done);
        let writing = tokio::spawn(async move {
            let mut number = 0;
            while !stop.load(Ordering::Relaxed) {
                writer.call(number).await;
                number += 1;
            }
        });
        let begun = Instant::now();
        let running: Vec<_> = (0..READERS).map(|number| tokio::spawn(read(reader(number), reads))).collect();
        let mut took = Vec::new();
        for task in running {
            took.extend(task.await.expect("the reads"));
        }
        let elapsed = begun.elapsed();
        done.store(true, Ordering::Relaxed);
        writing.await.expect("the writes");
        Some(rate_and_p99(elapsed, took))
    })
}

async fn read(reader: impl AsyncCall, reads: i64) -> Vec<Duration> {
    let mut took = Vec::new();
    for number in 0..reads {
        let begun = Instant::now();
        reader.call(number).await;
        took.push(begun.elapsed());
    }
    took
}

/// A call with a number, for any thread.
pub trait AsyncCall: Send + 'static {
    fn call(&self, number: i64) -> impl Future<Output = ()> + Send;
}

impl<C, F> AsyncCall for C
where
    C: Fn(i64) -> F + Send + Sync + 'static,
    F: Future<Output = ()> + Send,
{
    fn call(&self, number: i64) -> impl Future<Output = ()> + Send {
        self(number)
    }
}
