//! Adds one row.

use rusqlite::Connection;

use super::{
    ModelDelegate, Target,
    call::{row, traced_row},
    fill,
    foreign_key::{self, Write},
    plan::explain,
    shown::shown,
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::{Cells, CreateInput, NewRow, Row, Table},
    query::QueryPlan,
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
        let new = NewRow::of(table, self.input)?;
        row(model, |take| traced_create(target, new, take))
    }
}

fn traced_create(target: Target<'_>, row: NewRow, take: Take<'_>) -> Result<(), RusqliteError> {
    traced_row(row.table, "create", take, |take| create(target, row, take))
}

/// Adds a row and hands it over as it is stored. It is one statement, which holds together by itself.
///
/// The row is handed over before it is written, so that nothing can fail after it, and once more when it has the number that
/// SQLite gave it.
pub(super) fn create(target: Target<'_>, row: NewRow, take: Take<'_>) -> Result<(), RusqliteError> {
    let table = row.table;
    let mut values = fill::complete(row, &fill::instant(table)?)?;
    target.once(|connection| {
        let mut insert = Insert::new(connection, table)?;
        let number = table.numbered().filter(|at| values[*at] == Value::Null);
        if let Some(at) = number {
            values[at] = Value::Integer(0);
        }
        hand_over(table, &values, take)?;
        if let Some(at) = number {
            values[at] = Value::Null;
        }
        insert.write(&mut values)?;
        if number.is_some() { hand_over(table, &values, take) } else { Ok(()) }
    })
}

pub(super) fn hand_over(
    table: &'static Table,
    values: &[Value],
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    take(&Row::new(table, Cells::Bound(values)))
}

/// The statement that adds rows to a table.
pub(super) struct Insert<'c> {
    connection: &'c Connection,
    table: &'static Table,
    statement: db::Repeated<'c>,
    /// Whether the table of this file was seen to number its rows.
    is_numbered: bool,
}

impl<'c> Insert<'c> {
    pub(super) fn new(connection: &'c Connection, table: &'static Table) -> Result<Self, RusqliteError> {
        let statement = db::Repeated::new(connection, &sql::insert(table, &[]).text)?;
        Ok(Self { connection, table, statement, is_numbered: false })
    }

    /// Writes a row that is complete and checked, and gives it the number that it has then.
    pub(super) fn write(&mut self, values: &mut [Value]) -> Result<(), RusqliteError> {
        let number = self.table.numbered().filter(|at| values[*at] == Value::Null);
        if let Some(at) = number {
            self.require_numbers(at)?;
        }
        let statement = sql::insert(self.table, values);
        db::watched(self.connection, &statement, || self.statement.execute(values))
            .map_err(|error| foreign_key::name(self.connection, self.table, error, &Write::Insert(values)))?;
        if let Some(at) = number {
            values[at] = Value::Integer(self.connection.last_insert_rowid());
        }
        Ok(())
    }

    /// Refuses what a table of another program would store without a key.
    fn require_numbers(&mut self, at: usize) -> Result<(), RusqliteError> {
        let column = &self.table.columns[at];
        self.is_numbered = self.is_numbered || db::is_rowid(self.connection, self.table.name, column.name)?;
        if self.is_numbered {
            return Ok(());
        }
        Err(RusqliteError::rule(
            format!("{}.{}", self.table.model, column.field),
            "the table of this file does not number its rows; give the field a value",
        ))
    }
}

impl<M, K, I> Create<'_, M, K, I> {
    /// Gives the statement.
    pub fn preview_sql(&self) -> String {
        sql::insert(self.delegate.model.table, &[]).text.into_owned()
    }

    /// Gives how SQLite runs the statement, which is the same for every input. It does not run.
    ///
    /// # Errors
    /// What every call can give.
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        explain(target, &sql::insert(model.table, &[]))
    }
}
