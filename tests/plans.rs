//! How a call's statement runs: on request for every builder that shows its statement, and as a warning about a read
//! that goes through a large table. Each test has statements of its own, for a text is looked at once in a process.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use std::{
    fmt::Write,
    sync::{Arc, Mutex},
};

use larder::{ModelDelegate, PageInput, RusqliteError, ViewDelegate};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt, registry::LookupSpan};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
mod views {
    larder::include_embedded_schema!("tests/schemas/views.cstack");
}
use schema::cratestack_schema::{
    COUNTER_MODEL, Counter, CreateNoteInput, NOTE_MODEL, bootstrap, counter, note,
};
use world::World;

/// The greatest count of rows that nobody is warned of.
const LARGE: i64 = 10_000;

/// A file with so many counters.
fn counters(rows: i64) -> World {
    let world = World::new(bootstrap);
    world.execute(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
         INSERT INTO counters (label, hits) SELECT 'label ' || i, i FROM n"
    ));
    world
}

fn delegate(world: &World) -> ModelDelegate<'_, Counter, i64> {
    ModelDelegate::new(world, &COUNTER_MODEL)
}

/// The warnings that `work` logs, each with its fields in one text.
fn warnings(work: impl FnOnce()) -> Vec<String> {
    let recorder = Recorder::default();
    tracing::subscriber::with_default(tracing_subscriber::registry().with(recorder.clone()), work);
    let seen = recorder.0.lock().unwrap();
    seen.clone()
}

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, "{field}={value:?};").unwrap();
    }
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Recorder {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "larder" && *event.metadata().level() == Level::WARN {
            let mut text = Text(String::new());
            event.record(&mut text);
            self.0.lock().unwrap().push(text.0);
        }
    }
}

#[test]
fn every_builder_that_shows_its_statement_explains_it() {
    let world = World::new(bootstrap);
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);
    let titled = || note::title().eq("a title");

    let by_title = "`--SEARCH notes USING INDEX notes_title_idx (title=?)\n";
    assert_eq!(notes.find_many().where_(titled()).explain().unwrap().to_string(), by_title);
    assert_eq!(notes.find_first().where_(titled()).explain().unwrap().to_string(), by_title);
    assert_eq!(notes.count().where_(titled()).explain().unwrap().to_string(), by_title);
    let exists = notes.exists().where_(titled()).explain().unwrap();
    assert_eq!(exists.steps[1].steps[0].detail, "SEARCH notes USING INDEX notes_title_idx (title=?)");
    let by_key = notes.find_unique(larder::uuid::Uuid::nil()).explain().unwrap();
    assert!(by_key.steps[0].detail.starts_with("SEARCH notes USING "), "{by_key}");
    let input = || CreateNoteInput::builder().title("t").build();
    assert_eq!(notes.create(input()).explain().unwrap().steps, []);
    assert_eq!(notes.create_many(vec![input()]).explain().unwrap().steps, []);
    assert_eq!(notes.count().run().unwrap(), 0);
}

#[test]
fn a_plan_says_which_tables_are_read_in_full_and_whether_rows_are_sorted() {
    let world = World::new(bootstrap);
    let counters = delegate(&world);

    let scan = counters.find_many().where_(counter::hits().gt(3)).explain().unwrap();
    let sorted = counters.find_first().order_by(counter::label().asc()).explain().unwrap();
    let many = counters.find_many().where_(counter::id().in_([1, 2, 3])).explain().unwrap();

    assert_eq!((scan.scanned(), scan.sorts()), (vec!["counters"], false));
    assert!(scan.scans("counters") && !scan.scans("notes"));
    assert!(sorted.scans("counters") && sorted.sorts());
    assert_eq!(many.scanned(), [] as [&str; 0], "{many}");
}

#[test]
fn a_plan_over_relations_names_tables_and_not_aliases() {
    let world = World::new(bootstrap);
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);

    let plan = notes.find_many().where_(note::notebook().name().contains("a")).explain().unwrap();

    assert!(plan.scans("notes"), "{plan}");
    assert!(!plan.scans("t1") && !plan.scanned().contains(&"t2"), "{plan}");
}

#[test]
fn the_plan_of_a_view_names_tables_as_its_sql_does_and_a_transaction_explains_too() {
    let world = World::new(views::cratestack_schema::bootstrap);

    let plan = world
        .transaction(|tx| {
            ViewDelegate::new(tx, &views::cratestack_schema::ORDER_TOTAL_VIEW).find_many().explain()
        })
        .unwrap();

    assert_eq!(plan.scanned(), ["c", "o", "order_totals"], "{plan}");
}

#[test]
fn a_filter_that_cannot_be_bound_is_the_error_of_the_call() {
    let world = World::new(bootstrap);

    let refused = delegate(&world).find_many().limit(u64::MAX).explain();

    assert!(matches!(refused, Err(RusqliteError::Validation { .. })), "{refused:?}");
}

