//! Where the stores of an app run: on the database, or inside one of its transactions. The one place where a
//! call from Swift, Kotlin or Python enters the runtime, and where a panic stops.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::{DatabaseOptions, StoreError, foreign::opened, options::deadline};
use crate::{
    db::{OwnedTransaction, RuntimeOptions},
    delegate::{Noted, Target},
    error::RusqliteError,
    model::SchemaDescriptor,
    runtime::RusqliteRuntime,
};

/// A database, or a transaction of it. Every clone is the same one.
#[derive(Debug, Clone)]
pub enum Scope {
    /// Each call is a transaction of its own.
    Database(Arc<RusqliteRuntime>),
    /// Each call is a part of this one.
    Transaction(Arc<OwnedTransaction>),
    /// Each call reads this state for a live query, which wants to know what it looks at.
    Reading(Arc<OwnedTransaction>, Arc<Noted>),
}

impl Scope {
    /// Runs a verb of a delegate. Blocks until it is done.
    ///
    /// # Errors
    /// What the verb gives; [`StoreError::Panicked`] when it panicked, with what it had open rolled back.
    pub fn run<T>(&self, verb: impl FnOnce(Target<'_>) -> Result<T, RusqliteError>) -> Result<T, StoreError> {
        let mut verb = Some(verb);
        let mut given = None;
        self.enter(&mut |target| {
            if let Some(verb) = verb.take() {
                given = Some(verb(target)?);
            }
            Ok(())
        })?;
        given.ok_or_else(nothing)
    }

    /// Leaves the foreign keys of the transaction to its end.
    ///
    /// # Errors
    /// [`StoreError::Validation`] after the end of the transaction, and on a database.
    pub fn defer_foreign_keys(&self) -> Result<(), StoreError> {
        self.run(|target| match target {
            Target::Transaction(transaction) => transaction.defer_foreign_keys(),
            Target::Runtime(_) => {
                Err(RusqliteError::rule("defer_foreign_keys", "is for a transaction, which has an end"))
            }
        })
    }

    /// The same for every verb of every model, so that an app has it once.
    fn enter(&self, verb: &mut dyn FnMut(Target<'_>) -> Result<(), RusqliteError>) -> Result<(), StoreError> {
        caught(|| match self {
            Self::Database(runtime) => verb(Target::from(runtime)),
            Self::Transaction(transaction) => {
                transaction.scope(|transaction| verb(Target::from(transaction)))
            }
            Self::Reading(transaction, noted) => {
                transaction.scope(|transaction| noted.noting(|| verb(Target::from(transaction))))
            }
        })
    }
}

/// Stands once in the library and not in each of its verbs.
#[cold]
#[inline(never)]
fn nothing() -> StoreError {
    StoreError::Panicked { reason: "the verb gave nothing".to_owned() }
}

/// Opens the file, or makes it, and brings it to the schema.
///
/// # Errors
/// As [`RuntimeOptions::open`]; [`StoreError::SchemaDiffers`]; [`StoreError::Validation`] for the options.
pub fn open(
    path: &str,
    options: Option<DatabaseOptions>,
    schema: &'static SchemaDescriptor,
) -> Result<Arc<RusqliteRuntime>, StoreError> {
    bootstrapped(options, schema, |options| options.open(path))
}

/// Opens a database that lives as long as its runtime.
///
/// # Errors
/// [`StoreError::Validation`] for the options.
pub fn open_in_memory(
    options: Option<DatabaseOptions>,
    schema: &'static SchemaDescriptor,
) -> Result<Arc<RusqliteRuntime>, StoreError> {
    bootstrapped(options, schema, RuntimeOptions::open_in_memory)
}

fn bootstrapped(
    options: Option<DatabaseOptions>,
    schema: &'static SchemaDescriptor,
    open: impl FnOnce(RuntimeOptions) -> Result<RusqliteRuntime, RusqliteError>,
) -> Result<Arc<RusqliteRuntime>, StoreError> {
    let options = options.unwrap_or_default().runtime()?;
    caught(|| {
        let runtime = open(options)?;
        runtime.bootstrap(schema)?;
        Ok(opened(runtime))
    })
}

/// Runs `body` in a transaction: it is committed when `body` returns `Ok`, and else rolled back.
///
/// # Errors
/// The body's own error; [`StoreError::Reentrant`] inside a transaction of the same thread; what a commit can give.
pub fn transaction(
    runtime: &RusqliteRuntime,
    body: impl FnOnce(Scope) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    within(caught(|| runtime.begin())?, |transaction| body(Scope::Transaction(transaction)))
}

/// Runs `body` on one state of the database, which it reads.
///
/// # Errors
/// The body's own error, [`StoreError::ReadOnly`] from a call that writes; else as [`transaction`].
pub fn snapshot(
    runtime: &RusqliteRuntime,
    body: impl FnOnce(Scope) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    within(caught(|| runtime.begin_snapshot())?, |transaction| body(Scope::Transaction(transaction)))
}

pub(super) fn within(
    transaction: OwnedTransaction,
    body: impl FnOnce(Arc<OwnedTransaction>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let transaction = Arc::new(transaction);
    // The app may keep the scope that it is given, so that its end must not wait for the last of them.
    let ending = RollBack(&transaction);
    body(Arc::clone(&transaction))?;
    caught(|| ending.0.commit())
}

/// Rolls back what is not committed when it is dropped, after a panic of the body as well.
struct RollBack<'t>(&'t OwnedTransaction);

impl Drop for RollBack<'_> {
    fn drop(&mut self) {
        // After the commit there is nothing left to undo, and it says so.
        let _ = self.0.rollback();
    }
}

/// Ends what runs in the background and closes the file once running calls are done; every later call is
/// [`StoreError::Closed`]. With a deadline, what is not done by then is interrupted.
///
/// # Errors
/// [`StoreError::Reentrant`] inside a transaction of the same thread; [`StoreError::Busy`] when another thread keeps the
/// database past the busy timeout, or past the deadline and its interruption.
pub fn close(runtime: &RusqliteRuntime, deadline_millis: Option<i64>) -> Result<(), StoreError> {
    match deadline_millis {
        Some(millis) => {
            let deadline = deadline("shutdown", millis)?;
            caught(|| runtime.shutdown(deadline).map(drop))
        }
        None => caught(|| {
            runtime.end_background(None)?;
            runtime.close()
        }),
    }
}

/// Closes the file until it is resumed.
///
/// # Errors
/// As [`RusqliteRuntime::suspend`]; [`StoreError::Validation`] for a deadline below zero.
pub fn suspend(runtime: &RusqliteRuntime, deadline_millis: i64) -> Result<(), StoreError> {
    let deadline = deadline("suspend", deadline_millis)?;
    caught(|| runtime.suspend(deadline))
}

/// Serves calls again.
///
/// # Errors
/// As [`RusqliteRuntime::resume`].
pub fn resume(runtime: &RusqliteRuntime) -> Result<(), StoreError> {
    caught(|| runtime.resume())
}

/// Runs `work` and gives a panic back as an error. A lease undoes what it had open when it is dropped, so that
/// nothing half done is left.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T, RusqliteError>) -> Result<T, StoreError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(outcome) => outcome.map_err(StoreError::from),
        Err(panic) => Err(RusqliteError::panicked(&*panic).into()),
    }
}
