//! Computes something over each group of rows, by one statement.

use super::{ModelDelegate, aggregate::aggregate, plan::explain, shown::shown};
use crate::{
    error::RusqliteError,
    query::{Aggregates, Aggregation, ComputedCells, Fields, GroupFilter, GroupOrder, QueryPlan},
    sql,
};

/// Aggregates over groups that have not run. Rows without a value in a field make a group of their own.
///
/// ```
/// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
/// # use schema::cratestack_schema::{self, CreateNoteInput, Priority, note};
/// use larder::{ModelDelegate, count};
///
/// # fn main() -> Result<(), larder::RusqliteError> {
/// # let runtime = larder::RusqliteRuntime::open_in_memory()?;
/// # cratestack_schema::bootstrap(&runtime)?;
/// let notes = ModelDelegate::new(&runtime, &cratestack_schema::NOTE_MODEL);
/// for (priority, order) in [(Priority::LOW, 1), (Priority::HIGH, 2), (Priority::HIGH, 3)] {
///     let input = CreateNoteInput::builder().title("Buy milk").priority(priority).order(order);
///     notes.create(input.build()).run()?;
/// }
///
/// let groups = notes
///     .aggregate()
///     .select((count(), note::order().sum()))
///     .group_by(note::priority())
///     .having(note::order().sum().gt(0))
///     .order_by(note::order().sum().desc())
///     .run()?;
/// assert_eq!(groups, [(Priority::HIGH, (2, 5)), (Priority::LOW, (1, 1))]);
/// # Ok(())
/// # }
/// ```
#[must_use = "a query does nothing until `run`"]
pub struct GroupBy<'a, M: 'static, K: 'static, G, S> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) aggregation: Aggregation,
    pub(super) fields: G,
    pub(super) aggregates: S,
}

shown!(GroupBy<'a, M, K, G, S>, delegate);

impl<M, K, G: Fields<M>, S: Aggregates<M>> GroupBy<'_, M, K, G, S> {
    /// Keeps the groups that meet this condition and every other that is given. Which rows are looked at is said before,
    /// by `where_`.
    pub fn having(mut self, condition: GroupFilter<M>) -> Self {
        self.aggregation.having.push(condition.predicate);
        self
    }

    /// Orders the groups, by a field of `group_by` or by an aggregate; a further call orders those that are equal so far.
    /// Without an order they come in any.
    pub fn order_by(mut self, order: impl Into<GroupOrder<M>>) -> Self {
        self.aggregation.order.push(order.into().erase());
        self
    }

    /// Gives at most so many groups.
    pub fn limit(mut self, groups: u64) -> Self {
        self.aggregation.selection.limit = Some(groups);
        self
    }

    /// Passes over so many groups first, with a limit or without.
    pub fn offset(mut self, groups: u64) -> Self {
        self.aggregation.selection.offset = Some(groups);
        self
    }

    /// Gives for each group what its rows have in common, and what was computed over them.
    ///
    /// # Errors
    /// As [`AggregateSelect::run`](super::AggregateSelect::run), for a sum that only `having` or the order needs as well;
    /// [`RusqliteError::Validation`] when it orders by a field that is not one of `group_by`, or the limit or offset is
    /// beyond what SQLite counts.
    #[expect(clippy::type_complexity, reason = "a pair for each group, which collects into a map")]
    pub fn run(self) -> Result<Vec<(G::Values, S::Values)>, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let mut groups = Vec::new();
        aggregate(target, model.table, "group_by", &self.aggregation, &mut |row| {
            let mut cells = ComputedCells::of(row);
            groups.push((self.fields.read(&mut cells)?, self.aggregates.read(&mut cells)?));
            Ok(())
        })?;
        Ok(groups)
    }

    /// Gives the statement.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        sql::aggregate(self.delegate.model.table, &self.aggregation)
            .map(|statement| statement.text.into_owned())
    }

    /// Gives how SQLite runs the statement. It does not run.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        explain(target, &sql::aggregate(model.table, &self.aggregation)?)
    }
}
