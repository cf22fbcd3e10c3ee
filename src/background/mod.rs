//! Feature `tokio`: the seam between async code and the blocking runtime.

mod blocking;
mod bridge;
mod executor;
mod jobs;

pub use bridge::{
    BridgeCounters, BridgeOptions, Event, EventBridge, Overflow, ParkedEvent, Refusal, Refused,
};
#[cfg(feature = "uniffi")]
pub(crate) use jobs::JobReins;
pub use jobs::{Job, JobContext, JobOptions, JobOutcome, JobProgress, JobRun, JobSignal, JobStatus};

/// The blocks of the guide are examples like any other.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/async-hosts.md")]
struct AsyncHosts;
