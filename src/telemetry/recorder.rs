//! Makes a record of each event and each span that closes, on the thread that says it, and leaves it in the queue.

use std::{
    fmt::Debug,
    sync::Arc,
    time::{Instant, SystemTime},
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{
    Layer,
    layer::Context,
    registry::{LookupSpan, Scope},
};

use super::{delivery::Queue, record::LogRecord};

/// The layer of a sink.
pub(super) struct Recorder(pub(super) Arc<Queue>);

/// Kept beside a span while it is open.
struct Open {
    begun: Instant,
    said: Said,
}

/// What an event or a span says, as text.
#[derive(Default)]
struct Said {
    message: String,
    fields: Vec<(&'static str, String)>,
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut said = Said::default();
        attributes.record(&mut said);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(Open { begun: Instant::now(), said });
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        // What a value says of itself is the host's code: it runs before the span is locked.
        let mut said = Said::default();
        values.record(&mut said);
        let Some(span) = context.span(id) else { return };
        if let Some(open) = span.extensions_mut().get_mut::<Open>() {
            said.fields.into_iter().for_each(|(name, value)| open.said.set(name, value));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut said = Said::default();
        event.record(&mut said);
        self.leave(event.metadata(), said, context.event_scope(event));
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let Some(Open { begun, mut said }) = span.extensions_mut().remove::<Open>() else { return };
        if !said.fields.iter().any(|(name, _)| *name == "duration_us") {
            said.fields.push(("duration_us", begun.elapsed().as_micros().to_string()));
        }
        span.name().clone_into(&mut said.message);
        self.leave(span.metadata(), said, span.parent().map(|parent| parent.scope()));
    }
}

impl Recorder {
    fn leave<'s, S: LookupSpan<'s>>(
        &self,
        metadata: &'static Metadata<'static>,
        said: Said,
        around: Option<Scope<'s, S>>,
    ) {
        let around = around.into_iter().flat_map(Scope::from_root);
        self.0.push(LogRecord {
            time: SystemTime::now(),
            level: (*metadata.level()).into(),
            target: metadata.target(),
            message: said.message,
            fields: said.fields,
            spans: around.map(|span| span.name()).collect(),
        });
    }
}

impl Said {
    fn set(&mut self, name: &'static str, value: String) {
        match self.fields.iter_mut().find(|(field, _)| *field == name) {
            Some((_, old)) => *old = value,
            None => self.fields.push((name, value)),
        }
    }
}

impl Visit for Said {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => value.clone_into(&mut self.message),
            name => self.set(name, value.to_owned()),
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}
