//! The task of a bridge: takes what came together, hands it to the handler, tries again, parks.

use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use parking_lot::{Condvar, Mutex};
use tokio::{sync::Notify, task::spawn_blocking, time::timeout};

use super::{Event, Refusal, Refused, queue::Queue, store::Store};
use crate::{
    background::account,
    db::{CancelToken, Priority},
    error::RusqliteError,
    runtime::{Ends, RusqliteRuntime, Shutdown},
    value::ValueError,
};

/// What writes the events of a batch. Those that are in the table come with their ids.
pub(super) type Handler<E> =
    Arc<dyn Fn(&RusqliteRuntime, &[i64], &[E]) -> Result<Written, RusqliteError> + Send + Sync>;

/// What a handler that did not fail has done.
pub(super) enum Written {
    /// It wrote the events. Those that are in the table still are.
    Events,
    /// It wrote the events, and removed them from the table.
    Whole,
    /// Nothing: another process has written some of them.
    Elsewhere,
}

/// How often a batch is tried, and how long after the first failure.
#[derive(Clone, Copy)]
pub(super) struct Attempts {
    pub(super) most: u32,
    pub(super) pause: Duration,
}

/// The pauses do not grow beyond this.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// So often the database is asked again when it could not answer.
const AGAIN: Duration = Duration::from_millis(100);

/// A handler that was interrupted is given so long to return.
const GRACE: Duration = Duration::from_secs(1);

/// What the task and those who send share.
pub(super) struct Work<E> {
    pub(super) runtime: Arc<RusqliteRuntime>,
    pub(super) queue: Queue<E>,
    pub(super) store: Store,
    is_durable: bool,
    /// Whether events may wait in the table.
    has_kept: AtomicBool,
    /// The batch that the handler has and the table has not.
    in_hand: Mutex<Option<Arc<Vec<E>>>>,
    /// What was left at the end and is not in the table yet.
    left: Mutex<Vec<Arc<Vec<E>>>>,
    /// Stops the handler's calls.
    token: CancelToken,
    is_late: AtomicBool,
    late: Notify,
    has_ended: Mutex<bool>,
    ended: Condvar,
}

/// What became of a batch.
enum Outcome {
    Handled(Written),
    /// It is parked, with this error after so many attempts.
    Failed(String, u32),
    /// The bridge ends first.
    Late,
}

impl<E: Event> Work<E> {
    pub(super) fn new(
        runtime: Arc<RusqliteRuntime>,
        queue: Queue<E>,
        store: Store,
        is_durable: bool,
    ) -> Self {
        Self {
            runtime,
            queue,
            store,
            is_durable,
            has_kept: AtomicBool::new(true),
            in_hand: Mutex::new(None),
            left: Mutex::default(),
            token: CancelToken::new(),
            is_late: AtomicBool::new(false),
            late: Notify::new(),
            has_ended: Mutex::new(false),
            ended: Condvar::new(),
        }
    }

    pub(super) fn submit(&self, event: E) -> Result<(), Refused<E>> {
        if !self.is_durable {
            return self.queue.push(event);
        }
        let kept = match self.queue.is_closed() {
            true => Err(Refusal::Closed),
            false => {
                body(&event).and_then(|body| self.store.keep(&self.runtime, &body)).map_err(Refusal::Kept)
            }
        };
        match kept {
            Ok(()) => {
                self.queue.note_kept();
                Ok(())
            }
            Err(reason) => {
                self.queue.count(|counters| counters.refused += 1);
                Err(Refused { event, reason })
            }
        }
    }

    /// Lets the task see what waits in the table.
    pub(super) fn look_into_the_table(&self) {
        self.has_kept.store(true, Ordering::Release);
        self.queue.wake();
    }

    /// Ends the task, and keeps what is left; gives how many events wait in the table.
    pub(super) fn close(&self, deadline: Instant) -> Result<u64, RusqliteError> {
        self.queue.close();
        if !self.wait(deadline) {
            self.is_late.store(true, Ordering::Release);
            self.late.notify_one();
            self.token.cancel();
            self.wait(Instant::now() + GRACE);
        }
        let mut left = self.left.lock();
        left.extend(self.in_hand.lock().take());
        left.push(Arc::new(self.queue.drain()));
        let bodies = bodies(left.iter().flat_map(|batch| batch.iter()));
        if !bodies.is_empty() {
            self.store.keep_all(&self.runtime, &bodies, None)?;
        }
        left.clear();
        self.store.count_waiting(&self.runtime)
    }

