//! A schema that uses the whole language compiles to what it says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its world cannot be made")]

use larder_schema::schema::{
    Action, Arity, DefaultValue, Event, ForeignKey, Scalar, Schema, SoftDelete, Type, Validator,
};
use larder_schema::{Bindings, Source, compile, compile_for, format};

const EVERYTHING: &str = include_str!("fixtures/everything.cstack");

fn schema(text: &str) -> Schema {
    let source = Source::new("everything.cstack", text);
    match compile(&source) {
        Ok(compiled) => compiled.schema,
        Err(found) => panic!("{}", larder_schema::render(&found, &source, larder_schema::Style::Plain)),
    }
}

fn everything() -> Schema {
    schema(EVERYTHING)
}

#[test]
fn the_reference_schema_compiles_with_two_warnings() {
    let compiled = compile(&Source::new("everything.cstack", EVERYTHING)).unwrap();

    let warnings: Vec<_> = compiled.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(
        warnings,
        ["`@@audit` has no effect on the device yet", "`@@emit` has no effect on the device yet"]
    );
}

#[test]
fn the_reference_schema_is_the_same_with_bindings() {
    let bound = compile_for(&Source::new("everything.cstack", EVERYTHING), Bindings::Uniffi).unwrap();

    assert_eq!(bound.schema, everything());
}

#[test]
fn only_a_schema_with_bindings_must_leave_the_names_of_a_platform_alone() {
    let server = Source::new("server.cstack", "model Task { id Int @id isOpen Boolean open Boolean }");
    let renamed = Source::new("app.cstack", "model Task { id Int @id @@foreign(\"Chore\") }");

    assert!(compile(&server).is_ok() && compile_for(&server, Bindings::Uniffi).is_err());
    assert_eq!(compile_for(&renamed, Bindings::Uniffi).unwrap().warnings, []);
}

#[test]
fn tables_modules_and_columns_are_named_by_rule_or_by_map() {
    let schema = everything();

    let tables: Vec<_> =
        schema.models.iter().map(|model| (model.table.as_str(), model.module.as_str())).collect();
    assert_eq!(
        tables,
        [
            ("users", "user"),
            ("user_profile", "profile"),
            ("notes", "note"),
            ("memberships", "membership"),
            ("seats", "seat")
        ]
    );
    let note = &schema.models[2];
    let done = note.fields.iter().find(|field| field.name == "done").unwrap();
    assert_eq!((done.rust_name.as_str(), done.column.as_str()), ("done", "is_done"));
    assert_eq!(note.foreign_name, "NoteRecord");
    assert_eq!(schema.enums[2].foreign_name, "NoteColor");
    assert_eq!(schema.views[0].table, "note_summaries");
}

#[test]
fn mixins_come_first_and_own_fields_win_at_their_own_place() {
    let schema = everything();

    let names: Vec<_> = schema.models[2].fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names[..4], ["updatedAt", "ownerId", "id", "title"]);
    let created = &schema.models[2].fields[names.iter().position(|name| *name == "createdAt").unwrap()];
    assert_eq!(created.default, Some(DefaultValue::Text("2000-01-01T00:00:00Z".into())));
    assert!(!created.readonly);
    let user: Vec<_> = schema.models[0].fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(user[..3], ["createdAt", "updatedAt", "id"]);
    assert_eq!(schema.models[0].fields[0].default, Some(DefaultValue::Now));
}

#[test]
fn defaults_have_the_form_of_their_type() {
    let schema = everything();
    let default = |name: &str| {
        let field = schema.models[2].fields.iter().find(|field| field.name == name).unwrap();
        field.default.clone().unwrap()
    };

    assert_eq!(default("ownerId"), DefaultValue::Auth("id".into()));
    assert_eq!(default("id"), DefaultValue::Cuid);
    assert_eq!(default("order"), DefaultValue::Integer(0));
    assert_eq!(default("type"), DefaultValue::Variant(0));
    assert_eq!(default("group"), DefaultValue::Variant(1));
    assert_eq!(default("price"), DefaultValue::Number("100.50".into()));
    assert_eq!(default("big"), DefaultValue::Integer(i64::MIN));
    assert_eq!(default("done"), DefaultValue::Boolean(false));
    assert_eq!(default("meta"), DefaultValue::Text("{\"a\": [1]}".into()));
    assert_eq!(default("tags"), DefaultValue::EmptyList);
    assert_eq!(default("serial"), DefaultValue::DbGenerated);
    assert_eq!(schema.models[0].fields[2].default, Some(DefaultValue::AutoIncrement));
    assert_eq!(schema.models[1].fields[0].default, Some(DefaultValue::Uuid));
}

