//! Opens a connection the way every connection of ours is: WAL, foreign keys, our functions, a stable planner.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};

use super::{Durability, RuntimeOptions};
use crate::{error::RusqliteError, sql};

/// Where the database lives.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Location<'p> {
    /// A file.
    File(&'p Path),
    /// This process's memory.
    Memory,
    /// This process's memory, by a name: as long as a connection to it is open.
    SharedMemory(&'p str),
}

/// The connections to one database. The one that opened it becomes the first that a call needs, whether that reads or writes: to open
/// a file and read it takes one connection, and not one for each purpose.
pub(crate) struct Connections {
    /// The path of the file; none in memory.
    file: Option<String>,
    options: RuntimeOptions,
    first: Mutex<Option<Connection>>,
}

impl Connections {
    /// Opens the database, or makes it.
    ///
    /// # Errors
    /// [`RusqliteError::CannotOpen`], [`RusqliteError::Corrupt`], [`RusqliteError::Busy`]; SQLite's own.
    pub(crate) fn open(location: Location<'_>, options: &RuntimeOptions) -> Result<Self, RusqliteError> {
        let first = open(location, options)?;
        let file = match location {
            // SQLite's own name of the file holds when the working directory changes.
            Location::File(_) => first.path().filter(|path| !path.is_empty()).map(str::to_owned),
            Location::Memory | Location::SharedMemory(_) => None,
        };
        Ok(Self { file, options: options.clone(), first: Mutex::new(Some(first)) })
    }

    /// The path of the file; none in memory.
    pub(crate) fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// Takes the first connection, while no call has.
    pub(crate) fn take_first(&self) -> Option<Connection> {
        self.first.lock().take()
    }

    /// Gives a connection that only reads. A file that is gone is not made anew.
    ///
    /// # Errors
    /// SQLite's own.
    pub(crate) fn reader(&self) -> Result<Connection, RusqliteError> {
        let connection = match self.take_first() {
            Some(first) => first,
            None => self.further()?,
        };
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    }

    /// Gives the connection that writes. A file that is gone is not made anew.
    ///
    /// # Errors
    /// SQLite's own.
    pub(crate) fn writer(&self) -> Result<Connection, RusqliteError> {
        if let Some(first) = self.take_first() {
            return Ok(first);
        }
        let connection = self.further()?;
        set_pragmas(&connection, &self.options)?;
        Ok(connection)
    }

    /// Opens a further connection to the file. What is in memory has one alone, and is gone with it.
    fn further(&self) -> Result<Connection, RusqliteError> {
        let file = self.file.as_deref().ok_or(RusqliteError::Closed)?;
        prepared(connect_again(file)?, &self.options)
    }
}

/// Opens and prepares a connection.
pub(crate) fn open(location: Location<'_>, options: &RuntimeOptions) -> Result<Connection, RusqliteError> {
    let connection = prepared(connect(location)?, options)?;
    set_pragmas(&connection, options)?;
    Ok(connection)
}

/// Prepares what belongs to a connection and not to the file.
fn prepared(connection: Connection, options: &RuntimeOptions) -> Result<Connection, RusqliteError> {
    connection.busy_timeout(options.busy_timeout)?;
    configure(&connection)?;
    set_cache_size(&connection, options)?;
    sql::register(&connection)?;
    connection.set_prepared_statement_cache_capacity(options.statement_cache);
    Ok(connection)
}

fn connect(location: Location<'_>) -> Result<Connection, RusqliteError> {
    match location {
        Location::Memory => Ok(Connection::open_in_memory()?),
        Location::SharedMemory(name) => Ok(Connection::open(format!("file:/{name}?vfs=memdb"))?),
        Location::File(path) => Connection::open(path).map_err(|source| named(source, path)),
    }
}

/// Without `CREATE`: a file that is gone is not made anew.
fn connect_again(path: &str) -> Result<Connection, RusqliteError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).map_err(|source| named(source, Path::new(path)))
}

fn named(source: rusqlite::Error, path: &Path) -> RusqliteError {
    match source.sqlite_error_code() {
        Some(ErrorCode::CannotOpen) => RusqliteError::CannotOpen { path: path.to_owned(), source },
        _ => source.into(),
    }
}