    /// Says whether the task has ended by then.
    fn wait(&self, deadline: Instant) -> bool {
        let mut has_ended = self.has_ended.lock();
        while !*has_ended && !self.ended.wait_until(&mut has_ended, deadline).timed_out() {}
        *has_ended
    }

    fn is_late(&self) -> bool {
        self.is_late.load(Ordering::Acquire)
    }

    /// Runs until nothing more comes, or until it is too late.
    pub(super) async fn run(
        self: Arc<Self>,
        handler: Handler<E>,
        most: usize,
        window: Duration,
        attempts: Attempts,
    ) {
        while !self.is_late() {
            // Asked before the table is read: what was accepted until then is in it.
            let is_closed = self.queue.is_closed();
            if self.has_kept.swap(self.is_durable, Ordering::AcqRel) {
                match self.kept(most).await {
                    Some(kept) if kept.is_empty() => {}
                    Some(kept) => {
                        self.has_kept.store(true, Ordering::Release);
                        self.handle_kept(kept, &handler, attempts).await;
                        continue;
                    }
                    None => break,
                }
            }
            if self.is_durable {
                if is_closed {
                    break;
                }
                self.queue.news().await;
                continue;
            }
            match self.queue.batch(most, window).await {
                Some(events) if events.is_empty() => {}
                Some(events) => {
                    if !self.handle_new(events, &handler, attempts).await {
                        break;
                    }
                }
                None if self.has_kept.load(Ordering::Acquire) => {}
                None => break,
            }
        }
        // Nothing is accepted that nobody takes.
        self.queue.close();
        // What the handler holds may be of a program that is over once the end is told.
        let _ = spawn_blocking(move || drop(handler)).await;
        *self.has_ended.lock() = true;
        self.ended.notify_all();
        // The last one who has the runtime closes its file, which blocks.
        spawn_blocking(move || drop(self));
    }

    /// Reads the oldest events in the table; `None` when it is too late for it.
    async fn kept(&self, most: usize) -> Option<Vec<(i64, String)>> {
        self.until_it_works(move |store, runtime| store.waiting(runtime, most)).await
    }

