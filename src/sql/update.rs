//! UPDATE of a row by its key, and of the rows of a selection.

use super::{Param, Statement};
use crate::{
    error::RusqliteError,
    model::{Changes, Columns, Table, Update},
    query::Selection,
    value::Value,
};

/// The live row with this key, at this version when one is given; returns the row as it is then.
pub(crate) fn update<'q>(
    changes: &'q Changes,
    now: &'q Value,
    key: &'q [Value],
    version: Option<&'q Value>,
) -> Statement<'q> {
    let table = changes.table;
    let mut statement = set(changes, now);
    statement.push(" WHERE ").key(table, key).and_live(table);
    if let (Some(column), Some(version)) = (table.version, version) {
        statement.push(" AND ").assign(&table.columns[column], Param::Borrowed(version));
    }
    statement.returning(table);
    statement
}

/// The live rows of a selection.
pub(crate) fn update_many<'q>(
    changes: &'q Changes,
    now: &'q Value,
    selection: &'q Selection,
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = set(changes, now);
    statement.filtered(changes.table, selection)?;
    Ok(statement)
}

fn set<'q>(changes: &'q Changes, now: &'q Value) -> Statement<'q> {
    let table = changes.table;
    let mut statement = Statement::begin("UPDATE ");
    statement.sets = Some(Columns::none(table));
    statement.name(table.name).push(" SET ");
    statement.list(&changes.set, |statement, (position, value)| {
        statement.sets_at(*position).assign(&table.columns[*position], Param::Borrowed(value));
    });
    statement.touch(table, now);
    statement
}

impl<'q> Statement<'q> {
    /// Writes what every update of a row does besides: `@updatedAt` and `@version`, each after a comma.
    pub(super) fn touch(&mut self, table: &'static Table, now: &'q Value) -> &mut Self {
        for (position, column) in table.columns.iter().enumerate() {
            match column.update {
                Update::Now => {
                    self.sets_at(position).push(", ").assign(column, Param::Borrowed(now));
                }
                Update::Increment => {
                    self.sets_at(position)
                        .push(", ")
                        .name(column.name)
                        .push(" = ")
                        .name(table.name)
                        .push(".")
                        .name(column.name)
                        .push(" + 1");
                }
                Update::Free | Update::Never => {}
            }
        }
        self
    }

    /// Notes what it sets, where it is one of which that is known.
    fn sets_at(&mut self, position: usize) -> &mut Self {
        self.sets = self.sets.map(|sets| sets.and_at(position));
        self
    }
}
