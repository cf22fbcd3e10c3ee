//! What the connection that writes has changed: gathered row by row while it is lent, told when it is back.

use std::{
    cell::Cell,
    mem,
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use parking_lot::{Condvar, Mutex};
use rusqlite::{Connection, hooks::Action};

use super::{Holder, Written};
use crate::{error::RusqliteError, model::Columns};

thread_local! {
    /// How often SQL of one's own got a connection on this thread.
    static OWN_SQL: Cell<u64> = const { Cell::new(0) };
    /// How often it read without one.
    static OWN_READS: Cell<u64> = const { Cell::new(0) };
    /// What the update that runs on this thread sets.
    static SETS: Cell<Option<Columns>> = const { Cell::new(None) };
}

/// How many updates changed more than the rows that they found: whose lease they were in is not known.
static SET_MORE: AtomicU64 = AtomicU64::new(0);

/// An update that runs and sets these columns in the rows that it finds. Triggers and foreign keys may set others, which shows in
/// their count.
/// Source: <https://www.sqlite.org/c3ref/total_changes.html>.
pub(super) struct Setting<'c> {
    connection: &'c Connection,
    before: u64,
}

impl<'c> Setting<'c> {
    pub(super) fn begin(connection: &'c Connection, sets: Columns) -> Self {
        SETS.set(Some(sets));
        Self { connection, before: connection.total_changes() }
    }
}

impl Drop for Setting<'_> {
    fn drop(&mut self) {
        SETS.set(None);
        if self.connection.total_changes() - self.before != self.connection.changes() {
            SET_MORE.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// What a change of a row is known to have set.
fn set(action: Action, table: &str) -> Columns {
    let sets = SETS.get().filter(|sets| action == Action::SQLITE_UPDATE && sets.are_of(table));
    sets.unwrap_or(Columns::All)
}

/// Notes that the caller gets the connection. A statement of its own may remove a row of which SQLite tells nobody: one that
/// stands in the way of `INSERT OR REPLACE`.
/// Source: <https://www.sqlite.org/c3ref/update_hook.html>.
pub(crate) fn note_own_sql() {
    OWN_SQL.set(OWN_SQL.get() + 1);
}

/// Notes that a statement of the caller's own reads.
pub(super) fn note_own_read() {
    OWN_READS.set(OWN_READS.get() + 1);
}

/// Gives how often SQL of one's own ran on this thread, or may have.
pub(crate) fn own_statements() -> u64 {
    OWN_SQL.get() + OWN_READS.get()
}

/// From the connection that writes to whoever waits for news.
#[derive(Default)]
pub(crate) struct Feed {
    is_watched: AtomicBool,
    lease: Arc<Mutex<Gathered>>,
    news: Mutex<News>,
    told: Condvar,
}

/// Says at each call whether other connections than the holder's one wrote to its file since the call before, or may have.
/// Source: <https://www.sqlite.org/pragma.html#pragma_data_version>.
pub(crate) fn others(writer: Weak<Holder>) -> Box<dyn FnMut() -> bool + Send> {
    let mut last = None;
    Box::new(move || {
        // Whoever has the connection writes, and is told of then; others can be waited for.
        let Some(writer) = writer.upgrade() else { return false };
        let Ok(Some(lease)) = writer.lease_free() else { return false };
        let read = |lease: &Connection| {
            lease.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get::<_, i64>(0))
        };
        read(&lease).is_ok_and(|version| last.replace(version) != Some(version))
    })
}

/// What is gathered during a lease.
#[derive(Default)]
struct Gathered {
    is_hooked: bool,
    changes: Written,
    /// How many changes SQLite told of.
    counted: u64,
    /// How many it had made when the lease began.
    before: u64,
    own_sql: u64,
    set_more: u64,
    /// Whether the connection is another one than before: meanwhile others may have written.
    is_new: bool,
    /// What is known of the file's schema, until somebody may have changed it.
    silences: Option<Silences>,
}

/// What the triggers and tables of a file do of which SQLite tells nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Silences {
    /// One says `REPLACE`, by which rows give way.
    replaces: bool,
    /// A trigger deletes, and may empty a table at once.
    /// Source: <https://www.sqlite.org/lang_delete.html#truncateopt>.
    empties: bool,
    /// Which schema it is, when that can be told.
    /// Source: <https://www.sqlite.org/pragma.html#pragma_schema_version>.
    schema: Option<i64>,
}

