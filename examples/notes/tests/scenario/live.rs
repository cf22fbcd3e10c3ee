//! The live queries of a scenario: steps that read again and again.

use std::{
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::Duration,
};

use larder::{RusqliteError, RusqliteRuntime, Subscription, Target, ffi::StoreError};
use serde_json::Value;

use super::{forms::Saved, player::call};

/// A value that does not come in this time is missing.
const LONG: Duration = Duration::from_secs(30);

/// A live query and what it has heard.
pub(crate) struct Watched {
    values: Receiver<Result<Value, RusqliteError>>,
    subscription: Option<Subscription>,
}

impl Watched {
    /// Begins to read what the steps read.
    pub(crate) fn begin(runtime: &RusqliteRuntime, steps: &[Value], saved: &Saved) -> Self {
        let (send, values) = mpsc::channel();
        let (steps, saved) = (steps.to_vec(), saved.clone());
        let subscription = runtime.observe(
            move |snapshot| {
                let read = |step| call(Target::from(snapshot), step, &saved).map_err(RusqliteError::aborted);
                steps.iter().map(read).collect::<Result<Value, _>>()
            },
            move |value| drop(send.send(value)),
        );
        Self { values, subscription: Some(subscription.unwrap()) }
    }

    /// Waits for the next value; gives nothing when there is none.
    pub(crate) fn next(&self) -> Result<Value, StoreError> {
        match self.values.recv_timeout(LONG) {
            Ok(value) => Ok(value?),
            Err(RecvTimeoutError::Disconnected) => Ok(Value::Null),
            Err(RecvTimeoutError::Timeout) => panic!("no value came"),
        }
    }

    pub(crate) fn cancel(&mut self) {
        self.subscription.take().unwrap().cancel();
    }
}
