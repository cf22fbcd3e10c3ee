//! Changes the row with a key.

use rusqlite::Connection;

use super::{
    ModelDelegate, Target,
    call::{row, traced_row},
    fill, foreign_key,
    plan::{See, any_key, planned},
    shown::shown,
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::{Changes, Key, UpdateInput},
    sql::{self, Rows},
    value::Value,
};

/// An update that lacks its changes.
#[must_use = "an update does nothing until `set` and `run`"]
pub struct Update<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) key: K,
}

shown!(Update<'a, M, K>, delegate);

impl<'a, M, K: Key> Update<'a, M, K> {
    /// Says what changes.
    pub fn set<I: UpdateInput<Model = M>>(self, input: I) -> UpdateSet<'a, M, K, I> {
        UpdateSet { update: self, input, version: None }
    }
}

/// An update that has not run.
#[must_use = "an update does nothing until `run`"]
pub struct UpdateSet<'a, M: 'static, K: 'static, I> {
    update: Update<'a, M, K>,
    input: I,
    version: Option<i64>,
}

shown!(UpdateSet<'a, M, K, I>, update.delegate);
planned!([M, K: Key, I: UpdateInput<Model = M> + Clone] UpdateSet<'_, M, K, I>, update.delegate);

impl<M, K: Key, I: UpdateInput<Model = M>> UpdateSet<'_, M, K, I> {
    /// Makes the update fail with [`RusqliteError::Conflict`] when the row is not at this `@version` any more.
    pub fn if_match(self, version: i64) -> Self {
        Self { version: Some(version), ..self }
    }

    /// Changes the row and gives it back as it is then.
    ///
    /// # Errors
    /// [`RusqliteError::NotFound`] when no live row has the key; [`RusqliteError::Conflict`] when its version is
    /// another; [`RusqliteError::Validation`] when the input sets nothing or breaks a rule; the violations of the
    /// table's constraints; what every call can give.
    pub fn run(self) -> Result<M, RusqliteError> {
        let ModelDelegate { target, model } = self.update.delegate;
        let table = model.table;
        let key = self.update.key.into_values(table)?;
        let changes = Changes::of(table, self.input)?;
        row(model, |take| traced_update(target, &changes, key.as_ref(), self.version, take))
    }
}

impl<M, K, I: UpdateInput<Model = M> + Clone> UpdateSet<'_, M, K, I> {
    fn statements(&self, see: See<'_>) -> Result<(), RusqliteError> {
        let changes = Changes::of(self.update.delegate.model.table, self.input.clone())?;
        statements(&changes, self.version, see)
    }
}

/// Shows what changes a row.
pub(super) fn statements(
    changes: &Changes,
    expected: Option<i64>,
    see: See<'_>,
) -> Result<(), RusqliteError> {
    let (key, version) = (any_key(changes.table), expected.map(Value::Integer));
    let now = prepared(changes, expected)?;
    see(&sql::update(changes, &now, &key, version.as_ref()))
}

fn traced_update(
    target: Target<'_>,
    changes: &Changes,
    key: &[Value],
    expected: Option<i64>,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    traced_row(changes.table, "update", take, |take| update(target, changes, key, expected, take))
}

/// Hands over the row as it is then; none when no live row has the key.
pub(super) fn update(
    target: Target<'_>,
    changes: &Changes,
    key: &[Value],
    expected: Option<i64>,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    let table = changes.table;
    let now = prepared(changes, expected)?;
    let version = expected.map(Value::Integer);
    let statement = sql::update(changes, &now, key, version.as_ref());
    let mut write = |connection: &Connection| {
        db::written_row(connection, &statement, table, take).map_err(|error| {
            let write = foreign_key::update(&changes.set, Rows::keyed(table, key));
            foreign_key::name(connection, table, error, &write)
        })
    };
    let Some(expected) = expected else { return target.whole(write).map(drop) };
    target.atomically(|connection| {
        let is_other =
            !write(connection)? && db::query_cell_maybe(connection, &sql::is_live(table, key))? == Some(true);
        if is_other { Err(RusqliteError::Conflict { model: table.model, expected }) } else { Ok(()) }
    })
}

/// Checks the changes and gives the instant of the write.
fn prepared(changes: &Changes, expected: Option<i64>) -> Result<Value, RusqliteError> {
    let table = changes.table;
    if expected.is_some() && table.version.is_none() {
        return Err(RusqliteError::rule(
            format!("{}.if_match", table.model),
            "the model has no @version field",
        ));
    }
    fill::check(changes)?;
    fill::instant(table)
}
