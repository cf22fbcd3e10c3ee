//! The Rust examples, each with what it gives.

use std::ops::ControlFlow;

use larder::{
    Json, KeysetPage, ModelDelegate, PageInput, RusqliteError, RusqliteRuntime, SnippetOptions, coalesce,
    count, rust_decimal::Decimal, serde_json::json,
};
use notes::cratestack_schema::{self as schema, *};

/// A notebook `Home` with three notes, of which `Flour` has a tag; a note of its own.
fn world() -> RusqliteRuntime {
    let runtime = RusqliteRuntime::open_in_memory().unwrap();
    schema::bootstrap(&runtime).unwrap();
    let books = ModelDelegate::new(&runtime, &NOTEBOOK_MODEL);
    let home = books.create(CreateNotebookInput::builder().name("Home").build()).run().unwrap();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let note = |title: &str, priority, words, cost: &str, meta| {
        let cost: Decimal = cost.parse().unwrap();
        let input =
            CreateNoteInput::builder().title(title).body("to buy").priority(priority).word_count(words);
        notes.create(input.cost(cost).meta(Json(meta)).notebook_id(home.id).build()).run().unwrap()
    };
    let flour = note("Flour", Priority::LOW, 1, "1.50", json!({ "shop": "near", "n": 2 }));
    note("Oats", Priority::LOW, 4, "2.25", json!({ "shop": "far", "n": 10 }));
    note("Paint", Priority::HIGH, 10, "12", json!({ "n": "ten" }));
    notes.create(CreateNoteInput::builder().title("Alone").priority(Priority::HIGH).build()).run().unwrap();
    let tags = ModelDelegate::new(&runtime, &TAG_MODEL);
    let food = tags.create(CreateTagInput::builder().label("food").build()).run().unwrap();
    let ties = ModelDelegate::new(&runtime, &NOTE_TAG_MODEL);
    ties.create(CreateNoteTagInput::builder().note_id(flour.id).tag_id(food.id).build()).run().unwrap();
    runtime
}

fn titles(notes: &[Note]) -> Vec<&str> {
    notes.iter().map(|note| note.title.as_str()).collect()
}

#[test]
fn rows_that_meet_a_filter() -> Result<(), RusqliteError> {
    let runtime = world();

    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let cheap = notes
        .find_many()
        .where_(note::cost().lt(Decimal::TEN).and(note::title().contains_ignore_case("O")))
        .order_by(note::cost().desc().nulls_last())
        .order_by(note::title().asc())
        .limit(20)
        .run()?;

    assert_eq!(titles(&cheap), ["Oats", "Flour"]);
    Ok(())
}

#[test]
fn nothing_is_a_value_to_ask_for() -> Result<(), RusqliteError> {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    let free = notes.count().where_(note::cost().is_null()).run()?;
    let not_cheap = notes.count().where_(note::cost().lt(Decimal::TEN).not()).run()?;
    let urgent = notes.exists().where_(note::priority().in_([Priority::HIGH])).run()?;

    assert_eq!((free, not_cheap, urgent), (1, 2, true));
    Ok(())
}

#[test]
fn rows_by_their_related_rows() -> Result<(), RusqliteError> {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let notebooks = ModelDelegate::new(&runtime, &NOTEBOOK_MODEL);

    let at_home = notes.find_many().where_(note::notebook().is(notebook::name().eq("Home"))).run()?;
    let tagged = notebooks
        .find_many()
        .where_(notebook::notes().some(note::tags().some(note_tag::tag().is(tag::label().eq("food")))))
        .run()?;
    let by_notebook = notes.find_many().order_by(note::notebook().by(notebook::name().asc())).run()?;

    assert_eq!((at_home.len(), tagged.len(), by_notebook[0].title.as_str()), (3, 1, "Alone"));
    Ok(())
}

#[test]
fn related_rows_come_along() -> Result<(), RusqliteError> {
    let runtime = world();
    let notebooks = ModelDelegate::new(&runtime, &NOTEBOOK_MODEL);

    let tags = note::tags().as_include().include(note_tag::tag().as_include());
    let newest = notebook::notes().as_include().order_by(note::title().desc()).limit(3);
    let found = notebooks.find_many().include(newest.include(tags)).run()?;
    for (notebook, notes) in &found {
        for (note, tags) in notes {
            println!("{} / {} has {} tags", notebook.name, note.title, tags.len());
        }
    }

    let (notebook, notes) = &found[0];
    let tags: Vec<_> = notes.iter().map(|(note, tags)| (note.title.as_str(), tags.len())).collect();
    assert_eq!((notebook.name.as_str(), tags), ("Home", vec![("Paint", 0), ("Oats", 0), ("Flour", 1)]));
    Ok(())
}

#[test]
fn pages_by_number() -> Result<(), RusqliteError> {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    let page = PageInput { limit: Some(2), offset: Some(2) };
    let page = notes.find_many().order_by(note::title().asc()).paginate(page).run()?;
    println!("{} of {}, more: {}", page.items.len(), page.total_count, page.page_info.has_next_page);

    assert_eq!((titles(&page.items), page.total_count), (vec!["Oats", "Paint"], 4));
    Ok(())
}

