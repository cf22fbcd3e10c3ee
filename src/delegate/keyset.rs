//! Reads the rows beside a cursor: paging that is stable while rows come and go.

use super::{
    FindMany, Includes, ModelDelegate, Target,
    find_many::find_rows,
    include::{Collect, including, statements},
    plan::{explain_all, preview_all},
    target::Reads,
};
use crate::{
    error::RusqliteError,
    model::Table,
    query::{
        Cursor, Direction, KeysetPage, Nulls, OrderBy, OrderValues, Place, Predicate, QueryPlan, Selection,
        fingerprint,
    },
    sql,
    value::Value,
};

/// A page beside a cursor that has not run.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct Keyset<'a, M: 'static, K: 'static, I = ()> {
    pub(super) query: FindMany<'a, M, K, I>,
    pub(super) side: Side,
    pub(super) cursor: Option<Cursor>,
}

/// On which side of the cursor the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
}

impl<M, K, I: Includes<M>> Keyset<'_, M, K, I> {
    /// Gives the page: as many rows as the query's limit says, 1000 without one. Rows that are equal in the order of the
    /// query are told apart by their key, so that every row is on one page, whatever is written meanwhile.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] when the cursor is none of this query's, when the limit is not from 1 to 1000, or when
    /// the query has an offset, ranks a search or is of a view without a key; else as [`FindMany::run`].
    pub fn run(self) -> Result<KeysetPage<I::Row>, RusqliteError> {
        let FindMany { delegate: ModelDelegate { target, model }, selection, includes } = self.query;
        let mut selection = Some(selection);
        let mut beside = None;
        let items = including(model, &includes, &mut |reads, collect| {
            let selection = selection.take().unwrap_or_default();
            let cursor = self.cursor.as_ref();
            beside = Some(keyset(target, model.table, selection, self.side, cursor, (reads, collect))?);
            Ok(())
        })?;
        Ok(Beside::page(beside, items))
    }

    /// Gives the statement, and on lines of their own those that read what comes along.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        let selection = self.plan()?.selection;
        let query = sql::find(self.query.delegate.model.table, &selection)?;
        Ok(preview_all(&statements(query, &self.query.includes)?))
    }

    /// Gives how SQLite runs the statement, and after it those that read what comes along. None of them runs.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let selection = self.plan()?.selection;
        let query = sql::find(self.query.delegate.model.table, &selection)?;
        explain_all(self.query.delegate.target, &statements(query, &self.query.includes)?)
    }

    fn plan(&self) -> Result<Plan, RusqliteError> {
        let FindMany { delegate, selection, .. } = &self.query;
        Plan::new(delegate.model.table, selection.clone(), self.side, self.cursor.as_ref())
    }
}

