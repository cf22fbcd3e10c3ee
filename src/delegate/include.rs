//! Reads what is related to the rows of a query: one statement for each include, whatever the number of rows, and all of
//! them of one state of the database.

use rusqlite::Connection;

use super::{live, owners::Keys, plan::Read, target::Reads};
use crate::{
    db::Take,
    error::RusqliteError,
    model::{FromRow, ModelDescriptor, Row, Table},
    query::{IncludeMany, IncludeOne, Inclusion},
    sql::{self, Statement},
    value::Value,
};

/// What comes along with each row of the model `M`: an [`IncludeOne`] or an [`IncludeMany`].
pub trait Include<M> {
    /// What a row gets: an `Option` of one row, or a `Vec`.
    type Value;

    /// Hands over what is looked for and what is nested in it, each with its depth.
    #[doc(hidden)]
    fn each<'s>(&'s self, depth: usize, take: Inspect<'s, '_>);

    /// Gives the value of each of so many owners.
    #[doc(hidden)]
    fn load(&self, owners: &mut Owners<'_>, count: usize) -> Result<Vec<Self::Value>, RusqliteError>;
}

/// Everything that comes along with each row of the model `M`: `()`, or a tuple of up to eight of [`Include`].
pub trait Includes<M> {
    /// What a row of the query becomes: `M` alone, or a tuple of it and what comes along.
    type Row;

    /// Hands over what is looked for, from left to right, each followed by what is nested in it.
    #[doc(hidden)]
    fn each<'s>(&'s self, depth: usize, take: Inspect<'s, '_>);

    /// Loads what comes along, from left to right, and puts it beside the rows.
    #[doc(hidden)]
    fn attach(&self, owners: Owners<'_>, rows: Vec<M>) -> Result<Vec<Self::Row>, RusqliteError>;

    /// Runs a verb that finds at most one row, as [`including`] runs every verb.
    #[doc(hidden)]
    fn one<K>(
        &self,
        model: &ModelDescriptor<M, K>,
        verb: Verb<'_>,
    ) -> Result<Option<Self::Row>, RusqliteError>
    where
        Self: Sized,
    {
        including(model, self, verb).map(|mut rows| rows.pop())
    }
}

/// What is shown every include and its depth.
pub(crate) type Inspect<'s, 'i> = &'i mut dyn FnMut(usize, &'s Inclusion);

/// The rows of one query as the includes beside it need them: by the keys of what is related.
#[doc(hidden)]
pub struct Owners<'c> {
    connection: &'c Connection,
    keys: std::vec::IntoIter<Vec<Vec<Value>>>,
}

/// What the includes beside a query need of its rows.
#[derive(Default)]
struct Ties {
    /// For each include, where the columns of its relation are.
    places: Vec<Vec<usize>>,
    /// For each include and each of these columns, its value in all rows.
    keys: Vec<Vec<Vec<Value>>>,
}

impl Ties {
    fn add(&mut self, table: &'static Table, inclusion: &Inclusion) {
        let columns = inclusion.first().columns;
        let place = |name: &&str| table.columns.iter().position(|column| column.name == *name);
        let places: Vec<usize> = columns.iter().filter_map(place).collect();
        self.keys.push(vec![Vec::new(); places.len()]);
        self.places.push(places);
    }

    fn take(&mut self, row: &Row<'_>) -> Result<(), RusqliteError> {
        for (places, keys) in self.places.iter().zip(&mut self.keys) {
            for (place, keys) in places.iter().zip(keys) {
                keys.push(row.value(*place)?);
            }
        }
        Ok(())
    }
}

impl Owners<'_> {
    /// Loads the next include: hands over each related row with the position of its owner.
    pub(crate) fn load<T: FromRow, I: Includes<T>>(
        &mut self,
        inclusion: &Inclusion,
        nested: &I,
        put: &mut dyn FnMut(usize, I::Row),
    ) -> Result<(), RusqliteError> {
        let keys = Keys::of(&self.keys.next().unwrap_or_default());
        let table = inclusion.relation.target;
        let mut owners = Vec::new();
        let rows = level(self.connection, table, T::from_row, nested, &mut |connection, take| {
            related_rows(connection, inclusion, &keys, &mut owners, take)
        })?;
        owners.into_iter().zip(rows).for_each(|(owner, row)| put(owner, row));
        Ok(())
    }
}

