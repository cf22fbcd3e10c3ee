//! What is noted of the reads that a live query makes: each verb that reads says here which rows it looks at. Nobody listens
//! outside of a live query.

use std::cell::{Cell, RefCell};

use rusqlite::Connection;

use super::interest::Interest;
use crate::{
    db,
    delegate::{
        include::{Collect, Hand},
        target::Reads,
    },
    error::RusqliteError,
    model::{Columns, Table},
    query::Selection,
    value::Value,
};

thread_local! {
    /// What this thread has looked at, while somebody wants to know.
    static SEEN: RefCell<Option<Vec<Interest>>> = const { RefCell::new(None) };
    /// Whether there is somebody: what every read asks is cheaper to ask apart.
    static IS_NOTING: Cell<bool> = const { Cell::new(false) };
}

/// Puts back what was noted before, after a panic as well.
struct Outer(Option<Vec<Interest>>);

impl Outer {
    fn enter() -> Self {
        IS_NOTING.set(true);
        Self(SEEN.replace(Some(Vec::new())))
    }

    /// Gives what was noted meanwhile.
    fn leave(self) -> Vec<Interest> {
        SEEN.take().unwrap_or_default()
    }
}

impl Drop for Outer {
    fn drop(&mut self) {
        IS_NOTING.set(self.0.is_some());
        SEEN.set(self.0.take());
    }
}

/// Reads, and gives what was looked at: everything, where SQL of one's own ran.
pub(super) fn noting<T>(read: impl FnOnce() -> T) -> (T, Vec<Interest>) {
    let outer = Outer::enter();
    let before = db::own_statements();
    let given = read();
    let mut seen = outer.leave();
    if db::own_statements() != before {
        seen.push(Interest::Anything);
    }
    (given, seen)
}

fn note(interest: Interest) {
    SEEN.with_borrow_mut(|seen| seen.as_mut().map(|seen| seen.push(interest)));
}

/// What is looked at in calls of their own, on any thread.
#[cfg(feature = "uniffi")]
#[derive(Debug, Default)]
pub struct Noted(parking_lot::Mutex<Vec<Interest>>);

#[cfg(feature = "uniffi")]
impl Noted {
    /// Runs one call.
    pub(crate) fn noting<T>(&self, read: impl FnOnce() -> T) -> T {
        let (given, seen) = noting(read);
        self.0.lock().extend(seen);
        given
    }

    /// Notes for the live query of this thread what was looked at, which may not be all of it.
    pub(crate) fn hand_on(&self, is_all: bool) {
        self.0.lock().drain(..).for_each(note);
        if !is_all {
            note(Interest::Anything);
        }
    }
}

fn is_noting() -> bool {
    IS_NOTING.get()
}

/// The rows of an answer are noted in the state that it is of.
pub(in crate::delegate) fn reads(reads: Reads) -> Reads {
    if is_noting() { Reads::Several } else { reads }
}

/// Notes a read that tells no rows apart, and the columns that it looks at; none when it looks beyond its table.
pub(in crate::delegate) fn table(
    connection: &Connection,
    table: &'static Table,
    columns: &dyn Fn() -> Option<Columns>,
) -> Result<(), RusqliteError> {
    if is_noting() {
        note(Interest::of_table(connection, table, columns())?);
    }
    Ok(())
}

/// Hands the rows of a query to `collect`, and notes which they are.
pub(in crate::delegate) fn rows(
    connection: &Connection,
    table: &'static Table,
    selection: impl FnOnce() -> Selection,
    collect: Collect<'_>,
    hand: Hand<'_>,
) -> Result<usize, RusqliteError> {
    if !is_noting() {
        return collect(connection, hand);
    }
    let mut interest = Interest::of_rows(connection, table, &selection())?;
    if !interest.tells_rows() {
        note(interest);
        return collect(connection, hand);
    }
    let mut keys: Vec<Value> = Vec::new();
    let rows = collect(connection, &mut |connection, take| {
        hand(connection, &mut |row| {
            for at in table.key {
                keys.push(row.value(*at)?);
            }
            take(row)
        })
    })?;
    interest.has(connection, &keys)?;
    note(interest);
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_inside_is_its_own() {
        let (inside, outside) = noting(|| {
            note(Interest::Table("a", Columns::All));
            let (_, inside) = noting(|| note(Interest::Table("b", Columns::All)));
            note(Interest::Table("c", Columns::All));
            inside
        });

        assert!(matches!(inside[..], [Interest::Table("b", Columns::All)]), "{inside:?}");
        assert!(
            matches!(outside[..], [Interest::Table("a", Columns::All), Interest::Table("c", Columns::All)]),
            "{outside:?}"
        );
        assert!(!is_noting());
    }
}
