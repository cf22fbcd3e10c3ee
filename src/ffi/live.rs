//! Live queries for Swift, Kotlin and Python: the app's own code reads, the core says when. What that code reads is noted, so
//! that one verb serves every query of every model.

use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use parking_lot::Mutex;

use super::{Scope, StoreError, foreign::Foreign, scope};
use crate::{
    delegate::{Ask, Noted, begin_on},
    error::RusqliteError,
    observe::Subscription,
    runtime::RusqliteRuntime,
};

/// Hears how a live query goes. Called on a thread of the core, which it must not keep for long.
#[uniffi::export(foreign)]
pub trait LiveObserver: Send + Sync {
    /// The body has read, or it failed, or the core could not let it: then with what went wrong. May use the database. Says
    /// whether the live query goes on.
    fn delivered(&self, failure: Option<StoreError>) -> bool;

    /// Nothing more comes: it was cancelled, the database was shut down, the observer does not go on or it threw.
    fn ended(&self);
}

/// A live query that goes on until it is cancelled, this object is gone, or the database is shut down.
#[derive(Debug, uniffi::Object)]
pub struct LiveSubscription {
    subscription: Mutex<Option<Subscription>>,
}

#[uniffi::export]
impl LiveSubscription {
    /// Ends the live query. A delivery that has begun may still come to its end.
    pub fn cancel(&self) {
        let ended = self.subscription.lock().take();
        // Its observer hears of it without the lock.
        drop(ended);
    }

    /// Ends the live query and waits for a delivery that has begun, unless it is called inside of one: afterwards no code of the
    /// app runs for it any more.
    pub fn finish(&self) {
        let ended = self.subscription.lock().take();
        if let Some(subscription) = ended {
            subscription.finish();
        }
    }

    /// Says whether there may be further deliveries.
    pub fn is_active(&self) -> bool {
        self.subscription.lock().as_ref().is_some_and(Subscription::is_active)
    }
}

/// Reads through the stores of a scope.
pub type LiveBody = Box<dyn Fn(Scope) -> Result<(), StoreError> + Send>;

/// Calls `read` now and whenever what it read may have changed, each time on one state of the database, and then the observer.
///
/// # Errors
/// As [`RusqliteRuntime::observe`](crate::RusqliteRuntime::observe).
pub fn observe(
    runtime: &RusqliteRuntime,
    observer: Arc<dyn LiveObserver>,
    read: LiveBody,
) -> Result<Arc<LiveSubscription>, StoreError> {
    let life = Arc::new(Mutex::new(Life::Beginning));
    let told = Arc::clone(&observer);
    let hearing = Hearing { observer: Foreign::new(observer), life: Arc::clone(&life) };
    let hear = move |outcome: Result<Answer, RusqliteError>| {
        let failure = outcome.map_or_else(|error| Some(error.into()), |answer| answer.failure);
        hearing.observer.call(|observer| observer.delivered(failure)).unwrap_or(false)
    };
    let subscription = scope::caught(|| begin_on(runtime, asking(read), Box::new(hear)))?;
    let before = mem::replace(&mut *life.lock(), Life::Begun);
    if before == Life::Over {
        told.ended();
    }
    Ok(Arc::new(LiveSubscription { subscription: Mutex::new(Some(subscription)) }))
}

/// What a body read the core does not see, so that no two answers are the same.
#[derive(Clone, PartialEq)]
struct Answer {
    number: u64,
    failure: Option<StoreError>,
}

fn asking(read: LiveBody) -> Ask<Answer> {
    let read = Foreign::new(read);
    let mut number = 0;
    Box::new(move |runtime| {
        number += 1;
        let noted = Arc::new(Noted::default());
        let outcome = scope::within(runtime.begin_snapshot()?, |transaction| {
            read.call(|read| read(Scope::Reading(transaction, Arc::clone(&noted))))?
        });
        // What made it fail may be anything.
        noted.hand_on(outcome.is_ok());
        match outcome {
            Ok(()) => Ok(Answer { number, failure: None }),
            Err(StoreError::Closed) => Err(RusqliteError::Closed),
            Err(StoreError::Suspended) => Err(RusqliteError::Suspended),
            // A call of the body that may succeed a little later.
            Err(StoreError::Busy | StoreError::Interrupted) => {
                Err(RusqliteError::Locked { waited: Duration::ZERO })
            }
            failure => Ok(Answer { number, failure: failure.err() }),
        }
    })
}

/// Who is told of the end of a live query depends on when it comes: one that never began was refused by an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Life {
    Beginning,
    Begun,
    Over,
}

/// Goes with its live query, and says that nothing more comes.
struct Hearing {
    observer: Foreign<Arc<dyn LiveObserver>>,
    life: Arc<Mutex<Life>>,
}

impl Drop for Hearing {
    fn drop(&mut self) {
        if mem::replace(&mut *self.life.lock(), Life::Over) == Life::Begun {
            // What an observer throws at its end ends nothing more.
            let _ = catch_unwind(AssertUnwindSafe(|| self.observer.call(|observer| observer.ended())));
        }
    }
}
