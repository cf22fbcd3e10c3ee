//! Which changes a live query is asked again for: those of the rows that it has or may get, where SQLite can tell; else those of
//! the columns that it reads.

use std::collections::HashSet;

use rusqlite::Connection;

use crate::{
    db::{self, Rows, Written},
    error::RusqliteError,
    model::{Columns, Table},
    query::{Comparison, Duplicates, Place, Predicate, Selection},
    runtime::RusqliteRuntime,
    sql,
    value::Value,
};

/// What a read looks at.
#[derive(Debug)]
pub(crate) enum Interest {
    /// Rows of one table.
    Rows(Box<Watched>),
    /// These columns of all rows of a table.
    Table(&'static str, Columns),
    /// More than is known.
    Anything,
}

/// The rows that a read gave, and those that it would give.
#[derive(Debug)]
pub(crate) struct Watched {
    table: &'static Table,
    /// The conditions of the rows, without their order and page.
    conditions: Selection,
    has: HashSet<i64>,
    /// The word for the table's rowid.
    rowid: &'static str,
}

impl Interest {
    /// Of a read that gives rows.
    pub(super) fn of_rows(
        connection: &Connection,
        table: &'static Table,
        selection: &Selection,
    ) -> Result<Self, RusqliteError> {
        let is_plain = selection.search.is_none()
            && selection.duplicates == Duplicates::Kept
            && selection.fields.is_empty()
            // A row that goes before the page moves all of it.
            && selection.offset.unwrap_or(0) == 0
            && !selection.is_related()
            && table.key.len() == 1;
        match db::rowid(connection, table.name)? {
            Some(rowid) if is_plain => {
                let conditions = Selection {
                    filters: selection.filters.clone(),
                    tombstones: selection.tombstones,
                    ..Selection::default()
                };
                Ok(Self::Rows(Box::new(Watched { table, conditions, has: HashSet::new(), rowid })))
            }
            rowid => Ok(Self::of_all(table, rowid, selection.looks_at(table))),
        }
    }

    /// Of a read that does not tell rows apart: a count, a page beside its count.
    pub(super) fn of_table(
        connection: &Connection,
        table: &'static Table,
        columns: Option<Columns>,
    ) -> Result<Self, RusqliteError> {
        Ok(Self::of_all(table, db::rowid(connection, table.name)?, columns))
    }

    /// A view has no rows of its own.
    fn of_all(table: &'static Table, rowid: Option<&str>, columns: Option<Columns>) -> Self {
        rowid.and(columns).map_or(Self::Anything, |columns| Self::Table(table.name, columns))
    }

    /// Whether it tells rows apart.
    pub(super) fn tells_rows(&self) -> bool {
        matches!(self, Self::Rows(_))
    }

    /// Says whether an answer may be another one after these changes.
    pub(super) fn is_met(&self, runtime: &RusqliteRuntime, changes: &Written) -> Result<bool, RusqliteError> {
        match self {
            Self::Anything => Ok(!changes.is_nothing()),
            Self::Table(table, looked_at) => {
                Ok(changes.of(table).is_some_and(|(_, written)| written.meet(*looked_at)))
            }
            Self::Rows(watched) => match changes.of(watched.table.name) {
                None => Ok(false),
                Some((Rows::Any, _)) => Ok(true),
                Some((Rows::Of(rowids), _)) => watched.is_met(runtime, rowids),
            },
        }
    }

    /// Notes the rows of an answer by their keys, in the state of the database that it is of.
    pub(super) fn has(&mut self, connection: &Connection, keys: &[Value]) -> Result<(), RusqliteError> {
        let Self::Rows(watched) = self else { return Ok(()) };
        let Watched { table, rowid, has, .. } = &mut **watched;
        db::every_row(connection, &sql::rowids(table, rowid, keys), table, &mut |row| {
            has.insert(row.get(0)?);
            Ok(())
        })
    }
}

impl Watched {
    /// Whether one of the rows is in the answer, or may be now.
    fn is_met(&self, runtime: &RusqliteRuntime, changed: &[i64]) -> Result<bool, RusqliteError> {
        if changed.iter().any(|rowid| self.has.contains(rowid)) {
            return Ok(true);
        }
        let rowids: Vec<Value> = changed.iter().map(|rowid| Value::Integer(*rowid)).collect();
        let any = sql::any_of_rows(self.table, &self.conditions, self.rowid, &rowids)?;
        runtime.reading(|connection| db::query_cell(connection, &any))
    }
}

/// The condition of the row with a key.
pub(in crate::delegate) fn of_key(table: &'static Table, key: &[Value]) -> Selection {
    let same = |(column, value): (_, &Value)| Predicate::Compare {
        place: Place::of(column),
        comparison: Comparison::Equal,
        value: value.clone(),
    };
    Selection { filters: table.key_columns().zip(key).map(same).collect(), ..Selection::default() }
}
