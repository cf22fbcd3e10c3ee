//! Reads rows one after the other, without keeping them.

use std::ops::ControlFlow;

use super::{
    FindMany, ModelDelegate, Target,
    call::{Counted, traced},
    live,
};
use crate::{
    db::{self, Visit},
    error::RusqliteError,
    model::Table,
    query::Selection,
    sql,
};

impl<M, K> FindMany<'_, M, K> {
    /// Hands each row to `each`, as it is read, until that breaks; gives how many rows it had. No row is kept, so that any
    /// number of rows needs the memory of one and of SQLite's page cache. All of them are of one state.
    ///
    /// The connection is lent until the end: on a file a reader, beside which other threads read and write; in memory
    /// the only one, for which they wait as long as `each` takes for all its rows. A call of the runtime from inside `each`
    /// is [`RusqliteError::Reentrant`]. On a transaction its delegates may be used there;
    /// whether a row that is written meanwhile is still handed over is open.
    ///
    /// # Errors
    /// That of `each`, which ends the read; [`RusqliteError::aborted`] wraps one of the caller's own. Else as
    /// [`run`](Self::run); rows before the one that failed were handed over.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use larder::{ModelDelegate, RusqliteRuntime};
    /// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
    /// # use schema::cratestack_schema;
    /// use cratestack_schema::{CreateCounterInput, counter};
    ///
    /// # fn main() -> Result<(), larder::RusqliteError> {
    /// let runtime = RusqliteRuntime::open_in_memory()?;
    /// cratestack_schema::bootstrap(&runtime)?;
    /// let counters = ModelDelegate::new(&runtime, &cratestack_schema::COUNTER_MODEL);
    /// let inputs = (0..100).map(|hits| CreateCounterInput::builder().label("c").hits(hits).build());
    /// counters.create_many(inputs).execute()?;
    ///
    /// let mut sum = 0;
    /// let read = counters.find_many().order_by(counter::hits().asc()).stream(|counter| {
    ///     sum += counter.hits;
    ///     Ok(if sum < 10 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    /// })?;
    /// assert_eq!((sum, read), (10, 5));
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream(
        self,
        mut each: impl FnMut(M) -> Result<ControlFlow<()>, RusqliteError>,
    ) -> Result<u64, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        traced(model.table, "stream", || {
            let mut rows = 0;
            stream(target, model.table, &self.selection, &mut |row| {
                let item = (model.decode)(row)?;
                rows += 1;
                each(item)
            })?;
            Ok(Counted { value: rows as u64, rows })
        })
    }
}

fn stream(
    target: Target<'_>,
    table: &'static Table,
    selection: &Selection,
    visit: Visit<'_>,
) -> Result<(), RusqliteError> {
    let statement = sql::find(table, selection)?;
    target.look(|connection| {
        live::table(connection, table, &|| selection.looks_at(table))?;
        db::each_row(connection, &statement, table, visit)
    })
}
