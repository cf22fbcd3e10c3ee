//! Names the foreign key that stopped a write: SQLite says only that one did. Asked on the error path, when the file
//! is again as it was before the statement.

use rusqlite::Connection;

use crate::{
    db,
    error::RusqliteError,
    model::{Column, Table},
    sql::{self, KeyAction, Reach, Rows, Step, StoredKey, Tie, Written},
    value::Value,
};

/// What a statement was to do.
pub(super) enum Write<'w> {
    /// Add a row with these values.
    Insert(&'w [Value]),
    /// Set these columns, by their positions, in these rows.
    Update(Vec<(usize, &'w Value)>, Rows<'w>),
    /// Take these rows away.
    Delete(Rows<'w>),
}

/// The columns of `changes` in these rows.
pub(super) fn update<'w>(changes: &'w [(usize, Value)], rows: Rows<'w>) -> Write<'w> {
    Write::Update(changes.iter().map(|(at, value)| (*at, value)).collect(), rows)
}

/// Gives the error as it is, or the violation with the key's tables and columns.
pub(super) fn name(
    connection: &Connection,
    table: &'static Table,
    error: RusqliteError,
    write: &Write<'_>,
) -> RusqliteError {
    if !matches!(error, RusqliteError::ForeignKeyViolation { .. }) {
        return error;
    }
    match in_the_way(connection, table, write) {
        Ok(Some(key)) => key.violation(),
        Ok(None) | Err(_) => RusqliteError::untraced_foreign_key(table.name),
    }
}

/// In the order in which SQLite gives up: RESTRICT at once; then the row's own keys; then those of other rows, of which
/// one with SET DEFAULT is in the way only when its default names nothing.
fn in_the_way(
    connection: &Connection,
    table: &'static Table,
    write: &Write<'_>,
) -> Result<Option<StoredKey>, RusqliteError> {
    let keys = db::foreign_keys(connection)?;
    let reached = match write {
        Write::Insert(_) => None,
        Write::Update(changes, rows) => {
            let change = Change::Set(differing(connection, table, changes, rows)?);
            Some((reach(connection, &keys, table, change)?, rows))
        }
        Write::Delete(rows) => Some((reach(connection, &keys, table, Change::Removed)?, rows)),
    };
    let tied = |action: KeyAction| -> Result<Option<&StoredKey>, RusqliteError> {
        let Some(((reach, ties), rows)) = &reached else { return Ok(None) };
        for (_, tie) in ties.iter().filter(|(acts, _)| *acts == action) {
            if db::query_cell(connection, &sql::is_tied(table, rows, reach, tie)?)? {
                return Ok(Some(tie.key));
            }
        }
        Ok(None)
    };

    for action in [KeyAction::Restrict, KeyAction::NoAction, KeyAction::SetDefault] {
        let mut found = tied(action)?;
        if found.is_none() && action == KeyAction::Restrict {
            found = own(connection, table, &keys, write)?;
        }
        if found.is_some() {
            return Ok(found.cloned());
        }
    }
    Ok(None)
}

/// Gives the columns in which one of the rows changes.
fn differing(
    connection: &Connection,
    table: &'static Table,
    changes: &[(usize, &Value)],
    rows: &Rows<'_>,
) -> Result<Vec<String>, RusqliteError> {
    let mut names = Vec::new();
    for (at, value) in changes {
        let column = &table.columns[*at];
        if db::query_cell(connection, &sql::differs(table, rows, column, value)?)? {
            names.push(column.name.to_owned());
        }
    }
    Ok(names)
}

/// Finds the key of the table itself that would name nothing.
fn own<'k>(
    connection: &Connection,
    table: &'static Table,
    keys: &'k [StoredKey],
    write: &Write<'_>,
) -> Result<Option<&'k StoredKey>, RusqliteError> {
    for key in keys.iter().filter(|key| key.table.eq_ignore_ascii_case(table.name)) {
        let names_nothing = match write {
            Write::Insert(row) => {
                let after = written(table, &key.columns, &|at| Some(&row[at]));
                let names =
                    |cell: &Written<'_>| matches!(cell, Written::Value(value) if **value != Value::Null);
                after.iter().all(names) && !names_itself(table, key, row) && {
                    let is_there: bool = db::query_cell(connection, &sql::is_there(key, &after))?;
                    !is_there
                }
            }
            Write::Update(changes, rows) => {
                let set = |at| changes.iter().find(|(position, _)| *position == at).map(|(_, value)| *value);
                let after = written(table, &key.columns, &set);
                let is_set = after.iter().any(|cell| matches!(cell, Written::Value(_)));
                is_set && db::query_cell(connection, &sql::names_nothing(table, rows, key, &after)?)?
            }
            Write::Delete(_) => false,
        };
        if names_nothing {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

/// Gives what the columns of a key hold after the write.
fn written<'w>(
    table: &'static Table,
    columns: &[String],
    value: &dyn Fn(usize) -> Option<&'w Value>,
) -> Vec<Written<'w>> {
    let cell = |name: &String| position(table, name).and_then(value).map_or(Written::Kept, Written::Value);
    columns.iter().map(cell).collect()
}

fn names_itself(table: &'static Table, key: &StoredKey, row: &[Value]) -> bool {
    let same = |(own, named): (&String, &String)| {
        let (own, named) = (position(table, own), position(table, named));
        own.zip(named).is_some_and(|(own, named)| row[own] == row[named])
    };
    key.references_table.eq_ignore_ascii_case(table.name)
        && key.columns.iter().zip(&key.references_columns).all(same)
}

fn position(table: &'static Table, name: &str) -> Option<usize> {
    let is = |column: &Column| column.name.eq_ignore_ascii_case(name);
    table.columns.iter().position(is)
}

/// What happens to a row.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    /// It goes.
    Removed,
    /// These columns change.
    Set(Vec<String>),
}

