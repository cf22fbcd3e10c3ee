//! Feature `telemetry`: what `init` gives to the log of the platform and to a sink of the host's, and what it counts.
//!
//! A process has one subscriber. So each test runs in a process of its own: the test's program, asked for that test alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]
#![cfg(feature = "telemetry")]

mod world;

use std::{
    env,
    process::Command,
    sync::mpsc::{self, Receiver},
    time::Duration,
};

use larder::{
    ModelDelegate,
    telemetry::{self, Calls, LogBatch, LogLevel, LogRecord, Options, Telemetry, TelemetryError},
};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self, COUNTER_MODEL, CreateCounterInput, NOTE_MODEL, counter, note};
use world::World;

/// Nothing takes so long here.
const EVER: Duration = Duration::from_secs(60);
/// No record is delivered because of its age.
const NEVER: Duration = Duration::MAX;

/// Says to the program that it is the process of one test.
const ALONE: &str = "LARDER_TEST_ALONE";

/// Runs `test` in a process of its own, and gives what that wrote to its standard error.
fn alone(name: &str, test: fn()) -> String {
    if env::var_os(ALONE).is_some() {
        test();
        return String::new();
    }
    let mut child = Command::new(env::current_exe().unwrap());
    let output = child.args(["--exact", name, "--nocapture"]).env(ALONE, "1").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{}\n{said}", String::from_utf8_lossy(&output.stdout));
    said
}