impl Silences {
    /// Reads the schema. What cannot be told may be, also where a comment may stand between two words.
    fn of(connection: &Connection) -> Self {
        let says = "SELECT (SELECT schema_version FROM pragma_schema_version),
            ifnull(max(instr(said, 'replaceinto') OR instr(said, 'orreplace') OR instr(said, 'conflictreplace') OR hides), 0),
            ifnull(max(instr(said, 'deletefrom') OR hides), 0) > 0
            FROM (SELECT replace(replace(replace(replace(lower(sql), ' ', ''), char(9), ''), char(10), ''), char(13), '') AS said,
                         type = 'trigger' AND (instr(sql, '/*') OR instr(sql, '--')) AS hides
                  FROM (SELECT type, sql FROM sqlite_schema UNION ALL SELECT type, sql FROM sqlite_temp_schema))";
        let read = connection.prepare_cached(says).and_then(|mut says| {
            says.query_row([], |row| {
                Ok(Self { schema: row.get(0)?, replaces: row.get(1)?, empties: row.get(2)? })
            })
        });
        read.unwrap_or(Self { replaces: true, empties: true, schema: None })
    }
}

/// What whoever waits gets.
#[derive(Default)]
pub(crate) struct News {
    pub(crate) changes: Written,
    /// Whether somebody called.
    pub(crate) is_called: bool,
}

impl Feed {
    /// Says whether anybody wants to know. What a lease that has begun changes is told as anything.
    pub(crate) fn watch(&self, is_watched: bool) {
        self.is_watched.store(is_watched, Ordering::SeqCst);
    }

    /// Waits for news, for so long at the most.
    pub(crate) fn wait(&self, most: Option<Duration>) -> News {
        let mut news = self.news.lock();
        if news.changes.is_nothing() && !news.is_called {
            match most {
                Some(most) => drop(self.told.wait_for(&mut news, most)),
                None => self.told.wait(&mut news),
            }
        }
        mem::take(&mut *news)
    }

    /// Tells of what was written while nobody looked.
    pub(crate) fn tell(&self, written: Written) {
        self.news.lock().changes.merge(written);
        self.told.notify_all();
    }

    /// Wakes whoever waits.
    pub(crate) fn call(&self) {
        self.news.lock().is_called = true;
        self.told.notify_all();
    }

    /// Begins to gather, on a connection that may be another one than before.
    ///
    /// # Errors
    /// SQLite's own, of its hook.
    #[inline(never)]
    pub(super) fn begin(&self, connection: &mut Connection, is_new: bool) -> Result<(), RusqliteError> {
        let is_watched = self.is_watched.load(Ordering::SeqCst);
        let mut lease = self.lease.lock();
        let was_hooked = lease.is_hooked && !is_new;
        if is_watched != was_hooked {
            let lease = Arc::clone(&self.lease);
            let hook = move |action, database: &str, table: &str, rowid| {
                lease.lock().add(database, table, rowid, set(action, table));
            };
            connection.update_hook(is_watched.then_some(hook))?;
        }
        *lease = Gathered {
            is_hooked: is_watched,
            before: connection.total_changes(),
            own_sql: OWN_SQL.get(),
            set_more: SET_MORE.load(Ordering::Relaxed),
            is_new,
            silences: match lease.silences.filter(|_| was_hooked) {
                None if is_watched => Some(Silences::of(connection)),
                known => known,
            },
            ..Gathered::default()
        };
        Ok(())
    }

    /// Tells what was gathered. What was rolled back is told as well: it looks as it did.
    #[inline(never)]
    pub(super) fn end(&self, connection: &Connection) {
        if !self.is_watched.load(Ordering::SeqCst) {
            return;
        }
        let mut lease = self.lease.lock();
        let changes = match lease.has_another_schema(connection) {
            true => Written::anything(),
            false => lease.told(connection.total_changes()),
        };
        drop(lease);
        if !changes.is_nothing() {
            self.tell(changes);
        }
    }
}

impl Gathered {
    fn add(&mut self, database: &str, table: &str, rowid: i64, columns: Columns) {
        self.counted += 1;
        if database != "main" {
            return;
        }
        self.changes.add(table, rowid, columns);
    }

    /// Whether SQL of one's own made tables or views others than they were, of which SQLite tells nobody.
    fn has_another_schema(&mut self, connection: &Connection) -> bool {
        let Some(known) = self.silences.filter(|_| self.own_sql != OWN_SQL.get()) else { return false };
        let now = Silences::of(connection);
        let is_another = now.schema.is_none() || now.schema != known.schema;
        self.silences = Some(now);
        is_another
    }

