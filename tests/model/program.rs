//! A program: steps that are legal by the schema's types, whether its rules allow them or not.

use proptest::{collection::vec, option, prelude::*};

/// What a program does next.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Write(Write),
    /// Writes that stay together, or that are undone together.
    Transaction {
        steps: Vec<Inner>,
        ending: Ending,
    },
    /// Closes the file and opens it again.
    Reopen,
}

/// A step inside a transaction.
#[derive(Debug, Clone)]
pub(crate) enum Inner {
    Write(Write),
    Savepoint { writes: Vec<Write>, ending: Ending },
}

/// How a transaction or a savepoint ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Kept,
    Undone,
}

/// A call of a delegate.
#[derive(Debug, Clone)]
pub(crate) enum Write {
    CreateItem(NewItem),
    CreateItems(Vec<NewItem>),
    UpdateItem {
        id: i64,
        change: Change,
        if_match: Option<i64>,
    },
    UpsertItem(NewItem),
    UpsertItemByName(NewItem),
    DeleteItem(i64),
    RestoreItem(i64),
    /// Changes the items of at least this rank.
    UpdateItems {
        least_rank: i64,
        change: Change,
    },
    /// Deletes the items of at least this rank.
    DeleteItems {
        least_rank: i64,
    },
    BatchCreate(Vec<NewItem>),
    BatchUpdate(Vec<(i64, Change, Option<i64>)>),
    BatchUpsert(Vec<NewItem>),
    BatchDelete(Vec<i64>),
    BatchGet(Vec<i64>),
    CreateBox {
        id: String,
        label: String,
    },
    UpsertBoxByLabel {
        id: String,
        label: String,
    },
    DeleteBox(String),
    UpsertMark {
        item_id: i64,
        word: String,
        count: Option<i64>,
    },
    DeleteMark {
        item_id: i64,
        word: String,
    },
    /// Looks for the live items with this word.
    Search(String),
}

/// The input of a create.
#[derive(Debug, Clone)]
pub(crate) struct NewItem {
    pub(crate) id: Option<i64>,
    pub(crate) name: String,
    pub(crate) rank: Option<i64>,
    pub(crate) note: Option<String>,
    pub(crate) price: Option<i64>,
    pub(crate) frozen: Option<String>,
    pub(crate) box_id: Option<String>,
}

/// The input of an update.
#[derive(Debug, Clone, Default)]
pub(crate) struct Change {
    pub(crate) name: Option<String>,
    pub(crate) rank: Option<i64>,
    pub(crate) note: Option<Option<String>>,
    pub(crate) price: Option<Option<i64>>,
    pub(crate) box_id: Option<Option<String>>,
}

/// Few values, so that keys and names meet; the last ones break a rule.
const NAMES: [&str; 7] = ["ada", "bob", "cy", "dee", "eve", "", "too long a name"];
const NOTES: [&str; 4] = ["fresh milk", "milk", "bread", "it's \"100%\""];
const BOXES: [&str; 3] = ["a", "b", "c"];
const WORDS: [&str; 4] = ["milk", "fresh", "bread", "ada"];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![12 => prop::sample::select(&NAMES[..5]), 1 => prop::sample::select(&NAMES[5..])]
        .prop_map(str::to_owned)
}

fn rank() -> impl Strategy<Value = i64> {
    prop_oneof![12 => 0..=9_i64, 1 => prop::sample::select(vec![-1, 10])]
}

fn id() -> impl Strategy<Value = i64> {
    1..=8_i64
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(words).prop_map(str::to_owned)
}

fn new_item() -> impl Strategy<Value = NewItem> {
    let price = option::of(-2..=12_i64);
    (
        option::of(id()),
        name(),
        option::of(rank()),
        option::of(word(&NOTES)),
        price,
        option::of(word(&WORDS)),
        box_id(),
    )
        .prop_map(|(id, name, rank, note, price, frozen, box_id)| NewItem {
            id,
            name,
            rank,
            note,
            price,
            frozen,
            box_id,
        })
}

fn box_id() -> impl Strategy<Value = Option<String>> {
    option::weighted(0.3, word(&BOXES))
}

fn change() -> impl Strategy<Value = Change> {
    let note = option::of(option::of(word(&NOTES)));
    let price = option::of(option::of(-2..=12_i64));
    (option::of(name()), option::of(rank()), note, price, option::weighted(0.3, box_id()))
        .prop_map(|(name, rank, note, price, box_id)| Change { name, rank, note, price, box_id })
}

fn write() -> impl Strategy<Value = Write> {
    let version = || option::weighted(0.3, 1..=4_i64);
    let boxes = || word(&BOXES);
    prop_oneof![
        6 => new_item().prop_map(Write::CreateItem),
        2 => vec(new_item(), 0..4).prop_map(Write::CreateItems),
        5 => (id(), change(), version())
            .prop_map(|(id, change, if_match)| Write::UpdateItem { id, change, if_match }),
        4 => new_item().prop_map(Write::UpsertItem),
        3 => new_item().prop_map(Write::UpsertItemByName),
        4 => id().prop_map(Write::DeleteItem),
        3 => id().prop_map(Write::RestoreItem),
        2 => (rank(), change()).prop_map(|(least_rank, change)| Write::UpdateItems { least_rank, change }),
        1 => (6..=9_i64).prop_map(|least_rank| Write::DeleteItems { least_rank }),
        2 => vec(new_item(), 0..4).prop_map(Write::BatchCreate),
        2 => vec((id(), change(), version()), 0..4).prop_map(Write::BatchUpdate),
        2 => vec(new_item(), 0..4).prop_map(Write::BatchUpsert),
        1 => vec(id(), 0..4).prop_map(Write::BatchDelete),
        1 => vec(id(), 0..4).prop_map(Write::BatchGet),
        3 => (boxes(), word(&WORDS)).prop_map(|(id, label)| Write::CreateBox { id, label }),
        2 => (boxes(), word(&WORDS)).prop_map(|(id, label)| Write::UpsertBoxByLabel { id, label }),
        2 => boxes().prop_map(Write::DeleteBox),
        3 => (id(), word(&WORDS), option::of(0..=3_i64))
            .prop_map(|(item_id, word, count)| Write::UpsertMark { item_id, word, count }),
        1 => (id(), word(&WORDS)).prop_map(|(item_id, word)| Write::DeleteMark { item_id, word }),
        2 => word(&WORDS).prop_map(Write::Search),
    ]
}

fn ending() -> impl Strategy<Value = Ending> {
    prop_oneof![2 => Just(Ending::Kept), 1 => Just(Ending::Undone)]
}

/// Gives programs of so many steps.
pub(crate) fn programs(steps: usize) -> impl Strategy<Value = Vec<Step>> {
    let inner = prop_oneof![
        4 => write().prop_map(Inner::Write),
        1 => (vec(write(), 0..4), ending()).prop_map(|(writes, ending)| Inner::Savepoint { writes, ending }),
    ];
    let step = prop_oneof![
        20 => write().prop_map(Step::Write),
        3 => (vec(inner, 0..5), ending()).prop_map(|(steps, ending)| Step::Transaction { steps, ending }),
        1 => Just(Step::Reopen),
    ];
    vec(step, steps)
}