/// Without `DQS` a misspelt column is an error and not a string; with `QPSG` a bound LIMIT or filter value does
/// not make SQLite compile a cached statement again. Source: <https://www.sqlite.org/c3ref/c_dbconfig_defensive.html>.
fn configure(connection: &Connection) -> Result<(), RusqliteError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn set_pragmas(connection: &Connection, options: &RuntimeOptions) -> Result<(), RusqliteError> {
    // It takes effect for a file that is new, and would be written into any other.
    if connection.pragma_query_value(None, "page_count", |row| row.get::<_, i64>(0))? == 0 {
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    }
    turn_to_wal(connection, options.busy_timeout)?;
    let synchronous = match options.durability {
        Durability::Normal => "NORMAL",
        Durability::Full => "FULL",
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

fn set_cache_size(connection: &Connection, options: &RuntimeOptions) -> Result<(), RusqliteError> {
    // A negative size is in KiB: <https://www.sqlite.org/pragma.html#pragma_cache_size>.
    let kibibytes = i64::try_from(options.cache_size / 1024).unwrap_or(i64::MAX);
    connection.pragma_update(None, "cache_size", -kibibytes)?;
    Ok(())
}

/// Two connections that turn a new file to WAL at once each hold a lock that the other needs, so that SQLite refuses
/// one of them without its busy timeout. That one waits for its turn to write, with the timeout, and tries again.
fn turn_to_wal(connection: &Connection, patience: Duration) -> Result<(), RusqliteError> {
    let begun = Instant::now();
    loop {
        // An in-memory database answers "memory" and has no log.
        let turned = connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))
            .map_err(RusqliteError::from);
        match turned {
            Err(RusqliteError::Busy { .. }) if begun.elapsed() < patience => {
                connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
            }
            turned => return turned.map(drop),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_connection_that_opened_the_file_becomes_what_is_needed_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.db");
        let opened = || {
            let connections = Connections::open(Location::File(&path), &RuntimeOptions::new()).unwrap();
            let mark = |first: &Connection| first.execute_batch("CREATE TEMP TABLE mark (a)");
            mark(connections.first.lock().as_ref().unwrap()).unwrap();
            connections
        };
        let is_first = |c: &Connection| c.table_exists(Some("temp"), "mark").unwrap();

        let (reads, writes) = (opened(), opened());
        let given = [reads.reader(), reads.writer(), writes.writer(), writes.reader()].map(Result::unwrap);

        assert_eq!(given.each_ref().map(is_first), [true, false, true, false]);
        let writes = given.map(|c| c.execute_batch("PRAGMA user_version = 7").is_ok());
        assert_eq!(writes, [false, true, true, false]);
    }

    #[test]
    fn a_file_opens_with_every_pragma() {
        let folder = tempfile::tempdir().unwrap();
        let options = RuntimeOptions::new().durability(Durability::Full).cache_size(1024 * 1024);

        let connection = open(Location::File(&folder.path().join("app.db")), &options).unwrap();

        let pragma = |name: &str| {
            connection.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
        };
        assert_eq!(pragma("journal_mode").unwrap(), "wal".to_owned().into());
        assert_eq!(pragma("synchronous").unwrap(), 2.into());
        assert_eq!(pragma("foreign_keys").unwrap(), 1.into());
        assert_eq!(pragma("cache_size").unwrap(), (-1024).into());
        assert_eq!(pragma("busy_timeout").unwrap(), 5000.into());
    }

    #[test]
    fn a_reader_reads_what_was_written_and_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.db");
        let connections = Connections::open(Location::File(&path), &RuntimeOptions::new()).unwrap();
        let writer = connections.writer().unwrap();
        writer.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (7)").unwrap();

        let reader = connections.reader().unwrap();

        let read = || reader.query_row("SELECT sum(a) FROM t", [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(read(), 7);
        let refused = reader.execute_batch("INSERT INTO t VALUES (1)").unwrap_err();
        assert_eq!(refused.sqlite_error_code(), Some(ErrorCode::ReadOnly));
        assert_eq!(read(), 7);
    }

    #[test]
    fn a_file_that_is_gone_is_not_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone.db");
        let connections = Connections::open(Location::File(&path), &RuntimeOptions::new()).unwrap();
        drop(connections.take_first());
        std::fs::remove_file(&path).unwrap();

        assert!(connections.reader().is_err());
        assert!(connections.writer().is_err());
        assert!(!path.exists());
    }

    #[test]
    fn what_was_in_memory_is_not_made_anew() {
        let connections = Connections::open(Location::Memory, &RuntimeOptions::new()).unwrap();
        drop(connections.writer().unwrap());

        assert!(matches!(connections.writer(), Err(RusqliteError::Closed)));
    }

    #[test]
    fn a_file_that_is_no_database_is_corrupt() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.db");
        std::fs::write(&path, vec![b'x'; 4096]).unwrap();

        let error = open(Location::File(&path), &RuntimeOptions::new()).unwrap_err();

        assert!(matches!(error, RusqliteError::Corrupt { .. }), "{error:?}");
        assert_eq!(std::fs::read(&path).unwrap(), vec![b'x'; 4096]);
    }
}
