//! Holds the SQL of a view against the fields that the schema gives it.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::{error::RusqliteError, model::Table};

/// Checks that the SQL of a view gives one column for each of its fields.
///
/// # Errors
/// [`RusqliteError::Validation`] when it has another column, lacks one, or is no SQL that this file can run.
pub(super) fn check(connection: &Connection, view: &'static Table) -> Result<(), RusqliteError> {
    let broken = |rule: String| RusqliteError::rule(format!("view {}", view.model), rule);
    let name = view.name.replace('"', "\"\"");
    let prepared = connection.prepare(&format!("SELECT * FROM \"{name}\""));
    // The SQL is the schema's own, so that what SQLite says of it holds no value.
    let prepared = prepared.map_err(|error| broken(format!("its SQL does not run: {error}")))?;
    let given: Vec<&str> = prepared.column_names().collect();
    let declared: BTreeSet<&str> = view.columns.iter().map(|column| column.name).collect();
    // As a set: SQLite itself renames what stands there twice.
    if given.len() == declared.len() && given.iter().all(|name| declared.contains(name)) {
        return Ok(());
    }
    let declared = declared.into_iter().collect::<Vec<_>>();
    Err(broken(format!(
        "its SQL gives the columns {}; its fields need {}",
        given.join(", "),
        declared.join(", ")
    )))
}
