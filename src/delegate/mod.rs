//! A model's verbs over a runtime, a transaction or a savepoint. One file per verb; each is a builder that is
//! data until `run`, and `run` is: render (`sql`), execute (`db`), decode (`model`).

mod aggregate;
mod batch;
mod call;
mod count;
mod create;
mod create_many;
mod delete;
mod delete_many;
mod exists;
mod fill;
mod filtering;
mod find_first;
mod find_many;
mod find_unique;
mod foreign_key;
mod group_by;
mod include;
mod keyset;
mod live;
mod owners;
mod paginate;
mod plan;
mod purge_expired;
mod restore;
mod select;
mod shown;
mod snippets;
mod stream;
mod target;
mod update;
mod update_many;
mod upsert;
mod view;

/// What the other languages reach without the builders.
#[cfg(feature = "uniffi")]
pub(crate) use {
    aggregate::aggregate,
    find_many::find_rows,
    find_unique::find_row,
    include::{Collect, Inspect, Owners, including},
    keyset::{Beside, Side, keyset},
    live::{Ask, begin_on},
    paginate::{Found, paginate},
    select::select_rows,
    target::Reads,
};

pub use aggregate::{Aggregate, AggregateSelect};
pub use batch::{BatchCreate, BatchDelete, BatchGet, BatchUpdate, BatchUpdates, BatchUpsert};
pub use count::Count;
pub use create::Create;
pub use create_many::CreateMany;
pub use delete::Delete;
pub use delete_many::DeleteMany;
pub use exists::Exists;
pub use find_first::FindFirst;
pub use find_many::FindMany;
pub use find_unique::FindUnique;
pub use group_by::GroupBy;
pub use include::{Include, Includes};
pub use keyset::Keyset;
#[cfg(feature = "uniffi")]
pub(crate) use live::Noted;
pub use paginate::Paginate;
pub use purge_expired::PurgeExpired;
pub use restore::Restore;
pub use select::Select;
pub use snippets::Snippets;
pub use target::Target;
pub use update::{Update, UpdateSet};
pub use update_many::{UpdateMany, UpdateManySet};
pub use upsert::Upsert;
pub use view::{ViewDelegate, ViewDelegateNoUnique};

use crate::{
    model::{CreateInput, Key, ModelDescriptor, UpdateInput},
    query::Selection,
};

/// The verbs of the model `M` with the key `K`, on a runtime or inside a transaction.
///
/// A `Copy` of two references: make one wherever it is needed. A call is synchronous and runs on the calling
/// thread; in async code put it inside `spawn_blocking` or `run_blocking`.
///
/// ```
/// use larder::{ModelDelegate, RusqliteRuntime};
/// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
/// # use schema::cratestack_schema;
/// use cratestack_schema::{CreateNoteInput, note};
///
/// # fn main() -> Result<(), larder::RusqliteError> {
/// let runtime = RusqliteRuntime::open_in_memory()?;
/// cratestack_schema::bootstrap(&runtime)?;
///
/// let notes = ModelDelegate::new(&runtime, &cratestack_schema::NOTE_MODEL);
/// let milk = notes.create(CreateNoteInput::builder().title("Buy milk").build()).run()?;
/// let found = notes.find_many().where_(note::title().starts_with("Buy")).limit(10).run()?;
/// assert_eq!(found, [milk]);
/// # Ok(())
/// # }
/// ```
pub struct ModelDelegate<'a, M: 'static, K: 'static> {
    target: Target<'a>,
    model: &'static ModelDescriptor<M, K>,
}

impl<'a, M, K> ModelDelegate<'a, M, K> {
    /// Makes the delegate of `model` on a `&RusqliteRuntime` or a `&Transaction`.
    pub fn new(target: impl Into<Target<'a>>, model: &'static ModelDescriptor<M, K>) -> Self {
        Self { target: target.into(), model }
    }

