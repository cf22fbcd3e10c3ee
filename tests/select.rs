//! Some fields of rows, distinct rows, the first of several fields, a filter that may be left out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{ModelDelegate, PageInput, RusqliteError, coalesce, rust_decimal::Decimal};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{
    self as cs, CreateNoteInput, CreateNotebookInput, NOTE_MODEL, NOTEBOOK_MODEL, Note, Priority, note,
    notebook,
};
use world::World;

fn world() -> World {
    let world = World::new(cs::bootstrap);
    let books = ModelDelegate::new(&world, &NOTEBOOK_MODEL);
    let home = books.create(CreateNotebookInput::builder().name("Home").build()).run().unwrap().id;
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);
    let input = |title: &str, order, price: &str| {
        let price: Decimal = price.parse().unwrap();
        CreateNoteInput::builder().title(title).order(order).price(price)
    };
    let inputs = vec![
        input("Milk", 1, "1.50").notebook_id(home).slug("milk").build(),
        input("Milk", 1, "1.5").build(),
        input("Bread", 2, "10").notebook_id(home).owner("Ada").build(),
        CreateNoteInput::builder().title("Bread").order(2).priority(Priority::HIGH).build(),
    ];
    notes.create_many(inputs).run().unwrap();
    world
}

fn notes(world: &World) -> larder::FindMany<'_, Note, larder::uuid::Uuid> {
    ModelDelegate::new(world, &NOTE_MODEL).find_many()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn fields_are_read_alone_and_typed_also_those_of_related_rows() {
    let world = world();

    let rows: Vec<(String, i64, Option<String>)> = notes(&world)
        .select((note::title(), note::order(), note::notebook().name().optional()))
        .order_by(note::order().asc())
        .order_by(note::notebook().name().asc().nulls_last())
        .limit(3)
        .run()
        .unwrap();

    let home = || Some("Home".to_owned());
    assert_eq!(
        rows,
        [("Milk".to_owned(), 1, home()), ("Milk".to_owned(), 1, None), ("Bread".to_owned(), 2, home())]
    );
    let slugs =
        notes(&world).where_(note::title().eq("Milk")).select(note::slug()).order_by(note::slug().asc());
    assert_eq!(slugs.run().unwrap(), [None, Some("milk".to_owned())]);
    let titles = notes(&world).select((note::title(),)).where_(note::priority().eq(Priority::HIGH)).offset(0);
    assert_eq!(titles.run().unwrap(), [("Bread".to_owned(),)]);
}

#[test]
fn distinct_rows_come_once_and_in_the_order_of_what_is_selected() {
    let world = world();
    let distinct = || notes(&world).select((note::title(), note::order())).distinct();

    let rows = distinct().order_by(note::title().asc()).run().unwrap();

    assert_eq!(rows, [("Bread".to_owned(), 2), ("Milk".to_owned(), 1)]);
    // 1.50 is 1.5.
    let prices = notes(&world).select(note::price()).distinct().order_by(note::price().desc()).run().unwrap();
    assert_eq!(prices, [Some(decimal("10")), Some(decimal("1.5")), None]);
    let error = distinct().order_by(note::price().asc()).run().unwrap_err();
    assert_eq!(error.to_string(), "Note.price: distinct rows are ordered by what is selected");
    let ones = notes(&world).distinct().paginate(PageInput { limit: Some(1), offset: None }).run().unwrap();
    assert_eq!((ones.items.len(), ones.total_count), (1, 4));
}

#[test]
fn a_field_of_a_row_that_need_not_be_there_is_named_by_its_optional() {
    let world = world();

    let error = notes(&world).select(note::notebook().name()).run().unwrap_err();

    assert!(
        matches!(&error, RusqliteError::Validation { subject, .. } if subject == "Note.notebook.name"),
        "{error}"
    );
}

