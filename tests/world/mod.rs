//! A database file for one test, found sound when the test is done with it.
#![allow(dead_code, reason = "each test file takes what it needs")]

use std::{ops::Deref, path::PathBuf, sync::Arc};

use larder::{RuntimeOptions, RusqliteError, RusqliteRuntime};

/// A runtime on a file of its own. When it is dropped, SQLite looks through the file and every foreign key.
pub struct World {
    runtime: Arc<RusqliteRuntime>,
    folder: tempfile::TempDir,
}

impl World {
    /// Makes the file with the tables that `bootstrap` makes.
    pub fn new(bootstrap: impl Fn(&RusqliteRuntime) -> Result<(), RusqliteError>) -> Self {
        Self::with(RuntimeOptions::new(), bootstrap)
    }

    /// The same with one connection for everything, which a test asks what ran on it.
    pub fn of_one_connection(bootstrap: impl Fn(&RusqliteRuntime) -> Result<(), RusqliteError>) -> Self {
        Self::with(RuntimeOptions::new().readers(0), bootstrap)
    }

    fn with(
        options: RuntimeOptions,
        bootstrap: impl Fn(&RusqliteRuntime) -> Result<(), RusqliteError>,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runtime = options.open(folder.path().join("app.db")).unwrap();
        bootstrap(&runtime).unwrap();
        Self { runtime: Arc::new(runtime), folder }
    }

    /// Where the file is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("app.db")
    }

    /// Closes the file and opens it again.
    pub fn reopen(&mut self) {
        self.runtime.close().unwrap();
        self.runtime = Arc::new(RuntimeOptions::new().open(self.path()).unwrap());
    }

    /// Gives the one number that a query gives.
    pub fn number(&self, sql: &str) -> i64 {
        self.with_connection(|c| Ok(c.query_row(sql, [], |row| row.get(0))?)).unwrap()
    }

    /// Runs SQL of the test's own.
    pub fn execute(&self, sql: &str) {
        self.with_connection(|c| Ok(c.execute_batch(sql)?)).unwrap();
    }
}

impl Deref for World {
    type Target = Arc<RusqliteRuntime>;

    fn deref(&self) -> &Arc<RusqliteRuntime> {
        &self.runtime
    }
}

impl<'a> From<&'a World> for larder::Target<'a> {
    fn from(world: &'a World) -> Self {
        Self::from(&world.runtime)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_sound(&self.runtime);
        }
    }
}

/// Finds the database sound, unless the test has closed it.
pub(crate) fn assert_sound(runtime: &RusqliteRuntime) {
    let found = runtime.with_connection(|connection| {
        let mut integrity = connection.prepare("PRAGMA integrity_check")?;
        let integrity: Vec<String> = integrity.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut keys = connection.prepare("PRAGMA foreign_key_check")?;
        let keys: Vec<String> = keys.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok((integrity, keys))
    });
    if !matches!(found, Err(RusqliteError::Closed)) {
        assert_eq!(found.unwrap(), (vec!["ok".to_owned()], vec![]));
    }
}