#[test]
fn validators_keep_their_bounds() {
    let schema = everything();
    let validators = |name: &str| {
        let field = schema.models[2].fields.iter().find(|field| field.name == name).unwrap();
        field.validators.clone()
    };

    assert_eq!(
        validators("title"),
        [Validator::Length { min: Some(1), max: Some(200) }, Validator::Regex("^\\S.*$".into())]
    );
    assert_eq!(validators("body"), [Validator::Length { min: None, max: Some(10000) }]);
    assert_eq!(
        validators("price"),
        [Validator::Range { min: Some("0".into()), max: Some("9999.99".into()) }]
    );
    assert_eq!(
        schema.types[0].fields[2].validators,
        [Validator::Range { min: Some("-180".into()), max: Some("180".into()) }]
    );
}

#[test]
fn relations_know_their_key_and_their_reverse() {
    let schema = everything();
    let note = &schema.models[2];
    let position = |name: &str| note.fields.iter().position(|field| field.name == name).unwrap();

    let [author, reviewer, parent, children] = note.relations.as_slice() else { panic!("four relations") };
    assert_eq!(
        author.foreign_key,
        Some(ForeignKey {
            fields: vec![position("authorId")],
            references: vec![2],
            on_delete: Action::Restrict,
            on_update: Action::NoAction
        })
    );
    assert_eq!(reviewer.foreign_key.as_ref().unwrap().on_delete, Action::SetNull);
    assert_eq!(parent.foreign_key.as_ref().unwrap().on_delete, Action::SetDefault);
    assert_eq!((children.arity, children.reverse), (Arity::List, Some(2)));
    let user: Vec<_> =
        schema.models[0].relations.iter().map(|r| (r.name.as_str(), r.target, r.reverse)).collect();
    assert_eq!(user, [("notes", 2, Some(0)), ("reviews", 2, Some(1)), ("profile", 1, Some(0))]);
    assert_eq!(schema.models[4].relations[0].foreign_key.as_ref().unwrap().references, [0, 1]);
}

#[test]
fn model_attributes_are_in_the_model() {
    let schema = everything();
    let note = &schema.models[2];
    let position = |name: &str| note.fields.iter().position(|field| field.name == name).unwrap();

    assert_eq!(note.key, [position("id")]);
    assert_eq!(note.uniques, [vec![position("title"), position("authorId")]]);
    assert_eq!(note.indexes, [vec![position("order"), position("group")]]);
    assert_eq!(note.fulltext, [position("title"), position("body")]);
    assert_eq!(note.soft_delete, Some(SoftDelete::Declared(position("deletedAt"))));
    assert_eq!(note.version, Some(position("version")));
    assert_eq!(note.retain_days, Some(30));
    assert!(note.audit);
    assert_eq!(note.emits, [Event::Created, Event::Updated, Event::Deleted]);
    assert_eq!(note.renamed_from.as_deref(), Some("Memo"));
    assert_eq!(note.docs, ["A note.", "", "It has two paragraphs of docs."]);
    assert_eq!(note.fields[position("heading")].renamed_from.as_deref(), Some("caption"));
    assert_eq!(schema.models[3].key, [0, 1]);
    assert_eq!(schema.models[3].soft_delete, Some(SoftDelete::Added));
    assert_eq!(schema.models[0].uniques, [vec![3]]);
    assert!(schema.models[0].fields[3].sensitive);
}