#[test]
fn a_filter_without_an_index_over_many_rows_warns_once_and_shows_no_value() {
    let world = counters(LARGE + 1);
    let found = |secret: &str| {
        let both = counter::label().eq(secret).and(counter::hits().lt(7_654_321));
        assert_eq!(delegate(&world).find_many().where_(both).run().unwrap(), []);
    };

    let seen = warnings(|| {
        found("planted secret");
        found("another secret");
    });

    let [warning] = &seen[..] else { panic!("{seen:?}") };
    for part in ["model=\"Counter\"", "verb=\"find_many\"", "table=\"counters\"", "statement=SELECT \"id\""] {
        assert!(warning.contains(part), "{part} in {warning}");
    }
    assert!(!warning.contains("secret") && !warning.contains("7654321"), "{warning}");
}

#[test]
fn every_verb_that_may_go_through_a_table_warns() {
    let world = counters(LARGE + 1);
    let counters = delegate(&world);
    let rare = || counter::hits().between(5, 6);

    let seen = warnings(|| {
        counters.find_first().where_(rare()).run().unwrap();
        counters.count().where_(rare()).run().unwrap();
        counters.exists().where_(rare()).run().unwrap();
        counters.find_many().where_(rare()).paginate(PageInput::default()).run().unwrap();
        counters.find_many().order_by(counter::label().desc()).limit(3).run().unwrap();
    });

    let verbs: Vec<_> = seen.iter().map(|text| text.split("verb=\"").nth(1).unwrap()).collect();
    let verbs: Vec<_> = verbs.iter().map(|rest| rest.split('"').next().unwrap()).collect();
    // The count of the page has the text of the count.
    assert_eq!(verbs, ["find_first", "count", "exists", "paginate", "find_many"], "{seen:?}");
}

#[test]
fn an_index_over_many_rows_warns_of_nothing() {
    let world = counters(LARGE + 1);
    world.execute("CREATE INDEX by_hits ON counters (hits)");

    let seen = warnings(|| {
        let found = delegate(&world).find_many().where_(counter::hits().gte(LARGE)).run().unwrap();
        assert_eq!(found.len(), 2);
        let last = delegate(&world).find_first().order_by(counter::hits().desc()).run().unwrap().unwrap();
        assert_eq!(last.hits, LARGE + 1);
    });

    assert_eq!(seen, [] as [String; 0]);
}

#[test]
fn a_table_that_is_not_large_warns_of_nothing_and_a_large_one_does() {
    let (small, large) = (counters(LARGE), counters(LARGE + 1));

    let seen = warnings(|| {
        delegate(&small).find_many().where_(counter::hits().lte(1)).run().unwrap();
        delegate(&large).find_many().where_(counter::hits().lte(1).or(counter::id().eq(1))).run().unwrap();
    });

    assert_eq!(seen.len(), 1, "{seen:?}");
}

#[test]
fn a_few_rows_of_a_large_table_warn_of_nothing() {
    let world = counters(LARGE + 1);
    let counters = delegate(&world);

    let seen = warnings(|| {
        assert_eq!(counters.find_many().limit(10).run().unwrap().len(), 10);
        assert_eq!(counters.find_many().offset(50).limit(10).run().unwrap()[0].id, 51);
        assert_eq!(counters.find_many().order_by(counter::id().desc()).limit(2).run().unwrap().len(), 2);
        assert!(counters.find_first().run().unwrap().is_some());
        assert!(counters.exists().run().unwrap());
    });

    assert_eq!(seen, [] as [String; 0]);
}

#[test]
fn every_row_of_a_large_table_warns() {
    let world = counters(LARGE + 1);

    let seen = warnings(|| assert_eq!(delegate(&world).find_many().run().unwrap().len(), 10_001));

    assert_eq!(seen.len(), 1, "{seen:?}");
}

#[test]
fn a_read_that_keeps_the_log_beyond_its_limit_is_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    let limited = larder::RuntimeOptions::new().log_limit(5 * 1024 * 1024);
    let runtime = limited.open(folder.path().join("app.db")).unwrap();
    bootstrap(&runtime).unwrap();
    let write = || {
        for _ in 0..50 {
            let note = CreateNoteInput::builder().title("t").body("b".repeat(200_000)).build();
            ModelDelegate::new(&runtime, &NOTE_MODEL).create(note).run().unwrap();
        }
    };

    let seen = runtime.read(|snapshot| {
        ModelDelegate::new(snapshot, &NOTE_MODEL).count().run()?;
        Ok(std::thread::scope(|scope| scope.spawn(|| warnings(write)).join().unwrap()))
    });

    let seen = seen.unwrap();
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(seen[0].contains("readers=1;") && seen[0].contains("write-ahead log"), "{seen:?}");
}
