//! Which changes a live query is asked again for: those of the rows that it has or may get, where SQLite can tell; else those of
//! the tables that it reads.

use std::collections::HashSet;

use rusqlite::Connection;

use crate::{
    db::{self, Rows, Written},
    error::RusqliteError,
    model::Table,
    query::{Comparison, Duplicates, Inclusion, Place, Predicate, Selection},
    runtime::RusqliteRuntime,
    sql,
    value::Value,
};

/// What a live query looks at.
pub(super) enum Interest {
    /// Rows of one table.
    Rows(Box<Watched>),
    /// All rows of these tables.
    Tables(Vec<&'static str>),
    /// More than is known.
    Anything,
}

/// The rows that a live query has, and those that it may get.
pub(super) struct Watched {
    table: &'static Table,
    /// The conditions of the rows, without their order and page.
    conditions: Selection,
    has: HashSet<i64>,
    /// The word for the table's rowid; unknown before the first answer.
    rowid: Option<&'static str>,
}

impl Interest {
    /// Of a query for rows and what comes along with them.
    pub(super) fn of_rows(table: &'static Table, selection: &Selection, included: &[&Inclusion]) -> Self {
        let is_plain = selection.search.is_none() && selection.duplicates == Duplicates::Kept;
        if !included.is_empty() || !is_plain || selection.is_related() || table.key.len() != 1 {
            return Self::of_tables(table, selection, included);
        }
        let conditions = Selection {
            filters: selection.filters.clone(),
            tombstones: selection.tombstones,
            ..Selection::default()
        };
        Self::Rows(Box::new(Watched { table, conditions, has: HashSet::new(), rowid: None }))
    }

    /// Of a query whose rows are not known: a count, or a page beside its count.
    pub(super) fn of_tables(table: &'static Table, selection: &Selection, included: &[&Inclusion]) -> Self {
        if selection.is_related() || included.iter().any(|inclusion| inclusion.selection.is_related()) {
            return Self::Anything;
        }
        let related = included.iter().map(|inclusion| inclusion.relation.target.name);
        Self::Tables(std::iter::once(table.name).chain(related).collect())
    }

    /// Of the row with a key.
    pub(super) fn of_key(table: &'static Table, key: &[Value], included: &[&Inclusion]) -> Self {
        let same = |(column, value): (_, &Value)| Predicate::Compare {
            place: Place::of(column),
            comparison: Comparison::Equal,
            value: value.clone(),
        };
        let filters = table.key_columns().zip(key).map(same).collect();
        Self::of_rows(table, &Selection { filters, ..Selection::default() }, included)
    }

    /// Says whether an answer may be another one after these changes.
    pub(super) fn is_met(&self, runtime: &RusqliteRuntime, changes: &Written) -> Result<bool, RusqliteError> {
        match self {
            Self::Anything => Ok(!changes.is_nothing()),
            Self::Tables(tables) => Ok(tables.iter().any(|table| changes.of(table).is_some())),
            Self::Rows(watched) => match changes.of(watched.table.name) {
                None => Ok(false),
                Some(Rows::Any) => Ok(true),
                Some(Rows::Of(rowids)) => watched.is_met(runtime, rowids),
            },
        }
    }

    /// Notes the rows of an answer by their keys, in the state of the database that it is of.
    pub(super) fn note(&mut self, connection: &Connection, keys: &[Vec<Value>]) -> Result<(), RusqliteError> {
        let Self::Rows(watched) = self else { return Ok(()) };
        if !watched.note(connection, keys)? {
            *self = Self::Anything;
        }
        Ok(())
    }
}

impl Watched {
    /// Whether one of the rows is in the answer, or may be now.
    fn is_met(&self, runtime: &RusqliteRuntime, changed: &[i64]) -> Result<bool, RusqliteError> {
        let Some(word) = self.rowid else { return Ok(true) };
        if changed.iter().any(|rowid| self.has.contains(rowid)) {
            return Ok(true);
        }
        let rowids: Vec<Value> = changed.iter().map(|rowid| Value::Integer(*rowid)).collect();
        let any = sql::any_of_rows(self.table, &self.conditions, word, &rowids)?;
        runtime.reading(|connection| db::query_cell(connection, &any))
    }

    /// Says whether the rows can be told apart; those of a view cannot.
    fn note(&mut self, connection: &Connection, keys: &[Vec<Value>]) -> Result<bool, RusqliteError> {
        if self.rowid.is_none() {
            self.rowid = db::rowid(connection, self.table.name)?;
        }
        let Some(word) = self.rowid else { return Ok(false) };
        let keys: Vec<Value> = keys.iter().flatten().cloned().collect();
        self.has.clear();
        db::every_row(connection, &sql::rowids(self.table, word, &keys), self.table, &mut |row| {
            self.has.insert(row.get(0)?);
            Ok(())
        })?;
        Ok(true)
    }
}
