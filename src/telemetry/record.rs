//! What a sink of the host's gets: records, in batches. Made by `recorder`, brought by `delivery`.

use std::{error::Error, time::SystemTime};

use tracing::{Level, level_filters::LevelFilter};

/// How much a record matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLevel {
    /// Something is lost or broken.
    Error,
    /// Something is wrong or slow.
    Warn,
    /// Each call, and each hop to a blocking thread.
    Info,
    /// For whoever looks for a fault.
    Debug,
    /// Everything.
    Trace,
}

/// What was said once: an event, or a span that closed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogRecord {
    /// When it was said; of a span, when it closed.
    pub time: SystemTime,
    /// How much it matters.
    pub level: LogLevel,
    /// Who says it; `larder` for everything that Larder says.
    pub target: &'static str,
    /// The text; of a span, its name.
    pub message: String,
    /// The fields by name, in the order in which they were given. A span has `duration_us` among them, the microseconds from its
    /// beginning to its end.
    pub fields: Vec<(&'static str, String)>,
    /// The names of the spans around it, the outermost first.
    pub spans: Vec<&'static str>,
}

/// The records that a sink gets at once.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogBatch {
    /// At least one, in the order in which they came.
    pub records: Vec<LogRecord>,
    /// How many records were dropped since the batch before, because as many waited as may.
    pub dropped: u64,
}

/// Takes records to where the host wants them: its own log, a file, a service. A closure that takes a [`LogBatch`] is one.
pub trait LogSink: Send + 'static {
    /// Takes a batch. It is called on a thread of its own, `larder-log`, one batch after the other and without a lock: it may block,
    /// and it may use a runtime. What it logs itself goes to the log of the platform and not back to it.
    ///
    /// # Errors
    /// Whatever the sink cannot go on with. It is said once in the log of the platform, and the sink gets no more
    /// records; a panic is the same. What it can try again it should try again itself.
    fn receive(&mut self, batch: LogBatch) -> Result<(), Box<dyn Error + Send + Sync>>;
}

impl<F> LogSink for F
where
    F: FnMut(LogBatch) -> Result<(), Box<dyn Error + Send + Sync>> + Send + 'static,
{
    fn receive(&mut self, batch: LogBatch) -> Result<(), Box<dyn Error + Send + Sync>> {
        self(batch)
    }
}

impl LogRecord {
    /// Gives the field of this name.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.as_str())
    }
}

impl From<Level> for LogLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::ERROR => Self::Error,
            Level::WARN => Self::Warn,
            Level::INFO => Self::Info,
            Level::DEBUG => Self::Debug,
            Level::TRACE => Self::Trace,
        }
    }
}

impl From<LogLevel> for LevelFilter {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::ERROR,
            LogLevel::Warn => Self::WARN,
            LogLevel::Info => Self::INFO,
            LogLevel::Debug => Self::DEBUG,
            LogLevel::Trace => Self::TRACE,
        }
    }
}
