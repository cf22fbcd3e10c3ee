//! What must come of each write, by maps in memory and the words of the schema alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::program::{Change, NewItem, Write};

/// What the database holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct State {
    pub(crate) boxes: BTreeMap<String, String>,
    pub(crate) items: BTreeMap<i64, Item>,
    pub(crate) marks: BTreeMap<(i64, String), i64>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) rank: i64,
    pub(crate) note: Option<String>,
    pub(crate) price: Option<i64>,
    pub(crate) frozen: String,
    pub(crate) box_id: Option<String>,
    pub(crate) version: i64,
    pub(crate) is_deleted: bool,
}

/// What a write gives.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Given {
    Item(Item),
    Mark(i64),
    Box(String),
    Count(u64),
    Batch(Vec<Result<Item, Kind>>),
    Found(BTreeSet<i64>),
}

/// Why a write was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Validation,
    NotFound,
    Conflict,
    Deleted,
    Unique,
    ForeignKey,
    DuplicateKey,
}

type Outcome<T> = Result<T, Kind>;

impl State {
    /// Does a write, or nothing when it is refused.
    pub(crate) fn apply(&mut self, write: &Write) -> Outcome<Given> {
        let mut next = self.clone();
        let given = next.run(write)?;
        *self = next;
        Ok(given)
    }

    fn run(&mut self, write: &Write) -> Outcome<Given> {
        match write {
            Write::CreateItem(new) => self.create(new).map(Given::Item),
            Write::CreateItems(all) => {
                all.iter().try_for_each(|new| self.create(new).map(drop))?;
                Ok(Given::Count(all.len() as u64))
            }
            Write::UpdateItem { id, change, if_match } => {
                self.update(*id, change, *if_match).map(Given::Item)
            }
            Write::UpsertItem(new) => self.upsert(new, new.id).map(Given::Item),
            Write::UpsertItemByName(new) => {
                let met = self.items.values().find(|item| item.name == new.name).map(|item| item.id);
                self.upsert(new, met).map(Given::Item)
            }
            Write::DeleteItem(id) => self.delete(*id).map(Given::Item),
            Write::RestoreItem(id) => self.restore(*id).map(Given::Item),
            Write::UpdateItems { least_rank, change } => {
                check(change)?;
                let all = self.ranked(*least_rank);
                for id in &all {
                    let item = self.items[id].changed(change);
                    self.unique(&item)?;
                    self.items.insert(*id, item);
                }
                // One statement: a foreign key has to hold at its end.
                all.iter().try_for_each(|id| self.names_a_box(&self.items[id]))?;
                Ok(Given::Count(all.len() as u64))
            }
            Write::DeleteItems { least_rank } => {
                let all = self.ranked(*least_rank);
                all.iter().try_for_each(|id| self.delete(*id).map(drop))?;
                Ok(Given::Count(all.len() as u64))
            }
            Write::BatchCreate(all) => self.batch(all, |new| new.id, State::create),
            Write::BatchUpdate(all) => self.batch(
                all,
                |(id, ..)| Some(*id),
                |state, (id, change, if_match)| state.update(*id, change, *if_match),
            ),
            Write::BatchUpsert(all) => self.batch(all, |new| new.id, |state, new| state.upsert(new, new.id)),
            Write::BatchDelete(ids) => self.batch(ids, |id| Some(*id), |state, id| state.delete(*id)),
            Write::BatchGet(ids) => self.batch(ids, |id| Some(*id), |state, id| state.live(*id).cloned()),
            Write::CreateBox { id, label } => {
                let is_taken = self.boxes.contains_key(id) || self.boxes.values().any(|held| held == label);
                if is_taken {
                    return Err(Kind::Unique);
                }
                self.boxes.insert(id.clone(), label.clone());
                Ok(Given::Box(label.clone()))
            }
            Write::UpsertBoxByLabel { id, label } => {
                // The row that is met keeps its key.
                if self.boxes.values().all(|held| held != label) {
                    if self.boxes.contains_key(id) {
                        return Err(Kind::Unique);
                    }
                    self.boxes.insert(id.clone(), label.clone());
                }
                Ok(Given::Box(label.clone()))
            }
            Write::DeleteBox(id) => {
                let label = self.boxes.remove(id).ok_or(Kind::NotFound)?;
                for item in self.items.values_mut().filter(|item| item.box_id.as_ref() == Some(id)) {
                    item.box_id = None;
                }
                Ok(Given::Box(label))
            }
            Write::UpsertMark { item_id, word, count } => {
                // A key may name a tombstone: the row is there.
                if !self.items.contains_key(item_id) {
                    return Err(Kind::ForeignKey);
                }
                let held = self.marks.entry((*item_id, word.clone())).or_insert(1);
                *held = count.unwrap_or(*held);
                Ok(Given::Mark(*held))
            }
            Write::DeleteMark { item_id, word } => {
                self.marks.remove(&(*item_id, word.clone())).map(Given::Mark).ok_or(Kind::NotFound)
            }
            Write::Search(word) => Ok(Given::Found(
                self.items
                    .values()
                    .filter(|item| !item.is_deleted && item.has(word))
                    .map(|item| item.id)
                    .collect(),
            )),
        }
    }

