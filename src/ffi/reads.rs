//! The verbs that give rows: for every model the same code, but for the decoding of its rows.

use super::{PageStart, Query, Related, Scope, StoreError};
use crate::{
    delegate::{
        Beside, Collect, Found, Includes, ModelDelegate, Reads, Side, Target, find_row, find_rows, including,
        keyset, paginate,
    },
    error::RusqliteError,
    model::{Key, ModelDescriptor, Table},
    query::{self, Cursor, KeysetPage, Page, PageInput, Selection, SnippetOptions},
    value::Value,
};

/// What reads for a verb. It knows no model.
type Read<'r> = &'r mut dyn FnMut(Target<'_>, Reads, Collect<'_>) -> Result<(), RusqliteError>;

impl Scope {
    /// Looks for the row with this key.
    ///
    /// # Errors
    /// As [`FindUnique::run`](crate::FindUnique::run).
    pub fn find_unique<M, K: Key>(
        &self,
        model: &'static ModelDescriptor<M, K>,
        id: K,
    ) -> Result<Option<M>, StoreError> {
        let key = id.into_values(model.table)?;
        let found = self.rows(model, &(), &mut unique(model.table, key.as_ref()));
        found.map(|rows| rows.into_iter().next())
    }

    /// Looks for rows.
    ///
    /// # Errors
    /// As [`FindMany::run`](crate::FindMany::run).
    pub fn find_many<M, K>(
        &self,
        model: &'static ModelDescriptor<M, K>,
        query: Query,
    ) -> Result<Vec<M>, StoreError> {
        self.rows(model, &(), &mut many(model.table, query))
    }

    /// Looks for rows, with what comes along.
    ///
    /// # Errors
    /// As [`FindMany::run`](crate::FindMany::run), and those of the includes.
    pub fn find_many_with<M, K, R: From<M>>(
        &self,
        model: &'static ModelDescriptor<M, K>,
        query: Query,
        related: Result<Related<M, R>, RusqliteError>,
    ) -> Result<Vec<R>, StoreError> {
        self.rows(model, &related?, &mut many(model.table, query))
    }

    /// Looks for the first row.
    ///
    /// # Errors
    /// As [`FindFirst::run`](crate::FindFirst::run); [`StoreError::Validation`] when there is a limit or an offset.
    pub fn find_first<M, K>(
        &self,
        model: &'static ModelDescriptor<M, K>,
        query: Query,
    ) -> Result<Option<M>, StoreError> {
        self.rows(model, &(), &mut first(model.table, query)).map(|rows| rows.into_iter().next())
    }

    /// Gives a page and how many rows there are on all of them.
    ///
    /// # Errors
    /// As [`Paginate::run`](crate::Paginate::run).
    pub fn paginate<M, K>(
        &self,
        model: &'static ModelDescriptor<M, K>,
        query: Query,
        input: PageInput,
    ) -> Result<Page<M>, StoreError> {
        let mut found = Found::default();
        let items = self.rows(model, &(), &mut page(model.table, query, input, &mut found))?;
        Ok(found.page(items))
    }

    /// Gives a page beside a cursor, the first one when nothing is said.
    ///
    /// # Errors
    /// As [`Keyset::run`](crate::Keyset::run).
    pub fn find_page<M, K>(
        &self,
        model: &'static ModelDescriptor<M, K>,
        query: Query,
        start: Option<PageStart>,
    ) -> Result<KeysetPage<M>, StoreError> {
        let mut beside = None;
        let items = self.rows(model, &(), &mut page_beside(model.table, query, start, &mut beside))?;
        Ok(Beside::page(beside, items))
    }

    /// Looks for the rows that a search finds, each with an extract.
    ///
    /// # Errors
    /// As [`Snippets::run`](crate::Snippets::run).
    pub fn find_snippets<M, K>(
        &self,
        model: &'static ModelDescriptor<M, K>,
        query: Query,
        snippet: SnippetOptions,
    ) -> Result<Vec<query::Found<M>>, StoreError> {
        self.run(|target| {
            let rows = ModelDelegate::new(target, model).find_many();
            rows.select_by(query.selection()?).snippets(snippet).run()
        })
    }

    fn rows<M, K, I: Includes<M>>(
        &self,
        model: &'static ModelDescriptor<M, K>,
        includes: &I,
        read: Read<'_>,
    ) -> Result<Vec<I::Row>, StoreError> {
        self.run(|target| including(model, includes, &mut |reads, collect| read(target, reads, collect)))
    }
}

fn unique(
    table: &'static Table,
    key: &[Value],
) -> impl FnMut(Target<'_>, Reads, Collect<'_>) -> Result<(), RusqliteError> {
    move |target, reads, collect| find_row(target, table, key, reads, collect)
}

fn many(
    table: &'static Table,
    query: Query,
) -> impl FnMut(Target<'_>, Reads, Collect<'_>) -> Result<(), RusqliteError> {
    let mut selection = once(query);
    move |target, reads, collect| find_rows(target, table, "find_many", &selection()?, reads, collect)
}

fn first(
    table: &'static Table,
    query: Query,
) -> impl FnMut(Target<'_>, Reads, Collect<'_>) -> Result<(), RusqliteError> {
    let has_part = query.limit.is_some() || query.offset.is_some();
    let mut selection = once(query);
    move |target, reads, collect| {
        if has_part {
            return Err(RusqliteError::rule("find_first", "takes no limit and no offset"));
        }
        let selection = Selection { limit: Some(1), ..selection()? };
        find_rows(target, table, "find_first", &selection, reads, collect)
    }
}

fn page(
    table: &'static Table,
    query: Query,
    input: PageInput,
    found: &mut Found,
) -> impl FnMut(Target<'_>, Reads, Collect<'_>) -> Result<(), RusqliteError> {
    let mut selection = once(query);
    move |target, _, collect| {
        *found = paginate(target, table, &mut selection()?, input, collect)?;
        Ok(())
    }
}

fn page_beside(
    table: &'static Table,
    query: Query,
    start: Option<PageStart>,
    beside: &mut Option<Beside>,
) -> impl FnMut(Target<'_>, Reads, Collect<'_>) -> Result<(), RusqliteError> {
    let (side, cursor) = match start {
        None | Some(PageStart::First) => (Side::After, None),
        Some(PageStart::After { cursor }) => (Side::After, Some(Cursor::from(cursor))),
        Some(PageStart::Before { cursor }) => (Side::Before, Some(Cursor::from(cursor))),
        Some(PageStart::Last) => (Side::Before, None),
    };
    let mut selection = once(query);
    move |target, reads, collect| {
        let found = keyset(target, table, selection()?, side, cursor.as_ref(), (reads, collect))?;
        *beside = Some(found);
        Ok(())
    }
}

/// A verb runs once.
fn once(query: Query) -> impl FnMut() -> Result<Selection, RusqliteError> {
    let mut query = Some(query);
    move || query.take().map_or_else(|| Ok(Selection::default()), Query::selection)
}
