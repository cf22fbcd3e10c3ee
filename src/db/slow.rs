//! Statements that take long: the log says which, and how SQLite runs them.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use rusqlite::Connection;

use super::explain::explain;
use crate::{error::RusqliteError, sql::Statement};

/// From how many microseconds on a statement is slow; none is while it is 0.
static SLOW: AtomicU64 = AtomicU64::new(0);

/// Logs each statement of a delegate that takes at least so long, as a warning (target `larder`) with its text, its microseconds and its
/// plan; `None`, which is how a program begins, logs none. For every runtime of the process.
///
/// The text has a parameter in the place of each value. The time is that of SQLite's steps and of what takes the rows, without the wait
/// for a connection.
///
/// ```
/// larder::log_slow_statements(Some(std::time::Duration::from_millis(100)));
/// # larder::log_slow_statements(None);
/// ```
pub fn log_slow_statements(from: Option<Duration>) {
    let micros = from.map_or(0, |from| u64::try_from(from.as_micros()).unwrap_or(u64::MAX).max(1));
    SLOW.store(micros, Ordering::Relaxed);
}

/// Runs a statement by `run`, and logs it when it was slow.
pub(crate) fn watched<T>(
    connection: &Connection,
    statement: &Statement<'_>,
    run: impl FnOnce() -> Result<T, RusqliteError>,
) -> Result<T, RusqliteError> {
    let from = SLOW.load(Ordering::Relaxed);
    if from == 0 {
        return run();
    }
    let begun = Instant::now();
    let outcome = run();
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    if micros >= from {
        warn(connection, statement, micros);
    }
    outcome
}

#[cold]
fn warn(connection: &Connection, statement: &Statement<'_>, micros: u64) {
    let plan = explain(connection, statement).map(|plan| plan.to_string()).unwrap_or_default();
    tracing::warn!(
        name: "slow statement",
        target: "larder",
        duration_us = micros,
        statement = %statement.text,
        plan = plan.trim_end(),
        "a statement was slow"
    );
}
