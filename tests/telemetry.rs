//! Every call of a delegate runs in a span with model, verb, rows and duration, and without any value.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use std::{
    collections::HashMap,
    fmt::Debug,
    sync::{Arc, Mutex},
};

use larder::ModelDelegate;
use tracing::{
    Subscriber,
    field::{Field, Visit},
    span,
};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt, registry::LookupSpan};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self, CreateNoteInput, note};
use world::World;

/// A span as it was when it closed.
#[derive(Debug, Default, Clone)]
struct Seen {
    target: String,
    parent: Option<String>,
    fields: HashMap<String, String>,
}

impl Visit for Seen {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.fields.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<Seen>>>);

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &span::Attributes<'_>, id: &span::Id, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let mut seen = Seen {
            target: span.metadata().target().to_owned(),
            parent: span.parent().map(|parent| parent.name().to_owned()),
            ..Seen::default()
        };
        attributes.record(&mut seen);
        span.extensions_mut().insert(seen);
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, context: Context<'_, S>) {
        values.record(context.span(id).unwrap().extensions_mut().get_mut::<Seen>().unwrap());
    }

    fn on_close(&self, id: span::Id, context: Context<'_, S>) {
        let seen = context.span(&id).unwrap().extensions().get::<Seen>().unwrap().clone();
        self.0.lock().unwrap().push(seen);
    }
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<Seen>>>);

impl<S: Subscriber> Layer<S> for Events {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut seen = Seen { target: event.metadata().target().to_owned(), ..Seen::default() };
        event.record(&mut seen);
        self.0.lock().unwrap().push(seen);
    }
}

fn recorded(work: impl FnOnce()) -> Vec<Seen> {
    let recorder = Recorder::default();
    let subscriber = tracing_subscriber::registry().with(recorder.clone());
    tracing::subscriber::with_default(subscriber, work);
    let seen = recorder.0.lock().unwrap();
    seen.clone()
}

fn runtime() -> World {
    World::new(cratestack_schema::bootstrap)
}

#[test]
fn each_call_has_a_span_without_values() {
    let runtime = runtime();
    let notes = ModelDelegate::new(&runtime, &cratestack_schema::NOTE_MODEL);

    let seen = recorded(|| {
        notes.create(CreateNoteInput::builder().title("planted secret").build()).run().unwrap();
        notes.find_many().where_(note::title().contains("planted secret")).run().unwrap();
        notes.create(CreateNoteInput::builder().title("").build()).run().unwrap_err();
    });

    let verbs: Vec<_> = seen.iter().map(|span| span.fields["verb"].as_str()).collect();
    assert_eq!(verbs, ["\"create\"", "\"find_many\"", "\"create\""]);
    for span in &seen[..2] {
        assert_eq!(span.target, "larder");
        assert_eq!(span.fields["model"], "\"Note\"");
        assert_eq!(span.fields["rows"], "1");
        assert!(span.fields["duration_us"].parse::<u64>().is_ok());
    }
    assert_eq!(seen[2].fields["failed"], "true");
    assert!(!format!("{seen:?}").contains("planted secret"));
}

#[cfg(feature = "tokio")]
#[test]
fn the_span_of_the_caller_is_the_parent_across_the_hop() {
    use tracing::Instrument;

    let runtime = runtime();
    let host = tokio::runtime::Builder::new_current_thread().build().unwrap();

    let seen = recorded(|| {
        host.block_on(
            async {
                let count = runtime
                    .run_blocking(|rt| ModelDelegate::new(rt, &cratestack_schema::NOTE_MODEL).count().run())
                    .await;
                assert_eq!(count.unwrap(), 0);
            }
            .instrument(tracing::info_span!("request")),
        );
    });

    let [call, hop, ..] = &seen[..] else { panic!("{seen:?}") };
    assert_eq!((call.fields["verb"].as_str(), call.parent.as_deref()), ("\"count\"", Some("blocking")));
    assert_eq!((hop.target.as_str(), hop.parent.as_deref()), ("larder", Some("request")));
    assert!(hop.fields["wait_us"].parse::<u64>().is_ok());
}

#[test]
fn a_slow_statement_is_logged_with_its_plan_and_without_values() {
    let runtime = runtime();
    let notes = ModelDelegate::new(&runtime, &cratestack_schema::NOTE_MODEL);
    let find = || drop(notes.find_many().where_(note::title().eq("planted secret")).run().unwrap());
    let warned = |work: &dyn Fn()| {
        let events = Events::default();
        tracing::subscriber::with_default(tracing_subscriber::registry().with(events.clone()), work);
        let seen = events.0.lock().unwrap();
        seen.iter().filter(|event| event.fields.contains_key("statement")).cloned().collect::<Vec<_>>()
    };

    let before = warned(&find);
    larder::log_slow_statements(Some(std::time::Duration::from_nanos(1)));
    let slow = warned(&find);
    larder::log_slow_statements(Some(std::time::Duration::from_secs(3_600)));
    let quick = warned(&find);
    larder::log_slow_statements(Some(std::time::Duration::from_nanos(1)));
    let created = warned(&|| {
        drop(notes.create(CreateNoteInput::builder().title("planted secret").build()).run().unwrap());
    });
    larder::log_slow_statements(None);

    assert_eq!((before.len(), slow.len(), quick.len(), created.len()), (0, 1, 0, 1));
    let Seen { target, fields, .. } = &slow[0];
    assert_eq!(target, "larder");
    assert!(fields["statement"].contains("WHERE"), "{fields:?}");
    assert!(fields["plan"].contains("SEARCH notes"), "{fields:?}");
    assert!(fields["duration_us"].parse::<u64>().is_ok());
    assert!(!format!("{slow:?} {created:?}").contains("planted secret"));
}
