//! A live query's observer has the latest answer, whoever wrote it, and hears of nothing that was not committed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its world breaks")]

#[path = "live/columns.rs"]
mod columns;
#[path = "live/life.rs"]
mod life;
#[path = "live/reading.rs"]
mod reading;
#[path = "live/scale.rs"]
mod scale;
#[path = "live/silent.rs"]
mod silent;
mod world;

use std::{
    sync::{
        Arc,
        mpsc::{self, Receiver},
    },
    time::Duration,
};

use larder::{
    Change, Diff, ModelDelegate, Moved, PageInput, RuntimeOptions, RusqliteError, RusqliteRuntime,
    Subscription, Target, ViewDelegate,
};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
mod views {
    larder::include_embedded_schema!("tests/schemas/views.cstack");
}
use schema::cratestack_schema::{
    self as cs, COUNTER_MODEL, Counter, CreateCounterInput, CreateNoteInput, CreateNotebookInput, NOTE_MODEL,
    NOTEBOOK_MODEL, UpdateCounterInput, UpdateNoteInput, counter, note, notebook,
};
use world::World;

/// A delivery that does not come in this time is missing.
const LONG: Duration = Duration::from_secs(30);

fn counters<'a>(target: impl Into<Target<'a>>) -> ModelDelegate<'a, Counter, i64> {
    ModelDelegate::new(target, &COUNTER_MODEL)
}

fn create<'a>(target: impl Into<Target<'a>>, label: &str) -> Counter {
    counters(target).create(CreateCounterInput::builder().label(label).build()).run().unwrap()
}

fn set_hits<'a>(target: impl Into<Target<'a>>, id: i64, hits: i64) -> Counter {
    let change = UpdateCounterInput { hits: Some(hits), ..Default::default() };
    counters(target).update(id).set(change).run().unwrap()
}

/// Takes what an observer hears.
fn heard<T: Send + 'static>(
    observe: impl FnOnce(Box<dyn FnMut(Result<T, RusqliteError>) + Send>) -> Result<Subscription, RusqliteError>,
) -> (Receiver<T>, Subscription) {
    let (send, receive) = mpsc::channel();
    let subscription = observe(Box::new(move |answer| drop(send.send(answer.unwrap())))).unwrap();
    (receive, subscription)
}

fn next<T>(heard: &Receiver<T>) -> T {
    heard.recv_timeout(LONG).unwrap()
}

/// Waits until the thread that delivers has seen everything that was committed before.
fn settled(world: &RusqliteRuntime) {
    settled_after(|observer| counters(world).count().observe(observer));
}

/// The same by any live query: those that began before it were called before.
fn settled_after(
    observe: impl FnOnce(Box<dyn FnMut(Result<u64, RusqliteError>) + Send>) -> Result<Subscription, RusqliteError>,
) {
    let (first, _subscription) = heard(observe);
    next(&first);
}

fn labels(change: &Change<Counter>) -> Vec<&str> {
    change.rows.iter().map(|row| row.label.as_str()).collect()
}

#[test]
fn a_list_comes_at_once_and_after_each_commit_with_what_became_of_its_rows() {
    let world = World::new(cs::bootstrap);
    let [a, b] = ["a", "b"].map(|label| create(&world, label).id);
    let query = counters(&world).find_many().order_by(counter::hits().asc()).order_by(counter::id().asc());
    let (lists, _subscription) = heard(|observer| query.observe(observer));

    let first = next(&lists);
    let c = create(&world, "c").id;
    let created = next(&lists);
    set_hits(&world, a, 7);
    let moved = next(&lists);
    counters(&world).delete(b).run().unwrap();
    let deleted = next(&lists);

    assert_eq!((labels(&first), first.previous.len()), (vec!["a", "b"], 0));
    assert_eq!(first.diff, Diff { inserted: vec![0, 1], ..Diff::default() });
    assert_eq!(labels(&created), ["a", "b", "c"]);
    assert_eq!(created.diff, Diff { inserted: vec![2], ..Diff::default() });
    assert_eq!(labels(&moved), ["b", "c", "a"]);
    let to_the_end = Diff { updated: vec![2], moved: vec![Moved { from: 0, to: 2 }], ..Diff::default() };
    assert_eq!(moved.diff, to_the_end);
    assert_eq!((labels(&deleted), deleted.rows[0].id), (vec!["c", "a"], c));
    assert_eq!(deleted.diff, Diff { deleted: vec![0], ..Diff::default() });
    assert_eq!(deleted.previous[0].id, b);
}

