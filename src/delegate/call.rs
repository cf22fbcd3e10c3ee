//! The span around each call of a delegate: target `larder`, with model, verb, rows and duration. Never a value.

use std::time::Instant;

use tracing::{Span, field::Empty};

use crate::{error::RusqliteError, model::Table};

/// A result and how many rows it stands for.
pub(super) struct Counted<T> {
    pub(super) value: T,
    pub(super) rows: usize,
}

impl<T> Counted<T> {
    pub(super) fn one(value: T) -> Self {
        Self { value, rows: 1 }
    }
}

impl<T> From<Vec<T>> for Counted<Vec<T>> {
    fn from(value: Vec<T>) -> Self {
        Self { rows: value.len(), value }
    }
}

impl<T> From<Option<T>> for Counted<Option<T>> {
    fn from(value: Option<T>) -> Self {
        Self { rows: usize::from(value.is_some()), value }
    }
}

/// Runs `work` in the span of one call.
pub(super) fn traced<T>(
    table: &'static Table,
    verb: &'static str,
    work: impl FnOnce() -> Result<Counted<T>, RusqliteError>,
) -> Result<T, RusqliteError> {
    let span = tracing::info_span!(
        target: "larder", "larder", model = table.model, verb, rows = Empty, duration_us = Empty, failed = Empty
    );
    if span.is_disabled() {
        return work().map(|counted| counted.value);
    }
    let begun = Instant::now();
    let outcome = span.in_scope(work);
    record(&span, begun, &outcome);
    outcome.map(|counted| counted.value)
}

fn record<T>(span: &Span, begun: Instant, outcome: &Result<Counted<T>, RusqliteError>) {
    span.record("duration_us", u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX));
    match outcome {
        Ok(counted) => span.record("rows", counted.rows),
        Err(_) => span.record("failed", true),
    };
}