#[test]
fn the_first_field_that_holds_something_filters_orders_and_is_selected() {
    let world = world();
    let named = || coalesce([note::slug(), note::owner(), note::title().optional()]);
    let sorted = |rows: larder::FindMany<'_, Note, _>| {
        let mut slugs = rows.select(named()).run().unwrap();
        slugs.sort();
        slugs.into_iter().map(Option::unwrap).collect::<Vec<_>>()
    };

    assert_eq!(sorted(notes(&world)), ["Ada", "Bread", "Milk", "milk"]);
    assert_eq!(sorted(notes(&world).where_(named().starts_with("M"))), ["Milk"]);
    assert_eq!(sorted(notes(&world).where_(named().in_(["Ada", "milk"]))), ["Ada", "milk"]);
    assert_eq!(sorted(notes(&world).where_(named().ne("Ada"))), ["Bread", "Milk", "milk"]);
    let ordered = notes(&world).order_by(named().desc()).select(named()).run().unwrap();
    assert_eq!(ordered.into_iter().flatten().collect::<Vec<_>>(), ["milk", "Milk", "Bread", "Ada"]);
    let place = || coalesce([note::notebook().name(), note::title()]);
    let mut places = notes(&world).select(place()).run().unwrap();
    places.sort();
    assert_eq!(places, ["Bread", "Home", "Home", "Milk"]);
    assert_eq!(format!("{:?}", place()), "FieldRef(\"coalesce(notebook.name, title)\")");
}

#[test]
fn a_field_that_always_holds_something_is_not_null() {
    let world = world();
    let named = || coalesce([note::slug(), note::title().optional()]);
    let count = |filter| notes(&world).where_(filter).run().unwrap().len();

    assert_eq!(count(note::title().optional().is_not_null()), 4);
    assert_eq!(count(note::title().optional().is_null()), 0);
    assert_eq!(count(named().is_not_null()), 4);
    assert_eq!(count(named().ne(None).not()), 0);
}

#[test]
fn decimals_behind_one_another_compare_as_numbers() {
    let world = world();
    let price = || coalesce([note::price(), note::price()]);

    let cheap =
        notes(&world).where_(price().lt(decimal("9"))).select(note::title()).distinct().run().unwrap();
    assert_eq!(cheap, ["Milk"]);
    let exact = notes(&world).where_(price().eq(decimal("1.500"))).run().unwrap();
    assert_eq!(exact.len(), 2);
    let ordered = notes(&world).order_by(price().asc().nulls_last()).select(price()).run().unwrap();
    assert_eq!(ordered.last().unwrap(), &None);
    assert_eq!(ordered[2], Some(decimal("10")));
    let groups = ModelDelegate::new(&world, &NOTE_MODEL).aggregate().count().group_by(price());
    let groups = groups.order_by(price().desc()).run().unwrap();
    assert_eq!(groups.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [1, 2, 1]);
}

#[test]
fn a_field_that_stands_for_another_is_reached_from_related_rows_too() {
    let world = world();
    let books = ModelDelegate::new(&world, &NOTEBOOK_MODEL);
    let named = || coalesce([note::owner(), note::slug()]);

    let found = books.find_many().where_(notebook::notes().some(named().eq("milk"))).run().unwrap();
    assert_eq!(found.len(), 1);
    let found = books.find_many().where_(notebook::notes().some(named().eq("Milk"))).run().unwrap();
    assert_eq!(found.len(), 0);
}

#[test]
fn a_value_that_is_not_given_matches_every_row() {
    let world = world();
    let count = |title: Option<&str>, slug: Option<Option<&str>>| {
        let title = note::title().match_optional(title);
        let slug = note::slug().match_optional(slug.map(|slug| slug.map(ToOwned::to_owned)));
        notes(&world).where_(title.and(slug)).run().unwrap().len()
    };

    assert_eq!(count(None, None), 4);
    assert_eq!(count(Some("Milk"), None), 2);
    assert_eq!(count(Some("Milk"), Some(None)), 1);
    assert_eq!(count(None, Some(Some("milk"))), 1);
}
