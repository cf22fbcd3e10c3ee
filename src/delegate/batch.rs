//! The batch verbs: one call for many items in one transaction, with an outcome for each.

use std::fmt;

use super::{
    ModelDelegate, Target,
    call::{Counted, row, traced},
    create::create,
    delete::delete,
    shown::shown,
    update::update,
    upsert::{primary_key, upsert},
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::{Changes, CreateInput, Key, ModelDescriptor, NewRow, Table, UpdateInput},
    query::{Batch, BatchResult},
    sql,
    value::Value,
};

/// One item of a batch of updates.
///
/// ```
/// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
/// # use schema::cratestack_schema::UpdateCounterInput;
/// use larder::BatchUpdate;
///
/// let item = BatchUpdate::new(7, UpdateCounterInput::builder().hits(1).build());
/// assert_eq!(item.if_match, None);
/// ```
#[derive(Clone, PartialEq)]
pub struct BatchUpdate<K, I> {
    /// The key of the row.
    pub key: K,
    /// What changes.
    pub input: I,
    /// The `@version` that the row must have.
    pub if_match: Option<i64>,
}

impl<K, I> fmt::Debug for BatchUpdate<K, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchUpdate").field("if_match", &self.if_match).finish_non_exhaustive()
    }
}

impl<K, I> BatchUpdate<K, I> {
    /// Changes the row with this key, whatever its version.
    pub fn new(key: K, input: I) -> Self {
        Self { key, input, if_match: None }
    }

    /// Makes the item a conflict when the row is not at this `@version` any more.
    pub fn if_match(self, version: i64) -> Self {
        Self { if_match: Some(version), ..self }
    }
}

/// Writes the builder of a verb: what it carries, and what it runs for it.
macro_rules! batch {
    ($about:literal $name:ident [$($input:ident: $bound:ident)?] $items:ty, $verb:literal, $run:ident) => {
        #[doc = $about]
        #[must_use = "a batch does nothing until `run`"]
        pub struct $name<'a, M: 'static, K: 'static $(, $input)?> {
            pub(super) delegate: ModelDelegate<'a, M, K>,
            pub(super) items: Vec<$items>,
        }

        shown!($name<'a, M, K $(, $input)?>, delegate);

        impl<M, K: Key $(, $input: $bound<Model = M>)?> $name<'_, M, K $(, $input)?> {
            /// Gives an outcome for each item, in the order of the items. An item that fails changes nothing, and
            /// the others are done.
            ///
            /// # Errors
            /// [`RusqliteError::BatchTooLarge`] beyond 1000 items; [`RusqliteError::DuplicateBatchKey`] when two items have the
            /// same key; what every call can give, such as [`RusqliteError::Busy`]. Nothing was done then.
            pub fn run(self) -> Result<Batch<M>, RusqliteError> {
                let table = self.delegate.model.table;
                traced(table, $verb, || {
                    within_limit(table, self.items.len())?;
                    let batch = Batch::new($run(self.delegate, self.items)?);
                    Ok(Counted { rows: batch.succeeded(), value: batch })
                })
            }
        }
    };
}

batch!("Look-ups by key that have not run." BatchGet [] K, "batch_get", get_each);
batch!("Creates that have not run." BatchCreate [I: CreateInput] I, "batch_create", create_each);
batch!("Updates by key that have not run." BatchUpdates [I: UpdateInput] BatchUpdate<K, I>, "batch_update", update_each);
batch!("Deletes by key that have not run." BatchDelete [] K, "batch_delete", delete_each);
batch!("Upserts by key that have not run." BatchUpsert [I: CreateInput] I, "batch_upsert", upsert_each);

