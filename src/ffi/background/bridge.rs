//! The event bridge for Swift, Kotlin and Python: events are texts of the app's own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde::{Deserialize, Serialize};

use super::{millis, numbers, of_foreign};
use crate::{
    background,
    error::RusqliteError,
    ffi::{DatabaseCore, StoreError, foreign::Foreign, options::deadline, query::count, scope::caught},
};

type DateTime = chrono::DateTime<chrono::Utc>;

/// What becomes of an event that comes when as many wait as may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, uniffi::Enum)]
pub enum EventOverflow {
    /// It is refused.
    #[default]
    Reject,
    /// The one that has waited longest is dropped for it.
    DropOldest,
    /// It waits as well: as many as memory holds.
    Grow,
}

/// The options of an event bridge. What is left out has a default.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct EventBridgeOptions {
    /// How many events may wait; 10,000 when left out.
    #[uniffi(default = None)]
    pub capacity: Option<i64>,
    /// What becomes of those beyond; they are refused when left out.
    #[uniffi(default = None)]
    pub overflow: Option<EventOverflow>,
    /// Whether an event with a key takes the place of one that waits and has the same key.
    #[uniffi(default = false)]
    pub coalesces: bool,
    /// How many events a batch has at the most; 500 when left out.
    #[uniffi(default = None)]
    pub batch_size: Option<i64>,
    /// How long the first event of a batch waits for others, in milliseconds; 20 when left out.
    #[uniffi(default = None)]
    pub batch_window_millis: Option<i64>,
    /// How often a batch is tried before it is parked; 5 times when left out.
    #[uniffi(default = None)]
    pub attempts: Option<i64>,
    /// The pause after the first failure, which doubles with each further one, in milliseconds; 100 when left out.
    #[uniffi(default = None)]
    pub pause_millis: Option<i64>,
    /// Whether each event is written before it is accepted, so that a killed process loses none.
    #[uniffi(default = false)]
    pub durable: bool,
}

/// What an app does with events. Called on a thread of the core, with one batch after the other.
#[uniffi::export(foreign)]
pub trait EventHandler: Send + Sync {
    /// Handles a batch, in the order in which the events were accepted. To throw lets it be tried again, and parked after the last
    /// attempt.
    fn handle(&self, events: Vec<String>) -> Result<(), StoreError>;
}

/// How many events there were since the bridge was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct EventBridgeCounters {
    /// Taken from their senders.
    pub accepted: i64,
    /// Given back to their senders.
    pub refused: i64,
    /// Accepted in the place of one that waited and had the same key.
    pub merged: i64,
    /// Accepted and dropped for a later one.
    pub dropped: i64,
    /// Handled. Those of a start before, and those that were replayed, are among them.
    pub handled: i64,
    /// Parked after the last attempt.
    pub parked: i64,
    /// Attempts that failed.
    pub failures: i64,
    /// That wait in memory now.
    pub waiting: i64,
}

/// An event whose handler failed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ParkedEvent {
    /// Its number.
    pub id: i64,
    /// The event.
    pub event: String,
    /// When it was written down.
    pub accepted_at: DateTime,
    /// How often its batch was tried.
    pub attempts: i64,
    /// What the last attempt said.
    pub error: String,
}

/// An event on its way.
#[derive(Serialize, Deserialize)]
struct Message {
    body: String,
    /// Its key, or a number of its own.
    #[serde(skip, default = "no_key")]
    key: Result<String, u64>,
}

/// The key of an event that waited in the table, where none stands for another.
fn no_key() -> Result<String, u64> {
    Err(0)
}

/// Brings events from any thread to a handler that writes them, in batches.
///
/// `submit` waits for nothing. A batch whose handler throws is tried again with growing pauses and then parked in the database,
/// where it can be looked at and replayed. No accepted event is lost by an orderly end, `finish` or a shutdown of the
/// database; a killed process loses those that wait, unless the bridge is durable. A batch whose end is not known is handled
/// again. The bridge keeps its handler, and the database open, until its end. Keep it: when this object is gone it accepts nothing more.
#[derive(Debug, uniffi::Object)]
pub struct EventBridge {
    bridge: background::EventBridge<Message>,
    coalesces: bool,
    submitted: AtomicU64,
    number: u64,
}

#[uniffi::export]
impl EventBridge {
    /// Starts a bridge. What is left of an earlier one of this name comes first.
    #[uniffi::constructor(default(options = None))]
    pub fn start(
        database: &DatabaseCore,
        name: String,
        handler: Arc<dyn EventHandler>,
        options: Option<EventBridgeOptions>,
    ) -> Result<Arc<Self>, StoreError> {
        let options = options.unwrap_or_default();
        let coalesces = options.coalesces;
        let bridge = options.of(name)?;
        let handler = Foreign::new(handler);
        let bridge = caught(|| {
            bridge.start(&database.runtime, move |_, messages| {
                let events = messages.iter().map(|message| message.body.clone()).collect();
                handler.call(|handler| handler.handle(events)).flatten().map_err(of_foreign)
            })
        })?;
        Ok(numbers::numbered(|number| Self { bridge, coalesces, submitted: AtomicU64::new(0), number }))
    }

