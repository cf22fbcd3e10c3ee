//! Brings the soft-deleted row with a key back.

use super::{
    ModelDelegate, Target,
    call::{row, traced_row},
    fill,
    plan::{See, any_key, planned},
    shown::shown,
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::{Key, Table},
    sql,
    value::Value,
};

/// A restore that has not run.
#[must_use = "a restore does nothing until `run`"]
pub struct Restore<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) key: K,
}

shown!(Restore<'a, M, K>, delegate);
planned!([M, K: Key] Restore<'_, M, K>, delegate);

impl<M, K: Key> Restore<'_, M, K> {
    /// Makes the row live again, as an update that sets `@updatedAt` and `@version`, and gives it as it is then. A row
    /// that is live already stays as it is.
    ///
    /// No unique value can be taken meanwhile: a soft-deleted row still holds its own.
    ///
    /// # Errors
    /// [`RusqliteError::NotFound`] when no row, deleted or not, has the key; [`RusqliteError::Validation`] when the
    /// model has no `@@soft_delete`; what every call can give.
    pub fn run(self) -> Result<M, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let table = model.table;
        let key = self.key.into_values(table)?;
        row(model, |take| {
            traced_row(table, "restore", take, |take| restore(target, table, key.as_ref(), take))
        })
    }

    /// A row that is live already is read instead.
    fn statements(&self, see: See<'_>) -> Result<(), RusqliteError> {
        let table = self.delegate.model.table;
        let (key, now) = (any_key(table), fill::instant(table)?);
        see(&sql::restore(table, tombstone(table)?, &now, &key))?;
        see(&sql::find_unique(table, &key))
    }
}

/// Hands over the row as it is then; none when no row has the key.
fn restore(
    target: Target<'_>,
    table: &'static Table,
    key: &[Value],
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    let column = tombstone(table)?;
    let now = fill::instant(table)?;
    target.atomically(|connection| {
        if db::written_row(connection, &sql::restore(table, column, &now, key), table, take)? {
            return Ok(());
        }
        db::first_row(connection, &sql::find_unique(table, key), table, take).map(drop)
    })
}

fn tombstone(table: &'static Table) -> Result<&'static str, RusqliteError> {
    table.tombstone.ok_or_else(|| {
        let subject = format!("{}.restore", table.model);
        RusqliteError::rule(subject, "the model has no @@soft_delete; a deleted row is gone")
    })
}
