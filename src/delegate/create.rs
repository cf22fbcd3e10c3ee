//! Adds one row.

use rusqlite::Connection;

use super::{
    ModelDelegate,
    call::{Counted, traced},
    fill,
};
use crate::{
    db,
    error::RusqliteError,
    model::{Cells, CreateInput, ModelDescriptor, NewRow, Row, Table},
    sql,
    value::Value,
};

/// A create that has not run.
#[derive(Debug)]
#[must_use = "a create does nothing until `run`"]
pub struct Create<'a, M: 'static, K: 'static, I> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) input: I,
}

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
            let row = prepare(model, self.input)?;
            // An insert alone holds together; the numbering of a row is a second step.
            let created = match row.model {
                Some(created) => {
                    target.once(|connection| insert(connection, table, &row.values))?;
                    created
                }
                None => target.atomically(|connection| numbered(connection, model, row.values))?,
            };
            Ok(Counted::one(created))
        })
    }
}

/// A row that is complete and checked.
struct Prepared<M> {
    values: Vec<Value>,
    /// What the values decode to. Known before the write, so that nothing can fail after it; but not while SQLite
    /// has the rowid to give.
    model: Option<M>,
}

fn prepare<M, K, I: CreateInput<Model = M>>(
    model: &ModelDescriptor<M, K>,
    input: I,
) -> Result<Prepared<M>, RusqliteError> {
    let table = model.table;
    let values = fill::complete(NewRow::of(table, input)?, &fill::instant(table)?)?;
    let waits = table.rowid().is_some_and(|at| values[at] == Value::Null);
    let decoded = if waits { None } else { Some((model.decode)(&Row::new(table, Cells::Bound(&values)))?) };
    Ok(Prepared { values, model: decoded })
}

fn insert(connection: &Connection, table: &'static Table, values: &[Value]) -> Result<(), RusqliteError> {
    db::execute(connection, &sql::insert(table, values))
        .map(drop)
        .map_err(|error| fill::name_foreign_key(connection, table, error, values.iter().enumerate()))
}

fn numbered<M, K>(
    connection: &Connection,
    model: &ModelDescriptor<M, K>,
    mut values: Vec<Value>,
) -> Result<M, RusqliteError> {
    let table = model.table;
    insert(connection, table, &values)?;
    if let Some(at) = table.rowid() {
        values[at] = Value::Integer(connection.last_insert_rowid());
    }
    (model.decode)(&Row::new(table, Cells::Bound(&values)))
}

/// Adds a row inside a transaction that undoes it when this fails.
pub(super) fn create_within<M, K, I: CreateInput<Model = M>>(
    connection: &Connection,
    model: &ModelDescriptor<M, K>,
    input: I,
) -> Result<M, RusqliteError> {
    let row = prepare(model, input)?;
    match row.model {
        Some(created) => insert(connection, model.table, &row.values).map(|()| created),
        None => numbered(connection, model, row.values),
    }
}

impl<M, K, I> Create<'_, M, K, I> {
    /// Gives the statement.
    pub fn preview_sql(&self) -> String {
        sql::insert(self.delegate.model.table, &[]).text.into_owned()
    }
}
