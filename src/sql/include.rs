//! SELECT of the rows that are related to each of many others, whose keys are bound as one parameter a column.

use super::Statement;
use crate::{
    error::RusqliteError,
    model::Table,
    query::{Inclusion, Selection},
    value::Value,
};

/// The number of the row that a related one belongs to, from 1; with the next one the only names that it adds.
const OWNER: &str = "\"larder owner\"";
/// The place of a row among those of the same owner, from 1.
const PLACE: &str = "\"larder place\"";

/// The rows, each with the number of its owner after its columns, in the order of the selection. `keys` holds for each
/// column of the first relation the values of all owners.
pub(crate) fn include<'q>(
    inclusion: &'q Inclusion,
    keys: &'q [Vec<Value>],
) -> Result<Statement<'q>, RusqliteError> {
    let (target, selection) = (inclusion.relation.target, &inclusion.selection);
    let is_part = selection.limit.is_some() || selection.offset.is_some();
    let mut statement = Statement::begin("SELECT ");
    if is_part {
        statement.names(target.columns.iter().map(|column| column.name)).push(", ").push(OWNER);
        statement.push(" FROM (SELECT ");
    }
    statement.open_aliased(selection).columns(target).push(", p1.rowid");
    if is_part {
        statement.push(" AS ").push(OWNER).push(", row_number() OVER (PARTITION BY p1.rowid");
        statement.ordered(target, selection)?.push(") AS ").push(PLACE);
    }
    statement.keys_and_rows(inclusion, keys);
    statement.every(target, " WHERE ", &selection.filters)?;
    if is_part {
        statement.push(")").part(target, selection)?;
    } else {
        statement.ordered(target, selection)?;
    }
    Ok(statement)
}

impl Statement<'_> {
    /// Writes which of an owner's rows are taken, in their order.
    fn part(&mut self, table: &'static Table, selection: &Selection) -> Result<&mut Self, RusqliteError> {
        let passed_over = selection.offset.unwrap_or(0);
        self.push(" WHERE ").push(PLACE).push(" > ").rows(table, "offset", passed_over)?;
        if let Some(limit) = selection.limit {
            let last = limit.saturating_add(passed_over);
            self.push(" AND ").push(PLACE).push(" <= ").rows(table, "limit", last)?;
        }
        Ok(self.push(" ORDER BY ").push(OWNER).push(", ").push(PLACE))
    }
}
