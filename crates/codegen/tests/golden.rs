//! The whole expansion and DDL of schemas, as files. `cargo xtask bless` accepts what changed.
#![allow(clippy::unwrap_used, reason = "a golden test stops where its schema is wrong")]

use larder_codegen::{Embedded, ddl, expand};
use larder_schema::{Bindings, Source, compile_for, schema::Schema};
use quote::quote;

fn golden(name: &str) {
    let (schema, rust) = expansion(name, Bindings::None);
    let sql: Vec<String> = ddl(&schema).into_iter().map(|object| object.sql + ";\n").collect();

    assert_golden(&format!("{name}.rs"), &rust);
    assert_golden(&format!("{name}.sql"), &sql.join("\n"));
}

fn golden_of_bindings(name: &str) {
    let (_, rust) = expansion(name, Bindings::Uniffi);

    assert_golden(&format!("{name}.uniffi.rs"), &rust);
}

fn expansion(name: &str, bindings: Bindings) -> (Schema, String) {
    let file = format!("{}/tests/schemas/{name}.cstack", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(file).unwrap();
    let path = format!("{name}.cstack");
    let schema = compile_for(&Source::new(&*path, &*text), bindings).unwrap().schema;
    let embedded = Embedded { root: quote!(::larder), include: path.clone(), path, text, bindings };
    let mut rust: syn::File = syn::parse2(expand(&schema, &embedded)).unwrap();
    rust.items.iter_mut().for_each(open_bindings);
    (schema, prettyplease::unparse(&rust))
}

/// Puts what is kept for a feature in the place of the macro that keeps it, so that it is written out as the rest is.
fn open_bindings(module: &mut syn::Item) {
    let syn::Item::Mod(syn::ItemMod { content: Some((_, items)), .. }) = module else { return };
    for item in items {
        if let syn::Item::Macro(kept) = item {
            *item = syn::parse2(kept.mac.tokens.clone()).unwrap();
        }
    }
}

fn assert_golden(name: &str, text: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn a_model_with_everything() {
    golden("everything");
}

#[test]
fn names_that_could_trip_generated_code() {
    golden("hostile");
}

#[test]
fn relations_and_keys() {
    golden("relations");
}

#[test]
fn a_search_and_a_view() {
    golden("reading");
}

#[test]
fn the_bindings_of_a_search_and_a_view() {
    golden_of_bindings("reading");
}

#[test]
fn the_bindings_of_relations() {
    golden_of_bindings("relations");
}

#[test]
fn the_bindings_of_a_model_with_everything() {
    golden_of_bindings("everything");
}

#[test]
fn the_bindings_of_names_that_could_trip_generated_code() {
    golden_of_bindings("hostile");
}
