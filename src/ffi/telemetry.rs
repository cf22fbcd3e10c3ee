//! Logs and counters for Swift, Kotlin and Python, which have no subscriber of `tracing`. Feature `telemetry`.

use std::{collections::HashMap, sync::Arc, time::Duration};

use super::{
    StoreError, count,
    foreign::Foreign,
    options::{below_zero, deadline},
};
pub use crate::telemetry::LogLevel;
use crate::{
    db::log_slow_statements,
    telemetry::{self, LogBatch, Options},
};

type DateTime = chrono::DateTime<chrono::Utc>;

/// How much a record matters.
#[uniffi::remote(Enum)]
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

/// What is recorded. What is left out has a default that suits an app.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct TelemetryOptions {
    /// From which level on there are records; `Warn` when left out.
    #[uniffi(default = None)]
    pub level: Option<LogLevel>,
    /// From how many milliseconds on a statement is slow, and a warning with its plan; none is when left out.
    #[uniffi(default = None)]
    pub slow_statement_millis: Option<i64>,
    /// The name in the log of the platform: the subsystem on Apple's, the tag on Android; `larder` when left out.
    #[uniffi(default = None)]
    pub name: Option<String>,
    /// The most records that a sink gets at once; 100 when left out.
    #[uniffi(default = None)]
    pub batch_size: Option<i64>,
    /// How long a record waits for others to come along, in milliseconds; 1,000 when left out.
    #[uniffi(default = None)]
    pub interval_millis: Option<i64>,
    /// How many records wait for the sink at the most; 4,096 when left out. Those beyond are dropped, and counted.
    #[uniffi(default = None)]
    pub capacity: Option<i64>,
    /// Whether calls are counted.
    #[uniffi(default = true)]
    pub counts: bool,
}

/// What was said once: an event, or the end of a call. No value of a row is in it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LogRecord {
    /// When it was said.
    pub time: DateTime,
    /// How much it matters.
    pub level: LogLevel,
    /// Who says it: `larder`.
    pub target: String,
    /// The text; `larder` at the end of a call, and `blocking` at the end of a hop to a blocking thread.
    pub message: String,
    /// The fields by name, such as `model`, `verb`, `rows`, `duration_us`, `wait_us`, `statement` and `plan`.
    pub fields: HashMap<String, String>,
    /// What it was said in, the outermost first.
    pub spans: Vec<String>,
}

/// What was counted since `init_telemetry`, for every database of the process.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TelemetryCounters {
    /// How many calls read.
    pub reads: i64,
    /// How many of them threw.
    pub reads_failed: i64,
    /// How many rows they gave.
    pub rows_read: i64,
    /// How long they took together, in microseconds.
    pub read_micros: i64,
    /// How many calls wrote.
    pub writes: i64,
    /// How many of them threw.
    pub writes_failed: i64,
    /// How many rows they wrote.
    pub rows_written: i64,
    /// How long they took together, in microseconds.
    pub write_micros: i64,
    /// How many statements were slow.
    pub slow_statements: i64,
    /// How often Rust code of the app moved work to a blocking thread.
    pub hops: i64,
    /// How long that work waited for a thread together, in microseconds.
    pub hop_wait_micros: i64,
    /// How long the work waited that waited longest, in microseconds.
    pub longest_hop_wait_micros: i64,
    /// How many records no sink got.
    pub dropped_records: i64,
}

/// Takes records to where the app wants them.
#[uniffi::export(foreign)]
pub trait LogSink: Send + Sync {
    /// Takes records, in the order in which they came, and how many were dropped since the call before.
    ///
    /// It is called on a thread of its own, one call after the other, and may block. What it does to a database is
    /// not recorded. When it throws, it gets no more records.
    fn receive(&self, records: Vec<LogRecord>, dropped: i64) -> Result<(), StoreError>;
}

/// Says what is going on, until the process ends.
#[derive(uniffi::Object)]
pub struct Telemetry(telemetry::Telemetry);

