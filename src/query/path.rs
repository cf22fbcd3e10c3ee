//! Relations as generated accessors name them: `note::notebook()` leads to one row, `notebook::notes()` to many.

use std::{fmt, marker::PhantomData, sync::Arc};

use super::{Comparison, FieldRef, FilterExpr, IncludeMany, IncludeOne, OrderBy, Predicate, Quantifier};
use crate::{
    model::{Column, Columns, Relation, Table},
    value::{Value, ValueError},
};

/// The to-one relations from the rows that are asked for to those that a value is of; most values are their own.
pub(crate) type Path = Vec<&'static Relation>;

/// A column of the rows that are asked for, or of a row that a path of to-one relations leads to.
#[derive(Debug, Clone)]
pub struct Place {
    pub(crate) path: Path,
    pub(crate) column: &'static Column,
    /// What stands for it where it holds nothing.
    pub(crate) or: Option<Box<Alternative>>,
    /// The path to a value inside the document that it holds, as SQLite reads it, or why the path is none.
    pub(crate) json: Option<Result<Arc<str>, ValueError>>,
}

/// A place that stands for another where that holds nothing.
#[derive(Debug, Clone)]
pub(crate) struct Alternative {
    pub(crate) place: Place,
    /// The collation by which what one of the two holds compares: it is no column's.
    pub(crate) collation: Option<&'static str>,
}

impl Place {
    /// Names a column of the rows that are asked for.
    pub(crate) const fn of(column: &'static Column) -> Self {
        Self::at(Path::new(), column)
    }

    /// Names a column of the row at the end of a path.
    pub(crate) const fn at(path: Path, column: &'static Column) -> Self {
        Self { path, column, or: None, json: None }
    }

    /// Puts another at the end of those that stand for it.
    pub(crate) fn or(mut self, place: Self, collation: Option<&'static str>) -> Self {
        let place = match self.or.take() {
            Some(next) => next.place.or(place, collation),
            None => place,
        };
        Self { or: Some(Box::new(Alternative { place, collation })), ..self }
    }

    /// The collation by which it compares.
    pub(crate) fn collation(&self) -> Option<&'static str> {
        self.or.as_ref().map_or(self.column.collation, |or| or.collation)
    }

    /// Whether it may hold nothing: a path may lead nowhere.
    pub(crate) fn is_nullable(&self) -> bool {
        let is_filled = self.or.as_ref().is_some_and(|or| !or.place.is_nullable());
        self.json.is_some() || ((self.column.nullable || !self.path.is_empty()) && !is_filled)
    }

    /// Whether it is a column of the rows that are asked for, as it is.
    pub(crate) fn is_own(&self) -> bool {
        self.path.is_empty() && self.or.is_none() && self.json.is_none()
    }

    /// Gives where its value stands in a row of the table that is read whole; nothing where it is read beside it.
    pub(crate) fn cell(&self, table: &'static Table) -> Option<usize> {
        let is = |column: &Column| self.is_own() && std::ptr::eq(column, self.column);
        table.columns.iter().position(is)
    }

    /// Hands over every path that it needs, the empty one as well.
    pub(crate) fn each_path(&self, take: &mut dyn FnMut(&Path)) {
        take(&self.path);
        if let Some(or) = &self.or {
            or.place.each_path(take);
        }
    }

    /// Adds the columns whose values it is made of.
    pub(super) fn columns(&self, known: Columns) -> Columns {
        let known = known.and(self.column);
        self.or.as_ref().map_or(known, |or| or.place.columns(known))
    }

    /// Hands over every path, to be changed.
    pub(super) fn each_path_mut(&mut self, change: &mut dyn FnMut(&mut Path)) {
        change(&mut self.path);
        if let Some(or) = &mut self.or {
            or.place.each_path_mut(change);
        }
    }

    /// Whether it looks beyond the rows of its own table.
    pub(crate) fn is_related(&self) -> bool {
        let mut is_related = false;
        self.each_path(&mut |path| is_related |= !path.is_empty());
        is_related
    }

    /// The table whose column it is, seen from the rows that are asked for.
    pub(crate) fn table(&self, asked: &'static Table) -> &'static Table {
        self.path.last().map_or(asked, |relation| relation.target)
    }

    /// Whether it is the same of the same row.
    pub(crate) fn is(&self, other: &Self) -> bool {
        let steps = self.path.iter().zip(&other.path);
        let is_same_alternative = match (&self.or, &other.or) {
            (None, None) => true,
            (Some(one), Some(other)) => one.place.is(&other.place),
            (None, Some(_)) | (Some(_), None) => false,
        };
        is_same_alternative
            && std::ptr::eq(self.column, other.column)
            && self.json == other.json
            && self.path.len() == other.path.len()
            && steps.into_iter().all(|(one, other)| std::ptr::eq(*one, *other))
    }

    /// Shows it as `notebook.name`.
    pub(crate) fn shown(&self) -> String {
        let steps = self.path.iter().map(|relation| relation.field);
        let shown = steps.chain([self.column.field]).collect::<Vec<_>>().join(".");
        match &self.or {
            Some(or) => format!("coalesce({shown}, {})", or.place.shown()),
            None => shown,
        }
    }
}

