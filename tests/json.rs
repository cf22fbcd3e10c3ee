//! Values inside documents: typed comparison, paths with any key, and no wildcard or operator in any of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{FilterExpr, Json, ModelDelegate, RusqliteError, serde_json::json};
use proptest::prelude::*;

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self as cs, CreateNoteInput, NOTE_MODEL, Note, note};
use world::World;

fn world() -> World {
    let world = World::new(cs::bootstrap);
    let documents = [
        ("text", json!({ "a": { "b": "10" }, "tags": ["x", "y"], "flag": true })),
        ("number", json!({ "a": { "b": 10 }, "tags": [], "flag": false })),
        ("float", json!({ "a": { "b": 2.5 }, "flag": null })),
        ("deep", json!({ "a": [{ "b": [1, 2, 3] }] })),
        ("keys", json!({ "a.b": 1, "say \"hi\"": 2, "": 3, "100%": 4, "ключ": 5, "a": "100% sure" })),
    ];
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);
    for (title, document) in documents {
        notes
            .create(CreateNoteInput {
                meta: Some(Json(document)),
                ..CreateNoteInput::builder().title(title).build()
            })
            .run()
            .unwrap();
    }
    notes.create(CreateNoteInput::builder().title("nothing").build()).run().unwrap();
    world
}

fn found(world: &World, filter: FilterExpr<Note>) -> Vec<String> {
    let found = ModelDelegate::new(world, &NOTE_MODEL).find_many().where_(filter);
    let mut titles: Vec<String> = found.run().unwrap().into_iter().map(|note| note.title).collect();
    titles.sort();
    titles
}

#[test]
fn numbers_compare_with_numbers_and_texts_with_texts() {
    let world = world();
    let at = || note::meta().json_path("$.a.b");

    assert_eq!(found(&world, at().eq("10")), ["text"]);
    assert_eq!(found(&world, at().eq(10)), ["number"]);
    assert_eq!(found(&world, at().eq(10.0)), ["number"]);
    assert_eq!(found(&world, at().gt(2)), ["float", "number"]);
    assert_eq!(found(&world, at().lte(2.5)), ["float"]);
    assert_eq!(found(&world, at().gte("1")), ["text"]);
    assert_eq!(found(&world, at().lt("2")), ["text"]);
    assert_eq!(found(&world, at().ne(10)), ["deep", "float", "keys", "nothing", "text"]);
    assert_eq!(found(&world, at().gt(2).not()), ["deep", "keys", "nothing", "text"]);
}

#[test]
fn true_false_null_and_nothing_are_four_things() {
    let world = world();
    let flag = || note::meta().json_path("$.flag");

    assert_eq!(found(&world, flag().eq(true)), ["text"]);
    assert_eq!(found(&world, flag().eq(false)), ["number"]);
    assert_eq!(found(&world, flag().is_json_null()), ["float"]);
    assert_eq!(found(&world, flag().exists()), ["float", "number", "text"]);
    assert_eq!(found(&world, note::meta().json_has_key("flag").not()), ["deep", "keys", "nothing"]);
    assert_eq!(found(&world, flag().eq(1)), [] as [&str; 0]);
}

#[test]
fn paths_go_into_lists_and_through_any_key() {
    let world = world();
    let at = |path: &str| note::meta().json_path(path);

    assert_eq!(found(&world, at("$.tags[0]").eq("x")), ["text"]);
    assert_eq!(found(&world, at("$.tags[#-1]").eq("y")), ["text"]);
    assert_eq!(found(&world, at("$.a[0].b[2]").eq(3)), ["deep"]);
    assert_eq!(found(&world, at(r#"$."a.b""#).eq(1)), ["keys"]);
    assert_eq!(found(&world, at(r#"$."say \"hi\"""#).eq(2)), ["keys"]);
    for (key, value) in [("a.b", 1), ("say \"hi\"", 2), ("", 3), ("100%", 4), ("ключ", 5)] {
        assert_eq!(found(&world, note::meta().json_get_text(key).eq(value)), ["keys"], "{key:?}");
        assert_eq!(found(&world, note::meta().json_has_key(key)), ["keys"], "{key:?}");
    }
    assert_eq!(found(&world, note::meta().json_get_text("a").starts_with("100%")), ["keys"]);
    assert_eq!(found(&world, note::meta().json_get_text("a").contains("_")), [] as [&str; 0]);
    assert_eq!(found(&world, note::meta().json_get_text("a").ends_with("sure")), ["keys"]);
}

#[test]
fn an_order_takes_the_values_by_their_kind() {
    let world = world();
    let order = note::meta().json_path("$.a.b").desc();

    let found =
        ModelDelegate::new(&world, &NOTE_MODEL).find_many().order_by(order).order_by(note::title().asc());

    let titles: Vec<String> = found.run().unwrap().into_iter().map(|note| note.title).collect();
    assert_eq!(titles, ["text", "number", "float", "deep", "keys", "nothing"]);
}

#[test]
fn what_is_no_path_is_refused_by_name() {
    let world = world();
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);

    for path in ["", "a", "$.", "$[x]", "$.a\"b", "$['a']"] {
        let refused = notes.count().where_(note::meta().json_path(path).exists()).run();
        assert!(
            matches!(refused, Err(RusqliteError::InvalidValue { field: "meta", .. })),
            "{path}: {refused:?}"
        );
        let ordered = notes.find_many().order_by(note::meta().json_path(path).asc());
        assert!(matches!(ordered.preview_sql(), Err(RusqliteError::InvalidValue { field: "meta", .. })));
        let refused = ordered.run();
        assert!(
            matches!(refused, Err(RusqliteError::InvalidValue { field: "meta", .. })),
            "{path}: {refused:?}"
        );
    }
}

proptest! {
    #[test]
    fn every_key_finds_its_own_value(key in any::<String>(), other in any::<String>(), value in any::<i64>()) {
        prop_assume!(key != other && !key.contains('\0') && !other.contains('\0'));
        let runtime = larder::RusqliteRuntime::open_in_memory().unwrap();
        cs::bootstrap(&runtime).unwrap();
        let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
        let document = json!({ key.clone(): value, other: "x" });
        notes.create(CreateNoteInput { meta: Some(Json(document)), ..CreateNoteInput::builder().title("t").build() }).run().unwrap();

        prop_assert_eq!(notes.count().where_(note::meta().json_get_text(&key).eq(value)).run().unwrap(), 1);
        prop_assert_eq!(notes.count().where_(note::meta().json_get_text(&key).eq("x")).run().unwrap(), 0);
    }
}
