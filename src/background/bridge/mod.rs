//! The way in for native callbacks: any thread sends, one task takes what came together, a handler writes it on a blocking thread.

mod key;
mod options;
mod queue;
mod store;
mod task;

use std::{
    error::Error,
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use serde::{Serialize, de::DeserializeOwned};

pub use self::options::BridgeOptions;
use self::task::Work;
use crate::{error::RusqliteError, runtime::EVER};

/// What can cross a bridge: its JSON is what is kept of it in the database.
pub trait Event: Serialize + DeserializeOwned + Send + Sync + 'static {}

impl<E: Serialize + DeserializeOwned + Send + Sync + 'static> Event for E {}

/// Brings events from threads that no runtime made to a handler that writes them.
///
/// A file watcher, a hook of the system, a button: whatever calls back calls [`submit`](Self::submit), which waits for nothing and needs no
/// async code. Events come to the handler in batches, in their order, one batch after the other, on a blocking thread with
/// the runtime. A batch whose handler fails is tried again with growing pauses and then parked in the table
/// `larder_events`, where it can be looked at and replayed.
///
/// Every clone is the same bridge. [`close`](Self::close) is its orderly end, after which no event that was accepted is lost: what the handler
/// did not get by then is in the table, and comes first when a bridge of the name is started again. Dropping the
/// last clone lets the task come to its end without waiting for it. A killed process loses what was accepted and not
/// handled, unless the bridge is [`durable`](BridgeOptions::durable). A batch whose end is not known is handled again:
/// make the handler's writes such that it does no harm, or let them be
/// [one transaction](BridgeOptions::start_transactional) with the end of the batch.
///
/// ```
/// use std::{sync::Arc, time::Duration};
/// use larder::{EventBridge, ModelDelegate, RusqliteError, RusqliteRuntime};
/// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
/// # use schema::cratestack_schema::{self, COUNTER_MODEL, CreateCounterInput};
///
/// # fn main() -> Result<(), RusqliteError> {
/// let runtime = Arc::new(RusqliteRuntime::open_in_memory()?);
/// cratestack_schema::bootstrap(&runtime)?;
///
/// let clicks = EventBridge::options("clicks").start(&runtime, |runtime, labels: &[String]| {
///     let inputs = labels.iter().map(|label| CreateCounterInput::builder().label(label).build());
///     ModelDelegate::new(runtime, &COUNTER_MODEL).create_many(inputs).execute().map(drop)
/// })?;
/// let elsewhere = clicks.clone();
/// std::thread::spawn(move || elsewhere.submit("a button".to_owned())).join().expect("no panic")?;
///
/// assert_eq!(clicks.close(Duration::from_secs(5))?, 0);
/// assert_eq!(ModelDelegate::new(&runtime, &COUNTER_MODEL).count().run()?, 1);
/// # Ok(())
/// # }
/// ```
pub struct EventBridge<E: Event> {
    work: Arc<Work<E>>,
    /// Tells the task when the last clone is gone.
    _alive: Arc<Alive<E>>,
}

struct Alive<E: Event>(Arc<Work<E>>);

impl<E: Event> Drop for Alive<E> {
    fn drop(&mut self) {
        self.0.queue.close();
    }
}

/// What becomes of an event that comes when as many wait as may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overflow {
    /// It is refused.
    #[default]
    Reject,
    /// The one that has waited longest is dropped for it.
    DropOldest,
}

/// An event that was not accepted.
pub struct Refused<E> {
    /// The event.
    pub event: E,
    /// Why.
    pub reason: Refusal,
}

/// Why an event was not accepted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// As many events wait as may.
    #[error("as many events wait as may")]
    Full,
    /// The bridge is closed.
    #[error("the bridge is closed")]
    Closed,
    /// It could not be written: a durable bridge accepts nothing that is not.
    #[error("the event cannot be kept: {0}")]
    Kept(#[source] RusqliteError),
}

