//! The worst names and the worst values, through every verb: what is written is what is read, and no statement has a value
//! in its text or a name outside of quotes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

#[path = "hostile/reads.rs"]
mod reads;
#[path = "hostile/text.rs"]
mod text;
mod world;
#[path = "hostile/writes.rs"]
mod writes;
mod schema {
    larder::include_embedded_schema!("tests/schemas/hostile.cstack");
}

use larder::{Json, ModelDelegate, rust_decimal::Decimal, serde_json::json, uuid::Uuid};
use schema::cratestack_schema::{
    self as cs, Box as Size, CreateOptionInput, CreateResultInput, OPTION_MODEL, Option as Link, OptionKey,
    RESULT_MODEL, Result as Row, Vec as Kind,
};
use world::World;

/// Texts that end a string, a statement or a file, or that some language would read as more than a text.
pub(crate) fn values() -> Vec<String> {
    let texts = [
        "planted'; DROP TABLE x; --",
        "planted\"; DROP TABLE \"values()\"; --",
        "planted') OR 1=1 --",
        "planted\0end",
        "planted 🔑👩‍👩‍👧 ключ",
        "planted%",
        "planted_",
        "planted\\",
        "planted$.a\"b",
        "planted ?1 :a @b $c",
        "planted\r\n\t\u{202e}\u{feff}",
        "planted \" OR NEAR(a b) * ^ AND NOT",
        "planted{{}}",
    ];
    texts.into_iter().map(str::to_owned).chain([format!("planted{}", "'\"".repeat(50_000))]).collect()
}

pub(crate) fn rows(world: &World) -> ModelDelegate<'_, Row, i64> {
    ModelDelegate::new(world, &RESULT_MODEL)
}

pub(crate) fn links(world: &World) -> ModelDelegate<'_, Link, OptionKey> {
    ModelDelegate::new(world, &OPTION_MODEL)
}

/// A row whose fields all say this text, each in its own way.
pub(crate) fn input(index: i64, text: &str) -> CreateResultInput {
    CreateResultInput {
        index,
        group: text.to_owned(),
        r#where: Some(text.to_owned()),
        r#type: Some(Json(json!({ text: text, "list": [text] }))),
        r#match: Some(Decimal::new(index * 10, 1)),
        r#fn: Some(index % 2 == 0),
        r#loop: Some(text.as_bytes().to_vec()),
        limit: Some(index),
        r#async: Some(Kind::null),
        r#impl: Some(Size::INDEX),
        values: Some(index as f64 / 4.0),
        key: Some(Uuid::from_u128(index as u128)),
        parent: (index > 1).then_some(1),
        order: Some(index),
        union: text.to_owned(),
        when: None,
    }
}

/// A row for each value, in their order from 1; the first is the parent of the others. Each has a link of the same text.
pub(crate) fn filled() -> World {
    let world = World::new(cs::bootstrap);
    let inputs = values().iter().zip(1..).map(|(text, index)| input(index, text)).collect::<Vec<_>>();
    rows(&world).create_many(inputs).run().unwrap();
    let inputs = values().into_iter().zip(1..).map(|(text, using)| CreateOptionInput {
        using,
        on: text.clone(),
        inner: Some(text),
    });
    links(&world).create_many(inputs).execute().unwrap();
    world
}

/// Says that a row holds what [`input`] says.
pub(crate) fn assert_says(row: &Row, index: i64, text: &str) {
    assert_eq!((row.index, row.group.as_str(), row.union.as_str()), (index, text, text));
    assert_eq!(row.r#where.as_deref(), Some(text));
    assert_eq!(row.r#type, Some(Json(json!({ text: text, "list": [text] }))));
    assert_eq!(row.r#loop.as_deref(), Some(text.as_bytes()));
    assert_eq!((row.r#async, row.r#impl), (Some(Kind::null), Some(Size::INDEX)));
    assert_eq!(row.r#match, Some(Decimal::from(index)));
    assert_eq!((row.limit, row.order, row.values), (Some(index), index, Some(index as f64 / 4.0)));
}
