//! SELECT of one number about rows.

use super::{Param, Statement};
use crate::{
    error::RusqliteError,
    model::Table,
    query::{Duplicates, Selection},
    value::Value,
};

/// How many live rows a selection has.
pub(crate) fn count<'q>(
    table: &'static Table,
    selection: &'q Selection,
) -> Result<Statement<'q>, RusqliteError> {
    if selection.duplicates == Duplicates::Dropped {
        let mut statement = Statement::begin("SELECT count(*) FROM (SELECT ");
        statement.open(selection).shown(table, selection)?.rows_of(table, selection)?.push(")");
        return Ok(statement);
    }
    let mut statement = Statement::begin("SELECT count(*)");
    statement.open(selection).rows_of(table, selection)?;
    Ok(statement)
}

/// Whether a selection has any live row.
pub(crate) fn exists<'q>(
    table: &'static Table,
    selection: &'q Selection,
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = Statement::begin("SELECT EXISTS (SELECT 1");
    statement.open(selection).rows_of(table, selection)?.push(")");
    Ok(statement)
}

/// Whether one of the rows with these rowids is a live row of a selection without an order and a page.
pub(crate) fn any_of_rows<'q>(
    table: &'static Table,
    conditions: &'q Selection,
    rowid: &str,
    rowids: &'q [Value],
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = Statement::begin("SELECT EXISTS (SELECT 1 FROM (SELECT ");
    statement.push(rowid).push(" AS larder_row").open(conditions).rows_of(table, conditions)?;
    statement.push(") WHERE larder_row IN rarray(").bind(Param::Many(rowids)).push("))");
    Ok(statement)
}

/// The rowids of the rows with these keys, each of one value.
pub(crate) fn rowids<'q>(table: &'static Table, rowid: &str, keys: &'q [Value]) -> Statement<'q> {
    let mut statement = Statement::begin("SELECT ");
    statement.push(rowid).push(" FROM ").name(table.name).push(" WHERE ");
    statement.names(table.key_columns().map(|column| column.name));
    statement.push(" IN rarray(").bind(Param::Many(keys)).push(")");
    statement
}

/// Whether a table has more rows than so many.
pub(crate) fn has_more_than<'q>(table: &str, rows: u64) -> Statement<'q> {
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    let mut statement = Statement::begin("SELECT EXISTS (SELECT 1 FROM ");
    statement.name(table).push(" LIMIT 1 OFFSET ").bind(Param::Owned(Value::Integer(rows))).push(")");
    statement
}

/// Whether a table of the file has this name.
pub(crate) fn is_table<'q>(name: &str) -> Statement<'q> {
    let mut statement = Statement::begin("SELECT EXISTS (SELECT 1 FROM pragma_table_list(");
    statement.bind(Param::Owned(Value::Text(name.to_owned()))).push(") WHERE type = 'table')");
    statement
}
