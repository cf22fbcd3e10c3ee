//! The batch verbs: one call for many items in one transaction, with an outcome for each.

use std::fmt;

use super::{
    ModelDelegate, Target,
    call::{Counted, row, traced},
    create::create,
    delete::{self, delete},
    live,
    plan::{See, any_key, planned},
    shown::shown,
    update::{self, update},
    upsert::{self, primary_key, upsert},
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::{Changes, Column, Columns, CreateInput, Key, NewRow, Table, UpdateInput},
    query::{Batch, BatchResult},
    sql,
    value::{Value, compare_decimal_text},
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

/// Writes the builder of a verb: what it carries, and the work that becomes of it.
macro_rules! batch {
    ($about:literal $name:ident [$($input:ident: $bound:ident)?] $items:ty, $verb:literal, $work:expr) => {
        #[doc = $about]
        #[must_use = "a batch does nothing until `run`"]
        pub struct $name<'a, M: 'static, K: 'static $(, $input)?> {
            pub(super) delegate: ModelDelegate<'a, M, K>,
            pub(super) items: Vec<$items>,
        }

        shown!($name<'a, M, K $(, $input)?>, delegate);
        planned!([M, K: Key + Clone $(, $input: $bound<Model = M> + Clone)?] $name<'_, M, K $(, $input)?>, delegate);

        impl<M, K: Key + Clone $(, $input: $bound<Model = M> + Clone)?> $name<'_, M, K $(, $input)?> {
            fn statements(&self, see: See<'_>) -> Result<(), RusqliteError> {
                let table = self.delegate.model.table;
                within_limit(table, self.items.clone(), $work)?.statements(table, see)
            }
        }

        impl<M, K: Key $(, $input: $bound<Model = M>)?> $name<'_, M, K $(, $input)?> {
            /// Gives an outcome for each item, in the order of the items. An item that fails changes nothing, and
            /// the others are done.
            ///
            /// # Errors
            /// [`RusqliteError::BatchTooLarge`] beyond 1000 items; [`RusqliteError::DuplicateBatchKey`] when two items have the
            /// same key; what every call can give, such as [`RusqliteError::Busy`]. Nothing was done then.
            pub fn run(self) -> Result<Batch<M>, RusqliteError> {
                let work = within_limit(self.delegate.model.table, self.items, $work);
                outcomes(self.delegate, $verb, work)
            }
        }
    };
}

batch!("Look-ups by key that have not run." BatchGet [] K, "batch_get", |table, keys| {
    key_values(table, keys).map(Work::Get)
});
batch!("Creates that have not run." BatchCreate [I: CreateInput] I, "batch_create", |table, inputs| {
    new_rows(table, inputs).map(Work::Create)
});
batch!("Updates by key that have not run." BatchUpdates [I: UpdateInput] BatchUpdate<K, I>, "batch_update", |table, items| {
    updates(table, items).map(Work::Update)
});
batch!("Deletes by key that have not run." BatchDelete [] K, "batch_delete", |table, keys| {
    key_values(table, keys).map(Work::Delete)
});
batch!("Upserts by key that have not run." BatchUpsert [I: CreateInput] I, "batch_upsert", |table, inputs| {
    new_rows(table, inputs).map(Work::Upsert)
});

/// The items of a batch, without their model.
enum Work {
    Get(Vec<Vec<Value>>),
    Create(Vec<NewItem>),
    Update(Vec<(Vec<Value>, UpdateItem)>),
    Delete(Vec<Vec<Value>>),
    Upsert(Vec<NewItem>),
}

/// An input without a storage form is an error of its item alone.
type NewItem = Result<NewRow, RusqliteError>;

/// The changes, and the version that the row must have.
type UpdateItem = (Result<Changes, RusqliteError>, Option<i64>);

