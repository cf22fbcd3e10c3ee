//! How a call's statement runs: on request, and in debug builds as a warning about a read that goes through a large
//! table. The warning has the text of the statement, which has no value in it.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
    sync::LazyLock,
};

use parking_lot::Mutex;
use rusqlite::Connection;

use super::Target;
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::Table,
    query::{QueryPlan, Selection, Tombstones},
    sql::{self, Statement},
    value::Value,
};

/// A scan of a table with more rows than this is worth a warning: some 10 ms on a phone.
const LARGE: u64 = 10_000;

/// A text is looked at once in the life of the process, and remembered by its hash.
static SEEN: LazyLock<Mutex<HashSet<u64>>> = LazyLock::new(Mutex::default);

/// What is shown each statement of a call that does not run.
pub(super) type See<'s> = &'s mut dyn FnMut(&Statement<'_>) -> Result<(), RusqliteError>;

/// Shows each statement that a call would run.
pub(super) type Show<'s> = &'s dyn Fn(See<'_>) -> Result<(), RusqliteError>;

/// Writes `preview_sql` and `explain` for a builder whose own `statements` shows what it would run.
macro_rules! planned {
    ([$($parameters:tt)*] $builder:ty, $($delegate:ident).+) => {
        impl<$($parameters)*> $builder {
            /// Gives the statement, or each of several on a line of its own. None of them runs.
            ///
            /// # Errors
            /// As [`run`](Self::run), for what can be told without the database.
            pub fn preview_sql(&self) -> Result<String, RusqliteError> {
                crate::delegate::plan::preview(&|see| self.statements(see))
            }

            /// Gives how SQLite runs the statement, or each of several. None of them runs.
            ///
            /// # Errors
            /// As [`preview_sql`](Self::preview_sql); what every call can give.
            pub fn explain(&self) -> Result<crate::query::QueryPlan, RusqliteError> {
                crate::delegate::plan::plan(self.$($delegate).+.target, &|see| self.statements(see))
            }
        }
    };
}

pub(super) use planned;

/// Gives the texts of the statements, each on a line of its own and once.
pub(super) fn preview(show: Show<'_>) -> Result<String, RusqliteError> {
    let mut texts: Vec<String> = Vec::new();
    show(&mut |statement| {
        if !texts.iter().any(|text| *text == statement.text) {
            texts.push(statement.text.to_string());
        }
        Ok(())
    })?;
    Ok(texts.join(";\n"))
}

/// Gives the plans of the statements, one after the other and each once.
pub(super) fn plan(target: Target<'_>, show: Show<'_>) -> Result<QueryPlan, RusqliteError> {
    let mut seen = HashSet::new();
    let mut plan = QueryPlan::default();
    show(&mut |statement| {
        if seen.insert(statement.text.to_string()) {
            plan.steps.extend(explain(target, statement)?.steps);
        }
        Ok(())
    })?;
    Ok(plan)
}

/// Stands for the key in a statement that is only looked at.
pub(super) fn any_key(table: &'static Table) -> Vec<Value> {
    vec![Value::Null; table.key.len()]
}

/// Gives the plan of a statement.
pub(super) fn explain(target: Target<'_>, statement: &Statement<'_>) -> Result<QueryPlan, RusqliteError> {
    target.look(|connection| {
        sql::provide_totals(connection)?;
        db::explain(connection, statement)
    })
}

/// Gives the plans of a query's statements, one after the other.
pub(super) fn explain_all(
    target: Target<'_>,
    statements: &[Statement<'_>],
) -> Result<QueryPlan, RusqliteError> {
    target.look(|connection| {
        let plans = statements.iter().map(|statement| db::explain(connection, statement));
        let plans: Vec<QueryPlan> = plans.collect::<Result<_, _>>()?;
        Ok(QueryPlan { steps: plans.into_iter().flat_map(|plan| plan.steps).collect() })
    })
}

/// Gives the texts of a query's statements, each on a line of its own.
pub(super) fn preview_all(statements: &[Statement<'_>]) -> String {
    let texts: Vec<&str> = statements.iter().map(|statement| &*statement.text).collect();
    texts.join(";\n")
}

/// A read that is about to run.
pub(super) struct Read<'r> {
    pub(super) table: &'static Table,
    pub(super) verb: &'static str,
    pub(super) statement: &'r Statement<'r>,
    pub(super) selection: &'r Selection,
    /// How many rows it gives at the most.
    pub(super) limit: Option<u64>,
}

impl Read<'_> {
    /// Runs it and hands over its rows.
    pub(super) fn rows(self, connection: &Connection, take: Take<'_>) -> Result<(), RusqliteError> {
        let (statement, table) = (self.statement, self.table);
        self.watch(connection);
        db::every_row(connection, statement, table, take)
    }

    /// Warns of a scan of a large table, once for a text. Never in a release build, and never where nobody listens.
    pub(super) fn watch(self, connection: &Connection) {
        if !cfg!(debug_assertions) || !tracing::enabled!(target: "larder", tracing::Level::WARN) {
            return;
        }
        let is_bounded = self.is_bounded();
        if (is_bounded && self.selection.order.is_empty()) || !self.is_new() {
            return;
        }
        // The read itself tells what is wrong with it.
        let Ok(plan) = db::explain(connection, self.statement) else { return };
        if is_bounded && !plan.sorts() {
            return;
        }
        let large = plan.scanned().into_iter().find(|table| is_large(connection, table));
        if let Some(scanned) = large {
            self.warn(scanned);
        }
    }

    /// Whether it is done after a few rows, whatever they hold, when they need not be sorted.
    fn is_bounded(&self) -> bool {
        let Selection { search, tombstones, filters, offset, .. } = self.selection;
        let takes_any = search.is_none() && filters.is_empty() && *tombstones != Tombstones::Only;
        let rows = self.limit.map(|limit| limit.saturating_add(offset.unwrap_or(0)));
        takes_any && rows.is_some_and(|rows| rows <= LARGE)
    }

    fn is_new(&self) -> bool {
        let mut hasher = DefaultHasher::new();
        self.statement.text.hash(&mut hasher);
        SEEN.lock().insert(hasher.finish())
    }

    fn warn(&self, scanned: &str) {
        tracing::warn!(
            target: "larder",
            model = self.table.model,
            verb = self.verb,
            table = scanned,
            statement = %self.statement.text,
            "a read goes through a whole table of more than {LARGE} rows; `explain()` shows how, an index may help"
        );
    }
}

/// Looks for the row after so many: at most that many steps, whatever the size. The greatest rowid would be one step,
/// but says nothing of a table that was emptied, or that has none. A view could take long, and an alias has no rows.
fn is_large(connection: &Connection, name: &str) -> bool {
    let holds = |statement| db::query_cell(connection, &statement).unwrap_or(false);
    holds(sql::is_table(name)) && holds(sql::has_more_than(name, LARGE))
}
