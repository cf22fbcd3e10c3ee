//! Where a delegate's statements run, and how much of them holds together.

use rusqlite::Connection;

use crate::{
    db::{self, Snapshot, Transaction},
    error::RusqliteError,
    runtime::RusqliteRuntime,
};

/// A runtime, or a transaction or savepoint of one.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// Each call is a transaction of its own.
    Runtime(&'a RusqliteRuntime),
    /// Each call is a part of this one.
    Transaction(&'a Transaction<'a>),
}

/// How many statements read for one call: one is of one state by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    One,
    Several,
}

impl<'a> From<&'a RusqliteRuntime> for Target<'a> {
    fn from(runtime: &'a RusqliteRuntime) -> Self {
        Self::Runtime(runtime)
    }
}

impl<'a> From<&'a std::sync::Arc<RusqliteRuntime>> for Target<'a> {
    fn from(runtime: &'a std::sync::Arc<RusqliteRuntime>) -> Self {
        Self::Runtime(runtime)
    }
}

impl<'a> From<&'a Transaction<'_>> for Target<'a> {
    fn from(transaction: &'a Transaction<'_>) -> Self {
        Self::Transaction(transaction)
    }
}

impl<'a> From<&'a Snapshot<'_>> for Target<'a> {
    fn from(snapshot: &'a Snapshot<'_>) -> Self {
        Self::Transaction(snapshot.scope())
    }
}

impl Target<'_> {
    /// Runs one statement that reads, which is of one state by itself.
    pub(super) fn look<T>(
        self,
        work: impl FnOnce(&Connection) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        match self {
            Self::Runtime(runtime) => runtime.reading(work),
            Self::Transaction(transaction) => work(transaction.live()?),
        }
    }

    /// Runs one statement that writes, which holds together by itself.
    pub(super) fn once<T>(
        self,
        work: impl FnOnce(&Connection) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        match self {
            Self::Runtime(runtime) => runtime.write(work),
            Self::Transaction(transaction) => work(transaction.live()?),
        }
    }

    /// Runs one statement that writes and hands over its row ([`db::written_row`]): when the row is not taken, nothing was
    /// written.
    pub(super) fn whole<T>(
        self,
        work: impl FnOnce(&Connection) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        match self {
            Self::Runtime(_) => self.once(work),
            Self::Transaction(_) => self.atomically(work),
        }
    }

    /// Runs several reads of one state.
    pub(super) fn snapshot<T>(
        self,
        work: impl FnOnce(&Connection) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        match self {
            Self::Runtime(runtime) => runtime.reading(|connection| db::snapshot(connection, work)),
            // Nobody else writes while it is open.
            Self::Transaction(transaction) => work(transaction.live()?),
        }
    }

    /// Runs reads; erased, so that the code around them is not copied for each model.
    pub(super) fn read(
        self,
        reads: Reads,
        work: &mut dyn FnMut(&Connection) -> Result<(), RusqliteError>,
    ) -> Result<(), RusqliteError> {
        match reads {
            Reads::One => self.look(work),
            Reads::Several => self.snapshot(work),
        }
    }

    /// Runs several calls of delegates: when `work` fails, none of them was done.
    pub(super) fn together<T>(
        self,
        work: impl FnOnce(Target<'_>) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        match self {
            Self::Runtime(runtime) => {
                runtime.transaction(|transaction| work(Target::Transaction(transaction)))
            }
            Self::Transaction(transaction) => {
                transaction.savepoint(|savepoint| work(Target::Transaction(savepoint)))
            }
        }
    }

    /// Runs several statements, or one with a check after it: when `work` fails, none of it was done.
    pub(super) fn atomically<T>(
        self,
        work: impl FnOnce(&Connection) -> Result<T, RusqliteError>,
    ) -> Result<T, RusqliteError> {
        match self {
            Self::Runtime(runtime) => runtime.transaction(|transaction| work(transaction.live()?)),
            Self::Transaction(transaction) => db::savepoint(transaction.live()?, work),
        }
    }
}