#[test]
fn what_is_rolled_back_and_what_changes_nothing_is_not_delivered() {
    let world = World::new(cs::bootstrap);
    let a = create(&world, "a").id;
    let (lists, _subscription) = heard(|observer| counters(&world).find_many().observe(observer));
    next(&lists);

    let given_up = world.transaction(|tx| {
        create(tx, "never");
        set_hits(tx, a, 9);
        Err::<(), _>(RusqliteError::aborted("never mind"))
    });
    world
        .transaction(|tx| {
            let undone = tx.savepoint(|sp| {
                create(sp, "undone");
                Err::<(), _>(RusqliteError::aborted("never mind"))
            });
            assert!(undone.is_err());
            Ok(())
        })
        .unwrap();
    set_hits(&world, a, 0);
    settled(&world);
    create(&world, "b");

    assert!(given_up.is_err());
    assert_eq!(labels(&next(&lists)), ["a", "b"]);
    assert!(lists.try_recv().is_err());
}

#[test]
fn a_query_is_asked_again_only_for_rows_that_it_has_or_may_get() {
    let world = World::new(cs::bootstrap);
    let [one, other] = ["one", "other"].map(|label| create(&world, label).id);
    let notes = ModelDelegate::new(&*world, &NOTE_MODEL);
    let titled = |title: &str| CreateNoteInput::builder().title(title).build();
    let mine = notes.create(titled("mine")).run().unwrap();
    let (unique, of_one) = heard(|observer| counters(&world).find_unique(one).observe(observer));
    let busy = counters(&world).find_many().where_(counter::hits().gte(100));
    let (busy, of_busy) = heard(|observer| busy.observe(observer));
    let by_text_key = notes.find_unique(mine.id);
    let (texts, of_text) = heard(|observer| by_text_key.observe(observer));
    let first = (next(&unique).unwrap().label, next(&busy).rows.len(), next(&texts).unwrap().title);

    for hits in 1..100 {
        set_hits(&world, other, hits);
        notes.create(titled("another")).run().unwrap();
        settled(&world);
    }
    let unconcerned = [&of_one, &of_busy, &of_text].map(Subscription::asked);
    set_hits(&world, other, 100);
    set_hits(&world, one, 1);
    let renamed = UpdateNoteInput { title: Some("still mine".to_owned()), ..Default::default() };
    notes.update(mine.id).set(renamed).run().unwrap();

    assert_eq!(first, ("one".to_owned(), 0, "mine".to_owned()));
    assert_eq!(unconcerned, [1, 1, 1]);
    assert_eq!(next(&busy).rows[0].label, "other");
    assert_eq!(next(&unique).unwrap().hits, 1);
    assert_eq!(next(&texts).unwrap().title, "still mine");
    notes.delete(mine.id).run().unwrap();
    assert_eq!(next(&texts), None);
    notes.restore(mine.id).run().unwrap();
    assert_eq!(next(&texts).map(|note| note.id), Some(mine.id));
}

