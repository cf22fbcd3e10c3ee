//! Completes and checks what is about to be written: defaults, versions, times, required fields, validators.

use rusqlite::Connection;
use uuid::Uuid;

use crate::{
    db,
    error::RusqliteError,
    model::{Changes, Column, DefaultValue, NewRow, Table, Update},
    query::Selection,
    sql,
    value::{FieldValue, Value, ValueError, new_cuid, now},
};

/// Gives the instant of this write, as it is stored.
pub(super) fn instant(table: &'static Table) -> Result<Value, RusqliteError> {
    now().into_stored().map_err(|source| RusqliteError::InvalidValue {
        model: table.model,
        field: "now()",
        source,
    })
}

/// Fills what the input of a create left out and checks every value; null only where the rowid will be.
pub(super) fn complete(row: NewRow, now: &Value) -> Result<Vec<Value>, RusqliteError> {
    let table = row.table;
    table
        .columns
        .iter()
        .zip(row.cells)
        .map(|(column, cell)| {
            let value = match cell {
                Some(value) => value,
                None => missing(table, column, now)?,
            };
            validate(table, column, &value)?;
            Ok(value)
        })
        .collect()
}

/// Checks the values of an update, which must set something.
pub(super) fn check(changes: &Changes) -> Result<(), RusqliteError> {
    let table = changes.table;
    if changes.set.is_empty() {
        return Err(RusqliteError::rule(
            format!("{}.update", table.model),
            "the input sets no field; an update must change something",
        ));
    }
    changes.set.iter().try_for_each(|(position, value)| validate(table, &table.columns[*position], value))
}

/// Refuses to write every row of a table because a filter was forgotten.
pub(super) fn require_filter(
    table: &'static Table,
    verb: &str,
    selection: &Selection,
) -> Result<(), RusqliteError> {
    if selection.filters.is_empty() {
        return Err(RusqliteError::rule(
            format!("{}.{verb}", table.model),
            "needs a filter; FilterExpr::all([]) asks for every row",
        ));
    }
    Ok(())
}

fn missing(table: &'static Table, column: &'static Column, now: &Value) -> Result<Value, RusqliteError> {
    match column.update {
        Update::Increment => return Ok(Value::Integer(1)),
        Update::Now => return Ok(now.clone()),
        Update::Free | Update::Never => {}
    }
    let invalid = |source| RusqliteError::InvalidValue { model: table.model, field: column.field, source };
    match column.default {
        Some(DefaultValue::Now) => Ok(now.clone()),
        Some(DefaultValue::Uuid) => Uuid::now_v7().into_stored().map_err(invalid),
        Some(DefaultValue::Cuid) => new_cuid().map(Value::Text).map_err(invalid),
        Some(DefaultValue::AutoIncrement) => Ok(Value::Null),
        Some(DefaultValue::Elsewhere(words)) => Err(invalid(ValueError::new(
            "value",
            format!("the device cannot make its default, {words}: give the field a value"),
        ))),
        Some(literal) => Ok(literal.literal().unwrap_or(Value::Null)),
        None if column.nullable => Ok(Value::Null),
        None => Err(RusqliteError::rule(format!("{}.{}", table.model, column.field), "a value is required")),
    }
}

fn validate(table: &'static Table, column: &'static Column, value: &Value) -> Result<(), RusqliteError> {
    column
        .validators
        .iter()
        .try_for_each(|rule| rule.check(value))
        .map_err(|rule| RusqliteError::rule(format!("{}.{}", table.model, column.field), rule))
}

/// Gives the values of a whole row with their positions.
pub(super) fn placed(row: &[Value]) -> Vec<(usize, Value)> {
    row.iter().cloned().enumerate().collect()
}

/// Names the table and the columns of a foreign key that did not hold: SQLite itself names neither.
pub(super) fn name_foreign_key(
    connection: &Connection,
    table: &'static Table,
    error: RusqliteError,
    values: &[(usize, Value)],
) -> RusqliteError {
    if !matches!(error, RusqliteError::ForeignKeyViolation { .. }) {
        return error;
    }
    let broken = table.foreign_keys.iter().find(|key| {
        let held: Option<Vec<&Value>> = key
            .columns
            .iter()
            .map(|at| values.iter().find(|(position, _)| position == at).map(|(_, value)| value))
            .collect();
        held.is_some_and(|held| names_nothing(connection, key.table, key.references, &held))
    });
    let columns =
        broken.map_or(&[][..], |key| key.columns).iter().map(|&at| table.columns[at].name.to_owned());
    RusqliteError::ForeignKeyViolation { table: table.name.to_owned(), columns: columns.collect() }
}

fn names_nothing(connection: &Connection, table: &str, columns: &[&str], values: &[&Value]) -> bool {
    if values.contains(&&Value::Null) {
        return false;
    }
    matches!(db::query_cell(connection, &sql::is_named(table, columns, values)), Ok(false))
}