/// The one row of the model `T`, or none, that a row of the model `M` is related to, over any number of steps.
///
/// Where there is none, or it is soft-deleted, its fields hold nothing. Generated code gives it a method for each field
/// and relation of `T`.
pub struct ToOne<M, T> {
    /// The steps before the last.
    steps: Path,
    /// The last step.
    relation: &'static Relation,
    models: PhantomData<fn() -> (M, T)>,
}

impl<M, T> ToOne<M, T> {
    /// Takes the first step.
    pub const fn new(relation: &'static Relation) -> Self {
        Self { steps: Path::new(), relation, models: PhantomData }
    }

    /// Takes a further step to one row.
    pub fn to_one<U>(&self, relation: &'static Relation) -> ToOne<M, U> {
        ToOne { steps: self.path(), relation, models: PhantomData }
    }

    /// Takes a last step to many rows.
    pub fn to_many<U>(&self, relation: &'static Relation) -> ToMany<M, U> {
        ToMany { path: self.path(), relation, models: PhantomData }
    }

    /// Names a field of the row.
    pub fn field<F>(&self, column: &'static Column) -> FieldRef<M, F> {
        FieldRef::at(self.path(), column)
    }

    /// True where there is no such row.
    pub fn is_none(&self) -> FilterExpr<M> {
        let nothing = Value::Null;
        FilterExpr::new(match self.key() {
            Some(place) => Predicate::Compare { place, comparison: Comparison::Equal, value: nothing },
            None => Predicate::Any(Vec::new()),
        })
    }

    /// True where there is such a row.
    pub fn is_some(&self) -> FilterExpr<M> {
        self.is_none().not()
    }

    /// Orders by a field of the related row, or of one beyond it.
    pub fn by(&self, order: OrderBy<T>) -> OrderBy<M> {
        order.behind(&self.path())
    }

    /// Takes the row along with the rows of a query.
    pub fn as_include(&self) -> IncludeOne<M, T> {
        IncludeOne::new(self.steps.clone(), self.relation)
    }

    fn path(&self) -> Path {
        self.steps.iter().copied().chain([self.relation]).collect()
    }

    /// A column of the row that is not empty when the row is there: the relation itself needs it.
    fn key(&self) -> Option<Place> {
        let Relation { target, references, .. } = self.relation;
        let column = target.columns.iter().find(|column| references.contains(&column.name))?;
        Some(Place::at(self.path(), column))
    }

    /// True where the filter is true of the related row. Without one, its fields hold nothing.
    pub fn is(&self, filter: FilterExpr<T>) -> FilterExpr<M> {
        FilterExpr::new(filter.predicate.behind(&self.path()))
    }
}

/// The rows of the model `T` that a row of the model `M` is related to. Soft-deleted ones are none of them.
///
/// ```
/// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
/// # use schema::cratestack_schema::{note, notebook};
/// let with_a_pin = notebook::notes().some(note::pinned().is_true());
/// let tidy = notebook::notes().every(note::title().ne("Untitled"));
/// let empty = notebook::notes().none(larder::FilterExpr::all([]));
/// ```
pub struct ToMany<M, T> {
    path: Path,
    relation: &'static Relation,
    models: PhantomData<fn() -> (M, T)>,
}

impl<M, T> ToMany<M, T> {
    /// Names the relation.
    pub const fn new(relation: &'static Relation) -> Self {
        Self { path: Path::new(), relation, models: PhantomData }
    }

    /// True where the filter is true of at least one of the rows.
    pub fn some(&self, filter: FilterExpr<T>) -> FilterExpr<M> {
        self.related(Quantifier::Some, filter)
    }

    /// True where the filter is true of all of the rows; also where there is none.
    pub fn every(&self, filter: FilterExpr<T>) -> FilterExpr<M> {
        self.related(Quantifier::Every, filter)
    }

    /// True where the filter is true of none of the rows; also where there is none.
    pub fn none(&self, filter: FilterExpr<T>) -> FilterExpr<M> {
        self.related(Quantifier::None, filter)
    }

    /// Takes the rows along with the rows of a query.
    pub fn as_include(&self) -> IncludeMany<M, T> {
        IncludeMany::new(self.path.clone(), self.relation)
    }

    fn related(&self, quantifier: Quantifier, filter: FilterExpr<T>) -> FilterExpr<M> {
        FilterExpr::new(Predicate::Related {
            path: self.path.clone(),
            relation: self.relation,
            quantifier,
            filter: Box::new(filter.predicate),
        })
    }
}

impl<M, T> Clone for ToOne<M, T> {
    fn clone(&self) -> Self {
        Self { steps: self.steps.clone(), relation: self.relation, models: PhantomData }
    }
}

impl<M, T> Clone for ToMany<M, T> {
    fn clone(&self) -> Self {
        Self { path: self.path.clone(), relation: self.relation, models: PhantomData }
    }
}

impl<M, T> fmt::Debug for ToOne<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.path().iter().map(|relation| relation.field)).finish()
    }
}

impl<M, T> fmt::Debug for ToMany<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = self.path.iter().map(|relation| relation.field);
        f.debug_list().entries(steps.chain([self.relation.field])).finish()
    }
}
