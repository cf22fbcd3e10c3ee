//! Feature `tokio`: the seam between async code and the blocking runtime.

mod blocking;
mod bridge;
mod crew;
mod executor;
mod jobs;

pub use bridge::{
    BridgeCounters, BridgeOptions, Event, EventBridge, Overflow, ParkedEvent, Refusal, Refused,
};
#[cfg(feature = "uniffi")]
pub(crate) use jobs::JobControl;
pub use jobs::{Job, JobContext, JobOptions, JobOutcome, JobProgress, JobRun, JobSignal, JobStatus};

use crate::error::RusqliteError;

/// Gives what the error of a body says. One of its own comes as `Aborted`, but no transaction is meant.
fn account(error: &RusqliteError) -> String {
    match error {
        RusqliteError::Aborted { source } => source.to_string(),
        error => error.to_string(),
    }
}

/// The blocks of the guide are examples like any other.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/async-hosts.md")]
struct AsyncHosts;