    /// Sends an event. It waits for nothing, on whichever thread, but where the bridge is durable, which writes it first.
    #[uniffi::method(default(key = None))]
    pub fn submit(&self, event: String, key: Option<String>) -> Result<(), StoreError> {
        if key.is_some() && !self.coalesces {
            return Err(RusqliteError::rule("submit.key", "is for a bridge that coalesces").into());
        }
        let key = key.ok_or_else(|| self.submitted.fetch_add(1, Ordering::Relaxed));
        caught(|| Ok(self.bridge.submit(Message { body: event, key })?))
    }

    /// Gives how many events there were.
    pub fn counters(&self) -> EventBridgeCounters {
        let counters = self.bridge.counters();
        EventBridgeCounters {
            accepted: count(counters.accepted),
            refused: count(counters.refused),
            merged: count(counters.merged),
            dropped: count(counters.dropped),
            handled: count(counters.handled),
            parked: count(counters.parked),
            failures: count(counters.failures),
            waiting: count(counters.waiting),
        }
    }

    /// Gives the events whose handler failed, the oldest first.
    pub fn parked(&self) -> Result<Vec<ParkedEvent>, StoreError> {
        let parked = caught(|| self.bridge.parked())?;
        parked.into_iter().map(ParkedEvent::of).collect()
    }

    /// Lets the handler have the parked events again; gives how many there are.
    pub fn replay(&self) -> Result<i64, StoreError> {
        caught(|| self.bridge.replay()).map(count)
    }

    /// Forgets a parked event; says whether it was there.
    pub fn discard(&self, id: i64) -> Result<bool, StoreError> {
        caught(|| self.bridge.discard(id))
    }

    /// Accepts nothing more and brings what was accepted to the handler, until the deadline at the most. Gives how many events
    /// are left in the database for the next start. Blocks.
    pub fn finish(&self, deadline_millis: i64) -> Result<i64, StoreError> {
        let deadline = deadline("finish", deadline_millis)?;
        caught(|| self.bridge.close(deadline)).map(count)
    }

    /// Gives the number by which C finds this bridge (`larder.h`), for as long as this object is there.
    pub fn native_number(&self) -> u64 {
        self.number
    }
}

impl Drop for EventBridge {
    fn drop(&mut self) {
        numbers::forget(self.number);
    }
}

impl EventBridge {
    /// Sends an event of C's.
    pub(super) fn submit_unkeyed(&self, body: String) -> Result<(), background::Refusal> {
        let key = Err(self.submitted.fetch_add(1, Ordering::Relaxed));
        self.bridge.submit(Message { body, key }).map_err(|refused| refused.reason)
    }
}

impl ParkedEvent {
    fn of(parked: background::ParkedEvent) -> Result<Self, StoreError> {
        let background::ParkedEvent { id, body, accepted_at, attempts, error } = parked;
        let message: Message = serde_json::from_str(&body).map_err(|cause| StoreError::Unreadable {
            subject: "larder_events.body".to_owned(),
            rule: cause.to_string(),
        })?;
        Ok(Self { id, event: message.body, accepted_at, attempts, error })
    }
}

impl EventBridgeOptions {
    fn of(self, name: String) -> Result<background::BridgeOptions<Message>, StoreError> {
        let capacity = number("capacity", self.capacity, 10_000)?;
        let options = background::EventBridge::options(name);
        let options = match self.overflow.unwrap_or_default() {
            EventOverflow::Reject => options.bounded(capacity, background::Overflow::Reject),
            EventOverflow::DropOldest => options.bounded(capacity, background::Overflow::DropOldest),
            EventOverflow::Grow => options.unbounded(),
        };
        let window = millis("batch_window", self.batch_window_millis, Duration::from_millis(20))?;
        let pause = millis("pause", self.pause_millis, Duration::from_millis(100))?;
        let options = options
            .batch(number("batch_size", self.batch_size, 500)?, window)
            .attempts(number("attempts", self.attempts, 5)?, pause);
        let options = if self.coalesces {
            options.coalesce_by(|message: &Message| message.key.clone())
        } else {
            options
        };
        Ok(if self.durable { options.durable() } else { options })
    }
}

fn number<T: TryFrom<i64>>(name: &str, number: Option<i64>, default: T) -> Result<T, StoreError> {
    let Some(number) = number else { return Ok(default) };
    T::try_from(number).map_err(|_| StoreError::Validation {
        subject: format!("EventBridgeOptions.{name}"),
        rule: "must not be below zero, or beyond what is counted".to_owned(),
    })
}
