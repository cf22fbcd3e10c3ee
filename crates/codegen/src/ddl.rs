//! The tables and indexes that enforce a schema in SQLite, its views, and what keeps the full-text indexes.

pub(crate) mod fulltext;

use std::collections::HashSet;

use larder_schema::schema::{Action, Arity, Field, ForeignKey, Model, Scalar, Schema, SoftDelete, Type};

use crate::literals::{Literal, literal};

/// A table, an index, a trigger or a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DdlObject {
    /// Its name in the database.
    pub name: String,
    /// Its `CREATE` statement.
    pub sql: String,
    /// The statement that fills it from the rows that are there when it is made; empty for most.
    pub fill: String,
}

/// Gives every table, then what belongs to tables, then the views: an order in which they can be created.
pub fn ddl(schema: &Schema) -> Vec<DdlObject> {
    let mut objects: Vec<DdlObject> = schema.models.iter().map(|model| table(schema, model)).collect();
    let views = schema.views.iter().map(|view| &view.table);
    // SQLite has one space of names for all of them, and its names have no case.
    let mut taken: HashSet<String> =
        objects.iter().map(|object| &object.name).chain(views).map(|name| name.to_lowercase()).collect();
    taken.extend(schema.models.iter().flat_map(fulltext::names));
    for model in &schema.models {
        for index in &model.indexes {
            objects.push(create_index(model, index, &mut taken));
        }
    }
    objects.extend(schema.models.iter().flat_map(fulltext::objects));
    objects.extend(schema.views.iter().map(|view| DdlObject {
        name: view.table.clone(),
        sql: format!("CREATE VIEW {} AS\n{}", quoted(&view.table), view.sql),
        fill: String::new(),
    }));
    objects
}

fn table(schema: &Schema, model: &Model) -> DdlObject {
    let mut lines: Vec<String> =
        model.fields.iter().enumerate().map(|(at, field)| column(schema, model, at, field)).collect();
    if model.soft_delete == Some(SoftDelete::Added) {
        lines.push(r#""deleted_at" TEXT"#.to_owned());
    }
    let row_number = fulltext::row_number(model);
    let constraint = if row_number.is_some() { "UNIQUE" } else { "PRIMARY KEY" };
    lines.extend(row_number);
    if !is_rowid(model) {
        lines.push(format!("{constraint} ({})", columns(model, &model.key)));
    }
    lines.extend(model.uniques.iter().map(|unique| format!("UNIQUE ({})", columns(model, unique))));
    for relation in &model.relations {
        if let Some(key) = &relation.foreign_key {
            lines.push(foreign_key(model, &schema.models[relation.target], key));
        }
    }
    lines.extend(model.fields.iter().filter_map(|field| check(schema, model, field)));
    let sql = format!("CREATE TABLE {} (\n  {}\n) STRICT", quoted(&model.table), lines.join(",\n  "));
    DdlObject { name: model.table.clone(), sql, fill: String::new() }
}

fn create_index(model: &Model, index: &[usize], taken: &mut HashSet<String>) -> DdlObject {
    let words: Vec<&str> = index.iter().map(|&at| model.fields[at].column.as_str()).collect();
    let mut name = format!("{}_{}_idx", model.table, words.join("_"));
    while !taken.insert(name.to_lowercase()) {
        name.push('_');
    }
    let sql =
        format!("CREATE INDEX {} ON {} ({})", quoted(&name), quoted(&model.table), columns(model, index));
    DdlObject { name, sql, fill: String::new() }
}

/// Whether the key is the rowid: a single integer.
fn is_rowid(model: &Model) -> bool {
    matches!(model.key[..], [at] if matches!(model.fields[at].ty, Type::Scalar(Scalar::Int | Scalar::BigInt)))
}

fn column(schema: &Schema, model: &Model, at: usize, field: &Field) -> String {
    let mut words = vec![quoted(&field.column), storage(schema, field).to_owned()];
    if field.ty == Type::Scalar(Scalar::Decimal) && field.arity != Arity::List {
        words.push("COLLATE larder_decimal".to_owned());
    }
    if is_rowid(model) && model.key == [at] {
        words.push("PRIMARY KEY".to_owned());
    }
    if field.arity != Arity::Optional {
        words.push("NOT NULL".to_owned());
    }
    if let Some(default) = literal(schema, field) {
        words.push(format!("DEFAULT {}", sql_literal(&default)));
    }
    words.join(" ")
}

fn storage(schema: &Schema, field: &Field) -> &'static str {
    if field.arity == Arity::List {
        return "TEXT";
    }
    match field.ty {
        Type::Enum(at) if schema.enums[at].has_ordinals() => "INTEGER",
        Type::Enum(_) | Type::Composite(_) => "TEXT",
        Type::Scalar(scalar) => match scalar {
            Scalar::Int | Scalar::BigInt | Scalar::Boolean => "INTEGER",
            Scalar::Float => "REAL",
            Scalar::Bytes => "BLOB",
            Scalar::String
            | Scalar::Cuid
            | Scalar::DateTime
            | Scalar::Decimal
            | Scalar::Json
            | Scalar::Uuid => "TEXT",
        },
    }
}

fn check(schema: &Schema, model: &Model, field: &Field) -> Option<String> {
    let column = quoted(&field.column);
    let rule = match (field.arity, field.ty) {
        (Arity::List, _) => format!("json_valid({column})"),
        (_, Type::Composite(_) | Type::Scalar(Scalar::Json)) => format!("json_valid({column})"),
        (_, Type::Scalar(Scalar::Boolean)) => format!("{column} IN (0, 1)"),
        (_, Type::Enum(at)) => {
            let stored = schema.enums[at].variants.iter().map(|variant| match variant.ordinal {
                Some(ordinal) => ordinal.to_string(),
                None => text_literal(&variant.name),
            });
            format!("{column} IN ({})", stored.collect::<Vec<_>>().join(", "))
        }
        (_, Type::Scalar(_)) => return None,
    };
    let name = quoted(&format!("{}.{}", model.table, field.column));
    Some(format!("CONSTRAINT {name} CHECK ({rule})"))
}

fn foreign_key(model: &Model, target: &Model, key: &ForeignKey) -> String {
    let mut sql = format!(
        "FOREIGN KEY ({}) REFERENCES {} ({})",
        columns(model, &key.fields),
        quoted(&target.table),
        columns(target, &key.references)
    );
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        let words = match action {
            Action::NoAction => continue,
            Action::Cascade => "CASCADE",
            Action::Restrict => "RESTRICT",
            Action::SetNull => "SET NULL",
            Action::SetDefault => "SET DEFAULT",
        };
        sql.push_str(&format!(" ON {event} {words}"));
    }
    sql
}

fn columns(model: &Model, positions: &[usize]) -> String {
    let names: Vec<String> = positions.iter().map(|&at| quoted(&model.fields[at].column)).collect();
    names.join(", ")
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn text_literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn sql_literal(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => text_literal(text),
        Literal::Integer(number) => number.to_string(),
        Literal::Real(number) => format!("{number:?}"),
        Literal::Blob(bytes) => {
            format!("x'{}'", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        }
    }
}
