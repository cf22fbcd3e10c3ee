//! How each job ended last, in the database.

use chrono::{DateTime, Utc};

use super::{JobOutcome, JobRun};
use crate::{
    error::RusqliteError,
    runtime::RusqliteRuntime,
    value::{FieldValue, Value},
};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS larder_jobs (
  name TEXT PRIMARY KEY NOT NULL,
  began_at TEXT NOT NULL,
  ended_at TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('done', 'failed', 'cancelled')),
  error TEXT,
  failures INTEGER NOT NULL
) STRICT";

/// What is known of a job from before.
pub(super) struct Known {
    pub(super) last: Option<JobRun>,
    pub(super) failures: u32,
}

/// Makes the table when it is not there, and reads the job's last run.
///
/// # Errors
/// What every call can give.
pub(super) fn read(runtime: &RusqliteRuntime, name: &str) -> Result<Known, RusqliteError> {
    runtime.write(|connection| Ok(connection.execute_batch(TABLE)?))?;
    let select = "SELECT began_at, ended_at, outcome, error, failures FROM larder_jobs WHERE name = ?";
    type Row = (DateTime<Utc>, DateTime<Utc>, String, Option<String>, i64);
    let Some((began_at, ended_at, outcome, error, failures)) =
        runtime.query_as::<Row>(select, (name.to_owned(),))?.pop()
    else {
        return Ok(Known { last: None, failures: 0 });
    };
    let outcome = match &*outcome {
        "done" => JobOutcome::Done,
        "cancelled" => JobOutcome::Cancelled,
        _ => JobOutcome::Failed(error.unwrap_or_default()),
    };
    let failures = u32::try_from(failures).unwrap_or_default();
    Ok(Known { last: Some(JobRun { began_at, ended_at, outcome }), failures })
}

/// Writes how a run ended.
///
/// # Errors
/// What every call can give.
pub(super) fn write(
    runtime: &RusqliteRuntime,
    name: &str,
    run: &JobRun,
    failures: u32,
) -> Result<(), RusqliteError> {
    let (outcome, error) = match &run.outcome {
        JobOutcome::Done => ("done", None),
        JobOutcome::Failed(error) => ("failed", Some(error)),
        JobOutcome::Cancelled => ("cancelled", None),
    };
    let upsert = "INSERT INTO larder_jobs (name, began_at, ended_at, outcome, error, failures) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET began_at = excluded.began_at, ended_at = excluded.ended_at,
            outcome = excluded.outcome, error = excluded.error, failures = excluded.failures";
    let (began, ended) = (stored(run.began_at, "began_at")?, stored(run.ended_at, "ended_at")?);
    runtime.write(|connection| {
        connection.prepare_cached(upsert)?.execute((name, began, ended, outcome, error, failures))?;
        Ok(())
    })
}

fn stored(instant: DateTime<Utc>, field: &'static str) -> Result<Value, RusqliteError> {
    instant.into_stored().map_err(|source| RusqliteError::InvalidValue {
        model: "larder_jobs",
        field,
        source,
    })
}