#[test]
fn pages_beside_a_cursor() -> Result<(), RusqliteError> {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    let by_cost = || notes.find_many().order_by(note::cost().desc()).limit(3);
    let first = by_cost().after(None).run()?;
    let next: KeysetPage<Note> = by_cost().after(first.after).run()?;

    assert_eq!((titles(&first.items), titles(&next.items)), (vec!["Paint", "Oats", "Flour"], vec!["Alone"]));
    assert_eq!(next.after, None);
    Ok(())
}

#[test]
fn some_columns() -> Result<(), RusqliteError> {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    let prices =
        notes.find_many().select((note::title(), note::cost())).order_by(note::title().asc()).run()?;
    let priorities = notes.find_many().select(note::priority()).distinct().run()?;

    assert_eq!(prices[0], ("Alone".to_owned(), None));
    assert_eq!(priorities.len(), 2);
    Ok(())
}

#[test]
fn totals_and_groups() -> Result<(), RusqliteError> {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    let (rows, spent, dearest) =
        notes.aggregate().select((count(), note::cost().sum(), note::cost().max())).run()?;
    let wordy = notes
        .aggregate()
        .select((count(), note::word_count().sum()))
        .group_by(note::priority())
        .having(note::word_count().sum().gt(5))
        .run()?;

    assert_eq!((rows, spent.to_string(), dearest), (4, "15.75".to_owned(), Some(12.into())));
    assert_eq!(wordy, [(Priority::HIGH, (2, 10))]);
    Ok(())
}

#[test]
fn values_in_documents() -> Result<(), RusqliteError> {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    let far = notes.find_many().where_(note::meta().json_path("$.shop").eq("far")).run()?;
    let many = notes.find_many().where_(note::meta().json_path("$.n").gt(5)).run()?;
    let sorted = notes.find_many().order_by(note::meta().json_path("$.n").asc()).run()?;

    assert_eq!((titles(&far), titles(&many), sorted.len()), (vec!["Oats"], vec!["Oats"], 4));
    Ok(())
}

#[test]
fn words_in_texts() -> Result<(), RusqliteError> {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    let found = notes.find_many().search("flour").where_(note::cost().lt(Decimal::TEN)).run()?;
    let marks = SnippetOptions { open: "<b>".to_owned(), close: "</b>".to_owned(), words: 8 };
    let matches = notes.find_many().search("buy").snippets(marks).run()?;

    assert_eq!((titles(&found), matches[0].snippet.as_str()), (vec!["Flour"], "to <b>buy</b>"));
    Ok(())
}

#[test]
fn rows_of_a_view() -> Result<(), RusqliteError> {
    let runtime = world();

    let summaries = ModelDelegate::new(&runtime, &NOTEBOOK_SUMMARY_VIEW.rows);
    let costly = summaries.find_many().where_(notebook_summary::dearest().gt(Decimal::TEN)).run()?;

    assert_eq!((costly[0].name.as_str(), costly[0].notes), ("Home", 3));
    Ok(())
}

#[test]
fn the_first_field_that_holds_something() -> Result<(), RusqliteError> {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    let shown = coalesce([note::summary(), note::title().optional()]);
    let lines = notes.find_many().select(shown).run()?;

    assert_eq!(lines[3].as_deref(), Some("Alone"));
    Ok(())
}

#[test]
fn a_filter_that_may_be_left_out() -> Result<(), RusqliteError> {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let asked: Option<&str> = None;

    let found = notes.find_many().where_(note::title().match_optional(asked)).run()?;

    assert_eq!(found.len(), 4);
    Ok(())
}

#[test]
fn rows_one_by_one() -> Result<(), RusqliteError> {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    let mut words = 0;
    notes.find_many().stream(|note| {
        words += note.word_count;
        Ok(ControlFlow::Continue(()))
    })?;

    assert_eq!(words, 15);
    Ok(())
}

#[test]
fn a_statement_of_ones_own() -> Result<(), RusqliteError> {
    let runtime = world();

    struct Shelf {
        name: String,
        notes: i64,
    }
    larder::from_row!(Shelf { name, notes });

    let statement = "SELECT b.name, count(*) AS notes FROM notes n JOIN notebooks b ON b.id = n.notebook_id
                     WHERE n.word_count > ? GROUP BY b.id";
    let shelves: Vec<Shelf> = runtime.query_as(statement, (2,))?;

    assert_eq!((shelves[0].name.as_str(), shelves[0].notes), ("Home", 2));
    Ok(())
}

#[test]
fn what_sqlite_does() -> Result<(), RusqliteError> {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    let by_title = notes.find_many().where_(note::title().eq("Oats"));
    println!("{}", by_title.preview_sql()?);
    println!("{}", by_title.explain()?);

    assert!(by_title.explain()?.to_string().contains("notes_title"), "{}", by_title.explain()?);
    Ok(())
}
