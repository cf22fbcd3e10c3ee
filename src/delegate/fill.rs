//! Completes and checks what is about to be written: defaults, versions, times, required fields, validators.

use uuid::Uuid;

use crate::{
    error::RusqliteError,
    model::{Changes, Column, DefaultValue, NewRow, Table, Update},
    query::Selection,
    value::{FieldValue, Value, ValueError, new_cuid, now},
};

/// Gives the instant of this write, as it is stored; null for a table that keeps no time.
pub(super) fn instant(table: &'static Table) -> Result<Value, RusqliteError> {
    let tells =
        |column: &Column| column.update == Update::Now || matches!(column.default, Some(DefaultValue::Now));
    if table.tombstone.is_none() && !table.columns.iter().any(tells) {
        return Ok(Value::Null);
    }
    now().into_stored().map_err(|source| RusqliteError::InvalidValue {
        model: table.model,
        field: "now()",
        source,
    })
}

/// Fills what the input of a create left out and checks every value; null only where the rowid will be.
pub(super) fn complete(row: NewRow, now: &Value) -> Result<Vec<Value>, RusqliteError> {
    let NewRow { table, mut cells } = row;
    for (column, cell) in table.columns.iter().zip(&mut cells) {
        let value = match cell.take() {
            Some(value) => value,
            None => missing(table, column, now)?,
        };
        validate(table, column, &value)?;
        *cell = Some(value);
    }
    // Where the cells are: it takes no further list.
    Ok(cells.into_iter().map(|cell| cell.unwrap_or(Value::Null)).collect())
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
