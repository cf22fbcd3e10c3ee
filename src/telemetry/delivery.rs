//! What waits for the sink of the host, and the thread that brings it there in batches.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread::{self, Builder, JoinHandle, ThreadId},
    time::{Duration, Instant},
};

use parking_lot::{Condvar, Mutex, MutexGuard};
use tracing::{Dispatch, dispatcher};

use super::{
    error::TelemetryError,
    record::{LogBatch, LogRecord, LogSink},
};

/// The records on their way: any thread leaves them, the delivery thread takes them.
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    /// Calls the delivery thread.
    came: Condvar,
    /// Calls those that flush.
    went: Condvar,
    batch: usize,
    interval: Duration,
    capacity: usize,
}

#[derive(Default)]
struct Waiting {
    records: VecDeque<LogRecord>,
    /// How many were taken in so far, and how many of them the sink has.
    accepted: u64,
    delivered: u64,
    /// So many are wanted without delay.
    wanted: u64,
    /// How many were dropped so far, and how many of them the sink was told of.
    dropped: u64,
    told: u64,
    is_over: bool,
    /// The thread of the sink.
    thread: Option<ThreadId>,
}

impl Queue {
    pub(super) fn new(batch: usize, interval: Duration, capacity: usize) -> Self {
        Self {
            waiting: Mutex::default(),
            came: Condvar::new(),
            went: Condvar::new(),
            batch: batch.min(capacity),
            interval,
            capacity,
        }
    }

    /// Takes a record in, or counts it when as many wait as may. Waits for nobody.
    pub(super) fn push(&self, record: LogRecord) {
        let mut waiting = self.waiting.lock();
        if waiting.is_over || waiting.records.len() >= self.capacity {
            waiting.dropped += 1;
            return;
        }
        waiting.records.push_back(record);
        waiting.accepted += 1;
        let count = waiting.records.len();
        drop(waiting);
        if count == 1 || count == self.batch {
            self.came.notify_one();
        }
    }

    /// Waits until there is a batch to deliver; none when it is over.
    fn next(&self) -> Option<LogBatch> {
        let mut waiting = self.waiting.lock();
        waiting.thread = Some(thread::current().id());
        while waiting.records.is_empty() && !waiting.is_over {
            self.came.wait(&mut waiting);
        }
        let due = Instant::now().checked_add(self.interval);
        while !waiting.is_over && waiting.records.len() < self.batch && waiting.wanted <= waiting.delivered {
            if is_late(&self.came, &mut waiting, due) {
                break;
            }
        }
        if waiting.is_over {
            return None;
        }
        let count = waiting.records.len().min(self.batch);
        let records = waiting.records.drain(..count).collect();
        let dropped = waiting.dropped - waiting.told;
        waiting.told = waiting.dropped;
        Some(LogBatch { records, dropped })
    }

    fn delivered(&self, records: usize) {
        self.waiting.lock().delivered += records as u64;
        self.went.notify_all();
    }

    /// Takes nothing in any more, and lets the thread end. What waits is dropped.
    pub(super) fn end(&self) {
        let mut waiting = self.waiting.lock();
        waiting.is_over = true;
        waiting.dropped += waiting.records.len() as u64;
        waiting.records.clear();
        drop(waiting);
        self.came.notify_all();
        self.went.notify_all();
    }

    /// How many records were dropped so far.
    pub(super) fn dropped(&self) -> u64 {
        self.waiting.lock().dropped
    }

    /// Waits until the sink has what was taken in so far.
    ///
    /// # Errors
    /// As [`Telemetry::flush`](super::Telemetry::flush).
    pub(super) fn flush(&self, within: Duration) -> Result<(), TelemetryError> {
        let deadline = Instant::now().checked_add(within);
        let mut waiting = self.waiting.lock();
        if waiting.thread == Some(thread::current().id()) {
            return Err(TelemetryError::InsideSink);
        }
        let wanted = waiting.accepted;
        waiting.wanted = wanted;
        self.came.notify_one();
        let mut time_is_up = false;
        loop {
            if waiting.is_over {
                return Err(TelemetryError::SinkFailed);
            }
            if waiting.delivered >= wanted {
                return Ok(());
            }
            if time_is_up {
                return Err(TelemetryError::Late);
            }
            time_is_up = is_late(&self.went, &mut waiting, deadline);
        }
    }
}

/// Waits for a call, and says whether none came until the deadline; without one it waits for ever.
fn is_late(call: &Condvar, waiting: &mut MutexGuard<'_, Waiting>, deadline: Option<Instant>) -> bool {
    let Some(deadline) = deadline else {
        call.wait(waiting);
        return false;
    };
    call.wait_until(waiting, deadline).timed_out()
}

/// Makes the thread that brings what is in the queue to the sink. What the sink says itself, and that it failed, `own` gets.
///
/// # Errors
/// [`TelemetryError::NoThread`].
pub(super) fn start(
    queue: &Arc<Queue>,
    sink: Box<dyn LogSink>,
    own: Dispatch,
) -> Result<JoinHandle<()>, TelemetryError> {
    let queue = Arc::clone(queue);
    let made = Builder::new().name("larder-log".to_owned()).spawn(move || deliver(&queue, sink, &own));
    made.map_err(|source| TelemetryError::NoThread { source })
}

fn deliver(queue: &Queue, mut sink: Box<dyn LogSink>, own: &Dispatch) {
    while let Some(batch) = queue.next() {
        let records = batch.records.len();
        let receive = || dispatcher::with_default(own, || sink.receive(batch));
        let reason = match catch_unwind(AssertUnwindSafe(receive)) {
            Ok(Ok(())) => {
                queue.delivered(records);
                continue;
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it panicked".to_owned(),
        };
        // Whoever hears of the end need not reckon with the sink any more.
        drop(sink);
        queue.end();
        dispatcher::with_default(own, || {
            tracing::error!(target: "larder", reason, "the log sink failed; it gets no more records");
        });
        return;
    }
}
