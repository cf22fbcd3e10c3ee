//! Counts the calls of the delegates, the hops to blocking threads and what was slow, by their spans and events alone: without
//! `init`, nothing counts and nothing costs.

use std::{
    fmt::Debug,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{Layer, layer::Context, registry::LookupSpan};

/// What was counted since `init`, for every runtime of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Counters {
    /// The calls of delegates that read.
    pub reads: Calls,
    /// The calls of delegates that write.
    pub writes: Calls,
    /// The statements that took as long as [`log_slow_statements`](crate::log_slow_statements) says.
    pub slow_statements: u64,
    /// The hops to blocking threads (`run_blocking`).
    pub hops: Hops,
    /// The records that no sink got, because as many waited as may or because the sink failed.
    pub dropped_records: u64,
}

/// Calls that are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Calls {
    /// How many there were.
    pub count: u64,
    /// How many of them gave an error.
    pub failed: u64,
    /// How many rows they gave or wrote.
    pub rows: u64,
    /// How long they took together, each with its wait for a connection.
    pub took: Duration,
}

/// Hops of work to a blocking thread that found one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Hops {
    /// How many there were.
    pub count: u64,
    /// How long they waited for a thread together.
    pub waited: Duration,
    /// How long the one waited that waited longest.
    pub longest: Duration,
}

/// The counters as threads share them.
#[derive(Debug, Default)]
pub(super) struct Counts {
    reads: CallCounts,
    writes: CallCounts,
    slow_statements: AtomicU64,
    hops: AtomicU64,
    waited_us: AtomicU64,
    longest_us: AtomicU64,
}

#[derive(Debug, Default)]
struct CallCounts {
    count: AtomicU64,
    failed: AtomicU64,
    rows: AtomicU64,
    took_us: AtomicU64,
}

/// The layer that counts.
pub(super) struct Counting(pub(super) Arc<Counts>);

/// What a span stands for. It is kept beside the span.
#[derive(Clone, Copy)]
enum Kind {
    Read,
    Write,
    Hop,
}

/// Whether a span or an event is one of those that are counted.
pub(super) fn is_counted(metadata: &Metadata<'_>) -> bool {
    metadata.target() == "larder"
        && *metadata.level() <= Level::INFO
        && matches!(metadata.name(), "larder" | "blocking" | "slow statement")
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Counting {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let metadata = attributes.metadata();
        if !is_counted(metadata) {
            return;
        }
        let kind = if metadata.name() == "blocking" { Kind::Hop } else { kind_of(attributes) };
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(kind);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let kind = context.span(id).and_then(|span| span.extensions().get::<Kind>().copied());
        if let Some(kind) = kind {
            values.record(&mut Counted { counts: &self.0, kind });
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if is_counted(event.metadata()) {
            self.0.slow_statements.fetch_add(1, Relaxed);
        }
    }
}

fn kind_of(attributes: &Attributes<'_>) -> Kind {
    let mut verb = Verb(Kind::Read);
    attributes.record(&mut verb);
    verb.0
}

/// Reads the verb of a call.
struct Verb(Kind);

impl Visit for Verb {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "verb" && writes(value) {
            self.0 = Kind::Write;
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

fn writes(verb: &str) -> bool {
    matches!(
        verb,
        "create"
            | "create_many"
            | "update"
            | "update_many"
            | "upsert"
            | "delete"
            | "delete_many"
            | "restore"
            | "purge_expired"
            | "batch_create"
            | "batch_update"
            | "batch_upsert"
            | "batch_delete"
    )
}

/// Adds what a span says when its work is done.
struct Counted<'c> {
    counts: &'c Counts,
    kind: Kind,
}

impl Counted<'_> {
    fn calls(&self) -> Option<&CallCounts> {
        match self.kind {
            Kind::Read => Some(&self.counts.reads),
            Kind::Write => Some(&self.counts.writes),
            Kind::Hop => None,
        }
    }
}

impl Visit for Counted<'_> {
    fn record_u64(&mut self, field: &Field, value: u64) {
        match (field.name(), self.calls()) {
            ("rows", Some(calls)) => {
                calls.rows.fetch_add(value, Relaxed);
            }
            ("duration_us", Some(calls)) => {
                calls.count.fetch_add(1, Relaxed);
                calls.took_us.fetch_add(value, Relaxed);
            }
            ("wait_us", None) => {
                self.counts.hops.fetch_add(1, Relaxed);
                self.counts.waited_us.fetch_add(value, Relaxed);
                self.counts.longest_us.fetch_max(value, Relaxed);
            }
            _ => {}
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        if let ("failed", true, Some(calls)) = (field.name(), value, self.calls()) {
            calls.failed.fetch_add(1, Relaxed);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

impl Counts {
    pub(super) fn read(&self) -> Counters {
        Counters {
            reads: self.reads.read(),
            writes: self.writes.read(),
            slow_statements: self.slow_statements.load(Relaxed),
            hops: Hops {
                count: self.hops.load(Relaxed),
                waited: Duration::from_micros(self.waited_us.load(Relaxed)),
                longest: Duration::from_micros(self.longest_us.load(Relaxed)),
            },
            dropped_records: 0,
        }
    }
}

impl CallCounts {
    fn read(&self) -> Calls {
        Calls {
            count: self.count.load(Relaxed),
            failed: self.failed.load(Relaxed),
            rows: self.rows.load(Relaxed),
            took: Duration::from_micros(self.took_us.load(Relaxed)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_either_reads_or_writes() {
        let reading = [
            "find_unique",
            "find_first",
            "find_many",
            "find_snippets",
            "stream",
            "paginate",
            "count",
            "exists",
            "aggregate",
            "group_by",
            "select",
            "include",
            "batch_get",
        ];
        let writing = [
            "create",
            "create_many",
            "update",
            "update_many",
            "upsert",
            "delete",
            "delete_many",
            "restore",
            "purge_expired",
            "batch_create",
            "batch_update",
            "batch_upsert",
            "batch_delete",
        ];

        assert_eq!(reading.map(writes), [false; 13]);
        assert_eq!(writing.map(writes), [true; 13]);
    }
}