/// The same for a test that asks for nothing that the process wrote: `{ .. }` runs in it.
macro_rules! alone {
    ($(#[$attribute:meta])* $name:ident $body:block) => {
        #[test]
        $(#[$attribute])*
        fn $name() {
            alone(stringify!($name), || $body);
        }
    };
}

/// Begins with a sink that passes its batches on.
fn received(options: Options) -> (Telemetry, Receiver<LogBatch>) {
    let (to_test, batches) = mpsc::channel();
    let telemetry = telemetry::init(options.sink(move |batch| Ok(to_test.send(batch)?))).unwrap();
    (telemetry, batches)
}

/// Gives what was received so far.
fn records(batches: &Receiver<LogBatch>) -> Vec<LogRecord> {
    batches.try_iter().flat_map(|batch| batch.records).collect()
}

fn say(number: u64) {
    tracing::warn!(target: "larder", number, "said");
}

fn numbers(records: &[LogRecord]) -> Vec<u64> {
    records.iter().map(|record| record.field("number").unwrap().parse().unwrap()).collect()
}

fn world() -> World {
    World::new(cratestack_schema::bootstrap)
}

fn count(world: &World) -> u64 {
    ModelDelegate::new(world, &COUNTER_MODEL).count().run().unwrap()
}

alone!(records_come_in_their_order_and_none_is_missing_after_a_flush {
    let (telemetry, batches) = received(Options::new().interval(NEVER));

    (0..250).for_each(say);
    let full = [batches.recv_timeout(EVER).unwrap(), batches.recv_timeout(EVER).unwrap()];
    assert!(batches.try_recv().is_err());
    telemetry.flush(EVER).unwrap();
    let last = batches.try_recv().unwrap();

    let lengths: Vec<_> = full.iter().chain([&last]).map(|batch| (batch.records.len(), batch.dropped)).collect();
    assert_eq!(lengths, [(100, 0), (100, 0), (50, 0)]);
    let all: Vec<_> = full.into_iter().chain([last]).flat_map(|batch| batch.records).collect();
    assert_eq!(numbers(&all), (0..250).collect::<Vec<_>>());
    telemetry.flush(EVER).unwrap();
    assert!(batches.try_recv().is_err());
});

alone!(a_record_says_when_how_loud_where_and_in_what_it_was_said {
    let (telemetry, batches) = received(Options::new().level(LogLevel::Debug).target("host", LogLevel::Info));
    let before = std::time::SystemTime::now();

    tracing::info_span!(target: "host", "request", id = 7, status = tracing::field::Empty).in_scope(|| {
        tracing::info_span!(target: "elsewhere", "unseen").in_scope(|| {
            assert!(!tracing::enabled!(target: "elsewhere", tracing::Level::ERROR));
            tracing::debug!(target: "larder", yes = true, text = "a \"b\"", shown = %1.5, "said {}", 1 + 1);
            tracing::debug!(target: "host", "too quiet");
            tracing::error!(target: "elsewhere", "of others");
            tracing::Span::current().record("status", 200);
        });
    });
    telemetry.flush(EVER).unwrap();

    let [said, closed] = &records(&batches)[..] else { panic!() };
    assert!(before <= said.time && said.time <= closed.time && closed.time <= std::time::SystemTime::now());
    assert_eq!((said.level, said.target, said.message.as_str()), (LogLevel::Debug, "larder", "said 2"));
    let fields = [("yes", "true"), ("text", "a \"b\""), ("shown", "1.5")].map(|(name, value)| (name, value.to_owned()));
    assert_eq!((&said.fields[..], &said.spans[..]), (&fields[..], &["request"][..]));
    assert_eq!((closed.level, closed.target, closed.message.as_str()), (LogLevel::Info, "host", "request"));
    assert_eq!((closed.field("id"), closed.spans.len()), (Some("7"), 0));
    assert!(closed.field("duration_us").unwrap().parse::<u64>().is_ok());
});

alone!(a_record_does_not_wait_for_a_full_batch {
    let (_telemetry, batches) = received(Options::new().interval(Duration::from_millis(1)));

    say(1);

    assert_eq!(numbers(&batches.recv_timeout(EVER).unwrap().records), [1]);
});

alone!(what_is_dropped_is_counted_and_told_with_the_next_batch {
    let (to_test, batches) = mpsc::channel();
    let (go_on, gate) = mpsc::channel();
    let sink = move |batch| {
        to_test.send(batch)?;
        Ok(gate.recv()?)
    };
    let telemetry = telemetry::init(Options::new().capacity(10).interval(Duration::ZERO).sink(sink)).unwrap();

    say(0);
    let first = batches.recv_timeout(EVER).unwrap();
    (1..=15).for_each(say);
    let late = telemetry.flush(Duration::ZERO);
    (0..2).for_each(|_| go_on.send(()).unwrap());
    telemetry.flush(EVER).unwrap();
    let second = batches.try_recv().unwrap();

    assert_eq!((numbers(&first.records), first.dropped), (vec![0], 0));
    assert!(matches!(late, Err(TelemetryError::Late)));
    assert_eq!((numbers(&second.records), second.dropped), ((1..=10).collect(), 5));
    assert_eq!(telemetry.counters().dropped_records, 5);
});

#[test]
fn a_sink_that_panics_ends_alone_and_is_told_of_once() {
    let said = alone("a_sink_that_panics_ends_alone_and_is_told_of_once", || {
        let sink = |_: LogBatch| panic!("by design");
        let telemetry = telemetry::init(Options::new().sink(sink)).unwrap();
        let world = world();

        say(1);
        let flushed = [telemetry.flush(EVER), telemetry.flush(EVER)];
        say(2);

        assert!(flushed.iter().all(|flushed| matches!(flushed, Err(TelemetryError::SinkFailed))));
        assert_eq!(count(&world), 0);
        assert_eq!(telemetry.counters().dropped_records, 1);
    });

    if env::var_os(ALONE).is_none() {
        assert_eq!(said.matches("the log sink failed; it gets no more records").count(), 1, "{said}");
        assert!(said.contains("ERROR larder: the log sink failed"), "{said}");
    }
}

#[test]
fn a_sink_that_gives_up_says_why_in_the_log_of_the_platform() {
    let said = alone("a_sink_that_gives_up_says_why_in_the_log_of_the_platform", || {
        let telemetry =
            telemetry::init(Options::new().sink(|_: LogBatch| Err("no more ink".into()))).unwrap();

        say(1);

        assert!(matches!(telemetry.flush(EVER), Err(TelemetryError::SinkFailed)));
    });

    assert!(env::var_os(ALONE).is_some() || said.contains("reason=\"no more ink\""), "{said}");
}

#[test]
fn what_a_sink_says_and_does_itself_does_not_come_back_to_it() {
    let said = alone("what_a_sink_says_and_does_itself_does_not_come_back_to_it", || {
        let (world, (to_test, seen)) = (world(), mpsc::channel());
        let runtime = std::sync::Arc::clone(&world);
        let sink = move |batch: LogBatch| {
            tracing::warn!(target: "larder", "a word of the sink");
            let label = batch.records[0].message.clone();
            let made = CreateCounterInput::builder().label(label).build();
            ModelDelegate::new(&runtime, &COUNTER_MODEL).create(made).run()?;
            Ok(to_test.send(batch.records.len())?)
        };
        let telemetry = telemetry::init(Options::new().level(LogLevel::Debug).sink(sink)).unwrap();

        say(1);
        (0..2).for_each(|_| telemetry.flush(EVER).unwrap());

        assert_eq!(seen.try_iter().collect::<Vec<_>>(), [1]);
        assert_eq!((count(&world), telemetry.counters().writes.count), (1, 0));
    });

    assert!(env::var_os(ALONE).is_some() || said.contains("a word of the sink"), "{said}");
}

alone!(a_sink_that_flushes_is_refused_and_waits_for_nothing {
    let (to_sink, telemetry) = mpsc::channel::<std::sync::Arc<Telemetry>>();
    let (to_test, outcome) = mpsc::channel();
    let sink = move |_: LogBatch| Ok(to_test.send(telemetry.recv()?.flush(EVER))?);
    let telemetry = std::sync::Arc::new(telemetry::init(Options::new().sink(sink)).unwrap());

    to_sink.send(telemetry.clone()).unwrap();
    say(1);
    telemetry.flush(EVER).unwrap();

    assert!(matches!(outcome.try_recv().unwrap(), Err(TelemetryError::InsideSink)));
});

alone!(the_last_records_are_delivered_when_the_telemetry_is_dropped {
    let (telemetry, batches) = received(Options::new().interval(NEVER));

    say(1);
    drop(telemetry);

    assert_eq!(numbers(&records(&batches)), [1]);
});

alone!(a_second_init_is_an_error_and_the_first_goes_on {
    let (telemetry, batches) = received(Options::new());

    let (to_test, second_sink) = mpsc::channel();
    let second = telemetry::init(Options::new().sink(move |batch| Ok(to_test.send(batch)?)));
    say(1);
    telemetry.flush(EVER).unwrap();

    assert!(matches!(second, Err(TelemetryError::AlreadyInitialized)));
    assert_eq!(numbers(&records(&batches)), [1]);
    // The thread of the second is gone, and its sink with it.
    assert_eq!(second_sink.recv_timeout(EVER), Err(mpsc::RecvTimeoutError::Disconnected));
});

alone!(a_host_that_has_a_subscriber_keeps_it {
    tracing_subscriber::fmt().init();

    assert!(matches!(telemetry::init(Options::new()), Err(TelemetryError::AlreadyInitialized)));
});

#[test]
fn without_a_sink_the_standard_error_has_a_line_for_each() {
    let said = alone("without_a_sink_the_standard_error_has_a_line_for_each", || {
        let telemetry = telemetry::init(Options::new().level(LogLevel::Info)).unwrap();
        let world = world();

        tracing::debug!(target: "larder", "too quiet");
        tracing::error!(target: "elsewhere", "of others");
        say(3);
        count(&world);

        telemetry.flush(Duration::ZERO).unwrap();
    });

    if env::var_os(ALONE).is_none() {
        let lines: Vec<_> = said.lines().collect();
        let [warning, call] = &lines[..] else { panic!("{said}") };
        assert!(warning.ends_with(" WARN larder: said number=3"), "{said}");
        assert!(
            call.contains(" INFO larder{model=\"Counter\" verb=\"count\" duration_us=")
                && call.contains(" rows=1}: larder: close "),
            "{said}"
        );
    }
}

alone!(a_slow_statement_reaches_the_sink_with_its_plan_and_without_values {
    let (telemetry, batches) = received(Options::new());
    let world = world();
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);

    larder::log_slow_statements(Some(Duration::from_nanos(1)));
    notes.find_many().where_(note::title().eq("planted secret")).run().unwrap();
    larder::log_slow_statements(None);
    telemetry.flush(EVER).unwrap();

    let [slow] = &records(&batches)[..] else { panic!() };
    assert_eq!((slow.level, slow.message.as_str()), (LogLevel::Warn, "a statement was slow"));
    assert!(slow.field("statement").unwrap().contains("WHERE"), "{slow:?}");
    assert!(slow.field("plan").unwrap().contains("SEARCH notes"), "{slow:?}");
    assert!(!format!("{slow:?}").contains("planted"), "{slow:?}");
    assert_eq!(telemetry.counters().slow_statements, 1);
});

alone!(#[cfg(feature = "tokio")] a_hop_reaches_the_sink_with_its_wait {
    use tracing::Instrument;

    let options = Options::new().level(LogLevel::Info).target("telemetry_init", LogLevel::Info);
    let (telemetry, batches) = received(options);
    let world = world();

    let host = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let hop = world.run_blocking(|rt| ModelDelegate::new(rt, &COUNTER_MODEL).count().run());
    host.block_on(hop.instrument(tracing::info_span!("request"))).unwrap();
    // The span of the hop closes on the blocking thread; that ends with its host.
    drop(host);
    telemetry.flush(EVER).unwrap();

    let records = records(&batches);
    let of = |name: &str| records.iter().find(|record| record.message == name).unwrap();
    assert_eq!(of("larder").spans, ["request", "blocking"]);
    assert_eq!((of("larder").field("verb"), of("larder").field("rows")), (Some("count"), Some("1")));
    assert_eq!(of("blocking").spans, ["request"]);
    let micros = |name: &str| of("blocking").field(name).unwrap().parse::<u64>().unwrap();
    assert!(micros("wait_us") <= micros("duration_us"));
    let hops = telemetry.counters().hops;
    let waited = Duration::from_micros(micros("wait_us"));
    assert_eq!((hops.count, hops.waited, hops.longest), (1, waited, waited));
});

