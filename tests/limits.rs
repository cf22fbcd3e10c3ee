//! Limits are ours: what is long or deep works, or is refused by a rule that names it, and never by SQLite or the stack.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{
    FilterExpr, GroupFilter, Json, ModelDelegate, RusqliteError, TextSearch, count,
    serde_json::{self, json},
};

mod schema {
    larder::include_embedded_schema!("tests/schemas/limits.cstack");
}
use schema::cratestack_schema::{self as cs, CreateDocInput, DOC_MODEL, Doc, UpdateDocInput, doc};
use world::World;

fn world() -> World {
    World::new(cs::bootstrap)
}

fn titled(title: &str) -> CreateDocInput {
    CreateDocInput::builder().title(title).build()
}

/// A document of so many lists in one another.
fn nested(levels: usize) -> serde_json::Value {
    (1..levels).fold(json!([]), |inner, _| json!([inner]))
}

/// Says which rule was broken.
fn rule<T: std::fmt::Debug>(outcome: Result<T, RusqliteError>) -> String {
    match outcome.unwrap_err() {
        RusqliteError::Validation { subject, rule } => format!("{subject}: {rule}"),
        RusqliteError::InvalidValue { model, field, source } => format!("{model}.{field}: {source}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_document_is_stored_that_nobody_could_read() {
    let world = world();
    let docs = ModelDelegate::new(&world, &DOC_MODEL);
    let with = |levels| CreateDocInput { body: Some(Json(nested(levels))), ..titled("deep") };
    let listed = |levels| CreateDocInput::builder().title("deep").add_parts(Json(nested(levels))).build();
    let set = |levels| UpdateDocInput::builder().body(Json(nested(levels))).build();

    // Brackets in a text are no levels.
    let text = CreateDocInput { body: Some(Json(json!({ "a": "[{\"\\".repeat(200) }))), ..titled("text") };
    assert_eq!(docs.create_many([with(127), listed(126), text]).execute().unwrap(), 3);
    let refused = [
        rule(docs.create(with(128)).run()),
        rule(docs.create_many([with(128)]).execute()),
        rule(docs.update_many().where_(doc::title().eq("deep")).set(set(128)).run()),
    ];
    let in_a_list = rule(docs.create_many([listed(127)]).execute());

    assert_eq!(refused, ["Doc.body: not a valid Json: it nests deeper than 127 levels"; 3]);
    assert_eq!(in_a_list, "Doc.parts: not a valid list: it nests deeper than 127 levels");
    assert_eq!(docs.find_many().run().unwrap().len(), 3);
}

#[test]
fn a_query_has_any_number_of_filters() {
    let world = world();
    let docs = ModelDelegate::new(&world, &DOC_MODEL);
    docs.create_many(["a", "b", "c"].map(titled)).execute().unwrap();
    let many = || (4..3000).map(|id| doc::id().ne(id));

    assert_eq!(many().fold(docs.count(), larder::Count::where_).run().unwrap(), 3);
    assert_eq!(many().fold(docs.find_many(), larder::FindMany::where_).run().unwrap().len(), 3);
    let of = |values: i64| docs.count().where_(FilterExpr::any((0..values).map(|id| doc::id().eq(id)))).run();
    assert_eq!(of(32_766).unwrap(), 3);
    assert_eq!(rule(of(32_767)), "a statement of SQLite: too many SQL variables");
}

#[test]
fn groups_have_any_number_of_conditions() {
    let world = world();
    let docs = ModelDelegate::new(&world, &DOC_MODEL);
    docs.create_many(["a", "a", "b"].map(titled)).execute().unwrap();
    let of = |having: GroupFilter<Doc>| {
        docs.aggregate().count().group_by(doc::title()).having(having).run().map(|groups| groups.len())
    };

    assert_eq!(of((2..10_000).fold(count().gt(1), |all, n| all.and(count().ne(-n)))).unwrap(), 1);
    assert_eq!(of((2..10_000).fold(count().gt(1), |any, n| any.or(count().eq(-n)))).unwrap(), 1);
    assert_eq!(
        rule(of((0..50_000).fold(count().gt(1), |all, n| all.and(count().ne(-n))))),
        "a statement of SQLite: too many SQL variables"
    );
    assert_eq!(
        rule(of((0..200).fold(count().gt(1), |inner, _| !inner))),
        "Doc.filter: nests deeper than 100 levels"
    );
}

#[test]
fn a_search_has_as_many_words_as_fts5_reads_at_once() {
    let world = world();
    let docs = ModelDelegate::new(&world, &DOC_MODEL);
    docs.create(titled("fresh milk")).run().unwrap();
    let found = |words: TextSearch| docs.count().search(words).run();

    assert_eq!(found(TextSearch::new("milk ".repeat(1000))).unwrap(), 1);
    assert_eq!(rule(found("milk ".repeat(1001).into())), "Doc.search: asks for more than 1000 words");
    // What separates words begins none.
    for typed in ["fresh mil", "fresh mil (", "fresh mil - &"] {
        assert_eq!(found(TextSearch::new(typed).prefix()).unwrap(), 1, "{typed}");
    }
}

#[test]
fn a_letter_is_itself_in_any_case_wherever_a_word_ends() {
    let world = world();
    let docs = ModelDelegate::new(&world, &DOC_MODEL);
    docs.create_many(["ΟΔΟΣ", "ΟΔΟΣΑ"].map(titled)).execute().unwrap();
    let found = |filter| docs.count().where_(filter).run().unwrap();

    assert_eq!(found(doc::title().contains_ignore_case("Σ")), 2);
    assert_eq!(found(doc::title().starts_with_ignore_case("οδος")), 2);
    assert_eq!(found(doc::title().ends_with_ignore_case("οδοσ")), 1);
}