impl<E> fmt::Debug for Refused<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refused").field("reason", &self.reason).finish_non_exhaustive()
    }
}

impl<E> fmt::Display for Refused<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)
    }
}

impl<E> Error for Refused<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.reason.source()
    }
}

impl<E> From<Refused<E>> for RusqliteError {
    fn from(refused: Refused<E>) -> Self {
        match refused.reason {
            Refusal::Kept(error) => error,
            Refusal::Closed => Self::Closed,
            Refusal::Full => Self::rule("submit", refused.reason.to_string()),
        }
    }
}

/// How many events there were since the bridge was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct BridgeCounters {
    /// Taken from their senders.
    pub accepted: u64,
    /// Given back to their senders.
    pub refused: u64,
    /// Accepted in the place of one that waited and had the same key.
    pub merged: u64,
    /// Accepted and dropped for a later one.
    pub dropped: u64,
    /// Handled. Those of a start before, and those that were replayed, are among them.
    pub handled: u64,
    /// Parked after the last attempt.
    pub parked: u64,
    /// Attempts that failed, without those for which the database was suspended, busy or full.
    pub failures: u64,
    /// That wait in memory now.
    pub waiting: u64,
}

/// An event whose handler failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedEvent {
    /// Its number in the table.
    pub id: i64,
    /// Its JSON.
    pub body: String,
    /// When it was written there.
    pub accepted_at: chrono::DateTime<chrono::Utc>,
    /// How often its batch was tried.
    pub attempts: i64,
    /// What the last attempt said.
    pub error: String,
}

impl<E: Event> EventBridge<E> {
    /// Gives the options of a bridge, by whose name its events are found again.
    pub fn options(name: impl Into<String>) -> BridgeOptions<E> {
        BridgeOptions::new(name.into())
    }

    /// Sends an event. It waits for nothing, on whichever thread; a durable bridge writes the event first, which takes as long as
    /// any write.
    ///
    /// # Errors
    /// [`Refused`] with the event.
    pub fn submit(&self, event: E) -> Result<(), Refused<E>> {
        self.work.submit(event)
    }

    /// Gives how many events there were.
    pub fn counters(&self) -> BridgeCounters {
        self.work.queue.counters()
    }

    /// Gives the events whose handler failed, the oldest first.
    ///
    /// # Errors
    /// What every call can give.
    pub fn parked(&self) -> Result<Vec<ParkedEvent>, RusqliteError> {
        self.work.store.parked(&self.work.runtime)
    }

    /// Lets the handler have the parked events again; gives how many there are.
    ///
    /// # Errors
    /// What every call can give.
    pub fn replay(&self) -> Result<usize, RusqliteError> {
        let replayed = self.work.store.replay(&self.work.runtime)?;
        self.work.look_into_the_table();
        Ok(replayed)
    }

    /// Forgets a parked event; says whether it was there.
    ///
    /// # Errors
    /// What every call can give.
    pub fn discard(&self, id: i64) -> Result<bool, RusqliteError> {
        self.work.store.discard(&self.work.runtime, id)
    }

    /// Accepts nothing more and waits until every event was handled or parked, until the deadline at the most. What is left then, and a batch whose
    /// handler runs, goes into the table; the statements of that handler are interrupted. Gives how many events are in the table for the next start.
    ///
    /// Blocks: in async code put it inside `spawn_blocking`.
    ///
    /// # Errors
    /// What a write can give: the events that are left wait in memory still, and a further call tries again.
    pub fn close(&self, deadline: Duration) -> Result<u64, RusqliteError> {
        self.work.close(Instant::now() + deadline.min(EVER))
    }
}

impl<E: Event> Clone for EventBridge<E> {
    fn clone(&self) -> Self {
        Self { work: Arc::clone(&self.work), _alive: Arc::clone(&self._alive) }
    }
}

impl<E: Event> fmt::Debug for EventBridge<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventBridge").field("counters", &self.counters()).finish_non_exhaustive()
    }
}
