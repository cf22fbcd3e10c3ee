//! Runs a statement of the caller's own that reads.

use rusqlite::{Connection, params_from_iter};

use super::{Take, feed::note_own_read};
use crate::{
    error::{QueryError, RusqliteError},
    model::{FromRow, Row, RowColumns},
    sql::{self, Outline},
    value::Value,
};

/// Runs the statement and gives its rows as `T`.
pub(crate) fn query_as<T: FromRow>(
    connection: &Connection,
    text: &str,
    params: Result<Vec<Value>, QueryError>,
) -> Result<Vec<T>, RusqliteError> {
    note_own_read();
    let mut rows = Vec::new();
    read(connection, text, &params?, T::COLUMNS, &mut |row| {
        rows.push(T::from_row(row)?);
        Ok(())
    })?;
    Ok(rows)
}

/// Knows no type, so that its code is there once.
fn read(
    connection: &Connection,
    text: &str,
    params: &[Value],
    columns: RowColumns,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    match sql::outline(text) {
        Outline::Query => {}
        Outline::Other => return Err(QueryError::NotARead.into()),
        Outline::Several => return Err(QueryError::SeveralStatements.into()),
    }
    let mut prepared = connection.prepare_cached(text)?;
    if !prepared.readonly() {
        prepared.discard();
        return Err(QueryError::NotARead.into());
    }
    let (expected, found) = (prepared.parameter_count(), params.len());
    if expected != found {
        return Err(QueryError::ParameterCount { expected, found }.into());
    }
    let mut rows = prepared.query(params_from_iter(params))?;
    let mut places = None;
    while let Some(row) = rows.next()? {
        // The first step compiles the statement again when the schema has changed: only now its columns are those of the row.
        let places = match &places {
            Some(places) => places,
            None => places.insert(self::places(columns, row.as_ref())?),
        };
        take(&Row::of_query(row, places))?;
    }
    drop(rows);
    // Without rows there are columns as well.
    if places.is_none() {
        self::places(columns, &prepared)?;
    }
    Ok(())
}

/// Gives where the columns of a row stand in what the statement gives.
#[inline(never)]
fn places(columns: RowColumns, statement: &rusqlite::Statement<'_>) -> Result<Vec<usize>, QueryError> {
    columns.places(&statement.column_names().collect::<Vec<_>>())
}
