//! The same writes through the delegates, and what the file holds then.

use larder::{
    Batch, BatchErrorCode, BatchResult, BatchUpdate, CreateInput, ModelDelegate, RusqliteError, Target,
    rust_decimal::{Decimal, prelude::ToPrimitive},
};

use crate::{
    oracle::{Given, Item, Kind, State},
    program::{Change, NewItem, Write},
    schema::cratestack_schema::{
        self as cs, BOX_MODEL, CreateBoxInput, CreateItemInput, CreateMarkInput, ITEM_MODEL, MARK_MODEL,
        MarkKey, UpdateItemInput, item,
    },
};

/// Does a write.
pub(crate) fn apply(target: Target<'_>, write: &Write) -> Result<Given, Kind> {
    let items = ModelDelegate::new(target, &ITEM_MODEL);
    let boxes = ModelDelegate::new(target, &BOX_MODEL);
    let marks = ModelDelegate::new(target, &MARK_MODEL);
    let given = match write.clone() {
        Write::CreateItem(new) => items.create(input(new)).run().map(Given::from),
        Write::CreateItems(all) => {
            items.create_many(inputs(all)).run().map(|made| Given::Count(made.len() as u64))
        }
        Write::UpdateItem { id, change, if_match: Some(version) } => {
            items.update(id).set(set(change)).if_match(version).run().map(Given::from)
        }
        Write::UpdateItem { id, change, if_match: None } => {
            items.update(id).set(set(change)).run().map(Given::from)
        }
        Write::UpsertItem(new) => items.upsert(input(new)).run().map(Given::from),
        Write::UpsertItemByName(new) => {
            items.upsert(input(new)).on_conflict(item::name()).run().map(Given::from)
        }
        Write::DeleteItem(id) => items.delete(id).run().map(Given::from),
        Write::RestoreItem(id) => items.restore(id).run().map(Given::from),
        Write::UpdateItems { least_rank, change } => {
            items.update_many().where_(item::rank().gte(least_rank)).set(set(change)).run().map(Given::Count)
        }
        Write::DeleteItems { least_rank } => {
            items.delete_many().where_(item::rank().gte(least_rank)).run().map(Given::Count)
        }
        Write::BatchCreate(all) => items.batch_create(inputs(all)).run().map(Given::from),
        Write::BatchUpdate(all) => {
            let update = |(key, change, if_match)| BatchUpdate { key, input: set(change), if_match };
            items.batch_update(all.into_iter().map(update).collect()).run().map(Given::from)
        }
        Write::BatchUpsert(all) => items.batch_upsert(inputs(all)).run().map(Given::from),
        Write::BatchDelete(ids) => items.batch_delete(ids).run().map(Given::from),
        Write::BatchGet(ids) => items.batch_get(ids).run().map(Given::from),
        Write::CreateBox { id, label } => {
            boxes.create(CreateBoxInput { id, label }).run().map(|made| Given::Box(made.label))
        }
        Write::UpsertBoxByLabel { id, label } => boxes
            .upsert(CreateBoxInput { id, label })
            .on_conflict(cs::r#box::label())
            .run()
            .map(|made| Given::Box(made.label)),
        Write::DeleteBox(id) => boxes.delete(id).run().map(|gone| Given::Box(gone.label)),
        Write::UpsertMark { item_id, word, count } => {
            marks.upsert(CreateMarkInput { item_id, word, count }).run().map(|made| Given::Mark(made.count))
        }
        Write::DeleteMark { item_id, word } => {
            marks.delete(MarkKey { item_id, word }).run().map(|gone| Given::Mark(gone.count))
        }
        Write::Search(word) => items
            .find_many()
            .search(word)
            .run()
            .map(|found| Given::Found(found.into_iter().map(|item| item.id).collect())),
    };
    given.map_err(|error| kind(&error))
}

/// Reads everything, tombstones as well.
pub(crate) fn state(target: Target<'_>) -> State {
    let items = ModelDelegate::new(target, &ITEM_MODEL);
    let mut state = State::default();
    for (rows, is_deleted) in
        [(items.find_many().run().unwrap(), false), (items.find_many().only_deleted().run().unwrap(), true)]
    {
        state.items.extend(rows.into_iter().map(|row| (row.id, Item { is_deleted, ..row.into() })));
    }
    let boxes = ModelDelegate::new(target, &BOX_MODEL).find_many().run().unwrap();
    state.boxes = boxes.into_iter().map(|row| (row.id, row.label)).collect();
    let marks = ModelDelegate::new(target, &MARK_MODEL).find_many().run().unwrap();
    state.marks = marks.into_iter().map(|row| ((row.item_id, row.word), row.count)).collect();
    state
}

fn inputs(all: Vec<NewItem>) -> Vec<impl CreateInput<Model = cs::Item>> {
    all.into_iter().map(input).collect()
}

fn input(new: NewItem) -> CreateItemInput {
    let NewItem { id, name, rank, note, price, frozen, box_id } = new;
    CreateItemInput { id, name, rank, note, price: price.map(Decimal::from), frozen, box_id }
}

fn set(change: Change) -> UpdateItemInput {
    let Change { name, rank, note, price, box_id } = change;
    UpdateItemInput { name, rank, note, price: price.map(|price| price.map(Decimal::from)), box_id }
}

impl From<cs::Item> for Item {
    fn from(row: cs::Item) -> Self {
        Self {
            id: row.id,
            name: row.name,
            rank: row.rank,
            note: row.note,
            price: row.price.map(|price| price.to_i64().unwrap()),
            frozen: row.frozen,
            box_id: row.box_id,
            version: row.version,
            is_deleted: false,
        }
    }
}

impl From<cs::Item> for Given {
    fn from(row: cs::Item) -> Self {
        Self::Item(row.into())
    }
}

impl From<Batch<cs::Item>> for Given {
    fn from(batch: Batch<cs::Item>) -> Self {
        let failed =
            batch.results.iter().filter(|result| matches!(result, BatchResult::Error { .. })).count();
        assert_eq!(batch.summary.failed, failed as i64);
        assert_eq!(batch.summary.total, batch.results.len() as i64);
        let outcome = |result| match result {
            BatchResult::Ok { value } => Ok(Item::from(value)),
            BatchResult::Error { code, message } => Err(match code {
                BatchErrorCode::NotFound => Kind::NotFound,
                BatchErrorCode::Conflict => Kind::Conflict,
                BatchErrorCode::ValidationError => Kind::Validation,
                BatchErrorCode::DatabaseError => panic!("{message}"),
            }),
        };
        Self::Batch(batch.results.into_iter().map(outcome).collect())
    }
}

fn kind(error: &RusqliteError) -> Kind {
    match error {
        RusqliteError::Validation { .. } => Kind::Validation,
        RusqliteError::NotFound { .. } => Kind::NotFound,
        RusqliteError::Conflict { .. } => Kind::Conflict,
        RusqliteError::Deleted { .. } => Kind::Deleted,
        RusqliteError::UniqueViolation { .. } => Kind::Unique,
        RusqliteError::ForeignKeyViolation { .. } => Kind::ForeignKey,
        RusqliteError::DuplicateBatchKey { .. } => Kind::DuplicateKey,
        other => panic!("{other:?}"),
    }
}
