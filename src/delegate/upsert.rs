//! Adds a row, or changes the one that is there.

use rusqlite::Connection;

use super::{
    ModelDelegate, Target,
    call::{row, traced_row},
    fill,
    foreign_key::{self, Write},
    plan::{See, planned},
    shown::shown,
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::{Column, CreateInput, NewRow, Table},
    query::{ConflictTarget, Meeting},
    sql::{self, Rows},
    value::Value,
};

/// An upsert that has not run.
#[must_use = "an upsert does nothing until `run`"]
pub struct Upsert<'a, M: 'static, K: 'static, I> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) input: I,
    pub(super) target: Option<ConflictTarget<M>>,
}

shown!(Upsert<'a, M, K, I>, delegate);
planned!([M, K, I: CreateInput<Model = M> + Clone] Upsert<'_, M, K, I>, delegate);

impl<M, K, I: CreateInput<Model = M>> Upsert<'_, M, K, I> {
    /// Meets an existing row on these unique columns instead of the primary key.
    pub fn on_conflict(self, fields: impl Into<ConflictTarget<M>>) -> Self {
        Self { target: Some(fields.into()), ..self }
    }

    /// Adds the row, or sets the fields that the input gives in the row that is there; gives the row as it is then.
    ///
    /// In a row that is there the fields that the input leaves out (`None`) stay as they are, as do the key and
    /// `@readonly` fields; an update clears a field.
    ///
    /// # Errors
    /// [`RusqliteError::Deleted`] when the row that is there is soft-deleted; [`RusqliteError::Validation`] when the
    /// columns of `on_conflict` are not unique; else as [`Create::run`](super::Create::run).
    pub fn run(self) -> Result<M, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let table = model.table;
        let new = NewRow::of(table, self.input)?;
        row(model, |take| traced_upsert(target, new, self.target.map(|fields| fields.meeting), take))
    }
}

impl<M, K, I: CreateInput<Model = M> + Clone> Upsert<'_, M, K, I> {
    fn statements(&self, see: See<'_>) -> Result<(), RusqliteError> {
        let table = self.delegate.model.table;
        let meeting = meeting(table, self.target.as_ref().map(|fields| fields.meeting.clone()))?;
        statements(NewRow::of(table, self.input.clone())?, &meeting, see)
    }
}

/// Shows what adds a row or changes it.
pub(super) fn statements(row: NewRow, meeting: &Meeting, see: See<'_>) -> Result<(), RusqliteError> {
    let table = row.table;
    let now = fill::instant(table)?;
    let (row, given) = completed(row, &now)?;
    see(&sql::upsert(table, &row, &given, meeting, &now)?)
}

fn traced_upsert(
    target: Target<'_>,
    row: NewRow,
    meeting: Option<Meeting>,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    let table = row.table;
    traced_row(table, "upsert", take, |take| upsert(target, row, &self::meeting(table, meeting)?, take))
}

/// Gives the columns on which an upsert meets a row: those that are named, or the key.
fn meeting(table: &'static Table, named: Option<Meeting>) -> Result<Meeting, RusqliteError> {
    match named {
        Some(meeting) => unique(table, meeting),
        None => Ok(primary_key(table)),
    }
}

/// Meets the row with the same key.
pub(super) fn primary_key(table: &'static Table) -> Meeting {
    Meeting { columns: table.key_columns().collect(), condition: None }
}

/// Hands over the row as it is then.
pub(super) fn upsert(
    target: Target<'_>,
    row: NewRow,
    meeting: &Meeting,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    let table = row.table;
    let now = fill::instant(table)?;
    let (row, given) = completed(row, &now)?;
    let statement = sql::upsert(table, &row, &given, meeting, &now)?;
    target.whole(|connection| {
        let is_live = db::written_row(connection, &statement, table, take).map_err(|error| match error {
            RusqliteError::Sqlite(error) if error.to_string().contains("ON CONFLICT clause") => {
                no_constraint(table, meeting)
            }
            error => name_foreign_key(connection, table, error, (&row, &given), &meeting.columns),
        })?;
        if is_live { Ok(()) } else { Err(RusqliteError::Deleted { model: table.model }) }
    })
}

/// Fills what the input left out, and says which cells it gave.
fn completed(row: NewRow, now: &Value) -> Result<(Vec<Value>, Vec<usize>), RusqliteError> {
    let is_given = |&at: &usize| !matches!(row.cells[at], None | Some(Value::Null));
    let given: Vec<usize> = (0..row.cells.len()).filter(is_given).collect();
    Ok((fill::complete(row, now)?, given))
}

/// An upsert fails as the insert or as the update that it became: what it meets is still there.
fn name_foreign_key(
    connection: &Connection,
    table: &'static Table,
    error: RusqliteError,
    (row, given): (&[Value], &[usize]),
    meets: &[&'static Column],
) -> RusqliteError {
    let cells = table.columns.iter().zip(row);
    let met = cells.filter(|(column, _)| meets.iter().any(|meets| std::ptr::eq(*meets, *column)));
    let rows = Rows::With(met.map(|(column, value)| (column.name, value)).collect());
    let write = match sql::any(table, &rows).and_then(|any| db::query_cell(connection, &any)) {
        Ok(true) => {
            let sets = sql::upsert_sets(table, given, meets).map(|at| (at, &row[at]));
            Write::Update(sets.collect(), rows)
        }
        Ok(false) | Err(_) => Write::Insert(row),
    };
    foreign_key::name(connection, table, error, &write)
}

/// Checks that the columns are the key or a unique constraint, in any order. The schema knows no index with a
/// condition: about that SQLite has the word.
fn unique(table: &'static Table, meeting: Meeting) -> Result<Meeting, RusqliteError> {
    let is = |constraint: &[usize]| {
        let has =
            |at: &usize| meeting.columns.iter().any(|column| std::ptr::eq(*column, &table.columns[*at]));
        constraint.len() == meeting.columns.len() && constraint.iter().all(has)
    };
    let known = is(table.key) || table.uniques.iter().any(|constraint| is(constraint));
    if known || meeting.condition.is_some() { Ok(meeting) } else { Err(no_constraint(table, &meeting)) }
}

fn no_constraint(table: &'static Table, meeting: &Meeting) -> RusqliteError {
    let names: Vec<&str> = meeting.columns.iter().map(|column| column.field).collect();
    let rule = match meeting.condition {
        None => "must be the primary key or a unique constraint",
        Some(_) => "and the condition must be those of a unique index",
    };
    RusqliteError::rule(format!("{}.on_conflict", table.model), format!("{} {rule}", names.join(", ")))
}
