//! Reads a page of rows and counts all of them, in one snapshot.

use super::{
    FindMany, Includes, ModelDelegate, Target,
    call::{Counted, traced},
    include::{Collect, including, statements},
    live,
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
        let FindMany { delegate: ModelDelegate { target, model }, mut selection, includes } = self.query;
        let mut found = Found::default();
        let items = including(model, &includes, &mut |_, collect| {
            found = paginate(target, model.table, &mut selection, self.input, collect)?;
            Ok(())
        })?;
        Ok(found.page(items))
    }

    /// Gives the statements: that of the page, that which counts, and those that read what comes along.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        let mut selection = self.query.selection.clone();
        Ok(preview_all(&self.statements(&mut selection)?))
    }

    /// Gives how SQLite runs the statements, one after the other. None of them runs.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let mut selection = self.query.selection.clone();
        explain_all(self.query.delegate.target, &self.statements(&mut selection)?)
    }

    fn statements<'q>(&'q self, selection: &'q mut Selection) -> Result<Vec<Statement<'q>>, RusqliteError> {
        let table = self.query.delegate.model.table;
        limit(table, selection, self.input)?;
        let mut statements = statements(sql::find(table, selection)?, &self.query.includes)?;
        statements.insert(1, sql::count(table, selection)?);
        Ok(statements)
    }
}

/// Which page it was, and how many rows there are on all pages.
#[derive(Default)]
pub(crate) struct Found {
    total: i64,
    limit: i64,
    offset: i64,
}

impl Found {
    pub(crate) fn page<M>(self, items: Vec<M>) -> Page<M> {
        Page::new(items, self.total, self.limit, self.offset)
    }
}

/// Hands over the rows of a page and counts those of all pages.
pub(crate) fn paginate(
    target: Target<'_>,
    table: &'static Table,
    selection: &mut Selection,
    input: PageInput,
    collect: Collect<'_>,
) -> Result<Found, RusqliteError> {
    traced(table, "paginate", || {
        let (limit, offset) = limit(table, selection, input)?;
        let selection = &*selection;
        let (page, all) = (&sql::find(table, selection)?, &sql::count(table, selection)?);
        let (mut rows, mut total) = (0, 0);
        target.read(Reads::Several, &mut |connection| {
            let read = |statement, limit| Read { table, verb: "paginate", statement, selection, limit };
            rows = collect(connection, &mut |connection, take| {
                read(page, selection.limit).rows(connection, take)
            })?;
            live::table(connection, table, &|| selection.looks_at(table))?;
            read(all, None).watch(connection);
            total = db::query_cell(connection, all)?;
            Ok(())
        })?;
        Ok(Counted { value: Found { total, limit, offset }, rows })
    })
}

/// Limits a query to the page, and gives its limit and offset.
fn limit(
    table: &'static Table,
    selection: &mut Selection,
    input: PageInput,
) -> Result<(i64, i64), RusqliteError> {
    let (limit, offset) = bounds(table, selection, input)?;
    selection.limit = Some(limit.unsigned_abs());
    selection.offset = Some(offset.unsigned_abs());
    Ok((limit, offset))
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
