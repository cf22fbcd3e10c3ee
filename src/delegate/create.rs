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
    if let Some(at) = row.unnumbered() {
        return target.atomically(|connection| row.numbered(connection, at)?.hand_over(take));
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
    /// Gives the position of the column that SQLite is to number.
    fn unnumbered(&self) -> Option<usize> {
        self.table.numbered().filter(|at| self.values[*at] == Value::Null)
    }

    fn hand_over(&self, take: Take<'_>) -> Result<(), RusqliteError> {
        take(&Row::new(self.table, Cells::Bound(&self.values)))
    }

    fn insert(&self, connection: &Connection) -> Result<(), RusqliteError> {
        db::execute(connection, &sql::insert(self.table, &self.values))
            .map(drop)
            .map_err(|error| self.named(connection, error))
    }

    /// Inserts the row and takes the number that it was given. The table of another program may give none.
    fn numbered(mut self, connection: &Connection, at: usize) -> Result<Self, RusqliteError> {
        let table = self.table;
        let mut number = None;
        db::first_row(connection, &sql::insert_numbered(table, &self.values, at), table, &mut |row| {
            number = row.get(0)?;
            Ok(())
        })
        .map_err(|error| self.named(connection, error))?;
        let number = number.ok_or_else(|| {
            RusqliteError::rule(
                format!("{}.{}", table.model, table.columns[at].field),
                "the table of this file does not number its rows; give the field a value",
            )
        })?;
        self.values[at] = Value::Integer(number);
        Ok(self)
    }

    fn named(&self, connection: &Connection, error: RusqliteError) -> RusqliteError {
        foreign_key::name(connection, self.table, error, &Write::Insert(&self.values))
    }
}

/// Adds a row inside a transaction that undoes it when this fails.
pub(super) fn create_within(
    connection: &Connection,
    row: NewRow,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    let row = prepare(row)?;
    if let Some(at) = row.unnumbered() {
        return row.numbered(connection, at)?.hand_over(take);
    }
    row.hand_over(take)?;
    row.insert(connection)
}

impl<M, K, I> Create<'_, M, K, I> {
    /// Gives the statement.
    pub fn preview_sql(&self) -> String {
        sql::insert(self.delegate.model.table, &[]).text.into_owned()
    }
}
