//! Feature `telemetry`: the one subscriber of a process that has none. Reads the spans and events of the rooms below; feeds the
//! log of the platform or a sink of the host's, and counts.

mod counters;
mod delivery;
mod error;
mod options;
mod platform;
mod record;
mod recorder;

use std::{sync::Arc, time::Duration};

use tracing::{Dispatch, Metadata, Subscriber, dispatcher, level_filters::LevelFilter};
use tracing_subscriber::{
    Layer, Registry,
    filter::{Targets, filter_fn},
    layer::{Filter, SubscriberExt},
};

pub use self::{
    counters::{Calls, Counters, Hops},
    error::TelemetryError,
    options::Options,
    record::{LogBatch, LogLevel, LogRecord, LogSink},
};
use self::{
    counters::{Counting, Counts},
    delivery::Queue,
    recorder::Recorder,
};

/// The blocks of the guide are examples like any other.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/telemetry.md")]
struct Guide;

/// Dropping a [`Telemetry`] waits so long for the sink.
const LAST: Duration = Duration::from_secs(1);

/// What [`init`] began. When it is dropped it delivers what waits until then, for a second at the most; recording goes on.
///
/// Keep it until the end of `main`.
#[must_use = "the last records are lost when it is not kept until the end"]
pub struct Telemetry {
    counts: Arc<Counts>,
    /// None where the platform's own log takes the records at once.
    queue: Option<Arc<Queue>>,
}

type BoxedLayer = Box<dyn Layer<Registry> + Send + Sync>;

/// Makes the subscriber of this process, for a host that has none: from now on the log of the platform, or the sink of the
/// options, gets what Larder says, and it is counted. A host that has a subscriber needs none of it: spans and events have
/// the target `larder`.
///
/// Any thread may call it, once in a process.
///
/// # Errors
/// [`TelemetryError::AlreadyInitialized`] when the process has a global subscriber; [`TelemetryError::NoThread`] when the
/// system gives none for the sink.
///
/// ```
/// use std::{sync::mpsc, time::Duration};
/// use larder::telemetry::{self, LogBatch, LogLevel, Options};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (to_host, host) = mpsc::channel();
/// let options = Options::new().level(LogLevel::Info).sink(move |batch: LogBatch| Ok(to_host.send(batch)?));
/// let telemetry = telemetry::init(options)?;
///
/// tracing::warn!(target: "larder", tries = 3, "said");
/// telemetry.flush(Duration::from_secs(5))?;
///
/// let batch = host.try_recv()?;
/// assert_eq!((batch.records[0].message.as_str(), batch.records[0].field("tries")), ("said", Some("3")));
/// # Ok(())
/// # }
/// ```
pub fn init(options: Options) -> Result<Telemetry, TelemetryError> {
    let counts = Arc::new(Counts::default());
    let counting = options.counts.then(|| Counting(Arc::clone(&counts)));
    let (own, shown) = (platform::layer(&options), options.shown);
    let (queue, log): (_, BoxedLayer) = match options.sink {
        Some(sink) => {
            let queue = Arc::new(Queue::new(options.batch, options.interval, options.capacity));
            let of_sink = tracing_subscriber::registry().with(own).with(shown.clone());
            let thread = delivery::start(&queue, sink, Dispatch::new(of_sink))?;
            let recorder = Recorder(Arc::clone(&queue)).with_filter(shown.clone());
            (Some((queue, thread)), Box::new(recorder))
        }
        None => (None, own),
    };
    let subscriber =
        tracing_subscriber::registry().with(log).with(counting).with(wanted(shown, options.counts));
    if dispatcher::set_global_default(Dispatch::new(subscriber)).is_err() {
        if let Some((queue, thread)) = queue {
            queue.end();
            // The sink is gone when this returns. What it panicked with is lost with it.
            let _ = thread.join();
        }
        return Err(TelemetryError::AlreadyInitialized);
    }
    Ok(Telemetry { counts, queue: queue.map(|(queue, _)| queue) })
}

/// Lets through what is shown or counted, and nothing else.
///
/// The log has a filter of its own behind it, and is the only layer that has. Two of them that disagree lose an event when a host
/// asks `tracing::enabled!` before it.
fn wanted<S: Subscriber>(shown: Targets, counts: bool) -> impl Layer<S> {
    let level = Filter::<S>::max_level_hint(&shown).unwrap_or(LevelFilter::TRACE);
    let level = if counts { level.max(LevelFilter::INFO) } else { level };
    let is_wanted = move |metadata: &Metadata<'_>| {
        shown.would_enable(metadata.target(), metadata.level()) || (counts && counters::is_counted(metadata))
    };
    filter_fn(is_wanted).with_max_level_hint(level)
}

impl Telemetry {
    /// Gives what was counted so far, in the whole process. Waits for nothing.
    pub fn counters(&self) -> Counters {
        let dropped_records = self.queue.as_ref().map_or(0, |queue| queue.dropped());
        Counters { dropped_records, ..self.counts.read() }
    }

    /// Blocks until the sink has taken every record that was made before the call. Where the platform's own log takes them,
    /// there is nothing to wait for.
    ///
    /// # Errors
    /// [`TelemetryError::Late`] when that takes longer than `within`, [`TelemetryError::SinkFailed`] when the sink failed,
    /// [`TelemetryError::InsideSink`] on the thread of the sink, which would wait for itself.
    pub fn flush(&self, within: Duration) -> Result<(), TelemetryError> {
        self.queue.as_ref().map_or(Ok(()), |queue| queue.flush(within))
    }
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        // What is late or failed now is lost; there is nobody left to tell.
        let _ = self.flush(LAST);
    }
}

impl std::fmt::Debug for Telemetry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Telemetry").field("counters", &self.counters()).finish_non_exhaustive()
    }
}