    /// Adds a row.
    pub fn create<I: CreateInput<Model = M>>(self, input: I) -> Create<'a, M, K, I> {
        Create { delegate: self, input }
    }

    /// Adds rows in one transaction: all of them, or none. Takes a `Vec`, or an iterator that makes its inputs as
    /// they are written; a call of the runtime from inside it is [`Reentrant`](crate::RusqliteError::Reentrant).
    pub fn create_many<S>(self, inputs: S) -> CreateMany<'a, M, K, S>
    where
        S: IntoIterator,
        S::Item: CreateInput<Model = M>,
    {
        CreateMany { delegate: self, inputs }
    }

    /// Adds a row, or changes the one that is there.
    pub fn upsert<I: CreateInput<Model = M>>(self, input: I) -> Upsert<'a, M, K, I> {
        Upsert { delegate: self, input, target: None }
    }

    /// Looks for the row with this key.
    pub fn find_unique(self, key: K) -> FindUnique<'a, M, K>
    where
        K: Key,
    {
        FindUnique { delegate: self, key, includes: () }
    }

    /// Looks for rows.
    pub fn find_many(self) -> FindMany<'a, M, K> {
        FindMany { delegate: self, selection: Default::default(), includes: () }
    }

    /// Looks for the first row.
    pub fn find_first(self) -> FindFirst<'a, M, K> {
        FindFirst {
            delegate: self,
            selection: Selection { limit: Some(1), ..Selection::default() },
            includes: (),
        }
    }

    /// Counts rows.
    pub fn count(self) -> Count<'a, M, K> {
        Count { delegate: self, selection: Default::default() }
    }

    /// Computes sums, averages, the least and the greatest of fields, over all rows or group by group.
    pub fn aggregate(self) -> Aggregate<'a, M, K> {
        Aggregate { delegate: self, selection: Default::default() }
    }

    /// Asks whether there is a row.
    pub fn exists(self) -> Exists<'a, M, K> {
        Exists { delegate: self, selection: Default::default() }
    }

    /// Changes the row with this key.
    pub fn update(self, key: K) -> Update<'a, M, K>
    where
        K: Key,
    {
        Update { delegate: self, key }
    }

    /// Changes rows.
    pub fn update_many(self) -> UpdateMany<'a, M, K> {
        UpdateMany { delegate: self, selection: Default::default() }
    }

    /// Deletes the row with this key; a model with `@@soft_delete` keeps it as a tombstone.
    pub fn delete(self, key: K) -> Delete<'a, M, K>
    where
        K: Key,
    {
        Delete { delegate: self, key }
    }

    /// Brings the soft-deleted row with this key back.
    pub fn restore(self, key: K) -> Restore<'a, M, K>
    where
        K: Key,
    {
        Restore { delegate: self, key }
    }

    /// Deletes rows; a model with `@@soft_delete` keeps them as tombstones.
    pub fn delete_many(self) -> DeleteMany<'a, M, K> {
        DeleteMany { delegate: self, selection: Default::default() }
    }

    /// Deletes the tombstones for good that are older than the days of `@@retain`.
    pub fn purge_expired(self) -> PurgeExpired<'a, M, K> {
        PurgeExpired { delegate: self }
    }

    /// Looks for the rows with these keys, of one state; a key without a live row is an error of its own.
    pub fn batch_get(self, keys: Vec<K>) -> BatchGet<'a, M, K> {
        BatchGet { delegate: self, items: keys }
    }

    /// Adds rows, each for itself, in one transaction; [`create_many`](Self::create_many) adds all of them or none.
    pub fn batch_create<I: CreateInput<Model = M>>(self, inputs: Vec<I>) -> BatchCreate<'a, M, K, I> {
        BatchCreate { delegate: self, items: inputs }
    }

    /// Changes rows by their keys, each for itself, in one transaction.
    pub fn batch_update<I: UpdateInput<Model = M>>(
        self,
        items: Vec<BatchUpdate<K, I>>,
    ) -> BatchUpdates<'a, M, K, I> {
        BatchUpdates { delegate: self, items }
    }

    /// Deletes rows by their keys, each for itself, in one transaction.
    pub fn batch_delete(self, keys: Vec<K>) -> BatchDelete<'a, M, K> {
        BatchDelete { delegate: self, items: keys }
    }

    /// Adds rows, or changes those with the same keys, each for itself, in one transaction.
    pub fn batch_upsert<I: CreateInput<Model = M>>(self, inputs: Vec<I>) -> BatchUpsert<'a, M, K, I> {
        BatchUpsert { delegate: self, items: inputs }
    }
}

impl<M, K> Clone for ModelDelegate<'_, M, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, K> Copy for ModelDelegate<'_, M, K> {}

impl<M, K> std::fmt::Debug for ModelDelegate<'_, M, K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ModelDelegate").field(&self.model.name()).finish()
    }
}
