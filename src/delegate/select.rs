//! Reads some fields of rows.

use super::{
    ModelDelegate, Target,
    filtering::{filtering, limiting, ordering, reading},
    find_many::find_rows,
    plan::explain,
    shown::shown,
    target::Reads,
};
use crate::{
    db::Take,
    error::RusqliteError,
    model::Table,
    query::{ComputedCells, Fields, QueryPlan, Selection},
    sql,
};

/// A query for some fields of rows that has not run.
///
/// ```
/// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
/// # use schema::cratestack_schema::{self, CreateNoteInput, note};
/// use larder::ModelDelegate;
///
/// # fn main() -> Result<(), larder::RusqliteError> {
/// # let runtime = larder::RusqliteRuntime::open_in_memory()?;
/// # cratestack_schema::bootstrap(&runtime)?;
/// let notes = ModelDelegate::new(&runtime, &cratestack_schema::NOTE_MODEL);
/// for (title, order) in [("Buy milk", 1), ("Buy milk", 1), ("Call Ada", 2)] {
///     notes.create(CreateNoteInput::builder().title(title).order(order).build()).run()?;
/// }
///
/// let titles = notes.find_many().select((note::title(), note::order())).distinct().order_by(note::title().asc());
/// assert_eq!(titles.run()?, [("Buy milk".to_owned(), 1), ("Call Ada".to_owned(), 2)]);
/// # Ok(())
/// # }
/// ```
#[must_use = "a query does nothing until `run`"]
pub struct Select<'a, M: 'static, K: 'static, S> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) selection: Selection,
    pub(super) fields: S,
}

filtering!(Select<'a, M, K, S>);
reading!(Select<'a, M, K, S>);
ordering!(Select<'a, M, K, S>);
limiting!(Select<'a, M, K, S>);
shown!(Select<'a, M, K, S>, delegate);

impl<M, K, S: Fields<M>> Select<'_, M, K, S> {
    /// Gives the values of each row.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] for a field of a related row that is not named by its
    /// [`optional`](crate::FieldRef::optional), and for distinct rows in an order by what is not selected; else as
    /// [`FindMany::run`](super::FindMany::run).
    pub fn run(self) -> Result<Vec<S::Values>, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let table = model.table;
        let selection = &Selection { fields: self.fields.places(), ..self.selection };
        let mut rows = Vec::new();
        select_rows(target, table, selection, &mut |row| {
            rows.push(self.fields.read(&mut ComputedCells::of(row))?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Gives the statement.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        let selection = self.selection();
        sql::find(self.delegate.model.table, &selection).map(|statement| statement.text.into_owned())
    }

    /// Gives how SQLite runs the statement. It does not run.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        explain(target, &sql::find(model.table, &self.selection())?)
    }

    fn selection(&self) -> Selection {
        Selection { fields: self.fields.places(), ..self.selection.clone() }
    }
}

/// Hands over the fields of each row.
pub(crate) fn select_rows(
    target: Target<'_>,
    table: &'static Table,
    selection: &Selection,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    find_rows(target, table, "select", selection, Reads::One, &mut |connection, hand| {
        let mut rows = 0;
        hand(connection, &mut |row| {
            rows += 1;
            take(row)
        })?;
        Ok(rows)
    })
}