    /// Asks the database until it answers; gives `None` when it is closed, or when it is too late.
    async fn until_it_works<T: Send + 'static>(
        &self,
        work: impl Fn(&Store, &RusqliteRuntime) -> Result<T, RusqliteError> + Send + Sync + 'static,
    ) -> Option<T> {
        let work = Arc::new(work);
        loop {
            let (work, store) = (Arc::clone(&work), self.store.clone());
            match self.runtime.run_blocking(move |runtime| work(&store, runtime)).await {
                Ok(value) => return Some(value),
                Err(RusqliteError::Closed) => return None,
                Err(_) if self.is_late() => return None,
                Err(error) => {
                    tracing::warn!(target: "larder", %error, "the events of a bridge wait for the database");
                    self.pause(AGAIN).await;
                }
            }
        }
    }

    async fn pause(&self, pause: Duration) {
        // Late or not: whoever pauses looks.
        let _ = timeout(pause, self.late.notified()).await;
    }

    /// Hands on events that are in the table, and removes or parks them there.
    async fn handle_kept(&self, kept: Vec<(i64, String)>, handler: &Handler<E>, attempts: Attempts) {
        let (mut ids, mut events) = (Vec::new(), Vec::new());
        for (id, body) in kept {
            match event(&body) {
                Ok(event) => {
                    ids.push(id);
                    events.push(event);
                }
                Err(error) => {
                    self.queue.count(|counters| counters.parked += 1);
                    let error = format!("it is not an event of this bridge: {error}");
                    self.until_it_works(move |store, runtime| store.park(runtime, &[id], (&error, 0))).await;
                }
            }
        }
        if events.is_empty() {
            return;
        }
        let (count, ids) = (ids.len() as u64, Arc::<[i64]>::from(ids));
        match self.attempt(&ids, Arc::new(events), handler, attempts).await {
            Outcome::Handled(written) => {
                let is_done = match written {
                    Written::Events => {
                        let remove = move |_: &Store, runtime: &RusqliteRuntime| {
                            runtime.write(|connection| Store::remove(connection, &ids))
                        };
                        self.until_it_works(remove).await.is_some()
                    }
                    Written::Whole => true,
                    Written::Elsewhere => false,
                };
                if is_done {
                    self.queue.count(|counters| counters.handled += count);
                }
            }
            Outcome::Failed(error, tried) => {
                let park = move |store: &Store, runtime: &RusqliteRuntime| {
                    store.park(runtime, &ids, (&error, tried))
                };
                if self.until_it_works(park).await.is_some() {
                    self.queue.count(|counters| counters.parked += count);
                }
            }
            Outcome::Late => {}
        }
    }

    /// Hands on events that are in memory alone, and parks them in the table. Says whether either was done; if not, they stay in
    /// hand, and nothing may come after them.
    async fn handle_new(&self, events: Vec<E>, handler: &Handler<E>, attempts: Attempts) -> bool {
        let (count, events) = (events.len() as u64, Arc::new(events));
        *self.in_hand.lock() = Some(Arc::clone(&events));
        match self.attempt(&Arc::default(), Arc::clone(&events), handler, attempts).await {
            Outcome::Handled(_) => self.queue.count(|counters| counters.handled += count),
            Outcome::Failed(error, tried) => {
                let bodies = bodies(events.iter());
                let count = bodies.len() as u64;
                let park = move |store: &Store, runtime: &RusqliteRuntime| {
                    store.keep_all(runtime, &bodies, Some((&error, tried)))
                };
                if self.until_it_works(park).await.is_none() {
                    return false;
                }
                self.queue.count(|counters| counters.parked += count);
            }
            Outcome::Late => return false,
        }
        // Whoever ends the bridge may have it already: then it is handled again.
        self.in_hand.lock().take();
        true
    }

    async fn attempt(
        &self,
        ids: &Arc<[i64]>,
        events: Arc<Vec<E>>,
        handler: &Handler<E>,
        attempts: Attempts,
    ) -> Outcome {
        let (mut failed, mut next) = (0, attempts.pause);
        loop {
            let (handler, token) = (Arc::clone(handler), self.token.clone());
            let (ids, events) = (Arc::clone(ids), Arc::clone(&events));
            let call = move |runtime: &RusqliteRuntime| {
                Priority::Background.scope(|| token.scope(|| handler(runtime, &ids, &events)))
            };
            let pause = match self.runtime.run_blocking(call).await {
                Ok(written) => return Outcome::Handled(written),
                Err(_) if self.is_late() => return Outcome::Late,
                // Not the handler's fault, and parking would need the same database.
                Err(
                    RusqliteError::Suspended
                    | RusqliteError::Interrupted { .. }
                    | RusqliteError::Busy { .. }
                    | RusqliteError::Locked { .. }
                    | RusqliteError::DiskFull { .. },
                ) => AGAIN,
                Err(error) => {
                    failed += 1;
                    self.queue.count(|counters| counters.failures += 1);
                    if failed == attempts.most {
                        return Outcome::Failed(account(&error), failed);
                    }
                    let doubled = (next * 2).min(LONGEST_PAUSE);
                    mem::replace(&mut next, doubled)
                }
            };
            self.pause(pause).await;
        }
    }
}

impl<E: Event> Ends for Work<E> {
    fn end(&self, deadline: Instant) -> Result<Shutdown, RusqliteError> {
        Ok(Shutdown { events_left: self.close(deadline)?, ..Shutdown::default() })
    }

    fn sends(&self) -> bool {
        false
    }
}

/// Gives what is kept of events, without those of which no attempt makes JSON: they must not take the others with them.
fn bodies<'a, E: Event>(events: impl Iterator<Item = &'a E>) -> Vec<String> {
    let lost = |cause: &RusqliteError| {
        tracing::error!(target: "larder", %cause, "an event that cannot be kept is lost");
    };
    events.filter_map(|event| body(event).inspect_err(lost).ok()).collect()
}

/// Gives what is kept of an event.
fn body<E: Event>(event: &E) -> Result<String, RusqliteError> {
    serde_json::to_string(event).map_err(|error| RusqliteError::InvalidValue {
        model: "larder_events",
        field: "body",
        source: ValueError::new("event that becomes JSON", error.to_string()),
    })
}

/// Reads an event. Its type is the host's, and must not end the bridge by a panic.
fn event<E: Event>(body: &str) -> Result<E, String> {
    match catch_unwind(AssertUnwindSafe(|| serde_json::from_str(body))) {
        Ok(event) => event.map_err(|error| error.to_string()),
        Err(panic) => Err(RusqliteError::panicked(&*panic).to_string()),
    }
}
