//! Adds a row, or changes the one that is there.

use super::{
    ModelDelegate, Target,
    call::{Counted, one, traced},
    fill,
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::{Column, CreateInput, NewRow, Table},
    query::ConflictTarget,
    sql,
};

/// An upsert that has not run.
#[derive(Debug)]
#[must_use = "an upsert does nothing until `run`"]
pub struct Upsert<'a, M: 'static, K: 'static, I> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) input: I,
    pub(super) target: Option<ConflictTarget<M>>,
}

impl<M, K, I: CreateInput<Model = M>> Upsert<'_, M, K, I> {
    /// Meets an existing row on these unique columns instead of the primary key.
    pub fn on_conflict(self, fields: impl Into<ConflictTarget<M>>) -> Self {
        Self { target: Some(fields.into()), ..self }
    }

    /// Adds the row, or sets the fields that the input gives in the row that is there; gives the row as it is then.
    ///
    /// Fields that the input leaves to their defaults, the key and `@readonly` fields stay as they are in a row that
    /// is there.
    ///
    /// # Errors
    /// [`RusqliteError::Deleted`] when the row that is there is soft-deleted; [`RusqliteError::Validation`] when the
    /// columns of `on_conflict` are not unique; else as [`Create::run`](super::Create::run).
    pub fn run(self) -> Result<M, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let table = model.table;
        traced(table, "upsert", || {
            let meets = match self.target {
                Some(fields) => unique(table, fields.columns)?,
                None => table.key_columns().collect(),
            };
            let row = NewRow::of(table, self.input)?;
            let stored = one(model.decode, |take| upsert(target, row, &meets, take))?;
            stored.map(Counted::one).ok_or(RusqliteError::Deleted { model: table.model })
        })
    }
}

/// Hands over the row as it is then; none when the row that is there is soft-deleted.
fn upsert(
    target: Target<'_>,
    row: NewRow,
    meets: &[&'static Column],
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    let table = row.table;
    let now = fill::instant(table)?;
    let given: Vec<usize> = (0..row.cells.len()).filter(|&at| row.cells[at].is_some()).collect();
    let row = fill::complete(row, &now)?;
    let statement = sql::upsert(table, &row, &given, meets, &now);
    target.atomically(|connection| {
        db::first_row(connection, &statement, table, take)
            .map(drop)
            .map_err(|error| fill::name_foreign_key(connection, table, error, &fill::placed(&row)))
    })
}

/// Checks that the columns are the key or a unique constraint, in any order.
fn unique(
    table: &'static Table,
    columns: Vec<&'static Column>,
) -> Result<Vec<&'static Column>, RusqliteError> {
    let is = |constraint: &[usize]| {
        constraint.len() == columns.len()
            && constraint
                .iter()
                .all(|&at| columns.iter().any(|column| std::ptr::eq(*column, &table.columns[at])))
    };
    if is(table.key) || table.uniques.iter().any(|constraint| is(constraint)) {
        return Ok(columns);
    }
    let names: Vec<&str> = columns.iter().map(|column| column.field).collect();
    Err(RusqliteError::rule(
        format!("{}.on_conflict", table.model),
        format!("{} must be the primary key or a unique constraint", names.join(", ")),
    ))
}