/// Runs one item, which hands over its row.
type Item<'i> = &'i mut dyn FnMut(Take<'_>) -> Result<(), RusqliteError>;

/// Keeps the outcome of an item, or gives back the error that is no item's own.
type Keep<'k> = &'k mut dyn FnMut(Item<'_>) -> Result<(), RusqliteError>;

/// Runs a batch whose items know no model, and keeps what they give as rows of this one.
fn outcomes<M, K>(
    model: &ModelDescriptor<M, K>,
    work: impl FnOnce(Keep<'_>) -> Result<(), RusqliteError>,
) -> Result<Vec<BatchResult<M>>, RusqliteError> {
    let mut results = Vec::new();
    work(&mut |item| {
        results.push(BatchResult::of(row(model, item))?);
        Ok(())
    })?;
    Ok(results)
}

fn get_each<M, K: Key>(
    ModelDelegate { target, model }: ModelDelegate<'_, M, K>,
    keys: Vec<K>,
) -> Result<Vec<BatchResult<M>>, RusqliteError> {
    let keys = key_values(model.table, keys)?;
    outcomes(model, |keep| get_all(target, model.table, &keys, keep))
}

/// Reads are of one state and wait for no writer.
fn get_all(
    target: Target<'_>,
    table: &'static Table,
    keys: &[Vec<Value>],
    keep: Keep<'_>,
) -> Result<(), RusqliteError> {
    target.snapshot(|connection| {
        keys.iter().try_for_each(|key| {
            keep(&mut |take| db::first_row(connection, &sql::find_unique(table, key), table, take).map(drop))
        })
    })
}

fn create_each<M, K, I: CreateInput<Model = M>>(
    ModelDelegate { target, model }: ModelDelegate<'_, M, K>,
    inputs: Vec<I>,
) -> Result<Vec<BatchResult<M>>, RusqliteError> {
    let rows = new_rows(model.table, inputs)?;
    outcomes(model, |keep| together(target, rows, keep, |target, row, take| create(target, row?, take)))
}

fn update_each<M, K: Key, I: UpdateInput<Model = M>>(
    ModelDelegate { target, model }: ModelDelegate<'_, M, K>,
    items: Vec<BatchUpdate<K, I>>,
) -> Result<Vec<BatchResult<M>>, RusqliteError> {
    let (keys, changes): (Vec<_>, Vec<_>) = items
        .into_iter()
        .map(|item| (item.key, (Changes::of(model.table, item.input), item.if_match)))
        .unzip();
    let items: Vec<_> = key_values(model.table, keys)?.into_iter().zip(changes).collect();
    outcomes(model, |keep| {
        together(target, items, keep, |target, (key, (changes, version)), take| {
            update(target, &changes?, &key, version, take)
        })
    })
}

fn delete_each<M, K: Key>(
    ModelDelegate { target, model }: ModelDelegate<'_, M, K>,
    keys: Vec<K>,
) -> Result<Vec<BatchResult<M>>, RusqliteError> {
    let keys = key_values(model.table, keys)?.into_iter().map(|key| (model.table, key)).collect();
    outcomes(model, |keep| {
        together(target, keys, keep, |target, (table, key), take| delete(target, table, &key, take))
    })
}

fn upsert_each<M, K, I: CreateInput<Model = M>>(
    ModelDelegate { target, model }: ModelDelegate<'_, M, K>,
    inputs: Vec<I>,
) -> Result<Vec<BatchResult<M>>, RusqliteError> {
    let rows = new_rows(model.table, inputs)?;
    outcomes(model, |keep| {
        together(target, rows, keep, |target, row, take| {
            let row: NewRow = row?;
            let meeting = primary_key(row.table);
            upsert(target, row, &meeting, take)
        })
    })
}

/// Runs one item after the other in one transaction. What runs is a function pointer, so that this is compiled once
/// for each kind of item and not for each model.
fn together<T>(
    target: Target<'_>,
    items: Vec<T>,
    keep: Keep<'_>,
    run: fn(Target<'_>, T, Take<'_>) -> Result<(), RusqliteError>,
) -> Result<(), RusqliteError> {
    target.together(|target| {
        items.into_iter().try_for_each(|item| {
            let mut item = Some(item);
            keep(&mut |take| item.take().map_or(Ok(()), |item| run(target, item, take)))
        })
    })
}

fn within_limit(table: &'static Table, items: usize) -> Result<(), RusqliteError> {
    let limit = Batch::<()>::MAX_ITEMS;
    if items <= limit {
        return Ok(());
    }
    Err(RusqliteError::BatchTooLarge { model: table.model, items, limit })
}

fn key_values<K: Key>(table: &'static Table, keys: Vec<K>) -> Result<Vec<Vec<Value>>, RusqliteError> {
    let keys: Vec<_> = keys.into_iter().map(|key| key.into_values(table)).collect::<Result<_, _>>()?;
    refuse_duplicates(table, keys.iter().map(|key| Some(key.iter().collect())))?;
    Ok(keys)
}

/// An input without a storage form is an error of its item; only keys that are given whole can be the same.
fn new_rows<I: CreateInput>(
    table: &'static Table,
    inputs: Vec<I>,
) -> Result<Vec<Result<NewRow, RusqliteError>>, RusqliteError> {
    let rows: Vec<_> = inputs.into_iter().map(|input| NewRow::of(table, input)).collect();
    refuse_duplicates(table, rows.iter().map(|row| row.as_ref().ok().and_then(given_key)))?;
    Ok(rows)
}

fn given_key(row: &NewRow) -> Option<Vec<&Value>> {
    row.table.key.iter().map(|&at| row.cells[at].as_ref()).collect()
}

/// A batch is small: each key is compared with those before it.
fn refuse_duplicates<'v>(
    table: &'static Table,
    keys: impl Iterator<Item = Option<Vec<&'v Value>>>,
) -> Result<(), RusqliteError> {
    let mut seen: Vec<Option<Vec<&Value>>> = Vec::new();
    for (second, key) in keys.enumerate() {
        if key.is_some()
            && let Some(first) = seen.iter().position(|earlier| *earlier == key)
        {
            return Err(RusqliteError::DuplicateBatchKey { model: table.model, first, second });
        }
        seen.push(key);
    }
    Ok(())
}
