//! What a host chooses before `init`.

use std::{fmt, time::Duration};

use tracing_subscriber::filter::Targets;

use super::record::{LogLevel, LogSink};

/// A sink gets so many records at once, at the most.
const BATCH: usize = 100;
/// A record waits so long for others to come along.
const INTERVAL: Duration = Duration::from_secs(1);
/// So many records wait for the sink, at the most: one or two megabytes.
const CAPACITY: usize = 4096;

/// What is recorded, and where it goes.
#[must_use = "nothing is recorded before `init`"]
pub struct Options {
    pub(super) shown: Targets,
    pub(super) name: String,
    pub(super) sink: Option<Box<dyn LogSink>>,
    pub(super) batch: usize,
    pub(super) interval: Duration,
    pub(super) capacity: usize,
    pub(super) counts: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            shown: Targets::new().with_target("larder", LogLevel::Warn),
            name: "larder".to_owned(),
            sink: None,
            batch: BATCH,
            interval: INTERVAL,
            capacity: CAPACITY,
            counts: true,
        }
    }
}

impl Options {
    /// Gives the defaults: what Larder warns of, in the log of the platform, and counters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Records what Larder says from this level on; [`LogLevel::Warn`] unless asked otherwise. From [`LogLevel::Info`] on there is a
    /// record for each call of a delegate, with model, verb, rows and microseconds.
    pub fn level(self, level: LogLevel) -> Self {
        self.target("larder", level)
    }

    /// Records what others say, too: those whose target begins so, from this level on. The host's own Rust code has the name
    /// of its crate there.
    pub fn target(mut self, target: impl Into<String>, level: LogLevel) -> Self {
        self.shown = self.shown.with_target(target, level);
        self
    }

    /// Says under which name the log of the platform shows the records: the subsystem on Apple's, the tag on Android;
    /// `larder` unless asked otherwise. Zero bytes are left out.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into().replace('\0', "");
        self
    }

    /// Gives the records to a sink, and not to the log of the platform.
    pub fn sink(mut self, sink: impl LogSink) -> Self {
        self.sink = Some(Box::new(sink));
        self
    }

    /// Gives the sink a batch when so many records wait, and never more at once; 100 unless asked otherwise, at least one.
    pub fn batch_size(mut self, records: usize) -> Self {
        self.batch = records.max(1);
        self
    }

    /// Gives the sink what there is when a record has waited so long; one second unless asked otherwise.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// Lets so many records wait for the sink; 4,096 unless asked otherwise, at least one. Those that come when as many wait are
    /// dropped, and counted.
    pub fn capacity(mut self, records: usize) -> Self {
        self.capacity = records.max(1);
        self
    }

    /// Counts nothing. Below [`LogLevel::Info`] a call then costs what it costs without telemetry.
    pub fn without_counters(mut self) -> Self {
        self.counts = false;
        self
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { shown, name, sink, batch, interval, capacity, counts } = self;
        f.debug_struct("Options")
            .field("shown", &shown.to_string())
            .field("name", name)
            .field("sink", &sink.is_some())
            .field("batch", batch)
            .field("interval", interval)
            .field("capacity", capacity)
            .field("counts", counts)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn a_sink_gets_at_least_one_record_of_at_least_one_that_waits() {
        let options = Options::new().batch_size(0).capacity(0).name("a\0b");

        assert_eq!((options.batch, options.capacity, options.name.as_str()), (1, 1, "ab"));
    }

    #[test]
    fn nobody_is_shown_unless_asked_for_but_larder() {
        let shown = Options::new().shown;

        assert!(shown.would_enable("larder", &Level::WARN) && !shown.would_enable("larder", &Level::INFO));
        assert!(!shown.would_enable("host", &Level::ERROR));
    }

    #[test]
    fn the_last_level_of_a_target_holds() {
        let shown =
            Options::new().level(LogLevel::Trace).level(LogLevel::Error).target("host", LogLevel::Info).shown;

        assert!(shown.would_enable("larder", &Level::ERROR) && !shown.would_enable("larder", &Level::WARN));
        assert!(shown.would_enable("host::screens", &Level::INFO));
    }
}
