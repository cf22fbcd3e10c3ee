//! The whole expansion and DDL of schemas, as files. `cargo xtask bless` accepts what changed.
#![allow(clippy::unwrap_used, reason = "a golden test stops where its schema is wrong")]

use larder_codegen::{Embedded, ddl, expand};
use larder_schema::{Bindings, Source, compile};
use quote::quote;

fn golden(name: &str) {
    let file = format!("{}/tests/schemas/{name}.cstack", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(file).unwrap();
    let schema = compile(&Source::new(format!("{name}.cstack"), &*text)).unwrap().schema;
    let path = format!("{name}.cstack");
    let embedded =
        Embedded { root: quote!(::larder), include: path.clone(), path, text, bindings: Bindings::None };

    let rust = prettyplease::unparse(&syn::parse2(expand(&schema, &embedded)).unwrap());
    let sql: Vec<String> = ddl(&schema).into_iter().map(|object| object.sql + ";\n").collect();

    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("{name}.rs"), rust);
        insta::assert_snapshot!(format!("{name}.sql"), sql.join("\n"));
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
