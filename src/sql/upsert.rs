//! INSERT that becomes an UPDATE when the row is there.

use super::{Param, Statement, Values};
use crate::{
    error::RusqliteError,
    model::{Column, Table, Update},
    query::Meeting,
    value::Value,
};

/// Inserts `row`, or, where it meets a live row, sets its columns `given` to what `row` holds; returns the
/// row as it is then, and nothing where it meets a soft-deleted one.
pub(crate) fn upsert<'q>(
    table: &'static Table,
    row: &'q [Value],
    given: &[usize],
    meeting: &'q Meeting,
    now: &'q Value,
) -> Result<Statement<'q>, RusqliteError> {
    let target = &meeting.columns;
    let mut statement = Statement::begin("INSERT INTO ");
    statement.name(table.name).push(" (").columns(table).push(") VALUES (");
    statement.list(row, |statement, value| {
        statement.bind(Param::Borrowed(value));
    });
    statement.push(") ON CONFLICT (").names(target.iter().map(|column| column.name)).push(")");
    if let Some(condition) = &meeting.condition {
        statement.push(" WHERE ").values(Values::Written).predicate(table, condition)?.values(Values::Bound);
    }
    statement.push(" DO UPDATE SET ");

    // Setting the target to itself changes nothing, and gives the list of changes its first item.
    let first = target.first().map_or("", |column| column.name);
    statement.name(first).push(" = ").name(table.name).push(".").name(first);
    for position in upsert_sets(table, given, target) {
        let name = table.columns[position].name;
        statement.push(", ").name(name).push(" = excluded.").name(name);
    }
    statement.touch(table, now);
    if let Some(tombstone) = table.tombstone {
        statement.push(" WHERE ").name(table.name).push(".").name(tombstone).push(" IS NULL");
    }
    statement.returning(table);
    Ok(statement)
}

/// The columns of `given` that an upsert sets in a row that is there: not the key, not what it meets the row by.
pub(crate) fn upsert_sets<'t>(
    table: &'static Table,
    given: &'t [usize],
    target: &'t [&'static Column],
) -> impl Iterator<Item = usize> + 't {
    given.iter().copied().filter(move |position| {
        let column = &table.columns[*position];
        let is_key =
            table.key.contains(position) || target.iter().any(|target| std::ptr::eq(*target, column));
        column.update == Update::Free && !is_key
    })
}