#[test]
fn rows_that_come_and_go_at_the_edge_of_a_limit_are_seen() {
    let world = World::new(cs::bootstrap);
    let made: Vec<i64> = ["a", "b", "c"].iter().map(|label| create(&world, label).id).collect();
    let query = counters(&world).find_many().order_by(counter::id().desc()).limit(2);
    let (lists, _subscription) = heard(|observer| query.observe(observer));
    assert_eq!(labels(&next(&lists)), ["c", "b"]);

    counters(&world).delete(made[2]).run().unwrap();
    assert_eq!(labels(&next(&lists)), ["b", "a"]);
    create(&world, "d");
    assert_eq!(labels(&next(&lists)), ["d", "b"]);
}

#[test]
fn a_row_that_goes_before_an_offset_moves_the_rows_behind_it() {
    let world = World::new(cs::bootstrap);
    let made: Vec<i64> = ["a", "b", "c"].iter().map(|label| create(&world, label).id).collect();
    let query = counters(&world).find_many().order_by(counter::id().asc()).offset(1).limit(1);
    let (lists, _subscription) = heard(|observer| query.observe(observer));
    assert_eq!(labels(&next(&lists)), ["b"]);

    counters(&world).delete(made[0]).run().unwrap();

    assert_eq!(labels(&next(&lists)), ["c"]);
}

#[test]
fn counts_and_pages_follow_their_table() {
    let world = World::new(cs::bootstrap);
    let page = PageInput { limit: Some(1), offset: Some(0) };
    let (counts, _counting) = heard(|observer| counters(&world).count().observe(observer));
    let (pages, _paging) = heard(|observer| counters(&world).find_many().paginate(page).observe(observer));
    let first = (next(&counts), next(&pages).total_count);

    world.transaction(|tx| Ok(["a", "b"].map(|label| create(tx, label)))).unwrap();

    let page = next(&pages);
    assert_eq!(first, (0, 0));
    assert_eq!(next(&counts), 2);
    assert_eq!((page.items[0].label.as_str(), page.total_count), ("a", 2));
}

#[test]
fn what_comes_along_and_what_a_filter_asks_of_it_are_seen() {
    let world = World::new(cs::bootstrap);
    let books = ModelDelegate::new(&*world, &NOTEBOOK_MODEL);
    let notes = ModelDelegate::new(&*world, &NOTE_MODEL);
    let home = books.create(CreateNotebookInput::builder().name("home").build()).run().unwrap();
    let with_notes = books.find_many().include(notebook::notes().as_include());
    let (lists, _subscription) = heard(|observer| with_notes.observe(observer));
    let not_empty = books.find_many().where_(notebook::notes().some(note::pinned().eq(true)));
    let (pinned, _other) = heard(|observer| not_empty.observe(observer));
    let first = (next(&lists).rows[0].1.len(), next(&pinned).rows.len());

    let input = CreateNoteInput::builder().title("milk").notebook_id(home.id).build();
    let milk = notes.create(input).run().unwrap();
    let with_one = next(&lists);
    let pin = UpdateNoteInput { pinned: Some(true), ..Default::default() };
    notes.update(milk.id).set(pin).run().unwrap();

    assert_eq!(first, (0, 0));
    assert_eq!((with_one.rows[0].1[0].title.as_str(), with_one.diff.updated.as_slice()), ("milk", &[0][..]));
    assert_eq!(next(&pinned).rows[0].name, "home");
}

