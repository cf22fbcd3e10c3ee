//! INSERT of one row.

use super::{Param, Statement};
use crate::{model::Table, value::Value};

/// One row with a value for every column that the model shows.
pub(crate) fn insert<'q>(table: &'static Table, row: &'q [Value]) -> Statement<'q> {
    let text = table.fixed.insert.get_or_init(|| places(table).into_text());
    Statement::fixed(text, row.iter().map(Param::Borrowed).collect())
}

/// The same without a value in the column that SQLite numbers; returns the number.
pub(crate) fn insert_numbered<'q>(table: &'static Table, row: &'q [Value], at: usize) -> Statement<'q> {
    let text = table.fixed.insert_numbered.get_or_init(|| {
        let mut statement = places(table);
        statement.push(" RETURNING ").name(table.columns[at].name);
        statement.into_text()
    });
    Statement::fixed(text, row.iter().map(Param::Borrowed).collect())
}

fn places(table: &'static Table) -> Statement<'static> {
    let mut statement = Statement::begin("INSERT INTO ");
    statement.name(table.name).push(" (").columns(table).push(") VALUES (");
    statement.list(table.columns, |statement, _| {
        statement.push("?");
    });
    statement.push(")");
    statement
}
