//! Adds one row.

use super::{
    ModelDelegate,
    call::{Counted, traced},
    fill,
};
use crate::{
    db,
    error::RusqliteError,
    model::{Cells, CreateInput, NewRow, Row},
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
            let now = fill::instant(table)?;
            let mut row = fill::complete(NewRow::of(table, self.input)?, &now)?;
            let decode = |row: &[Value]| (model.decode)(&Row::new(table, Cells::Bound(row)));
            let insert = |connection: &rusqlite::Connection, row: &[Value]| {
                db::execute(connection, &sql::insert(table, row))
                    .map_err(|error| fill::name_foreign_key(connection, table, error, row.iter().enumerate()))
            };
            // Decoded before the write, so that nothing can fail after it; only a rowid is not known by then.
            let created = match table.rowid().filter(|&at| row[at] == Value::Null) {
                None => {
                    let created = decode(&row)?;
                    target.once(|connection| insert(connection, &row))?;
                    created
                }
                Some(at) => target.atomically(|connection| {
                    insert(connection, &row)?;
                    row[at] = Value::Integer(connection.last_insert_rowid());
                    decode(&row)
                })?,
            };
            Ok(Counted::one(created))
        })
    }
}

impl<M, K, I> Create<'_, M, K, I> {
    /// Gives the statement.
    pub fn preview_sql(&self) -> String {
        sql::insert(self.delegate.model.table, &[]).text.into_owned()
    }
}