#[test]
fn triggers_cascades_and_sql_of_ones_own_are_seen() {
    let world = World::new(cs::bootstrap);
    let a = create(&world, "a").id;
    let books = ModelDelegate::new(&*world, &NOTEBOOK_MODEL);
    let notes = ModelDelegate::new(&*world, &NOTE_MODEL);
    let home = books.create(CreateNotebookInput::builder().name("home").build()).run().unwrap();
    let input = CreateNoteInput::builder().title("milk").notebook_id(home.id).build();
    let milk = notes.create(input).run().unwrap();
    world.execute("CREATE TRIGGER t AFTER UPDATE ON notes BEGIN UPDATE counters SET hits = hits + 1; END");
    let (unique, _counter) = heard(|observer| counters(&world).find_unique(a).observe(observer));
    let (texts, _note) = heard(|observer| notes.find_unique(milk.id).observe(observer));
    let first = (next(&unique).unwrap().hits, next(&texts).is_some());

    let pin = UpdateNoteInput { pinned: Some(true), ..Default::default() };
    notes.update(milk.id).set(pin).run().unwrap();
    let after_trigger = (next(&unique).unwrap().hits, next(&texts).unwrap().pinned);
    books.delete(home.id).run().unwrap();
    let after_cascade = next(&texts);
    world.execute("INSERT OR REPLACE INTO counters (id, label, hits) VALUES (1, 'replaced', 5)");
    let replaced = next(&unique).unwrap().label;
    world.execute("DELETE FROM counters");

    assert_eq!(first, (0, true));
    assert_eq!(after_trigger, (1, true));
    assert_eq!(after_cascade, None);
    assert_eq!(replaced, "replaced");
    assert_eq!(next(&unique), None);
}

#[test]
fn a_row_that_stood_in_the_way_of_another_is_missed_when_it_is_gone() {
    let world = World::new(cs::bootstrap);
    world.execute("CREATE UNIQUE INDEX once ON counters (label)");
    let [a, b] = ["a", "b"].map(|label| create(&world, label).id);
    let (unique, _subscription) = heard(|observer| counters(&world).find_unique(a).observe(observer));
    next(&unique);

    world
        .transaction(|tx| {
            let replace = "UPDATE OR REPLACE counters SET label = 'a' WHERE id = ?";
            Ok(tx.connection().execute(replace, [b])?)
        })
        .unwrap();

    assert_eq!(next(&unique), None);
}

#[test]
fn a_view_follows_what_it_is_of() {
    use views::cratestack_schema as vs;
    let world = World::new(vs::bootstrap);
    let totals = ViewDelegate::new(&*world, &vs::ORDER_TOTAL_VIEW);
    let (lists, _subscription) = heard(|observer| totals.find_many().observe(observer));
    let (counts, _counting) = heard(|observer| totals.count().observe(observer));
    assert_eq!((next(&lists).rows.len(), next(&counts)), (0, 0));

    let customers = ModelDelegate::new(&*world, &vs::CUSTOMER_MODEL);
    customers.create(vs::CreateCustomerInput::builder().name("Ada").build()).run().unwrap();

    assert_eq!(next(&lists).rows[0].name, "Ada");
    assert_eq!(next(&counts), 1);
}

#[test]
fn other_runtimes_are_seen() {
    let world = World::new(cs::bootstrap);
    let other = RusqliteRuntime::open(world.path()).unwrap();
    let (lists, _subscription) = heard(|observer| counters(&world).find_many().observe(observer));
    next(&lists);

    create(&other, "from elsewhere");

    assert_eq!(labels(&next(&lists)), ["from elsewhere"]);
}

#[test]
fn one_connection_for_everything_and_memory_are_observed_as_well() {
    let world = World::of_one_connection(cs::bootstrap);
    let memory = Arc::new(RusqliteRuntime::open_in_memory().unwrap());
    cs::bootstrap(&memory).unwrap();
    for runtime in [&*world, &memory] {
        let (lists, _subscription) = heard(|observer| counters(runtime).find_many().observe(observer));
        next(&lists);

        create(runtime, "a");

        assert_eq!(labels(&next(&lists)), ["a"]);
    }
}

#[test]
fn no_others_are_looked_for_where_the_interval_is_zero() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let runtime = RuntimeOptions::new().poll_interval(Duration::ZERO).open(&path).unwrap();
    cs::bootstrap(&runtime).unwrap();
    let (lists, _subscription) = heard(|observer| counters(&runtime).find_many().observe(observer));
    next(&lists);

    create(&RusqliteRuntime::open(&path).unwrap(), "theirs");
    create(&runtime, "ours");

    assert_eq!(labels(&next(&lists)), ["theirs", "ours"]);
}