/// What hands over the rows of a query.
pub(crate) type Hand<'h> = &'h mut dyn FnMut(&Connection, Take<'_>) -> Result<(), RusqliteError>;

/// What takes the rows of a query and reads what comes along with them; gives how many rows there are.
pub(crate) type Collect<'c> = &'c mut dyn FnMut(&Connection, Hand<'_>) -> Result<usize, RusqliteError>;

/// A verb, which knows no model. It is told how many reads the includes make of one call.
pub(crate) type Verb<'v> = &'v mut dyn FnMut(Reads, Collect<'_>) -> Result<(), RusqliteError>;

/// Runs a verb and gives its rows with what comes along.
pub(crate) fn including<M, K, I: Includes<M>>(
    model: &ModelDescriptor<M, K>,
    includes: &I,
    verb: Verb<'_>,
) -> Result<Vec<I::Row>, RusqliteError> {
    let mut reads = Reads::One;
    includes.each(0, &mut |_, _| reads = Reads::Several);
    let mut rows = Vec::new();
    verb(reads, &mut |connection, hand| {
        rows = level(connection, model.table, model.decode, includes, hand)?;
        Ok(rows.len())
    })?;
    Ok(rows)
}

/// Gives the statement of a query and those of its includes, for no owner yet.
pub(super) fn statements<'q, M, I: Includes<M>>(
    query: Statement<'q>,
    includes: &'q I,
) -> Result<Vec<Statement<'q>>, RusqliteError> {
    let mut inclusions = Vec::new();
    includes.each(0, &mut |_, inclusion| inclusions.push(inclusion));
    let related = inclusions.into_iter().map(|inclusion| sql::include(inclusion, &[]));
    std::iter::once(Ok(query)).chain(related).collect()
}

/// Reads rows and what comes along with them.
fn level<M, I: Includes<M>>(
    connection: &Connection,
    table: &'static Table,
    decode: fn(&Row<'_>) -> Result<M, RusqliteError>,
    includes: &I,
    hand: Hand<'_>,
) -> Result<Vec<I::Row>, RusqliteError> {
    let mut ties = Ties::default();
    includes.each(0, &mut |depth, inclusion| {
        if depth == 0 {
            ties.add(table, inclusion);
        }
    });
    let mut rows = Vec::new();
    hand(connection, &mut |row| {
        rows.push(decode(row)?);
        ties.take(row)
    })?;
    includes.attach(Owners { connection, keys: ties.keys.into_iter() }, rows)
}

/// Hands over the related rows of all owners, one that several share for each of them. Without a key nothing runs, but a
/// wrong filter is told.
fn related_rows(
    connection: &Connection,
    inclusion: &Inclusion,
    keys: &Keys,
    owners: &mut Vec<usize>,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    let (table, selection) = (inclusion.relation.target, &inclusion.selection);
    let statement = sql::include(inclusion, &keys.columns)?;
    if keys.owners.is_empty() {
        return Ok(());
    }
    live::table(connection, table, &|| selection.looks_at(table))?;
    let read = Read { table, verb: "include", statement: &statement, selection, limit: None };
    read.rows(connection, &mut |row| {
        let number: i64 = row.get(table.columns.len())?;
        let of_key = usize::try_from(number - 1).ok().and_then(|key| keys.owners.get(key));
        of_key.into_iter().flatten().try_for_each(|owner| {
            owners.push(*owner);
            take(row)
        })
    })
}

impl<M, T: FromRow, I: Includes<T>> Include<M> for IncludeOne<M, T, I> {
    type Value = Option<I::Row>;

    fn each<'s>(&'s self, depth: usize, take: Inspect<'s, '_>) {
        take(depth, &self.inclusion);
        self.nested.each(depth + 1, take);
    }

    fn load(&self, owners: &mut Owners<'_>, count: usize) -> Result<Vec<Self::Value>, RusqliteError> {
        let mut values: Vec<Self::Value> = (0..count).map(|_| None).collect();
        owners.load::<T, I>(&self.inclusion, &self.nested, &mut |owner, row| {
            if let Some(value) = values.get_mut(owner) {
                *value = Some(row);
            }
        })?;
        Ok(values)
    }
}

impl<M, T: FromRow, I: Includes<T>> Include<M> for IncludeMany<M, T, I> {
    type Value = Vec<I::Row>;

    fn each<'s>(&'s self, depth: usize, take: Inspect<'s, '_>) {
        take(depth, &self.inclusion);
        self.nested.each(depth + 1, take);
    }

    fn load(&self, owners: &mut Owners<'_>, count: usize) -> Result<Vec<Self::Value>, RusqliteError> {
        let mut values: Vec<Self::Value> = (0..count).map(|_| Vec::new()).collect();
        owners.load::<T, I>(&self.inclusion, &self.nested, &mut |owner, row| {
            if let Some(rows) = values.get_mut(owner) {
                rows.push(row);
            }
        })?;
        Ok(values)
    }
}

impl<M> Includes<M> for () {
    type Row = M;

    fn each<'s>(&'s self, _: usize, _: Inspect<'s, '_>) {}

    fn attach(&self, _: Owners<'_>, rows: Vec<M>) -> Result<Vec<M>, RusqliteError> {
        Ok(rows)
    }

    /// Without a list, as nothing is looked for beside it.
    fn one<K>(&self, model: &ModelDescriptor<M, K>, verb: Verb<'_>) -> Result<Option<M>, RusqliteError> {
        let mut found = None;
        verb(Reads::One, &mut |connection, hand| {
            hand(connection, &mut |row| {
                found = Some((model.decode)(row)?);
                Ok(())
            })?;
            Ok(usize::from(found.is_some()))
        })?;
        Ok(found)
    }
}

/// Writes the trait for a tuple. Every include gives a value for each row.
macro_rules! includes {
    ($($part:ident $loaded:ident $at:tt),+) => {
        impl<M, $($part: Include<M>),+> Includes<M> for ($($part,)+) {
            type Row = (M, $($part::Value),+);

            fn each<'s>(&'s self, depth: usize, take: Inspect<'s, '_>) {
                $(self.$at.each(depth, take);)+
            }

            fn attach(&self, mut owners: Owners<'_>, rows: Vec<M>) -> Result<Vec<Self::Row>, RusqliteError> {
                $(let mut $loaded = self.$at.load(&mut owners, rows.len())?.into_iter();)+
                Ok(rows.into_iter().map_while(|row| Some((row, $($loaded.next()?),+))).collect())
            }
        }
    };
}

includes!(A a 0);
includes!(A a 0, B b 1);
includes!(A a 0, B b 1, C c 2);
includes!(A a 0, B b 1, C c 2, D d 3);
includes!(A a 0, B b 1, C c 2, D d 3, E e 4);
includes!(A a 0, B b 1, C c 2, D d 3, E e 4, F f 5);
includes!(A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6);
includes!(A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7);
