//! Asks SQLite how it runs a statement.

use rusqlite::Connection;

use crate::{
    error::RusqliteError,
    query::{PlanStep, QueryPlan},
    sql::Statement,
};

/// A line of a plan: its number, that of the line above it, its words.
struct Line {
    id: i64,
    parent: i64,
    detail: String,
}

/// Gives the plan of a statement, which does not run. What the statement does not bind is NULL: its plan is the same
/// for every value (`SQLITE_DBCONFIG_ENABLE_QPSG`).
pub(crate) fn explain(
    connection: &Connection,
    statement: &Statement<'_>,
) -> Result<QueryPlan, RusqliteError> {
    let mut prepared = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", statement.text))?;
    for (at, param) in statement.bound().enumerate() {
        prepared.raw_bind_parameter(at + 1, param)?;
    }
    let mut rows = prepared.raw_query();
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(Line { id: row.get(0)?, parent: row.get(1)?, detail: row.get(3)? });
    }
    Ok(QueryPlan { steps: below(0, &lines, &statement.aliases()) })
}

/// A line stands above those that it consists of, so that no line is its own.
fn below(parent: i64, lines: &[Line], aliases: &[(&str, String)]) -> Vec<PlanStep> {
    lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.parent == parent)
        .map(|(at, line)| PlanStep::new(&line.detail, aliases, below(line.id, &lines[at + 1..], aliases)))
        .collect()
}
