//! Adds one row.

use rusqlite::Connection;

use super::{
    ModelDelegate, Target,
    call::{Counted, row, traced},
    fill,
    foreign_key::{self, Write},
    shown::shown,
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::{Cells, CreateInput, NewRow, Row, Table},
    sql,
    value::Value,
};

/// A create that has not run.
#[must_use = "a create does nothing until `run`"]
pub struct Create<'a, M: 'static, K: 'static, I> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) input: I,
}

shown!(Create<'a, M, K, I>, delegate);

impl<M, K, I: CreateInput<Model = M>> Create<'_, M, K, I> {
    /// Adds the row and gives it back as it is stored.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] and [`RusqliteError::Validation`] before anything is written; the
    /// violations of the table's constraints; what every call can give.
    pub fn run(self) -> Result<M, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let table = model.table;
        traced(table, "create", || {
            let new = NewRow::of(table, self.input)?;
            row(model, |take| create(target, new, take)).map(Counted::one)
        })
    }
}

/// Adds a row and hands it over as it is stored.
pub(super) fn create(target: Target<'_>, row: NewRow, take: Take<'_>) -> Result<(), RusqliteError> {
    let row = prepare(row)?;
    if !row.is_whole() {
        return target.atomically(|connection| row.numbered(connection)?.hand_over(take));
    }
    // An insert alone holds together; the numbering of a row is a second step.
    row.hand_over(take)?;
    target.once(|connection| row.insert(connection))
}

/// A row that is complete and checked; what it decodes to is known before the write, so that nothing can fail
/// after it. Only while SQLite has the rowid to give is it not whole.
struct Prepared {
    table: &'static Table,
    values: Vec<Value>,
}

fn prepare(row: NewRow) -> Result<Prepared, RusqliteError> {
    let table = row.table;
    Ok(Prepared { table, values: fill::complete(row, &fill::instant(table)?)? })
}

impl Prepared {
    fn is_whole(&self) -> bool {
        self.table.rowid().is_none_or(|at| self.values[at] != Value::Null)
    }

    fn hand_over(&self, take: Take<'_>) -> Result<(), RusqliteError> {
        take(&Row::new(self.table, Cells::Bound(&self.values)))
    }

    fn insert(&self, connection: &Connection) -> Result<(), RusqliteError> {
        db::execute(connection, &sql::insert(self.table, &self.values))
            .map(drop)
            .map_err(|error| foreign_key::name(connection, self.table, error, &Write::Insert(&self.values)))
    }

    fn numbered(mut self, connection: &Connection) -> Result<Self, RusqliteError> {
        self.insert(connection)?;
        if let Some(at) = self.table.rowid() {
            self.values[at] = Value::Integer(connection.last_insert_rowid());
        }
        Ok(self)
    }
}

/// Adds a row inside a transaction that undoes it when this fails.
pub(super) fn create_within(
    connection: &Connection,
    row: NewRow,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    let row = prepare(row)?;
    if row.is_whole() {
        row.hand_over(take)?;
        row.insert(connection)
    } else {
        row.numbered(connection)?.hand_over(take)
    }
}

impl<M, K, I> Create<'_, M, K, I> {
    /// Gives the statement.
    pub fn preview_sql(&self) -> String {
        sql::insert(self.delegate.model.table, &[]).text.into_owned()
    }
}
