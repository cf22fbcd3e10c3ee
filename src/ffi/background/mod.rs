//! What runs in the background for Swift, Kotlin, Python and C, with the feature `tokio`: the way in for events, and jobs.

mod bridge;
mod job;
mod numbers;

pub use bridge::{
    EventBridge, EventBridgeCounters, EventBridgeOptions, EventHandler, EventOverflow, ParkedEvent,
};
pub use job::{
    BackgroundJob, JobBody, JobContext, JobObserver, JobOptions, JobOutcome, JobProgress, JobRun, JobSignal,
    JobStatus,
};

use std::time::Duration;

use super::{DatabaseCore, StoreError, options::deadline, query::count};
use crate::error::RusqliteError;

/// What a shutdown left undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct ShutdownReport {
    /// Events that bridges accepted and did not bring to their handlers. They are in the database and come first at the next start.
    pub events_left: i64,
    /// Jobs whose run was cancelled.
    pub jobs_cancelled: i64,
}

#[uniffi::export]
impl DatabaseCore {
    /// Ends everything in order, as `shutdown` of the database with a deadline does, and says what was left undone.
    pub fn shutdown(&self, deadline_millis: i64) -> Result<ShutdownReport, StoreError> {
        let shutdown = self.runtime.shutdown(deadline("shutdown", deadline_millis)?)?;
        Ok(ShutdownReport {
            events_left: count(shutdown.events_left),
            jobs_cancelled: count(shutdown.jobs_cancelled),
        })
    }
}

/// Reads a time that may be left out.
fn millis(subject: &str, millis: Option<i64>, default: Duration) -> Result<Duration, StoreError> {
    millis.map_or(Ok(default), |millis| deadline(subject, millis))
}

/// Gives the error of foreign code as what runs it takes it: what passes is waited for.
fn of_foreign(error: StoreError) -> RusqliteError {
    match error {
        StoreError::Suspended => RusqliteError::Suspended,
        StoreError::Busy => RusqliteError::Locked { waited: Duration::ZERO },
        StoreError::Aborted { reason } => RusqliteError::aborted(reason),
        error => RusqliteError::aborted(error),
    }
}
