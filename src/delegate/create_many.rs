//! Adds rows in one transaction: the fast path, without a cap.

use super::{
    ModelDelegate, Target,
    call::{Counted, traced},
    create::{Insert, hand_over},
    fill,
    plan::explain,
    shown::shown,
};
use crate::{
    db::Take,
    error::RusqliteError,
    model::{CreateInput, NewRow, Table},
    query::QueryPlan,
    sql,
};

/// A create of several rows that has not run.
#[must_use = "a create does nothing until `run` or `execute`"]
pub struct CreateMany<'a, M: 'static, K: 'static, S> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) inputs: S,
}

shown!(CreateMany<'a, M, K, S>, delegate);

impl<M, K, S> CreateMany<'_, M, K, S>
where
    S: IntoIterator,
    S::Item: CreateInput<Model = M>,
{
    /// Adds every row and gives them back in the order of the inputs; after an error none was added.
    ///
    /// # Errors
    /// As [`Create::run`](super::Create::run), for the first input that fails.
    pub fn run(self) -> Result<Vec<M>, RusqliteError> {
        let decode = self.delegate.model.decode;
        let mut models = Vec::new();
        self.each(&mut |row| {
            models.push(decode(row)?);
            Ok(())
        })?;
        Ok(models)
    }

    /// Adds every row and gives how many there were; after an error none was added.
    ///
    /// Inputs are taken one after the other while the transaction is open, and no row is kept, so that a lazy iterator
    /// of any length needs the memory of one row and of SQLite's page cache.
    ///
    /// # Errors
    /// As [`Create::run`](super::Create::run), for the first input that fails.
    ///
    /// ```
    /// use larder::{ModelDelegate, RusqliteRuntime};
    /// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
    /// # use schema::cratestack_schema;
    /// use cratestack_schema::CreateCounterInput;
    ///
    /// # fn main() -> Result<(), larder::RusqliteError> {
    /// let runtime = RusqliteRuntime::open_in_memory()?;
    /// cratestack_schema::bootstrap(&runtime)?;
    ///
    /// let counters = ModelDelegate::new(&runtime, &cratestack_schema::COUNTER_MODEL);
    /// let inputs = (1..=1000).map(|number| CreateCounterInput::builder().label(format!("{number}")).build());
    /// assert_eq!(counters.create_many(inputs).execute()?, 1000);
    /// # Ok(())
    /// # }
    /// ```
    pub fn execute(self) -> Result<u64, RusqliteError> {
        self.each(&mut |_| Ok(())).map(|rows| rows as u64)
    }

    /// Hands over each row as it is stored; gives how many there were.
    fn each(self, take: Take<'_>) -> Result<usize, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let mut inputs = self.inputs.into_iter();
        let mut next = || inputs.next().map(|input| NewRow::of(model.table, input));
        create_rows(target, model.table, &mut next, take)
    }
}

/// Adds the rows that `next` gives, until it gives none; gives how many there were.
fn create_rows(
    target: Target<'_>,
    table: &'static Table,
    next: &mut dyn FnMut() -> Option<Result<NewRow, RusqliteError>>,
    take: Take<'_>,
) -> Result<usize, RusqliteError> {
    traced(table, "create_many", || {
        let rows = target.atomically(|connection| {
            let mut insert = Insert::new(connection, table)?;
            let mut rows = 0;
            while let Some(new) = next() {
                let mut values = fill::complete(new?, &fill::instant(table)?)?;
                insert.write(&mut values)?;
                hand_over(table, &values, take)?;
                rows += 1;
            }
            Ok(rows)
        })?;
        Ok(Counted { value: rows, rows })
    })
}

impl<M, K, S> CreateMany<'_, M, K, S> {
    /// Gives the statement that runs once for each row.
    pub fn preview_sql(&self) -> String {
        sql::insert(self.delegate.model.table, &[]).text.into_owned()
    }

    /// Gives how SQLite runs the statement, which is the same for every input. It does not run.
    ///
    /// # Errors
    /// What every call can give.
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        explain(target, &sql::insert(model.table, &[]))
    }
}