alone!(calls_are_counted_by_what_they_do_whatever_the_level {
    let telemetry = telemetry::init(Options::new().level(LogLevel::Error)).unwrap();
    let world = world();
    let counters = ModelDelegate::new(&world, &COUNTER_MODEL);
    let input = |hits| CreateCounterInput::builder().label("a").hits(hits).build();

    counters.create_many([input(1), input(2), input(3)]).run().unwrap();
    counters.create(input(-1)).run().unwrap_err();
    counters.find_many().run().unwrap();
    counters.delete_many().where_(counter::hits().gte(2)).run().unwrap();
    counters.find_unique(99).run().unwrap();

    let figures = |calls: Calls| (calls.count, calls.failed, calls.rows);
    let counted = telemetry.counters();
    assert_eq!((figures(counted.reads), figures(counted.writes)), ((2, 0, 3), (3, 1, 5)));
    assert!(counted.writes.took > Duration::ZERO);
});

alone!(without_counters_nothing_is_counted {
    let telemetry = telemetry::init(Options::new().level(LogLevel::Info).without_counters()).unwrap();

    assert_eq!(count(&world()), 0);

    assert_eq!(telemetry.counters(), telemetry::Counters::default());
});

alone!(
    #[cfg(feature = "uniffi")]
    a_sink_of_another_language_gets_the_same {
        use std::sync::{Arc, Mutex};
        use larder::ffi::{self, LogRecord, LogSink, StoreError, TelemetryOptions, init_telemetry};

        #[derive(Default)]
        struct Kept(Mutex<Vec<(LogRecord, i64)>>);

        impl LogSink for Kept {
            fn receive(&self, records: Vec<LogRecord>, dropped: i64) -> Result<(), StoreError> {
                self.0.lock().unwrap().extend(records.into_iter().map(|record| (record, dropped)));
                Ok(())
            }
        }
        let (kept, world) = (Arc::new(Kept::default()), world());
        let refused = [
            init_telemetry(Some(TelemetryOptions { capacity: Some(-1), ..Default::default() }), None),
            init_telemetry(Some(TelemetryOptions { slow_statement_millis: Some(-1), ..Default::default() }), None),
        ];
        let options = TelemetryOptions { level: Some(LogLevel::Info), counts: true, ..Default::default() };

        let telemetry = init_telemetry(Some(options), Some(kept.clone())).unwrap();
        let second = init_telemetry(None, None);
        assert_eq!(count(&world), 0);
        assert!(telemetry.flush(60_000).unwrap());

        let (record, dropped) = kept.0.lock().unwrap().pop().unwrap();
        assert_eq!((record.level, record.message.as_str(), dropped), (ffi::LogLevel::Info, "larder", 0));
        assert_eq!((record.fields["verb"].as_str(), record.fields["rows"].as_str()), ("count", "1"));
        let counters = telemetry.counters();
        assert_eq!((counters.reads, counters.rows_read, counters.writes, counters.reads_failed), (1, 1, 0, 0));
        for refused in refused.into_iter().chain([second, telemetry.flush(-1).map(|_| telemetry.clone())]) {
            assert!(matches!(refused, Err(StoreError::Validation { .. })));
        }
    }
);
