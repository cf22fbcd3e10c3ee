//! What comes along with rows, for Swift, Kotlin and Python: a list that is known when the call runs, and records with a
//! member for each relation. Generated code says which member it is.

use std::{fmt, marker::PhantomData};

use super::Query;
use crate::{
    delegate::{Includes, Inspect, Owners},
    error::RusqliteError,
    model::FromRow,
    query::{IncludeMany, IncludeOne, Inclusion},
};

/// What comes along with rows of the model `M`, which become the records `R`.
pub struct Related<M, R> {
    parts: Vec<Box<dyn Part<R>>>,
    model: PhantomData<fn() -> M>,
}

/// One relation of it.
trait Part<R> {
    fn each<'s>(&'s self, depth: usize, take: Inspect<'s, '_>);

    fn attach(&self, owners: &mut Owners<'_>, records: &mut [R]) -> Result<(), RusqliteError>;
}

/// A relation, and where its rows go.
struct Member<T, R, N: Includes<T>> {
    inclusion: Inclusion,
    nested: N,
    /// Begins the member of a record.
    begin: fn(&mut R),
    /// Puts a row into it.
    put: fn(&mut R, N::Row),
}

impl<T: FromRow, R, N: Includes<T>> Part<R> for Member<T, R, N> {
    fn each<'s>(&'s self, depth: usize, take: Inspect<'s, '_>) {
        take(depth, &self.inclusion);
        self.nested.each(depth + 1, take);
    }

    fn attach(&self, owners: &mut Owners<'_>, records: &mut [R]) -> Result<(), RusqliteError> {
        records.iter_mut().for_each(self.begin);
        owners.load::<T, N>(&self.inclusion, &self.nested, &mut |owner, row| {
            if let Some(record) = records.get_mut(owner) {
                (self.put)(record, row);
            }
        })
    }
}

impl<M: 'static, R: 'static> Related<M, R> {
    /// Takes one row along, with what is nested in it.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] when the relation is there already.
    pub fn one<T: FromRow + 'static, N: Includes<T> + 'static>(
        &mut self,
        include: IncludeOne<M, T>,
        nested: N,
        put: fn(&mut R, N::Row),
    ) -> Result<(), RusqliteError> {
        self.admit(&include.inclusion)?;
        self.parts.push(Box::new(Member { inclusion: include.inclusion, nested, begin: |_| (), put }));
        Ok(())
    }

    /// Takes many rows along, with what is nested in them.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] when the relation is there already, for a search or deleted rows, and for a limit or an
    /// offset below zero.
    pub fn many<T: FromRow + 'static, N: Includes<T> + 'static>(
        &mut self,
        include: IncludeMany<M, T>,
        query: Query,
        nested: N,
        begin: fn(&mut R),
        put: fn(&mut R, N::Row),
    ) -> Result<(), RusqliteError> {
        self.admit(&include.inclusion)?;
        let mut inclusion = include.inclusion;
        let tombstones = query.deleted.is_some();
        inclusion.selection = query.selection()?;
        if tombstones || inclusion.selection.search.is_some() {
            let subject = format!("include.{}", inclusion.relation.field);
            return Err(RusqliteError::rule(subject, "takes no search and no deleted rows"));
        }
        self.parts.push(Box::new(Member { inclusion, nested, begin, put }));
        Ok(())
    }

    /// A record has one member for a relation.
    fn admit(&self, inclusion: &Inclusion) -> Result<(), RusqliteError> {
        let mut is_there = false;
        for part in &self.parts {
            part.each(0, &mut |depth, other| {
                is_there |= depth == 0 && std::ptr::eq(other.relation, inclusion.relation);
            });
        }
        if is_there {
            let subject = format!("include.{}", inclusion.relation.field);
            return Err(RusqliteError::rule(subject, "a relation can be included once in a list"));
        }
        Ok(())
    }
}

impl<M, R: From<M>> Includes<M> for Related<M, R> {
    type Row = R;

    fn each<'s>(&'s self, depth: usize, take: Inspect<'s, '_>) {
        self.parts.iter().for_each(|part| part.each(depth, take));
    }

    fn attach(&self, mut owners: Owners<'_>, rows: Vec<M>) -> Result<Vec<R>, RusqliteError> {
        let mut records: Vec<R> = rows.into_iter().map(R::from).collect();
        self.parts.iter().try_for_each(|part| part.attach(&mut owners, &mut records))?;
        Ok(records)
    }
}

impl<M, R> Default for Related<M, R> {
    fn default() -> Self {
        Self { parts: Vec::new(), model: PhantomData }
    }
}

impl<M, R> fmt::Debug for Related<M, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Related").field("parts", &self.parts.len()).finish()
    }
}
