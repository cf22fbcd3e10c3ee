//! What `init` and `flush` can fail with.

use std::io;

/// An error of the telemetry. The database is not concerned.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TelemetryError {
    /// The process has a global subscriber: `init` was called before, or the host has one of its own.
    #[error("the process has a subscriber of `tracing` already")]
    AlreadyInitialized,
    /// The system gives no thread for the sink.
    #[error("no thread for the log sink: {source}")]
    NoThread {
        /// The system's own account.
        source: io::Error,
    },
    /// The sink did not take the records in time. They are not lost, and may still be taken.
    #[error("the log sink did not take the records in time")]
    Late,
    /// The sink panicked or returned an error, and gets no more records.
    #[error("the log sink failed before; it gets no more records")]
    SinkFailed,
    /// The call would wait for the very thread that it runs on.
    #[error("the log sink cannot flush itself")]
    InsideSink,
}
