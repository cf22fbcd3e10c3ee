//! Deletes the row with a key.

use super::{
    ModelDelegate, Target,
    call::{row, traced_row},
    fill,
    foreign_key::{self, Write},
    plan::{See, any_key, planned},
    shown::shown,
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::{Key, Table},
    sql::{self, Rows},
    value::Value,
};

/// A delete that has not run.
#[must_use = "a delete does nothing until `run`"]
pub struct Delete<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) key: K,
}

shown!(Delete<'a, M, K>, delegate);
planned!([M, K: Key] Delete<'_, M, K>, delegate);

impl<M, K: Key> Delete<'_, M, K> {
    /// Deletes the row and gives it as it was.
    ///
    /// # Errors
    /// [`RusqliteError::NotFound`] when no live row has the key; [`RusqliteError::ForeignKeyViolation`] when another
    /// row names it; what every call can give.
    pub fn run(self) -> Result<M, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let table = model.table;
        let key = self.key.into_values(table)?;
        row(model, |take| traced_delete(target, table, key.as_ref(), take))
    }

    fn statements(&self, see: See<'_>) -> Result<(), RusqliteError> {
        statements(self.delegate.model.table, see)
    }
}

/// Shows what deletes a row: a row that stays as a tombstone is read first.
pub(super) fn statements(table: &'static Table, see: See<'_>) -> Result<(), RusqliteError> {
    let (key, now) = (any_key(table), fill::instant(table)?);
    match table.tombstone {
        None => see(&sql::delete(table, &key)),
        Some(column) => {
            see(&sql::find_unique(table, &key))?;
            see(&sql::tombstone(table, column, &now, &key))
        }
    }
}

fn traced_delete(
    target: Target<'_>,
    table: &'static Table,
    key: &[Value],
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    traced_row(table, "delete", take, |take| delete(target, table, key, take))
}

/// Hands over the row as it was; none when no live row has the key.
pub(super) fn delete(
    target: Target<'_>,
    table: &'static Table,
    key: &[Value],
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    let Some(column) = table.tombstone else {
        return target.whole(|connection| {
            db::written_row(connection, &sql::delete(table, key), table, take).map(drop).map_err(|error| {
                let rows = Rows::keyed(table, key);
                foreign_key::name(connection, table, error, &Write::Delete(rows))
            })
        });
    };
    let now = fill::instant(table)?;
    target.atomically(|connection| {
        db::first_row(connection, &sql::find_unique(table, key), table, take)?;
        db::execute(connection, &sql::tombstone(table, column, &now, key)).map(drop)
    })
}
