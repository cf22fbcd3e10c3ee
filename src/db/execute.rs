//! Runs statements through the cache of prepared ones.

use rusqlite::{Connection, params_from_iter, types::FromSql};

use crate::{
    error::RusqliteError,
    model::{Cells, Row, Table},
    sql::Statement,
};

/// Runs a statement that returns no rows; gives how many rows it changed.
pub(crate) fn execute(connection: &Connection, statement: &Statement<'_>) -> Result<usize, RusqliteError> {
    let mut prepared = connection.prepare_cached(&statement.text)?;
    Ok(prepared.execute(params_from_iter(&statement.params))?)
}

/// Runs a statement to its end and decodes its first row.
pub(crate) fn query_one<T>(
    connection: &Connection,
    statement: &Statement<'_>,
    table: &'static Table,
    decode: impl FnOnce(&Row<'_>) -> Result<T, RusqliteError>,
) -> Result<Option<T>, RusqliteError> {
    let mut prepared = connection.prepare_cached(&statement.text)?;
    let mut rows = prepared.query(params_from_iter(&statement.params))?;
    let Some(first) = rows.next()? else { return Ok(None) };
    let value = decode(&Row::new(table, Cells::Stored(first)))?;
    // Only the step past the last row shows that the statement was done and not cut off.
    while rows.next()?.is_some() {}
    Ok(Some(value))
}

/// Runs a statement whose one row has one cell.
pub(crate) fn query_cell<T: FromSql>(
    connection: &Connection,
    statement: &Statement<'_>,
) -> Result<T, RusqliteError> {
    let mut prepared = connection.prepare_cached(&statement.text)?;
    Ok(prepared.query_row(params_from_iter(&statement.params), |row| row.get(0))?)
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

/// Runs a statement and decodes every row.
pub(crate) fn query_all<T>(
    connection: &Connection,
    statement: &Statement<'_>,
    table: &'static Table,
    decode: impl Fn(&Row<'_>) -> Result<T, RusqliteError>,
) -> Result<Vec<T>, RusqliteError> {
    let mut prepared = connection.prepare_cached(&statement.text)?;
    let mut rows = prepared.query(params_from_iter(&statement.params))?;
    let mut values = Vec::new();
    while let Some(row) = rows.next()? {
        values.push(decode(&Row::new(table, Cells::Stored(row)))?);
    }
    Ok(values)
}