#[test]
fn enums_have_ordinals_or_none() {
    let schema = everything();

    assert!(!schema.enums[0].has_ordinals());
    assert!(schema.enums[1].has_ordinals());
    let ordinals: Vec<_> = schema.enums[1].variants.iter().map(|variant| variant.ordinal).collect();
    assert_eq!(ordinals, [Some(1), Some(5), Some(10)]);
    assert_eq!(schema.enums[0].variants[0].docs, ["Reads and writes."]);
}

#[test]
fn a_view_takes_the_sql_of_the_device() {
    let schema = everything();

    let summary = &schema.views[0];
    assert!(
        summary.sql.starts_with("select n.id") && summary.sql.ends_with("n.author_id"),
        "{}",
        summary.sql
    );
    assert_eq!(summary.sources, [2, 0]);
    assert_eq!(summary.key, Some(0));
    assert_eq!(summary.fields[2].column, "author_email");
    assert_eq!(schema.views[1].key, None);
}

#[test]
fn types_hold_scalars_enums_and_lists_of_themselves() {
    let schema = everything();

    let fields: Vec<_> = schema.types[0].fields.iter().map(|field| (field.ty, field.arity)).collect();
    assert_eq!(
        fields,
        [
            (Type::Scalar(Scalar::String), Arity::Required),
            (Type::Scalar(Scalar::Float), Arity::Required),
            (Type::Scalar(Scalar::Float), Arity::Required),
            (Type::Composite(0), Arity::List),
            (Type::Enum(0), Arity::Optional),
            (Type::Scalar(Scalar::String), Arity::Optional),
        ]
    );
}

#[test]
fn line_ends_and_blanks_change_nothing() {
    let windows = EVERYTHING.replace('\n', "\r\n");
    let wide = EVERYTHING.replace(' ', "\t \t");

    assert_eq!(schema(&windows), everything());
    assert_eq!(schema(&wide).models.len(), everything().models.len());
    assert_eq!(schema(&format!("\u{feff}{EVERYTHING}")), everything());
}

#[test]
fn words_of_the_language_are_field_names() {
    let text = "model A { id Int @id model Int enum Int type Int order Int group Int from Int view Int use Int true Int }";

    let names: Vec<_> = schema(text).models[0].fields.iter().map(|field| field.name.clone()).collect();
    assert_eq!(names, ["id", "model", "enum", "type", "order", "group", "from", "view", "use", "true"]);
}

#[test]
fn the_canonical_layout_means_the_same() {
    let source = Source::new("everything.cstack", EVERYTHING);

    let once = format(&source).unwrap();
    let twice = format(&Source::new("everything.cstack", once.as_str())).unwrap();

    assert_eq!(once, twice);
    assert_eq!(schema(&once), everything());
    insta::assert_snapshot!(once);
}

#[test]
fn any_word_stands_where_only_a_name_can() {
    let texts = [
        "model Mail {\n  id   Int    @id\n  view String\n  from String\n}\n",
        "extension rate_limit {\n  auth Bearer {\n    a = 1\n  }\n  type Foo {}\n}\n",
        "mcp {\n  tools {}\n  model Api {}\n}\n",
        "enum Packaging { Crate Box }\n\ntype Super { a Int }\n\nmodel Api { id Int @id p Packaging s Super }\n\nmodel ApiKey { id Int @id }\n",
    ];

    for text in texts {
        let source = Source::new("any.cstack", text);
        let once = format(&source).unwrap();
        let again = format(&Source::new("any.cstack", &*once)).unwrap();

        assert_eq!(compile(&Source::new("any.cstack", &*once)).map(|_| ()), Ok(()), "{once}");
        assert_eq!(schema(&once), schema(text));
        assert_eq!(once, again);
    }
    assert_eq!(format(&Source::new("any.cstack", texts[2])).unwrap(), texts[2]);
}

#[test]
fn an_index_that_is_declared_twice_is_one() {
    let schema = schema("model A { id Int @id b Int @@index([b]) @@index([b]) }");

    assert_eq!(schema.models[0].indexes, [[1]]);
}