/// Hands over the rows beside a cursor.
pub(crate) fn keyset(
    target: Target<'_>,
    table: &'static Table,
    selection: Selection,
    side: Side,
    cursor: Option<&Cursor>,
    (reads, collect): (Reads, Collect<'_>),
) -> Result<Beside, RusqliteError> {
    Plan::new(table, selection, side, cursor)?.run(target, table, reads, collect)
}

/// What a page is of the rows that were handed over, and where the pages beside it begin.
pub(crate) struct Beside {
    rows: usize,
    side: Side,
    before: Option<Cursor>,
    after: Option<Cursor>,
}

impl Beside {
    /// Makes the page of the rows; there are none when nothing was read.
    pub(crate) fn page<M>(beside: Option<Self>, mut items: Vec<M>) -> KeysetPage<M> {
        let Some(Self { rows, side, before, after }) = beside else {
            return KeysetPage { items, before: None, after: None };
        };
        items.truncate(rows);
        if side == Side::Before {
            items.reverse();
        }
        KeysetPage { items, before, after }
    }
}

/// A query that is ready, and what a cursor of it needs.
struct Plan {
    selection: Selection,
    /// The query that was asked for, with its values.
    query: u64,
    /// Where the value of each step of its whole order stands in a row.
    cells: Vec<usize>,
    limit: usize,
    side: Side,
    /// Whether it was given a cursor.
    is_beside: bool,
}

/// The values of the order in the first row of a page, and in its last one when the page is full, as they are read: from the
/// cursor on. No other row begins or ends a page that has neighbours.
#[derive(Default)]
struct Ends {
    rows: usize,
    first: Vec<Value>,
    last: Vec<Value>,
}

impl Ends {
    /// Takes the values of a further row. The page has so many rows at the most.
    fn take(
        &mut self,
        most: usize,
        values: impl Iterator<Item = Result<Value, RusqliteError>>,
    ) -> Result<(), RusqliteError> {
        self.rows += 1;
        if self.rows == 1 || self.rows == most {
            let values: Vec<Value> = values.collect::<Result<_, _>>()?;
            if self.rows == 1 {
                self.first.clone_from(&values);
            }
            self.last = values;
        }
        Ok(())
    }
}

const MOST_ROWS: u64 = 1000;

impl Plan {
    fn new(
        table: &'static Table,
        mut selection: Selection,
        side: Side,
        cursor: Option<&Cursor>,
    ) -> Result<Self, RusqliteError> {
        let broken = |rule: &str| RusqliteError::rule(format!("{}.keyset", table.model), rule);
        if selection.offset.is_some() {
            return Err(broken("takes its place from the cursor; the query must have no offset"));
        }
        if table.key.is_empty() {
            return Err(broken("rows need a key that tells equal ones apart; the view has none"));
        }
        if selection.search.is_some() && selection.order.is_empty() {
            return Err(broken("a search needs an order of its own; its ranks change with every write"));
        }
        let limit = selection.limit.take().unwrap_or(MOST_ROWS);
        let limit = usize::try_from(limit).ok().filter(|limit| (1..=1000).contains(limit));
        let limit = limit.ok_or_else(|| broken("the limit must be from 1 to 1000"))?;

        add_key(table, &mut selection.order);
        let statement = sql::find(table, &selection)?;
        let query = fingerprint(format_args!("{} {:?}", statement.text, statement.params));
        if let Some(cursor) = cursor {
            let values = cursor.values(query, selection.order.len());
            let values = values.ok_or_else(|| broken("the cursor is not one of this query"))?;
            selection.filters.push(beyond(selection.order.clone(), values, side));
        }
        if side == Side::Before {
            selection.order.iter_mut().for_each(reverse);
        }
        selection.order_values = OrderValues::Shown;
        // One row more tells whether there are more.
        selection.limit = Some(limit as u64 + 1);
        let cells = cells(table, &selection.order);
        Ok(Self { selection, query, cells, limit, side, is_beside: cursor.is_some() })
    }

    /// Hands the rows over, one more than the page has when there are more, and gives what is beside them.
    fn run(
        &self,
        target: Target<'_>,
        table: &'static Table,
        reads: Reads,
        collect: Collect<'_>,
    ) -> Result<Beside, RusqliteError> {
        let mut ends = Ends::default();
        find_rows(target, table, "keyset", &self.selection, reads, &mut |connection, hand| {
            let rows = collect(connection, &mut |connection, take| {
                hand(connection, &mut |row| {
                    ends.take(self.limit, self.cells.iter().map(|cell| row.value(*cell)))?;
                    take(row)
                })
            })?;
            Ok(rows.min(self.limit))
        })?;
        Ok(self.beside(ends))
    }

    /// Gives where the pages before and after rows with these values begin.
    fn beside(&self, ends: Ends) -> Beside {
        let has_more = ends.rows > self.limit;
        let cursor = |is_there: bool, values: Vec<Value>| {
            if is_there && ends.rows > 0 { Cursor::new(self.query, values) } else { None }
        };
        let near = cursor(self.is_beside, ends.first);
        let far = cursor(has_more, ends.last);
        let (before, after) = match self.side {
            Side::After => (near, far),
            Side::Before => (far, near),
        };
        Beside { rows: ends.rows.min(self.limit), side: self.side, before, after }
    }
}

/// Gives where the value of each step stands in a row: in its own column, or after all of them.
fn cells(table: &'static Table, order: &[OrderBy<()>]) -> Vec<usize> {
    let mut beside = table.columns.len()..;
    order.iter().filter_map(|step| step.place.cell(table).or_else(|| beside.next())).collect()
}

/// Ends the order with the key, which no two rows share.
fn add_key(table: &'static Table, order: &mut Vec<OrderBy<()>>) {
    for column in table.key_columns() {
        let is = |step: &OrderBy<()>| step.place.is_own() && std::ptr::eq(step.place.column, column);
        if !order.iter().any(is) {
            order.push(OrderBy::new(Place::of(column), Direction::Ascending));
        }
    }
}

/// The rows that come after these values in the order, or before them: the first step in which they differ decides. SQLite
/// finds where they begin by the first step alone.
fn beyond(mut order: Vec<OrderBy<()>>, values: Vec<Value>, side: Side) -> Predicate {
    if side == Side::Before {
        order.iter_mut().for_each(reverse);
    }
    let begin = order.first().zip(values.first()).and_then(|(step, value)| step.from(value));
    let mut ways = Vec::new();
    let mut equal: Vec<Predicate> = Vec::new();
    for (step, value) in order.iter().zip(values) {
        let way = equal.iter().cloned().chain([step.after(value.clone())]);
        ways.push(Predicate::All(way.collect()));
        equal.push(step.at(value));
    }
    Predicate::All(begin.into_iter().chain([Predicate::Any(ways)]).collect())
}

/// The rows come from the other end, those without a value too.
fn reverse(step: &mut OrderBy<()>) {
    let nulls_are_first = step.nulls_are_first();
    step.direction = match step.direction {
        Direction::Ascending => Direction::Descending,
        Direction::Descending => Direction::Ascending,
    };
    step.nulls = if nulls_are_first { Nulls::Last } else { Nulls::First };
}