/// The keys that could keep what is reached, each with what it does.
type Ties<'k> = Vec<(KeyAction, Tie<'k>)>;

/// Follows the actions of the keys from the rows that are written. A key is followed once from each place, so that
/// a circle of keys comes to its end.
fn reach<'k>(
    connection: &Connection,
    keys: &'k [StoredKey],
    table: &'static Table,
    change: Change,
) -> Result<(Reach<'k>, Ties<'k>), RusqliteError> {
    let mut places: Vec<(&str, Change)> = vec![(table.name, change)];
    let mut reach =
        Reach { rowids: vec![db::rowid(connection, table.name)?.unwrap_or("rowid")], steps: Vec::new() };
    let mut ties = Vec::new();
    let mut from = 0;
    while from < places.len() {
        let (parent, change) = places[from].clone();
        for key in keys.iter().filter(|key| key.references_table.eq_ignore_ascii_case(parent)) {
            let Some(action) = acts(key, &change) else { continue };
            if matches!(action, KeyAction::Restrict | KeyAction::NoAction | KeyAction::SetDefault) {
                ties.push((action, Tie { at: from, key, but: None }));
            }
            let Some(next) = does(action, key, &change) else { continue };
            let known = places
                .iter()
                .position(|(table, change)| table.eq_ignore_ascii_case(&key.table) && *change == next);
            let to = match (known, db::rowid(connection, &key.table)?) {
                (Some(to), _) => to,
                (None, None) => continue,
                (None, Some(rowid)) => {
                    places.push((&key.table, next));
                    reach.rowids.push(rowid);
                    places.len() - 1
                }
            };
            reach.steps.push(Step { from, key, to });
        }
        from += 1;
    }
    for (_, tie) in ties.iter_mut().filter(|(action, _)| *action == KeyAction::NoAction) {
        tie.but = places.iter().position(|(table, change)| {
            table.eq_ignore_ascii_case(&tie.key.table) && *change == Change::Removed
        });
    }
    Ok((reach, ties))
}

/// Gives the action of the key, when it has to do with the change.
fn acts(key: &StoredKey, change: &Change) -> Option<KeyAction> {
    match change {
        Change::Removed => Some(key.on_delete),
        Change::Set(columns) => {
            let is_named = |column: &String| {
                key.references_columns.iter().any(|named| named.eq_ignore_ascii_case(column))
            };
            columns.iter().any(is_named).then_some(key.on_update)
        }
    }
}

/// Gives what the action does to the row that has the key.
fn does(action: KeyAction, key: &StoredKey, change: &Change) -> Option<Change> {
    match (action, change) {
        (KeyAction::Restrict | KeyAction::NoAction, _) => None,
        (KeyAction::Cascade, Change::Removed) => Some(Change::Removed),
        (KeyAction::Cascade, Change::Set(_)) | (KeyAction::SetNull | KeyAction::SetDefault, _) => {
            Some(Change::Set(key.columns.clone()))
        }
    }
}
