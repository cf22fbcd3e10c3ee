//! Schemas made of hostile names, on a real SQLite: the DDL makes exactly what the schema names, and rows can be written.
#![allow(clippy::unwrap_used, reason = "a test stops where its schema is wrong")]

use std::collections::HashSet;

use larder_codegen::ddl;
use larder_schema::{
    Source, compile,
    schema::{Model, Schema},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use rusqlite::{Connection, params};

/// A name in the schema and the one that `@map` gives it in the database.
type Name = (String, Option<String>);

#[derive(Debug)]
struct Declared {
    name: Name,
    fields: Vec<DeclaredField>,
    is_soft_deleted: bool,
    is_searched: bool,
    is_related: bool,
    constraint: &'static str,
}

#[derive(Debug)]
struct DeclaredField {
    name: Name,
    of: &'static str,
    is_optional: bool,
    is_unique: bool,
}

/// Words of SQL, of its extensions and of Rust.
const FIELDS: [&str; 32] = [
    "order",
    "group",
    "select",
    "index",
    "values",
    "table",
    "where",
    "null",
    "from",
    "join",
    "rowid_",
    "rank_",
    "old",
    "new",
    "type",
    "match",
    "fn",
    "loop",
    "async",
    "impl",
    "r",
    "t1",
    "rarray",
    "value",
    "key",
    "default",
    "check",
    "constraint",
    "primary",
    "begin",
    "end",
    "exists",
];
const MODELS: [&str; 12] =
    ["Order", "Group", "Select", "Index", "Values", "Table", "Where", "Null", "Old", "New", "Option", "Temp"];
const TYPES: [&str; 13] = [
    "String", "String", "String", "Int", "BigInt", "Float", "Boolean", "DateTime", "Decimal", "Json",
    "Bytes", "Uuid", "Mood",
];

/// Names in the database: those that a careless statement would run, end or misread, and any other text.
fn mapped() -> impl Strategy<Value = String> {
    let hostile = [
        "'",
        "\"",
        "\"\"",
        "`",
        "[x]",
        "]",
        "--",
        "/* */",
        "; DROP TABLE x; --",
        "'); DELETE FROM x; --",
        "?",
        "?1",
        ":a",
        "@b",
        "$c",
        "%",
        "_",
        "\\",
        "\\\"",
        "a.b",
        "main.x",
        "*",
        "ключ",
        "🔑",
        "\u{e9}",
        "e\u{301}",
        "null",
        "NULL",
        "true",
        "current_timestamp",
        "select",
        "ORDER",
        "old",
        "new",
        "rowidx",
        "x'00'",
        "1",
        "-1",
        "1e5",
        "{}",
        "content",
        "rank x",
        "a\u{a0}",
    ];
    let any = "[^\\p{C}]{1,12}".prop_filter("a name is not blank", |name| !name.trim().is_empty());
    prop_oneof![3 => select(hostile.to_vec()).prop_map(str::to_owned), 1 => any]
}

fn name(words: &'static [&'static str]) -> impl Strategy<Value = Name> {
    (select(words), option::of(mapped())).prop_map(|(word, mapped)| (word.to_owned(), mapped))
}

fn field() -> impl Strategy<Value = DeclaredField> {
    (name(&FIELDS), select(&TYPES[..]), any::<bool>(), any::<bool>())
        .prop_map(|(name, of, is_optional, is_unique)| DeclaredField { name, of, is_optional, is_unique })
}

fn model() -> impl Strategy<Value = Declared> {
    let constraint = select(&["", "unique", "index"][..]);
    (name(&MODELS), vec(field(), 1..6), any::<bool>(), any::<bool>(), any::<bool>(), constraint).prop_map(
        |(name, fields, is_soft_deleted, is_searched, is_related, constraint)| Declared {
            name,
            fields,
            is_soft_deleted,
            is_searched,
            is_related,
            constraint,
        },
    )
}

fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|letter| match letter {
        '\\' | '"' => format!("\\{letter}"),
        // Invisible ones are to be written so, and others may.
        letter if !letter.is_ascii() && !('а'..='я').contains(&letter) => {
            format!("\\u{{{:x}}}", u32::from(letter))
        }
        letter => letter.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Writes the schema. What would collide is left out, so that nearly every schema is right.
fn written(models: &[Declared]) -> String {
    let mut schema = String::from("enum Mood {\n  select\n  Null\n}\n");
    let mut names = HashSet::new();
    let mut before: Option<&str> = None;
    for model in models {
        let (name, mapped) = &model.name;
        let table = mapped.clone().unwrap_or_else(|| format!("{name}s"));
        if !names.insert(name.to_lowercase()) || !names.insert(format!("table {}", table.to_lowercase())) {
            continue;
        }
        let mut columns =
            HashSet::from(["id", "other_id", "deleted_at", "other", "others"].map(str::to_owned));
        let (mut lines, mut kept, mut texts) = (vec!["id Int @id".to_owned()], Vec::new(), Vec::new());
        let mut compared = vec!["id".to_owned()];
        for field in &model.fields {
            let (field_name, mapped) = &field.name;
            let column = mapped.as_ref().unwrap_or(field_name).to_lowercase();
            let is_new = kept.iter().all(|known| known != field_name);
            if !is_new || !columns.insert(column) {
                continue;
            }
            kept.push(field_name.clone());
            if field.of != "Json" {
                compared.push(field_name.clone());
            }
            if field.of == "String" {
                texts.push(field_name.clone());
            }
            let optional = if field.is_optional { "?" } else { "" };
            let map = mapped.as_ref().map_or_else(String::new, |name| format!(" @map({})", quoted(name)));
            let unique = if field.is_unique && field.of != "Json" { " @unique" } else { "" };
            lines.push(format!("{field_name} {}{optional}{map}{unique}", field.of));
        }
        if let Some(other) = before.filter(|_| model.is_related) {
            lines.push("otherId Int?".to_owned());
            lines.push(format!("other {other}? @relation(fields: [otherId], references: [id])"));
        }
        if let Some(name) = mapped {
            lines.push(format!("@@map({})", quoted(name)));
        }
        if model.is_soft_deleted {
            lines.push("@@soft_delete".to_owned());
        }
        if !model.constraint.is_empty() && compared.len() > 1 {
            lines.push(format!("@@{}([{}])", model.constraint, compared.join(", ")));
        }
        if model.is_searched && !texts.is_empty() {
            lines.push(format!("@@fulltext([{}])", texts.join(", ")));
        }
        schema.push_str(&format!("model {name} {{\n  {}\n}}\n", lines.join("\n  ")));
        before = Some(name.as_str());
    }
    schema
}

/// Makes everything on a new database.
fn made(schema: &Schema) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.create_collation("larder_decimal", |left: &str, right: &str| left.cmp(right)).unwrap();
    for object in ddl(schema) {
        connection.execute_batch(&object.sql).map_err(|error| format!("{error}: {}", object.sql)).unwrap();
    }
    connection
}

fn texts(connection: &Connection, sql: &str, parameter: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map(params![parameter], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

fn name_of(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Writes a row, changes it and deletes it, so that every trigger runs. What the values are is not the point.
fn use_table(connection: &Connection, model: &Model) {
    let table = name_of(&model.table);
    let kinds = texts(connection, "SELECT type FROM pragma_table_info(?1)", &model.table);
    let values = kinds.iter().map(|kind| match kind.as_str() {
        "INTEGER" => "1",
        "REAL" => "0.5",
        "BLOB" => "x'00'",
        _ => "'words'",
    });
    let values = values.collect::<Vec<_>>().join(", ");
    let columns = model.fields.iter().map(|field| name_of(&field.column)).collect::<Vec<_>>();
    let [first, .., last] = &columns[..] else { return };
    let listed = columns.join(", ");
    let deleted = kinds.len() - columns.len();
    let listed = if deleted == 0 { listed } else { format!("{listed}, \"deleted_at\"") };
    for sql in [
        format!("INSERT INTO {table} ({listed}) VALUES ({values})"),
        format!("UPDATE {table} SET {last} = {last}, {first} = 2"),
        format!("DELETE FROM {table}"),
    ] {
        connection.execute(&sql, []).map_err(|error| format!("{error}: {sql}")).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_ddl_of_any_names_makes_what_the_schema_names(models in vec(model(), 1..5)) {
        let text = written(&models);
        let compiled = compile(&Source::new("hostile.cstack", &*text));
        // A name may still collide with one that is made, such as an index's.
        if let Err(found) = &compiled {
            let is_collision = found.iter().all(|found| found.code == "collision");
            prop_assert!(is_collision, "{:?}\n{}", found, text);
        }
        prop_assume!(compiled.is_ok());
        let schema = compiled.unwrap().schema;

        let connection = made(&schema);

        for model in &schema.models {
            let columns = texts(&connection, "SELECT name FROM pragma_table_info(?1)", &model.table);
            let mut declared: Vec<_> = model.fields.iter().map(|field| field.column.clone()).collect();
            if columns.len() > declared.len() {
                declared.push("deleted_at".to_owned());
            }
            prop_assert_eq!(columns, declared, "{}", text);
        }
        for object in ddl(&schema) {
            let named = texts(&connection, "SELECT name FROM sqlite_schema WHERE name = ?1", &object.name);
            prop_assert_eq!(named, [object.name.clone()], "{}", text);
        }
        connection.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
        schema.models.iter().for_each(|model| use_table(&connection, model));
        prop_assert_eq!(texts(&connection, "SELECT integrity_check FROM pragma_integrity_check WHERE ?1 = ?1", ""), ["ok"]);
    }
}