    fn create(&mut self, new: &NewItem) -> Outcome<Item> {
        validate(Some(&new.name), new.rank)?;
        let next = self.items.keys().next_back().map_or(1, |last| last + 1);
        let item = Item {
            id: new.id.unwrap_or(next),
            name: new.name.clone(),
            rank: new.rank.unwrap_or(3),
            note: new.note.clone(),
            price: new.price,
            frozen: new.frozen.clone().unwrap_or_else(|| "none".to_owned()),
            box_id: new.box_id.clone(),
            version: 1,
            is_deleted: false,
        };
        if self.items.contains_key(&item.id) {
            return Err(Kind::Unique);
        }
        self.put(item)
    }

    fn update(&mut self, id: i64, change: &Change, if_match: Option<i64>) -> Outcome<Item> {
        check(change)?;
        let held = self.live(id)?;
        if if_match.is_some_and(|version| version != held.version) {
            return Err(Kind::Conflict);
        }
        self.put(held.changed(change))
    }

    /// Creates a row, or changes the one that is met.
    fn upsert(&mut self, new: &NewItem, met: Option<i64>) -> Outcome<Item> {
        validate(Some(&new.name), new.rank)?;
        let Some(held) = met.and_then(|id| self.items.get(&id)) else { return self.create(new) };
        if held.is_deleted {
            return Err(Kind::Deleted);
        }
        let mut item = held.clone();
        item.name.clone_from(&new.name);
        item.rank = new.rank.unwrap_or(item.rank);
        item.note = new.note.clone().or(item.note);
        item.price = new.price.or(item.price);
        item.box_id = new.box_id.clone().or(item.box_id);
        item.version += 1;
        self.put(item)
    }

    fn delete(&mut self, id: i64) -> Outcome<Item> {
        let before = self.live(id)?.clone();
        let after = Item { version: before.version + 1, is_deleted: true, ..before.clone() };
        self.items.insert(id, after);
        Ok(before)
    }

    fn restore(&mut self, id: i64) -> Outcome<Item> {
        let item = self.items.get_mut(&id).ok_or(Kind::NotFound)?;
        if item.is_deleted {
            item.is_deleted = false;
            item.version += 1;
        }
        Ok(item.clone())
    }

    fn batch<T>(
        &mut self,
        items: &[T],
        key: impl Fn(&T) -> Option<i64>,
        run: impl Fn(&mut Self, &T) -> Outcome<Item>,
    ) -> Outcome<Given> {
        let mut keys = BTreeSet::new();
        if !items.iter().filter_map(key).all(|key| keys.insert(key)) {
            return Err(Kind::DuplicateKey);
        }
        let mut each = |item| {
            let mut next = self.clone();
            let outcome = run(&mut next, item)?;
            *self = next;
            Ok(outcome)
        };
        Ok(Given::Batch(items.iter().map(&mut each).map(|outcome| outcome.map_err(shown_in_batch)).collect()))
    }

    fn live(&self, id: i64) -> Outcome<&Item> {
        self.items.get(&id).filter(|item| !item.is_deleted).ok_or(Kind::NotFound)
    }

    fn ranked(&self, least: i64) -> Vec<i64> {
        self.items
            .values()
            .filter(|item| !item.is_deleted && item.rank >= least)
            .map(|item| item.id)
            .collect()
    }

    fn put(&mut self, item: Item) -> Outcome<Item> {
        self.unique(&item)?;
        self.names_a_box(&item)?;
        self.items.insert(item.id, item.clone());
        Ok(item)
    }

    fn names_a_box(&self, item: &Item) -> Outcome<()> {
        let holds = item.box_id.as_ref().is_none_or(|id| self.boxes.contains_key(id));
        if holds { Ok(()) } else { Err(Kind::ForeignKey) }
    }

    /// A tombstone holds its name.
    fn unique(&self, item: &Item) -> Outcome<()> {
        let is_taken = self.items.values().any(|held| held.id != item.id && held.name == item.name);
        if is_taken { Err(Kind::Unique) } else { Ok(()) }
    }
}

impl Item {
    fn changed(&self, change: &Change) -> Self {
        Self {
            name: change.name.clone().unwrap_or_else(|| self.name.clone()),
            rank: change.rank.unwrap_or(self.rank),
            note: change.note.clone().unwrap_or_else(|| self.note.clone()),
            price: change.price.unwrap_or(self.price),
            box_id: change.box_id.clone().unwrap_or_else(|| self.box_id.clone()),
            version: self.version + 1,
            ..self.clone()
        }
    }

    fn has(&self, word: &str) -> bool {
        let texts = [Some(&self.name), self.note.as_ref()].into_iter().flatten();
        texts.flat_map(|text| text.split(' ')).any(|held| held == word)
    }
}

/// The codes of a batch tell less apart.
fn shown_in_batch(kind: Kind) -> Kind {
    match kind {
        Kind::Deleted | Kind::Unique | Kind::ForeignKey | Kind::Conflict => Kind::Conflict,
        Kind::Validation | Kind::NotFound | Kind::DuplicateKey => kind,
    }
}

fn check(change: &Change) -> Outcome<()> {
    let Change { name, rank, note, price, box_id } = change;
    let sets = name.is_some() || rank.is_some() || note.is_some() || price.is_some() || box_id.is_some();
    if sets { validate(name.as_deref(), *rank) } else { Err(Kind::Validation) }
}

fn validate(name: Option<&str>, rank: Option<i64>) -> Outcome<()> {
    let fits = name.is_none_or(|name| (1..=8).contains(&name.chars().count()))
        && rank.is_none_or(|rank| (0..=9).contains(&rank));
    if fits { Ok(()) } else { Err(Kind::Validation) }
}
