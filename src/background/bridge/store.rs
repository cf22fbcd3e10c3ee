//! Events in the database: those that wait for a next start, those that were written before they were accepted, and those whose
//! handler failed.

use std::{rc::Rc, sync::Arc};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, types::Value};

use super::ParkedEvent;
use crate::{
    error::RusqliteError,
    runtime::RusqliteRuntime,
    value::{FieldValue, now},
};

/// No number comes twice: who has an event in hand knows it by its number, also when another process has removed it.
/// Source: <https://www.sqlite.org/autoinc.html>.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS larder_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  bridge TEXT NOT NULL,
  body TEXT NOT NULL,
  accepted_at TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS larder_events_waiting ON larder_events (bridge, id) WHERE error IS NULL;";

/// The events of one bridge in its database.
#[derive(Clone)]
pub(super) struct Store {
    bridge: Arc<str>,
}

impl Store {
    /// Makes the table when it is not there.
    ///
    /// # Errors
    /// What every call can give.
    pub(super) fn prepare(runtime: &RusqliteRuntime, bridge: &str) -> Result<Self, RusqliteError> {
        runtime.write(|connection| Ok(connection.execute_batch(TABLE)?))?;
        Ok(Self { bridge: bridge.into() })
    }

    /// Writes one event that waits.
    pub(super) fn keep(&self, runtime: &RusqliteRuntime, body: &str) -> Result<(), RusqliteError> {
        runtime.write(|connection| self.insert(connection, body, None))
    }

    /// Writes events that wait, or that were parked after so many attempts.
    pub(super) fn keep_all(
        &self,
        runtime: &RusqliteRuntime,
        bodies: &[String],
        failed: Option<(&str, u32)>,
    ) -> Result<(), RusqliteError> {
        runtime.transaction(|transaction| {
            let connection = transaction.live()?;
            bodies.iter().try_for_each(|body| self.insert(connection, body, failed))
        })
    }

    fn insert(
        &self,
        connection: &Connection,
        body: &str,
        failed: Option<(&str, u32)>,
    ) -> Result<(), RusqliteError> {
        let (error, attempts) = failed.unzip();
        let insert =
            "INSERT INTO larder_events (bridge, body, accepted_at, attempts, error) VALUES (?, ?, ?, ?, ?)";
        let values = (&*self.bridge, body, instant()?, attempts.unwrap_or(0), error);
        connection.prepare_cached(insert)?.execute(values)?;
        Ok(())
    }

    /// Gives the oldest events that wait.
    pub(super) fn waiting(
        &self,
        runtime: &RusqliteRuntime,
        most: usize,
    ) -> Result<Vec<(i64, String)>, RusqliteError> {
        let select =
            "SELECT id, body FROM larder_events WHERE bridge = ? AND error IS NULL ORDER BY id LIMIT ?";
        runtime.query_as(select, (self.bridge.to_string(), i64::try_from(most).unwrap_or(i64::MAX)))
    }

    /// Gives how many events wait.
    pub(super) fn count_waiting(&self, runtime: &RusqliteRuntime) -> Result<u64, RusqliteError> {
        let count = "SELECT count(*) FROM larder_events WHERE bridge = ? AND error IS NULL";
        let counts: Vec<i64> = runtime.query_as(count, (self.bridge.to_string(),))?;
        Ok(counts.first().map_or(0, |count| count.unsigned_abs()))
    }

    /// Removes events that were handled.
    pub(super) fn remove(connection: &Connection, ids: &[i64]) -> Result<(), RusqliteError> {
        connection
            .prepare_cached("DELETE FROM larder_events WHERE id IN rarray(?)")?
            .execute([array(ids)])?;
        Ok(())
    }

    /// Says whether all of these events wait: another process with a bridge of this name may have handled some.
    pub(super) fn has(connection: &Connection, ids: &[i64]) -> Result<bool, RusqliteError> {
        let count = "SELECT count(*) FROM larder_events WHERE id IN rarray(?) AND error IS NULL";
        let count: i64 = connection.prepare_cached(count)?.query_row([array(ids)], |row| row.get(0))?;
        Ok(usize::try_from(count) == Ok(ids.len()))
    }

    /// Notes that the handler failed for events that wait.
    pub(super) fn park(
        &self,
        runtime: &RusqliteRuntime,
        ids: &[i64],
        (error, attempts): (&str, u32),
    ) -> Result<(), RusqliteError> {
        let update = "UPDATE larder_events SET error = ?, attempts = ? WHERE id IN rarray(?)";
        runtime.write(|connection| {
            connection.prepare_cached(update)?.execute((error, attempts, array(ids)))?;
            Ok(())
        })
    }

    /// Gives the events whose handler failed, the oldest first.
    pub(super) fn parked(&self, runtime: &RusqliteRuntime) -> Result<Vec<ParkedEvent>, RusqliteError> {
        let select = "SELECT id, body, accepted_at, attempts, error FROM larder_events
            WHERE bridge = ? AND error IS NOT NULL ORDER BY id";
        type Row = (i64, String, DateTime<Utc>, i64, String);
        let rows: Vec<Row> = runtime.query_as(select, (self.bridge.to_string(),))?;
        let event =
            |(id, body, accepted_at, attempts, error)| ParkedEvent { id, body, accepted_at, attempts, error };
        Ok(rows.into_iter().map(event).collect())
    }

    /// Lets those wait again whose handler failed; says how many there are.
    pub(super) fn replay(&self, runtime: &RusqliteRuntime) -> Result<usize, RusqliteError> {
        let update =
            "UPDATE larder_events SET error = NULL, attempts = 0 WHERE bridge = ? AND error IS NOT NULL";
        runtime.write(|connection| Ok(connection.prepare_cached(update)?.execute([&*self.bridge])?))
    }

    /// Removes one whose handler failed; says whether it was there.
    pub(super) fn discard(&self, runtime: &RusqliteRuntime, id: i64) -> Result<bool, RusqliteError> {
        let delete = "DELETE FROM larder_events WHERE id = ? AND bridge = ? AND error IS NOT NULL";
        runtime.write(|connection| Ok(connection.prepare_cached(delete)?.execute((id, &*self.bridge))? > 0))
    }
}

fn array(ids: &[i64]) -> Rc<Vec<Value>> {
    Rc::new(ids.iter().map(|id| Value::Integer(*id)).collect())
}

fn instant() -> Result<Value, RusqliteError> {
    now().into_stored().map_err(|source| RusqliteError::InvalidValue {
        model: "larder_events",
        field: "accepted_at",
        source,
    })
}
