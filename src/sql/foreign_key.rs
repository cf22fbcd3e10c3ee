//! Questions about foreign keys, for the error that names the one in the way. SQLite's own error names none.

use super::{Param, Statement};
use crate::{
    error::RusqliteError,
    model::{Column, Table},
    query::Selection,
    value::Value,
};

/// A foreign key as the file has it. Our tables and the user's own may have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredKey {
    pub(crate) table: String,
    pub(crate) columns: Vec<String>,
    pub(crate) references_table: String,
    pub(crate) references_columns: Vec<String>,
    pub(crate) on_delete: KeyAction,
    pub(crate) on_update: KeyAction,
}

impl StoredKey {
    /// The error that the key does not hold.
    pub(crate) fn violation(&self) -> RusqliteError {
        RusqliteError::ForeignKeyViolation {
            table: self.table.clone(),
            columns: self.columns.clone(),
            references_table: self.references_table.clone(),
            references_columns: self.references_columns.clone(),
        }
    }
}

/// What happens to the row with the key when the row that it names goes or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyAction {
    NoAction,
    Restrict,
    SetNull,
    SetDefault,
    Cascade,
}

/// The rows of a table that a statement writes.
#[derive(Debug)]
pub(crate) enum Rows<'q> {
    /// Those with these values in these columns.
    With(Vec<(&'static str, &'q Value)>),
    /// The live rows of a selection.
    Selected(&'q Selection),
    /// Those that were soft-deleted before this time.
    Expired(&'static str, &'q Value),
}

impl<'q> Rows<'q> {
    /// The row with this key.
    pub(crate) fn keyed(table: &'static Table, key: &'q [Value]) -> Self {
        Self::With(table.key_columns().map(|column| column.name).zip(key).collect())
    }
}

/// What a column of a written row holds after the write.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Written<'q> {
    /// This value.
    Value(&'q Value),
    /// What it held before.
    Kept,
}

/// Every row that a statement reaches, by the actions of the keys too. A place stands for the rows of one table to
/// which the same happens; place 0 is for the rows that the statement itself writes.
#[derive(Debug)]
pub(crate) struct Reach<'k> {
    /// How each place's table calls its rowid.
    pub(crate) rowids: Vec<&'static str>,
    pub(crate) steps: Vec<Step<'k>>,
}

/// The rows of place `from` reach those that name them by `key`: they are of place `to`.
#[derive(Debug)]
pub(crate) struct Step<'k> {
    pub(crate) from: usize,
    pub(crate) key: &'k StoredKey,
    pub(crate) to: usize,
}

/// A key that may keep the rows of place `at`.
#[derive(Debug)]
pub(crate) struct Tie<'k> {
    pub(crate) at: usize,
    pub(crate) key: &'k StoredKey,
    /// The place of the rows with the key that go themselves, which keep nothing.
    pub(crate) but: Option<usize>,
}

/// No table of a schema has such a name.
const REACHED: &str = "larder: reached";

/// Whether a row names one of the reached rows of a place.
pub(crate) fn is_tied<'q>(
    table: &'static Table,
    rows: &'q Rows<'q>,
    reach: &Reach<'_>,
    tie: &Tie<'_>,
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = Statement::begin("WITH RECURSIVE ");
    statement.name(REACHED).push(" (place, line) AS (SELECT 0, ").push(reach.rowids[0]);
    statement.push(" FROM ").name(table.name).chosen(table, rows)?;
    for Step { from, key, to } in &reach.steps {
        let (place, rowid) = (to.to_string(), reach.rowids[*to]);
        statement.push(" UNION SELECT ").push(&place).push(", child.").push(rowid).naming(reach, *from, key);
    }
    statement.push(") SELECT EXISTS (SELECT 1").naming(reach, tie.at, tie.key);
    if let Some(but) = tie.but {
        statement.push(" AND (").push(&but.to_string()).push(", child.").push(reach.rowids[but]);
        statement.push(") NOT IN (SELECT place, line FROM ").name(REACHED).push(")");
    }
    statement.push(")");
    Ok(statement)
}

