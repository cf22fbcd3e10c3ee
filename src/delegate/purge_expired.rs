//! Deletes for good what was soft-deleted long ago.

use chrono::TimeDelta;

use super::{
    ModelDelegate, Target,
    call::{Counted, traced},
    foreign_key::{self, Write},
    plan::{See, planned},
};
use crate::{
    db,
    error::RusqliteError,
    model::Table,
    sql::{self, Rows},
    value::{FieldValue, Value, now},
};

/// A purge that has not run.
#[derive(Debug)]
#[must_use = "a purge does nothing until `run`"]
pub struct PurgeExpired<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
}

planned!([M, K] PurgeExpired<'_, M, K>, delegate);

impl<M, K> PurgeExpired<'_, M, K> {
    /// Deletes the tombstones that are older than the days of `@@retain` and gives how many there were; after an
    /// error none was deleted.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] when the model has no `@@retain`; [`RusqliteError::ForeignKeyViolation`] when another
    /// row names one of them; what every call can give.
    pub fn run(self) -> Result<u64, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        traced(model.table, "purge_expired", || {
            let rows = purge(target, model.table)?;
            Ok(Counted { value: rows as u64, rows })
        })
    }

    fn statements(&self, see: See<'_>) -> Result<(), RusqliteError> {
        let table = self.delegate.model.table;
        let (column, _) = retained(table)?;
        see(&sql::purge(table, column, &Value::Null))
    }
}

fn purge(target: Target<'_>, table: &'static Table) -> Result<usize, RusqliteError> {
    let (column, days) = retained(table)?;
    // Before the year 0 nothing was deleted.
    let Some(before) = now().checked_sub_signed(TimeDelta::days(days.into())) else { return Ok(0) };
    let Ok(before) = before.into_stored() else { return Ok(0) };
    let statement = sql::purge(table, column, &before);
    let expired = Write::Delete(Rows::Expired(column, &before));
    target.once(|connection| {
        db::execute(connection, &statement)
            .map_err(|error| foreign_key::name(connection, table, error, &expired))
    })
}

/// Gives the column of tombstones and for how many days they are kept.
fn retained(table: &'static Table) -> Result<(&'static str, u32), RusqliteError> {
    table.tombstone.zip(table.retain_days).ok_or_else(|| {
        let subject = format!("{}.purge_expired", table.model);
        RusqliteError::rule(subject, "the model has no @@soft_delete with @@retain")
    })
}
