//! Makes what a schema declares and a file lacks, in one transaction, and writes nothing when nothing lacks.

use std::collections::HashSet;

use rusqlite::Connection;

use super::view;
use crate::{
    db,
    error::RusqliteError,
    model::{SchemaDescriptor, SchemaObject, Table},
};

/// Creates every table and index of the schema that is not there; safe to call at each start.
///
/// # Errors
/// [`RusqliteError::SchemaDiffers`] when a table that is there lacks a column of the schema.
pub(crate) fn bootstrap(
    connection: &Connection,
    schema: &'static SchemaDescriptor,
) -> Result<(), RusqliteError> {
    if missing(connection, schema)?.is_empty() {
        return check(connection, schema);
    }
    db::immediate(connection, |transaction| create(transaction.connection(), schema))
}

/// What is there is checked first, so that a file of another shape is left as it is. Another process may have
/// made a part of what was missing since, so that is looked up again.
fn create(connection: &Connection, schema: &'static SchemaDescriptor) -> Result<(), RusqliteError> {
    check(connection, schema)?;
    for object in missing(connection, schema)? {
        connection.execute_batch(object.sql)?;
        connection.execute_batch(object.fill)?;
    }
    schema.views.iter().try_for_each(|view| view::check(connection, view))
}

fn missing(
    connection: &Connection,
    schema: &'static SchemaDescriptor,
) -> Result<Vec<&'static SchemaObject>, RusqliteError> {
    let mut present = connection.prepare("SELECT name FROM sqlite_schema")?;
    let present: HashSet<String> = present.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(schema.objects.iter().filter(|object| !present.contains(object.name)).collect())
}

fn check(connection: &Connection, schema: &'static SchemaDescriptor) -> Result<(), RusqliteError> {
    schema.tables.iter().try_for_each(|table| check_table(connection, table))
}

/// Compares the columns of a table that is there; one that is not differs in nothing.
fn check_table(connection: &Connection, table: &'static Table) -> Result<(), RusqliteError> {
    let mut present = connection.prepare("SELECT name FROM pragma_table_info(?)")?;
    let present: HashSet<String> =
        present.query_map([table.name], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let declared = table.columns.iter().map(|column| column.name).chain(table.tombstone);
    let lacking: Vec<&str> = declared.filter(|name| !present.contains(*name)).collect();
    if present.is_empty() || lacking.is_empty() {
        return Ok(());
    }
    Err(RusqliteError::SchemaDiffers {
        table: table.name.to_owned(),
        difference: format!("it lacks {}", lacking.join(", ")),
    })
}
