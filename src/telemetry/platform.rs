//! The log of the platform, as a layer: oslog on Apple's, logcat on Android, the standard error elsewhere. It takes what is said
//! at once, on the thread that says it.

use tracing_subscriber::Layer;

use super::{BoxedLayer, Options};

/// A closed span is a line of its own, with the fields that it was given.
#[cfg(not(target_vendor = "apple"))]
const CLOSED: tracing_subscriber::fmt::format::FmtSpan = tracing_subscriber::fmt::format::FmtSpan::CLOSE;

/// Makes it, for what the options show.
#[cfg(not(any(target_vendor = "apple", target_os = "android")))]
pub(super) fn layer(options: &Options) -> BoxedLayer {
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_span_events(CLOSED)
        .log_internal_errors(false);
    Box::new(lines.with_filter(options.shown.clone()))
}

/// Makes it, for what the options show.
#[cfg(target_os = "android")]
pub(super) fn layer(options: &Options) -> BoxedLayer {
    let lines = paranoid_android::layer(&options.name)
        .with_ansi(false)
        .with_span_events(CLOSED)
        .log_internal_errors(false);
    Box::new(lines.with_filter(options.shown.clone()))
}

/// Makes it, for what the options show. Spans are activities there, around the events in them.
///
/// The layer expects to know every span that an event is in: those, too, that only the counters asked for.
#[cfg(target_vendor = "apple")]
pub(super) fn layer(options: &Options) -> BoxedLayer {
    let shown = options.shown.clone();
    let known = tracing_subscriber::filter::filter_fn(move |metadata| {
        metadata.is_span() || shown.would_enable(metadata.target(), metadata.level())
    });
    Box::new(tracing_oslog::OsLogger::new(&options.name, "larder").with_filter(known))
}