/// Says what is going on from now on: to the log of the platform (oslog, logcat, the standard error), or to a sink.
/// Once in a process; a second call throws `Validation`.
#[uniffi::export(default(options = None, sink = None))]
pub fn init_telemetry(
    options: Option<TelemetryOptions>,
    sink: Option<Arc<dyn LogSink>>,
) -> Result<Arc<Telemetry>, StoreError> {
    let given = options.unwrap_or_default();
    let slow =
        given.slow_statement_millis.map(|millis| number("slow_statement_millis", millis)).transpose()?;
    let mut options = given.rust()?;
    if let Some(sink) = sink {
        let sink = Foreign::new(sink);
        options = options.sink(move |batch: LogBatch| {
            let records = batch.records.into_iter().map(LogRecord::from).collect();
            let dropped = count(batch.dropped);
            // At the end of the program there is nobody to tell.
            sink.call(|sink| sink.receive(records, dropped))
                .unwrap_or(Ok(()))
                .map_err(|error| reason(error).into())
        });
    }
    let telemetry = telemetry::init(options).map_err(|error| StoreError::Validation {
        subject: "init_telemetry".to_owned(),
        rule: error.to_string(),
    })?;
    if let Some(millis) = slow {
        log_slow_statements(Some(Duration::from_millis(millis)));
    }
    Ok(Arc::new(Telemetry(telemetry)))
}

#[uniffi::export]
impl Telemetry {
    /// Gives what was counted so far.
    pub fn counters(&self) -> TelemetryCounters {
        let counters = self.0.counters();
        let (reads, writes, hops) = (counters.reads, counters.writes, counters.hops);
        TelemetryCounters {
            reads: count(reads.count),
            reads_failed: count(reads.failed),
            rows_read: count(reads.rows),
            read_micros: count(reads.took.as_micros()),
            writes: count(writes.count),
            writes_failed: count(writes.failed),
            rows_written: count(writes.rows),
            write_micros: count(writes.took.as_micros()),
            slow_statements: count(counters.slow_statements),
            hops: count(hops.count),
            hop_wait_micros: count(hops.waited.as_micros()),
            longest_hop_wait_micros: count(hops.longest.as_micros()),
            dropped_records: count(counters.dropped_records),
        }
    }

    /// Waits until the sink has taken what was said before, and says whether it has. Call it before the app ends or goes to
    /// the background.
    pub fn flush(&self, deadline_millis: i64) -> Result<bool, StoreError> {
        Ok(self.0.flush(deadline("flush", deadline_millis)?).is_ok())
    }
}

impl TelemetryOptions {
    /// Gives them as Rust takes them.
    ///
    /// # Errors
    /// [`StoreError::Validation`] for a number below zero.
    fn rust(self) -> Result<Options, StoreError> {
        let mut options = Options::new();
        if let Some(level) = self.level {
            options = options.level(level);
        }
        if let Some(name) = self.name {
            options = options.name(name);
        }
        if let Some(records) = self.batch_size {
            options = options.batch_size(number("batch_size", records)?);
        }
        if let Some(millis) = self.interval_millis {
            options = options.interval(Duration::from_millis(number("interval_millis", millis)?));
        }
        if let Some(records) = self.capacity {
            options = options.capacity(number("capacity", records)?);
        }
        Ok(if self.counts { options } else { options.without_counters() })
    }
}

fn number<T: TryFrom<i64>>(name: &str, number: i64) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| below_zero(format!("TelemetryOptions.{name}")))
}

/// What a sink threw, in its own words.
fn reason(error: StoreError) -> String {
    match error {
        StoreError::Aborted { reason } => reason,
        error => error.to_string(),
    }
}

impl From<telemetry::LogRecord> for LogRecord {
    fn from(record: telemetry::LogRecord) -> Self {
        let telemetry::LogRecord { time, level, target, message, fields, spans } = record;
        Self {
            time: time.into(),
            level,
            target: target.to_owned(),
            message,
            fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            spans: spans.into_iter().map(str::to_owned).collect(),
        }
    }
}
