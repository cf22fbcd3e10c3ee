//! Runs statements through the cache of prepared ones.

use std::ops::ControlFlow;

use rusqlite::{CachedStatement, Connection, params_from_iter, types::FromSql};

use super::{feed::Setting, slow::watched};
use crate::{
    error::RusqliteError,
    model::{Cells, Row, Table},
    sql::Statement,
    value::Value,
};

/// Looks a statement up, or prepares it.
#[inline]
fn prepared<'c>(
    connection: &'c Connection,
    statement: &Statement<'_>,
) -> Result<CachedStatement<'c>, RusqliteError> {
    connection.prepare_cached(&statement.text).map_err(beyond)
}

/// Says of a statement of ours that SQLite takes no longer one. Its own error shows the whole text.
/// Source: <https://www.sqlite.org/limits.html>.
#[cold]
fn beyond(error: rusqlite::Error) -> RusqliteError {
    const LIMITS: [&str; 3] = ["too many SQL variables", "Expression tree is too large", "at most 64 tables"];
    match &error {
        rusqlite::Error::SqlInputError { msg, .. } if LIMITS.iter().any(|limit| msg.starts_with(limit)) => {
            RusqliteError::rule("a statement of SQLite", msg)
        }
        _ => error.into(),
    }
}

/// Runs a statement that returns no rows; gives how many rows it changed.
pub(crate) fn execute(connection: &Connection, statement: &Statement<'_>) -> Result<usize, RusqliteError> {
    watched(connection, statement, || {
        let mut prepared = prepared(connection, statement)?;
        let _setting = statement.sets.map(|sets| Setting::begin(connection, sets));
        Ok(prepared.execute(params_from_iter(statement.bound()))?)
    })
}

/// A statement that is looked up once and runs for each of many rows.
pub(crate) struct Repeated<'c>(CachedStatement<'c>);

impl<'c> Repeated<'c> {
    pub(crate) fn new(connection: &'c Connection, text: &str) -> Result<Self, RusqliteError> {
        Ok(Self(connection.prepare_cached(text)?))
    }

    pub(crate) fn execute(&mut self, values: &[Value]) -> Result<usize, RusqliteError> {
        Ok(self.0.execute(params_from_iter(values))?)
    }
}

/// What takes the rows of a statement. Erased, so that the code that runs statements is not copied for each model.
pub(crate) type Take<'t> = &'t mut dyn FnMut(&Row<'_>) -> Result<(), RusqliteError>;

/// Runs a statement that reads and hands over its first row; says whether there was one.
pub(crate) fn first_row(
    connection: &Connection,
    statement: &Statement<'_>,
    table: &'static Table,
    take: Take<'_>,
) -> Result<bool, RusqliteError> {
    watched(connection, statement, || {
        let mut prepared = prepared(connection, statement)?;
        let mut rows = prepared.query(params_from_iter(statement.bound()))?;
        let Some(first) = rows.next()? else { return Ok(false) };
        take(&Row::new(table, Cells::Stored(first)))?;
        Ok(true)
    })
}

/// Runs a statement that writes to its end and hands over its first row; says whether there was one. When `take` fails and the
/// statement is a transaction of its own, nothing was written.
pub(crate) fn written_row(
    connection: &Connection,
    statement: &Statement<'_>,
    table: &'static Table,
    take: Take<'_>,
) -> Result<bool, RusqliteError> {
    watched(connection, statement, || {
        let mut prepared = prepared(connection, statement)?;
        let _setting = statement.sets.map(|sets| Setting::begin(connection, sets));
        let mut rows = prepared.query(params_from_iter(statement.bound()))?;
        let Some(first) = rows.next()? else { return Ok(false) };
        let taken = take(&Row::new(table, Cells::Stored(first)));
        if taken.is_err() && connection.is_autocommit() {
            // To leave a statement before its last step is to commit it; one that is interrupted is undone in that step.
            connection.get_interrupt_handle().interrupt();
            while let Ok(Some(_)) = rows.next() {}
        }
        taken?;
        // Only the last step shows that the statement was done and not cut off, and lets SQLite look after its log.
        while rows.next()?.is_some() {}
        Ok(true)
    })
}

/// Runs a statement whose one row has one cell.
pub(crate) fn query_cell<T: FromSql>(
    connection: &Connection,
    statement: &Statement<'_>,
) -> Result<T, RusqliteError> {
    watched(connection, statement, || {
        let mut prepared = prepared(connection, statement)?;
        Ok(prepared.query_row(params_from_iter(statement.bound()), |row| row.get(0))?)
    })
}

/// Runs a statement that gives one row with one cell, or no row.
pub(crate) fn query_cell_maybe<T: FromSql>(
    connection: &Connection,
    statement: &Statement<'_>,
) -> Result<Option<T>, RusqliteError> {
    match query_cell(connection, statement) {
        Err(RusqliteError::Sqlite(rusqlite::Error::QueryReturnedNoRows)) => Ok(None),
        outcome => outcome.map(Some),
    }
}

/// What takes the rows of a statement until it has enough.
pub(crate) type Visit<'v> = &'v mut dyn FnMut(&Row<'_>) -> Result<ControlFlow<()>, RusqliteError>;

/// Runs a statement and hands over its rows until `visit` breaks.
pub(crate) fn each_row(
    connection: &Connection,
    statement: &Statement<'_>,
    table: &'static Table,
    visit: Visit<'_>,
) -> Result<(), RusqliteError> {
    watched(connection, statement, || {
        let mut prepared = prepared(connection, statement)?;
        let mut rows = prepared.query(params_from_iter(statement.bound()))?;
        while let Some(row) = rows.next()? {
            if visit(&Row::new(table, Cells::Stored(row)))?.is_break() {
                break;
            }
        }
        Ok(())
    })
}

/// Runs a statement and hands over every row.
pub(crate) fn every_row(
    connection: &Connection,
    statement: &Statement<'_>,
    table: &'static Table,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    watched(connection, statement, || {
        let mut prepared = prepared(connection, statement)?;
        let mut rows = prepared.query(params_from_iter(statement.bound()))?;
        while let Some(row) = rows.next()? {
            take(&Row::new(table, Cells::Stored(row)))?;
        }
        Ok(())
    })
}
