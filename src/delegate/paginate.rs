//! Reads a page of rows and counts all of them, in one snapshot.

use super::{
    FindMany, Includes,
    call::{Counted, traced},
    include::{including, statements},
    plan::{Read, explain_all, preview_all},
    target::Reads,
};
use crate::{
    db,
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
        let delegate = self.query.delegate;
        let table = delegate.model.table;
        traced(table, "paginate", || {
            let Part { selection, limit, offset } = &self.part()?;
            let (page, all) = (&sql::find(table, selection)?, &sql::count(table, selection)?);
            let mut total = 0;
            let items =
                including(delegate, &self.query.includes, Reads::Several, &mut |connection, take| {
                    let read =
                        |statement, limit| Read { table, verb: "paginate", statement, selection, limit };
                    read(page, selection.limit).rows(connection, take)?;
                    read(all, None).watch(connection);
                    total = db::query_cell(connection, all)?;
                    Ok(())
                })?;
            Ok(Counted { rows: items.len(), value: Page::new(items, total, *limit, *offset) })
        })
    }

    /// Gives the statements: that of the page, that which counts, and those that read what comes along.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        Ok(preview_all(&self.statements(&self.part()?.selection)?))
    }

    /// Gives how SQLite runs the statements, one after the other. None of them runs.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        explain_all(self.query.delegate.target, &self.statements(&self.part()?.selection)?)
    }

    fn statements<'q>(&'q self, selection: &'q Selection) -> Result<Vec<Statement<'q>>, RusqliteError> {
        let table = self.query.delegate.model.table;
        let mut statements = statements(sql::find(table, selection)?, &self.query.includes)?;
        statements.insert(1, sql::count(table, selection)?);
        Ok(statements)
    }

    fn part(&self) -> Result<Part, RusqliteError> {
        let FindMany { delegate, selection, .. } = &self.query;
        let (limit, offset) = bounds(delegate.model.table, selection, self.input)?;
        let (rows, passed_over) = (Some(limit.unsigned_abs()), Some(offset.unsigned_abs()));
        let selection = Selection { limit: rows, offset: passed_over, ..selection.clone() };
        Ok(Part { selection, limit, offset })
    }
}

/// The part of a query that a page is.
struct Part {
    selection: Selection,
    limit: i64,
    offset: i64,
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
