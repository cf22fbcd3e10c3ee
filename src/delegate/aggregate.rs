//! Computes something over rows: a count, sums, averages, the least and the greatest, all by one statement.

use super::{
    GroupBy, ModelDelegate, Target,
    call::{Counted, traced},
    filtering::{filtering, reading},
    live,
    plan::explain,
    shown::shown,
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::Table,
    query::{
        AggregateExpr, Aggregates, Aggregation, ComputedCells, FieldRef, Fields, QueryPlan, Selection, count,
    },
    sql,
    value::{FieldValue, Numeric, Ordered},
};

/// Rows over which something is to be computed. Rows in which a field holds nothing are left out of its aggregates.
///
/// ```
/// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
/// # use schema::cratestack_schema::{self, CreateNoteInput, note};
/// use larder::{ModelDelegate, count, rust_decimal::Decimal};
///
/// # fn main() -> Result<(), larder::RusqliteError> {
/// # let runtime = larder::RusqliteRuntime::open_in_memory()?;
/// # cratestack_schema::bootstrap(&runtime)?;
/// let notes = ModelDelegate::new(&runtime, &cratestack_schema::NOTE_MODEL);
/// for price in ["0.10", "0.20", "100"] {
///     let price: Decimal = price.parse().unwrap();
///     notes.create(CreateNoteInput::builder().title("Buy milk").price(price).build()).run()?;
/// }
///
/// let total: Decimal = notes.aggregate().sum(note::price()).run()?;
/// assert_eq!(total.to_string(), "100.30");
///
/// let cheap = notes.aggregate().where_(note::price().lt(Decimal::ONE));
/// let (how_many, total, dearest) =
///     cheap.select((count(), note::price().sum(), note::price().max())).run()?;
/// assert_eq!((how_many, total), (2, Decimal::new(30, 2)));
/// assert_eq!(dearest, Some(Decimal::new(20, 2)));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct Aggregate<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) selection: Selection,
}

/// Aggregates that have not run: one, or a tuple of several.
#[must_use = "a query does nothing until `run`"]
pub struct AggregateSelect<'a, M: 'static, K: 'static, S> {
    delegate: ModelDelegate<'a, M, K>,
    aggregation: Aggregation,
    aggregates: S,
}

filtering!(Aggregate<'a, M, K>);
reading!(Aggregate<'a, M, K>);
shown!(AggregateSelect<'a, M, K, S>, delegate);

impl<'a, M, K> Aggregate<'a, M, K> {
    /// Counts the rows.
    pub fn count(self) -> AggregateSelect<'a, M, K, AggregateExpr<M, i64>> {
        self.select(count())
    }

    /// Sums a field up, as [`FieldRef::sum`] does.
    pub fn sum<T: FieldValue<Base: Numeric>>(
        self,
        field: FieldRef<M, T>,
    ) -> AggregateSelect<'a, M, K, AggregateExpr<M, T::Base>> {
        self.select(field.sum())
    }

    /// Gives the average of a field, as [`FieldRef::avg`] does.
    pub fn avg<T, A>(self, field: FieldRef<M, T>) -> AggregateSelect<'a, M, K, AggregateExpr<M, Option<A>>>
    where
        T: FieldValue<Base: Numeric<Average = A>>,
        A: FieldValue<Base = A>,
    {
        self.select(field.avg())
    }

    /// Gives the least value of a field.
    pub fn min<T: FieldValue<Base: Ordered>>(
        self,
        field: FieldRef<M, T>,
    ) -> AggregateSelect<'a, M, K, AggregateExpr<M, Option<T::Base>>> {
        self.select(field.min())
    }

    /// Gives the greatest value of a field.
    pub fn max<T: FieldValue<Base: Ordered>>(
        self,
        field: FieldRef<M, T>,
    ) -> AggregateSelect<'a, M, K, AggregateExpr<M, Option<T::Base>>> {
        self.select(field.max())
    }

    /// Asks for an aggregate, or for a tuple of up to eight: they are of one state of the database.
    pub fn select<S: Aggregates<M>>(self, aggregates: S) -> AggregateSelect<'a, M, K, S> {
        let aggregation = Aggregation::over(self.selection, aggregates.measures());
        AggregateSelect { delegate: self.delegate, aggregation, aggregates }
    }
}

impl<'a, M, K, S: Aggregates<M>> AggregateSelect<'a, M, K, S> {
    /// Computes them for each group of the rows that have the same value in a field, or in each of two or three.
    pub fn group_by<G: Fields<M>>(self, fields: G) -> GroupBy<'a, M, K, G, S> {
        let aggregation = Aggregation { groups: fields.places(), ..self.aggregation };
        GroupBy { delegate: self.delegate, aggregation, fields, aggregates: self.aggregates }
    }

    /// Gives the value, or a tuple of the values.
    ///
    /// # Errors
    /// [`RusqliteError::SumOutOfRange`] when a sum does not fit its type; [`RusqliteError::Unreadable`] when a row holds what
    /// is not of the field's type; [`RusqliteError::InvalidValue`] when a filter's value does not fit its field.
    pub fn run(self) -> Result<S::Values, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let mut values = None;
        aggregate(target, model.table, "aggregate", &self.aggregation, &mut |row| {
            values = Some(self.aggregates.read(&mut ComputedCells::of(row))?);
            Ok(())
        })?;
        // Over no rows there is one as well.
        Ok(values.ok_or(rusqlite::Error::QueryReturnedNoRows)?)
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

/// Hands over what is computed, once or for each group.
pub(crate) fn aggregate(
    target: Target<'_>,
    table: &'static Table,
    verb: &'static str,
    aggregation: &Aggregation,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    traced(table, verb, || {
        let statement = sql::aggregate(table, aggregation)?;
        let mut rows = 0;
        let outcome = target.look(|connection| {
            live::table(connection, table, &|| aggregation.looks_at(table))?;
            sql::provide_totals(connection)?;
            db::every_row(connection, &statement, table, &mut |row| {
                rows += 1;
                take(row)
            })
        });
        outcome.map_err(|error| sql::explained(table, aggregation, error))?;
        Ok(Counted { value: (), rows })
    })
}
