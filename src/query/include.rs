//! Which related rows come along with the rows of a query: plain data, made by `as_include()` of a relation.

use std::{fmt, marker::PhantomData};

use super::{FilterExpr, OrderBy, Path, Selection};
use crate::model::Relation;

/// The one row of the model `T` that each row of the model `M` is related to: `note::notebook().as_include()`. It comes as
/// an `Option`: there may be none, and a soft-deleted one is none.
#[must_use = "an include does nothing until it is given to a query"]
pub struct IncludeOne<M, T, I = ()> {
    pub(crate) inclusion: Inclusion,
    pub(crate) nested: I,
    models: PhantomData<fn() -> (M, T)>,
}

/// The rows of the model `T` that each row of the model `M` is related to: `notebook::notes().as_include()`. They come as a
/// `Vec`, without the soft-deleted ones.
///
/// ```
/// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
/// # use schema::cratestack_schema::{self, note, notebook};
/// # use larder::ModelDelegate;
/// # fn main() -> Result<(), larder::RusqliteError> {
/// # let runtime = larder::RusqliteRuntime::open_in_memory()?;
/// # cratestack_schema::bootstrap(&runtime)?;
/// let newest = notebook::notes().as_include().order_by(note::created_at().desc()).limit(3);
/// let notebooks = ModelDelegate::new(&runtime, &cratestack_schema::NOTEBOOK_MODEL);
/// for (notebook, notes) in notebooks.find_many().include(newest).run()? {
///     println!("{}: {} notes", notebook.name, notes.len());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "an include does nothing until it is given to a query"]
pub struct IncludeMany<M, T, I = ()> {
    pub(crate) inclusion: Inclusion,
    pub(crate) nested: I,
    models: PhantomData<fn() -> (M, T)>,
}

/// A path of relations from each of many rows, and which of the rows at its end.
#[derive(Debug, Clone)]
pub struct Inclusion {
    /// The steps before the last.
    steps: Path,
    /// The last step, which may lead to many rows.
    pub(crate) relation: &'static Relation,
    /// Its limit and its offset are those of each row.
    pub(crate) selection: Selection,
}

impl Inclusion {
    fn new(steps: Path, relation: &'static Relation) -> Self {
        Self { steps, relation, selection: Selection::default() }
    }

    /// Gives every step.
    pub(crate) fn path(&self) -> impl Iterator<Item = &'static Relation> {
        self.steps.iter().copied().chain([self.relation])
    }

    /// Gives the step from the rows themselves.
    pub(crate) fn first(&self) -> &'static Relation {
        self.steps.first().copied().unwrap_or(self.relation)
    }
}

impl<M, T> IncludeOne<M, T> {
    pub(super) fn new(steps: Path, relation: &'static Relation) -> Self {
        Self { inclusion: Inclusion::new(steps, relation), nested: (), models: PhantomData }
    }
}

impl<M, T> IncludeMany<M, T> {
    pub(super) fn new(steps: Path, relation: &'static Relation) -> Self {
        Self { inclusion: Inclusion::new(steps, relation), nested: (), models: PhantomData }
    }
}

impl<M, T, I> IncludeOne<M, T, I> {
    /// Takes what is related to the row along as well.
    pub fn include<X>(self, related: X) -> IncludeOne<M, T, I::And<X>>
    where
        I: IncludeList,
    {
        self.with(|nested| nested.and(related))
    }

    pub(crate) fn with<J>(self, nested: impl FnOnce(I) -> J) -> IncludeOne<M, T, J> {
        IncludeOne { inclusion: self.inclusion, nested: nested(self.nested), models: PhantomData }
    }
}

impl<M, T, I> IncludeMany<M, T, I> {
    /// Keeps the rows that meet this filter and every other that is given.
    pub fn where_(mut self, filter: FilterExpr<T>) -> Self {
        self.inclusion.selection.filter(filter);
        self
    }

    /// Orders the rows; a further call orders those that are equal so far.
    pub fn order_by(mut self, order: OrderBy<T>) -> Self {
        self.inclusion.selection.order.push(order.erase());
        self
    }

    /// Gives at most so many rows for each row that they are related to.
    pub fn limit(mut self, rows: u64) -> Self {
        self.inclusion.selection.limit = Some(rows);
        self
    }

    /// Passes over so many rows first, for each row that they are related to.
    pub fn offset(mut self, rows: u64) -> Self {
        self.inclusion.selection.offset = Some(rows);
        self
    }

    /// Takes what is related to each of the rows along as well.
    pub fn include<X>(self, related: X) -> IncludeMany<M, T, I::And<X>>
    where
        I: IncludeList,
    {
        self.with(|nested| nested.and(related))
    }

    pub(crate) fn with<J>(self, nested: impl FnOnce(I) -> J) -> IncludeMany<M, T, J> {
        IncludeMany { inclusion: self.inclusion, nested: nested(self.nested), models: PhantomData }
    }
}

/// Includes that one more can join: `()`, or a tuple of up to seven.
pub trait IncludeList {
    /// The list with `X` at its end.
    type And<X>;

    /// Puts one more at the end.
    fn and<X>(self, related: X) -> Self::And<X>;
}

/// Writes the trait for a tuple.
macro_rules! list {
    ($($part:ident $at:tt),*) => {
        impl<$($part),*> IncludeList for ($($part,)*) {
            type And<X> = ($($part,)* X,);

            fn and<X>(self, related: X) -> Self::And<X> {
                ($(self.$at,)* related,)
            }
        }
    };
}

list!();
list!(A 0);
list!(A 0, B 1);
list!(A 0, B 1, C 2);
list!(A 0, B 1, C 2, D 3);
list!(A 0, B 1, C 2, D 3, E 4);
list!(A 0, B 1, C 2, D 3, E 4, F 5);
list!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);

impl<M, T, I: Clone> Clone for IncludeOne<M, T, I> {
    fn clone(&self) -> Self {
        Self { inclusion: self.inclusion.clone(), nested: self.nested.clone(), models: PhantomData }
    }
}

impl<M, T, I: Clone> Clone for IncludeMany<M, T, I> {
    fn clone(&self) -> Self {
        Self { inclusion: self.inclusion.clone(), nested: self.nested.clone(), models: PhantomData }
    }
}

impl<M, T, I: fmt::Debug> fmt::Debug for IncludeOne<M, T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown("IncludeOne", &self.inclusion, &self.nested, f)
    }
}

impl<M, T, I: fmt::Debug> fmt::Debug for IncludeMany<M, T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown("IncludeMany", &self.inclusion, &self.nested, f)
    }
}

fn shown(
    name: &str,
    inclusion: &Inclusion,
    nested: &dyn fmt::Debug,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let path: Vec<_> = inclusion.path().map(|relation| relation.field).collect();
    f.debug_struct(name)
        .field("path", &path.join("."))
        .field("selection", &inclusion.selection)
        .field("nested", nested)
        .finish()
}
