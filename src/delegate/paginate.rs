//! Reads a page of rows and counts all of them, in one snapshot.

use rusqlite::Connection;

use super::{
    FindMany, Includes,
    call::{Counted, traced},
    include::{including, statements},
    plan::{Read, explain_all, preview_all},
    target::Reads,
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::Table,
    query::{Page, PageInput, QueryPlan, Selection},
    sql::{self, Statement},
};

/// A query for a page that has not run.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct Paginate<'a, M: 'static, K: 'static, I = ()> {
    pub(super) query: FindMany<'a, M, K, I>,
    pub(super) input: PageInput,
}

impl<M, K, I: Includes<M>> Paginate<'_, M, K, I> {
    /// Gives the page. Without an order that tells every two rows apart, pages may overlap.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] when the limit is not from 1 to 1000, when the offset is negative, or when the
    /// query has a limit or an offset of its own; else as [`FindMany::run`].
    pub fn run(self) -> Result<Page<I::Row>, RusqliteError> {
        let FindMany { delegate, selection, includes } = self.query;
        let table = delegate.model.table;
        traced(table, "paginate", || {
            let part = &Part::new(table, selection, self.input)?;
            let statements = &part.statements(table)?;
            let mut total = 0;
            let items = including(delegate, &includes, Reads::Several, &mut |connection, take| {
                total = part.read(connection, table, statements, take)?;
                Ok(())
            })?;
            Ok(Counted { rows: items.len(), value: Page::new(items, total, part.limit, part.offset) })
        })
    }

    /// Gives the statements: that of the page, that which counts, and those that read what comes along.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        let FindMany { delegate, selection, includes } = &self.query;
        let part = Part::new(delegate.model.table, selection.clone(), self.input)?;
        let [page, all] = part.statements(delegate.model.table)?;
        let mut statements = statements(page, includes)?;
        statements.insert(1, all);
        Ok(preview_all(&statements))
    }

    /// Gives how SQLite runs the statements, one after the other. None of them runs.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let FindMany { delegate, selection, includes } = &self.query;
        let part = Part::new(delegate.model.table, selection.clone(), self.input)?;
        let [page, all] = part.statements(delegate.model.table)?;
        let mut statements = statements(page, includes)?;
        statements.insert(1, all);
        explain_all(delegate.target, &statements)
    }
}

/// The part of a query that a page is.
struct Part {
    selection: Selection,
    limit: i64,
    offset: i64,
}

impl Part {
    fn new(table: &'static Table, mut selection: Selection, input: PageInput) -> Result<Self, RusqliteError> {
        let (limit, offset) = bounds(table, &selection, input)?;
        selection.limit = Some(limit.unsigned_abs());
        selection.offset = Some(offset.unsigned_abs());
        Ok(Self { selection, limit, offset })
    }

    /// That of the page, and that which counts the rows of all pages.
    fn statements(&self, table: &'static Table) -> Result<[Statement<'_>; 2], RusqliteError> {
        Ok([sql::find(table, &self.selection)?, sql::count(table, &self.selection)?])
    }

    /// Hands over the rows of the page and gives how many there are on all pages.
    fn read(
        &self,
        connection: &Connection,
        table: &'static Table,
        [page, all]: &[Statement<'_>; 2],
        take: Take<'_>,
    ) -> Result<i64, RusqliteError> {
        let selection = &self.selection;
        let read = |statement, limit| Read { table, verb: "paginate", statement, selection, limit };
        read(page, selection.limit).rows(connection, take)?;
        read(all, None).watch(connection);
        db::query_cell(connection, all)
    }
}

fn bounds(
    table: &'static Table,
    selection: &Selection,
    input: PageInput,
) -> Result<(i64, i64), RusqliteError> {
    let broken = |rule: String| Err(RusqliteError::rule(format!("{}.paginate", table.model), rule));
    if selection.limit.is_some() || selection.offset.is_some() {
        return broken("takes its limit and offset from its input; the query must have none".to_owned());
    }
    let limit = input.limit.unwrap_or(PageInput::MAX_LIMIT);
    if !(1..=PageInput::MAX_LIMIT).contains(&limit) {
        return broken(format!("the limit must be from 1 to {}", PageInput::MAX_LIMIT));
    }
    let offset = input.offset.unwrap_or(0);
    if offset < 0 {
        return broken("the offset must not be negative".to_owned());
    }
    Ok((limit, offset))
}
