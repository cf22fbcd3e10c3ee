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
};

/// A scan of a table with more rows than this is worth a warning: some 10 ms on a phone.
const LARGE: u64 = 10_000;

/// A text is looked at once in the life of the process, and remembered by its hash.
static SEEN: LazyLock<Mutex<HashSet<u64>>> = LazyLock::new(Mutex::default);

/// Gives the plan of a statement.
pub(super) fn explain(target: Target<'_>, statement: &Statement<'_>) -> Result<QueryPlan, RusqliteError> {
    target.once(|connection| db::explain(connection, statement))
}

/// Gives the plans of a query's statements, one after the other.
pub(super) fn explain_all(
    target: Target<'_>,
    statements: &[Statement<'_>],
) -> Result<QueryPlan, RusqliteError> {
    target.once(|connection| {
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