/// Whether one of the rows would, as written, name by `key` a row that is not there.
pub(crate) fn names_nothing<'q>(
    table: &'static Table,
    rows: &'q Rows<'q>,
    key: &StoredKey,
    written: &[Written<'q>],
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = Statement::begin("SELECT EXISTS (SELECT 1 FROM ");
    statement.name(table.name).push(" AS child").chosen(table, rows)?;
    for (column, written) in key.columns.iter().zip(written) {
        statement.push(" AND ").written(column, *written).push(" IS NOT NULL");
    }
    statement.push(" AND NOT ").named(key, written).push(")");
    Ok(statement)
}

/// Whether there is one of the rows.
pub(crate) fn any<'q>(table: &'static Table, rows: &'q Rows<'q>) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = Statement::begin("SELECT EXISTS (SELECT 1 FROM ");
    statement.name(table.name).chosen(table, rows)?.push(")");
    Ok(statement)
}

/// Whether one of the rows holds another value in this column.
pub(crate) fn differs<'q>(
    table: &'static Table,
    rows: &'q Rows<'q>,
    column: &Column,
    value: &'q Value,
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = Statement::begin("SELECT EXISTS (SELECT 1 FROM ");
    statement.name(table.name).chosen(table, rows)?;
    statement.push(" AND ").name(column.name).push(" IS NOT ").bind(Param::Borrowed(value)).push(")");
    Ok(statement)
}

/// Whether a row that another names is there: `written` holds a value for each column of the key.
pub(crate) fn is_there<'q>(key: &StoredKey, written: &[Written<'q>]) -> Statement<'q> {
    let mut statement = Statement::begin("SELECT ");
    statement.named(key, written);
    statement
}

impl<'q> Statement<'q> {
    /// Writes ` WHERE ...` for the rows; more may follow after `AND`.
    fn chosen(&mut self, table: &'static Table, rows: &'q Rows<'q>) -> Result<&mut Self, RusqliteError> {
        match rows {
            Rows::With(cells) => {
                self.push(" WHERE TRUE");
                for (column, value) in cells {
                    self.push(" AND ").name(column).push(" = ").bind(Param::Borrowed(value));
                }
            }
            Rows::Selected(selection) if table.tombstone.is_none() && selection.filters.is_empty() => {
                self.push(" WHERE TRUE");
            }
            Rows::Selected(selection) => {
                self.filtered(table, selection)?;
            }
            Rows::Expired(column, before) => {
                self.push(" WHERE ").name(column).push(" < ").bind(Param::Borrowed(before));
            }
        }
        Ok(self)
    }

    /// Writes ` FROM .. WHERE ..` for the rows, called `child`, that name the reached rows of a place. The
    /// collation of what is named decides, as it does in SQLite, so that it stands on the left.
    fn naming(&mut self, reach: &Reach<'_>, place: usize, key: &StoredKey) -> &mut Self {
        self.push(" FROM ").name(REACHED).push(" AS reached JOIN ").name(&key.references_table);
        self.push(" AS parent ON parent.").push(reach.rowids[place]).push(" = reached.line JOIN ");
        self.name(&key.table).push(" AS child ON TRUE");
        for (column, named) in key.columns.iter().zip(&key.references_columns) {
            self.push(" AND parent.").name(named).push(" = child.").name(column);
        }
        self.push(" WHERE reached.place = ").push(&place.to_string())
    }

    /// Writes `EXISTS (..)` for the row that is named.
    fn named(&mut self, key: &StoredKey, written: &[Written<'q>]) -> &mut Self {
        self.push("EXISTS (SELECT 1 FROM ").name(&key.references_table).push(" AS parent WHERE TRUE");
        for ((column, named), written) in key.columns.iter().zip(&key.references_columns).zip(written) {
            self.push(" AND parent.").name(named).push(" = ").written(column, *written);
        }
        self.push(")")
    }

    fn written(&mut self, column: &str, written: Written<'q>) -> &mut Self {
        match written {
            Written::Value(value) => self.bind(Param::Borrowed(value)),
            Written::Kept => self.push("child.").name(column),
        }
    }
}
