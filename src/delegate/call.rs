//! What each call of a delegate has in common: the span around it (target `larder`, with model, verb, rows and
//! duration, never a value), and the models that its rows become.
//!
//! Only these few lines are compiled for each model. A verb's work is a function that knows no model and hands its
//! rows over, so that an app with many models does not grow by the code of every verb for each of them.

use std::time::Instant;

use tracing::{field::Empty, span::EnteredSpan};

use crate::{
    db::Take,
    error::RusqliteError,
    model::{ModelDescriptor, Row, Table},
};

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
    let call = Call::begin(table, verb);
    let outcome = work();
    if let Some(call) = call {
        call.end(outcome.as_ref().ok().map(|counted| counted.rows));
    }
    outcome.map(|counted| counted.value)
}

/// The span and its clock, apart from the closure that runs in it.
struct Call {
    entered: EnteredSpan,
    begun: Instant,
}

impl Call {
    /// Enters the span; `None` when nobody listens.
    fn begin(table: &'static Table, verb: &'static str) -> Option<Self> {
        let span = tracing::info_span!(
            target: "larder", "larder", model = table.model, verb, rows = Empty, duration_us = Empty, failed = Empty
        );
        (!span.is_disabled()).then(|| Self { entered: span.entered(), begun: Instant::now() })
    }

    fn end(self, rows: Option<usize>) {
        let (span, begun) = (self.entered.exit(), self.begun);
        span.record("duration_us", u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX));
        match rows {
            Some(rows) => span.record("rows", rows),
            None => span.record("failed", true),
        };
    }
}

/// Runs `work`, which hands over at most one row, and decodes it.
pub(super) fn one<M>(
    decode: fn(&Row<'_>) -> Result<M, RusqliteError>,
    work: impl FnOnce(Take<'_>) -> Result<(), RusqliteError>,
) -> Result<Option<M>, RusqliteError> {
    let mut model = None;
    work(&mut |row| {
        model = Some(decode(row)?);
        Ok(())
    })?;
    Ok(model)
}

/// Runs `work`, which hands over the row that it found or made, in the span of one call.
pub(super) fn traced_row(
    table: &'static Table,
    verb: &'static str,
    take: Take<'_>,
    work: impl FnOnce(Take<'_>) -> Result<(), RusqliteError>,
) -> Result<(), RusqliteError> {
    traced(table, verb, || {
        let mut is_there = false;
        work(&mut |row| {
            is_there = true;
            take(row)
        })?;
        if is_there { Ok(Counted::one(())) } else { Err(RusqliteError::NotFound { model: table.model }) }
    })
}

/// Runs `work`, which hands over the row that it found or made, and decodes it.
///
/// # Errors
/// Those of `work`; [`RusqliteError::NotFound`] when it hands over none.
pub(super) fn row<M, K>(
    model: &ModelDescriptor<M, K>,
    work: impl FnOnce(Take<'_>) -> Result<(), RusqliteError>,
) -> Result<M, RusqliteError> {
    one(model.decode, work)?.ok_or(RusqliteError::NotFound { model: model.table.model })
}
