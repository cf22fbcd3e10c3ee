//! Reads a page of rows and counts all of them, in one snapshot.

use super::{
    FindMany, ModelDelegate, Target,
    call::{Counted, many, traced},
    plan::Read,
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::Table,
    query::{Page, PageInput, Selection},
    sql,
};

/// A query for a page that has not run.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct Paginate<'a, M: 'static, K: 'static> {
    pub(super) query: FindMany<'a, M, K>,
    pub(super) input: PageInput,
}

impl<M, K> Paginate<'_, M, K> {
    /// Gives the page. Without an order that tells every two rows apart, pages may overlap.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] when the limit is not from 1 to 1000, when the offset is negative, or when the
    /// query has a limit or an offset of its own; else as [`FindMany::run`].
    pub fn run(self) -> Result<Page<M>, RusqliteError> {
        let FindMany { delegate: ModelDelegate { target, model }, mut selection } = self.query;
        let table = model.table;
        traced(table, "paginate", || {
            let (limit, offset) = bounds(table, &selection, self.input)?;
            selection.limit = Some(limit.unsigned_abs());
            selection.offset = Some(offset.unsigned_abs());
            let mut total = 0;
            let items = many(model.decode, |take| {
                total = page(target, table, &selection, take)?;
                Ok(())
            })?;
            Ok(Counted { rows: items.len(), value: Page::new(items, total, limit, offset) })
        })
    }
}

/// Hands over the rows of the page and gives how many there are on all pages.
fn page(
    target: Target<'_>,
    table: &'static Table,
    selection: &Selection,
    take: Take<'_>,
) -> Result<i64, RusqliteError> {
    let (page, all) = (sql::find(table, selection)?, sql::count(table, selection)?);
    target.snapshot(|connection| {
        for (statement, limit) in [(&page, selection.limit), (&all, None)] {
            Read { table, verb: "paginate", statement, selection, limit }.watch(connection);
        }
        db::every_row(connection, &page, table, take)?;
        db::query_cell(connection, &all)
    })
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