    /// SQLite counts other changes than it tells of when a table is emptied at once, when one has no rowids, and in the index of a
    /// full-text search. Whoever reads one without rowids asks again for everything, and the index goes with the table that it is of.
    fn told(&mut self, changes: u64) -> Written {
        let made = changes - self.before;
        let is_own_sql = self.own_sql != OWN_SQL.get();
        self.silences = self.silences.filter(|_| !is_own_sql);
        if made == 0 && self.counted == 0 && !self.is_new {
            return Written::default();
        }
        let mut told = mem::take(&mut self.changes);
        let empties = self.silences.is_none_or(|silences| silences.empties);
        let is_all = made == self.counted || !(empties || told.is_nothing());
        if !self.is_hooked || self.is_new || !is_all {
            return Written::anything();
        }
        if self.silences.is_none_or(|silences| silences.replaces) {
            told.forget_rows();
        } else if self.set_more != SET_MORE.load(Ordering::Relaxed) {
            told.forget_columns();
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Rows;

    const TABLES: &str = "CREATE TABLE a (id INTEGER PRIMARY KEY, label TEXT UNIQUE) STRICT;
        CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a ON DELETE CASCADE) STRICT;
        CREATE TABLE c (id INTEGER PRIMARY KEY, n INTEGER) STRICT;
        CREATE TABLE d (id TEXT PRIMARY KEY) WITHOUT ROWID, STRICT;
        CREATE TRIGGER t AFTER UPDATE ON a BEGIN UPDATE c SET n = n + 1; END;
        INSERT INTO a VALUES (1, 'one'), (2, 'two'); INSERT INTO b VALUES (7, 1), (8, 2); INSERT INTO c VALUES (5, 0);";

    /// A file that is watched from the beginning.
    struct Watched {
        connection: Connection,
        feed: Feed,
    }

    impl Watched {
        fn new() -> Self {
            let (connection, feed) = (Connection::open_in_memory().unwrap(), Feed::default());
            connection.execute_batch(TABLES).unwrap();
            feed.watch(true);
            Self { connection, feed }
        }

        /// Gives what is told of the statements of one lease.
        fn told(&mut self, statements: &str, is_own_sql: bool) -> Written {
            self.feed.begin(&mut self.connection, false).unwrap();
            if is_own_sql {
                note_own_sql();
            }
            self.connection.execute_batch(statements).unwrap();
            self.feed.end(&self.connection);
            self.feed.wait(Some(Duration::ZERO)).changes
        }
    }

    fn told(statements: &str, is_own_sql: bool) -> Written {
        Watched::new().told(statements, is_own_sql)
    }

    fn of(tables: &[(&str, &[i64])]) -> Written {
        let mut written = Written::default();
        for (table, rowids) in tables {
            rowids.iter().for_each(|rowid| written.add(table, *rowid, Columns::All));
        }
        written
    }

    #[test]
    fn each_row_is_told_those_of_triggers_and_cascades_as_well() {
        assert_eq!(told("SELECT * FROM a", false), Written::default());
        assert_eq!(
            told("INSERT INTO a VALUES (9, 'nine'); DELETE FROM c WHERE id = 5", false),
            of(&[("a", &[9]), ("c", &[5])])
        );
        assert_eq!(told("UPDATE a SET label = 'new' WHERE id = 2", false), of(&[("a", &[2]), ("c", &[5])]));
        assert_eq!(told("DELETE FROM a WHERE id = 1", false), of(&[("a", &[1]), ("b", &[7])]));
    }

    #[test]
    fn what_sqlite_does_not_tell_may_be_anything() {
        assert!(told("DELETE FROM c", false) == Written::anything());
        assert!(told("INSERT INTO d VALUES ('x')", false) == Written::anything());
    }

    #[test]
    fn after_sql_of_ones_own_any_row_of_its_tables_may_be_another() {
        let written = told("REPLACE INTO c VALUES (5, 9)", true);

        assert_eq!(written.of("C"), Some((&Rows::Any, Columns::All)));
        assert_eq!(written.of("a"), None);
    }

    #[test]
    fn where_a_trigger_replaces_any_row_of_its_tables_may_be_another() {
        let mut file = Watched::new();
        let update = "UPDATE c SET n = n + 1 WHERE id = 5";

        let before = file.told(update, false);
        let made = file.told(
            "CREATE TRIGGER r AFTER UPDATE ON c BEGIN REPLACE INTO a VALUES (3, 'one'); END;
             CREATE TABLE replacements (id INTEGER PRIMARY KEY) STRICT",
            true,
        );
        let after = file.told(update, false);
        let gone = file.told("DROP TRIGGER r", true);
        let at_last = file.told(update, false);

        assert_eq!([before, at_last], [of(&[("c", &[5])]), of(&[("c", &[5])])]);
        assert!([made, gone] == [Written::anything(), Written::anything()]);
        // The row 1 of `a`, with the label of the new one, is gone.
        assert_eq!(after.of("a"), Some((&Rows::Any, Columns::All)));
        assert_eq!(after.of("c"), Some((&Rows::Any, Columns::All)));
    }

    #[test]
    fn a_lease_that_began_before_anybody_watched_may_have_changed_anything() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(TABLES).unwrap();
        let feed = Feed::default();
        feed.begin(&mut connection, false).unwrap();
        connection.execute_batch("UPDATE c SET n = 3").unwrap();
        feed.watch(true);
        feed.end(&connection);

        assert_eq!(feed.wait(Some(Duration::ZERO)).changes, Written::anything());
    }
}
