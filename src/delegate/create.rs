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
pub(super) fn create(target: Target<'_>, row: NewRow, take: Take<'_>) -> Result<(), RusqliteError> {
    let row = Prepared::new(row)?;
    target.once(|connection| row.insert(connection, take))
}

/// Adds a row on a connection that was lent.
pub(super) fn create_within(
    connection: &Connection,
    row: NewRow,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    Prepared::new(row)?.insert(connection, take)
}

/// A row that is complete and checked. It is handed over before it is written, so that nothing can fail after it; the
/// number that SQLite gives changes nothing about that.
struct Prepared {
    table: &'static Table,
    values: Vec<Value>,
}

impl Prepared {
    fn new(row: NewRow) -> Result<Self, RusqliteError> {
        let table = row.table;
        Ok(Self { table, values: fill::complete(row, &fill::instant(table)?)? })
    }

    fn insert(mut self, connection: &Connection, take: Take<'_>) -> Result<(), RusqliteError> {
        let Some(at) = self.table.numbered().filter(|at| self.values[*at] == Value::Null) else {
            self.hand_over(take)?;
            return self.write(connection);
        };
        self.require_numbers(connection, at)?;
        self.values[at] = Value::Integer(0);
        self.hand_over(take)?;
        self.values[at] = Value::Null;
        self.write(connection)?;
        self.values[at] = Value::Integer(connection.last_insert_rowid());
        self.hand_over(take)
    }

    fn hand_over(&self, take: Take<'_>) -> Result<(), RusqliteError> {
        take(&Row::new(self.table, Cells::Bound(&self.values)))
    }

    fn write(&self, connection: &Connection) -> Result<(), RusqliteError> {
        db::execute(connection, &sql::insert(self.table, &self.values))
            .map(drop)
            .map_err(|error| foreign_key::name(connection, self.table, error, &Write::Insert(&self.values)))
    }

    /// Refuses what a table of another program would store without a key.
    fn require_numbers(&self, connection: &Connection, at: usize) -> Result<(), RusqliteError> {
        let column = &self.table.columns[at];
        if db::is_rowid(connection, self.table.name, column.name)? {
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
