//! How a bridge takes events, and how it hands them on.

use std::{fmt, hash::Hash, sync::Arc, time::Duration};

use tokio::runtime::Handle;

use super::{
    Alive, Event, EventBridge, Overflow,
    key::{KeyOf, key_of},
    queue::Queue,
    store::Store,
    task::{Attempts, Handler, Work, Written},
};
use crate::{
    background::executor,
    db::Transaction,
    error::RusqliteError,
    runtime::{EVER, Ends, RusqliteRuntime},
};

/// The options of an [`EventBridge`], each with a default.
#[must_use = "options do nothing until `start`"]
pub struct BridgeOptions<E> {
    name: String,
    capacity: usize,
    overflow: Overflow,
    key: Option<KeyOf<E>>,
    most: usize,
    window: Duration,
    attempts: Attempts,
    is_durable: bool,
    host: Option<Handle>,
}

impl<E: Event> BridgeOptions<E> {
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            capacity: 10_000,
            overflow: Overflow::Reject,
            key: None,
            most: 500,
            window: Duration::from_millis(20),
            attempts: Attempts { most: 5, pause: Duration::from_millis(100) },
            is_durable: false,
            host: None,
        }
    }

    /// Sets how many events may wait, 10,000 by default, and what becomes of those beyond.
    pub fn bounded(self, capacity: usize, overflow: Overflow) -> Self {
        Self { capacity, overflow, ..self }
    }

    /// Lets as many events wait as memory holds.
    pub fn unbounded(self) -> Self {
        self.bounded(usize::MAX, Overflow::Reject)
    }

    /// Lets an event take the place of one that waits and has the same key: the latest is handled, at the place of the first.
    /// `key` runs on the thread that sends. An event for which it panics has a place of its own.
    pub fn coalesce_by<K: Hash + Eq + Send + 'static>(
        self,
        key: impl Fn(&E) -> K + Send + Sync + 'static,
    ) -> Self {
        Self { key: Some(key_of(key)), ..self }
    }

    /// Sets how many events a batch has at the most, and how long its first waits for others; 500 and 20 ms by default.
    pub fn batch(self, most: usize, window: Duration) -> Self {
        Self { most, window: window.min(EVER), ..self }
    }

    /// Sets how often a batch is tried before it is parked, and the pause after the first failure, which doubles with each further one; 5 and 100 ms by default.
    /// A database that is suspended, busy or full is waited for, however often that is.
    pub fn attempts(self, most: u32, pause: Duration) -> Self {
        Self { attempts: Attempts { most, pause: pause.min(EVER) }, ..self }
    }

    /// Writes each event before it is accepted: then a killed process loses none. What waits is in the database and not in
    /// memory, whatever the capacity; `submit` takes as long as a write and is refused inside a closure of the runtime.
    pub fn durable(self) -> Self {
        Self { is_durable: true, ..self }
    }

    /// Runs the task on the host's tokio runtime, which must have its timers on, instead of on the library's own. The
    /// host keeps it running until the bridge is closed.
    pub fn on(self, host: Handle) -> Self {
        Self { host: Some(host), ..self }
    }

    /// Starts the bridge. What is left of an earlier one of this name comes first.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] for a batch or a number of attempts of zero, and for a durable bridge that would drop or
    /// replace events; [`RusqliteError::Aborted`] when the system gives no threads; what every call can give.
    pub fn start(
        self,
        runtime: &Arc<RusqliteRuntime>,
        handler: impl Fn(&RusqliteRuntime, &[E]) -> Result<(), RusqliteError> + Send + Sync + 'static,
    ) -> Result<EventBridge<E>, RusqliteError> {
        let write = move |runtime: &RusqliteRuntime, _: &[i64], events: &[E]| {
            handler(runtime, events).map(|()| Written::Events)
        };
        self.start_with(runtime, Arc::new(write))
    }

    /// Starts the bridge with a handler whose writes are one transaction with the end of the batch: when it fails, nothing
    /// of it is left. Each event that a [`durable`](Self::durable) bridge accepted is then written exactly once, whatever is killed, and
    /// when several processes have a bridge of this name. What the handler does besides that transaction may be done again.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    ///
    /// ```
    /// use std::{sync::Arc, time::Duration};
    /// use larder::{EventBridge, ModelDelegate, RusqliteError, RusqliteRuntime, Transaction};
    /// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
    /// # use schema::cratestack_schema::{self, COUNTER_MODEL, CreateCounterInput};
    ///
    /// # fn main() -> Result<(), RusqliteError> {
    /// let runtime = Arc::new(RusqliteRuntime::open_in_memory()?);
    /// cratestack_schema::bootstrap(&runtime)?;
    ///
    /// let record = |tx: &Transaction<'_>, labels: &[String]| {
    ///     let inputs = labels.iter().map(|label| CreateCounterInput::builder().label(label).build());
    ///     ModelDelegate::new(tx, &COUNTER_MODEL).create_many(inputs).execute().map(drop)
    /// };
    /// let payments = EventBridge::options("payments").durable().start_transactional(&runtime, record)?;
    /// payments.submit("7 euros".to_owned())?;
    ///
    /// assert_eq!(payments.close(Duration::from_secs(5))?, 0);
    /// assert_eq!(ModelDelegate::new(&*runtime, &COUNTER_MODEL).count().run()?, 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn start_transactional(
        self,
        runtime: &Arc<RusqliteRuntime>,
        handler: impl Fn(&Transaction<'_>, &[E]) -> Result<(), RusqliteError> + Send + Sync + 'static,
    ) -> Result<EventBridge<E>, RusqliteError> {
        let write = move |runtime: &RusqliteRuntime, ids: &[i64], events: &[E]| {
            runtime.transaction(|transaction| {
                if !Store::has(transaction.live()?, ids)? {
                    return Ok(Written::Elsewhere);
                }
                handler(transaction, events)?;
                Store::remove(transaction.live()?, ids)?;
                Ok(Written::Whole)
            })
        };
        self.start_with(runtime, Arc::new(write))
    }

    fn start_with(
        self,
        runtime: &Arc<RusqliteRuntime>,
        handler: Handler<E>,
    ) -> Result<EventBridge<E>, RusqliteError> {
        self.check()?;
        let host = self.host.map_or_else(executor::own, Ok)?;
        let store = Store::prepare(runtime, &self.name)?;
        let queue = Queue::new(self.capacity, self.overflow, self.most, self.key);
        let work = Arc::new(Work::new(Arc::clone(runtime), queue, store, self.is_durable));
        let ends: Arc<dyn Ends> = Arc::<Work<E>>::clone(&work);
        runtime.end_with(&ends);
        host.spawn(Arc::clone(&work).run(handler, self.most, self.window, self.attempts));
        Ok(EventBridge { _alive: Arc::new(Alive(Arc::clone(&work))), work })
    }

    fn check(&self) -> Result<(), RusqliteError> {
        let rule = match self {
            Self { most: 0, .. } => "a batch has at least one event",
            Self { attempts: Attempts { most: 0, .. }, .. } => "a batch is tried at least once",
            Self { capacity: 0, .. } => "at least one event may wait",
            Self { is_durable: true, key: Some(_), .. }
            | Self { is_durable: true, overflow: Overflow::DropOldest, .. } => {
                "a durable bridge handles every event that it accepts; it replaces and drops none"
            }
            _ => return Ok(()),
        };
        Err(RusqliteError::rule(format!("EventBridge {:?}", self.name), rule))
    }
}

impl<E> fmt::Debug for BridgeOptions<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BridgeOptions").field("name", &self.name).finish_non_exhaustive()
    }
}