/// Runs one item, which hands over its row.
type Item<'i> = &'i mut dyn FnMut(Take<'_>) -> Result<(), RusqliteError>;

/// Keeps the outcome of an item, or gives back the error that is no item's own.
type Keep<'k> = &'k mut dyn FnMut(Item<'_>) -> Result<(), RusqliteError>;

/// Runs the work and keeps what it gives as rows of the model. In an app once for each model, not in each of its verbs.
#[inline(never)]
fn outcomes<M, K>(
    ModelDelegate { target, model }: ModelDelegate<'_, M, K>,
    verb: &'static str,
    work: Result<Work, RusqliteError>,
) -> Result<Batch<M>, RusqliteError> {
    traced(model.table, verb, || {
        let mut results = Vec::new();
        work?.run(target, model.table, &mut |item| {
            results.push(BatchResult::of(row(model, item))?);
            Ok(())
        })?;
        let batch = Batch::new(results);
        Ok(Counted { rows: batch.succeeded(), value: batch })
    })
}

impl Work {
    /// Shows what runs for each item, and once what several share.
    fn statements(self, table: &'static Table, see: See<'_>) -> Result<(), RusqliteError> {
        match self {
            Self::Get(_) => see(&sql::find_unique(table, &any_key(table))),
            Self::Create(_) => see(&sql::insert(table, &[])),
            Self::Delete(_) => delete::statements(table, see),
            Self::Update(items) => items
                .into_iter()
                .try_for_each(|(_, (changes, version))| update::statements(&changes?, version, see)),
            Self::Upsert(rows) => {
                rows.into_iter().try_for_each(|row| upsert::statements(row?, &primary_key(table), see))
            }
        }
    }

    /// Reads are of one state and wait for no writer; writes are one transaction.
    fn run(self, target: Target<'_>, table: &'static Table, keep: Keep<'_>) -> Result<(), RusqliteError> {
        let primary_key = primary_key(table);
        match self {
            Self::Get(keys) => target.snapshot(|connection| {
                live::table(connection, table, &|| Some(Columns::All))?;
                each(keys, keep, |key, take| {
                    db::first_row(connection, &sql::find_unique(table, &key), table, take).map(drop)
                })
            }),
            Self::Create(rows) => {
                target.together(|target| each(rows, keep, |row, take| create(target, row?, take)))
            }
            Self::Update(items) => target.together(|target| {
                each(items, keep, |(key, (changes, version)), take| {
                    update(target, &changes?, &key, version, take)
                })
            }),
            Self::Delete(keys) => {
                target.together(|target| each(keys, keep, |key, take| delete(target, table, &key, take)))
            }
            Self::Upsert(rows) => target
                .together(|target| each(rows, keep, |row, take| upsert(target, row?, &primary_key, take))),
        }
    }
}

fn each<T>(
    items: Vec<T>,
    keep: Keep<'_>,
    run: impl Fn(T, Take<'_>) -> Result<(), RusqliteError>,
) -> Result<(), RusqliteError> {
    items.into_iter().try_for_each(|item| {
        let mut item = Some(item);
        keep(&mut |take| item.take().map_or(Ok(()), |item| run(item, take)))
    })
}

fn within_limit<T>(
    table: &'static Table,
    items: Vec<T>,
    work: impl FnOnce(&'static Table, Vec<T>) -> Result<Work, RusqliteError>,
) -> Result<Work, RusqliteError> {
    let limit = Batch::<()>::MAX_ITEMS;
    if items.len() <= limit {
        return work(table, items);
    }
    Err(RusqliteError::BatchTooLarge { model: table.model, items: items.len(), limit })
}

fn key_values<K: Key>(table: &'static Table, keys: Vec<K>) -> Result<Vec<Vec<Value>>, RusqliteError> {
    let keys: Vec<Vec<Value>> =
        keys.into_iter().map(|key| key.into_values(table).map(Into::into)).collect::<Result<_, _>>()?;
    refuse_duplicates(table, &keys.iter().map(|key| Some(key.iter().collect())).collect::<Vec<_>>())?;
    Ok(keys)
}

fn updates<K: Key, I: UpdateInput>(
    table: &'static Table,
    items: Vec<BatchUpdate<K, I>>,
) -> Result<Vec<(Vec<Value>, UpdateItem)>, RusqliteError> {
    let (keys, changes): (Vec<_>, Vec<_>) =
        items.into_iter().map(|item| (item.key, (Changes::of(table, item.input), item.if_match))).unzip();
    Ok(key_values(table, keys)?.into_iter().zip(changes).collect())
}

fn new_rows<I: CreateInput>(table: &'static Table, inputs: Vec<I>) -> Result<Vec<NewItem>, RusqliteError> {
    let rows: Vec<NewItem> = inputs.into_iter().map(|input| NewRow::of(table, input)).collect();
    refuse_duplicates(table, &rows.iter().map(given_key).collect::<Vec<_>>())?;
    Ok(rows)
}

/// Only keys that are given whole can be the same.
fn given_key(row: &NewItem) -> Option<Vec<&Value>> {
    let row = row.as_ref().ok()?;
    row.table.key.iter().map(|&at| row.cells[at].as_ref()).collect()
}

/// A batch is small: each key is compared with those before it.
fn refuse_duplicates(table: &'static Table, keys: &[Option<Vec<&Value>>]) -> Result<(), RusqliteError> {
    for (second, key) in keys.iter().enumerate().filter(|(_, key)| key.is_some()) {
        let is_it = |earlier: &Option<Vec<&Value>>| match (earlier, key) {
            (Some(earlier), Some(key)) => is_same_key(table, earlier, key),
            (None, _) | (_, None) => false,
        };
        if let Some(first) = keys[..second].iter().position(is_it) {
            return Err(RusqliteError::DuplicateBatchKey { model: table.model, first, second });
        }
    }
    Ok(())
}

/// Decimals are the same by their value, as the database has it.
fn is_same_key(table: &'static Table, one: &[&Value], other: &[&Value]) -> bool {
    let is_same = |(column, (one, other)): (&Column, (&Value, &Value))| match (column.collation, one, other) {
        (Some(_), Value::Text(one), Value::Text(other)) => compare_decimal_text(one, other).is_eq(),
        (_, one, other) => one == other,
    };
    table.key_columns().zip(one.iter().copied().zip(other.iter().copied())).all(is_same)
}
