//! Views: their sources, fields and SQL. A step of `check`.

use super::arguments::{self, NONE, Parameters, bind};
use super::attributes::{VIEW_ATTRIBUTES, foreign_name, once, one_text, sql_name, unknown_in_block};
use super::collisions::check_view_columns;
use super::fields::Column;
use super::types::{block_attributes, read_fields};
use super::world::World;
use crate::ast::{Attribute, Block, BlockKind, Item, Name, ValueKind};
use crate::diagnostic::{Diagnostic, Sink};
use crate::names;
use crate::schema::View;

pub(super) fn check(world: &World<'_>, sink: &mut Sink) -> Vec<View> {
    world.views.iter().map(|block| view(block, world, sink)).collect()
}

fn view(block: &Block, world: &World<'_>, sink: &mut Sink) -> View {
    let columns = read_fields(block, world, sink);
    let attributes = once(block_attributes(block), &["allow", "deny", "subscribe"], sink);
    let mut view = View {
        name: block.name.text.clone(),
        foreign_name: block.name.text.clone(),
        docs: block.docs.clone(),
        table: names::table_name(&block.name.text),
        module: names::module_name(&block.name.text),
        sources: sources(block, world, sink),
        fields: columns.iter().map(|column| column.field.clone()).collect(),
        key: key(block, &columns, &attributes, sink),
        sql: String::new(),
    };
    for column in &columns {
        if let Some(attribute) = column.from {
            check_from(attribute, world, sink);
        }
    }
    let mut sql = None;
    let mut embedded_sql = None;
    let mut server_sql = None;
    for attribute in attributes {
        match attribute.name.text.as_str() {
            "map" => view.table = sql_name(attribute, sink).unwrap_or(&view.table).to_owned(),
            "foreign" => view.foreign_name = foreign_name(attribute, sink).unwrap_or(view.foreign_name),
            "embedded_sql" => embedded_sql = Some(read_sql(attribute, sink)),
            "sql" => sql = Some(read_sql(attribute, sink)),
            "server_sql" => server_sql = Some(read_sql(attribute, sink)),
            "materialized" => sink.push(
                Diagnostic::error(
                    "needs-server",
                    attribute.name.span,
                    "a materialized view needs the server",
                )
                .help("SQLite computes a view when it is read; remove `@@materialized`"),
            ),
            // The key has read the first; the others are the server's.
            "no_unique" | "allow" | "deny" | "paged" | "subscribe" => {}
            _ => unknown_in_block(attribute, &VIEW_ATTRIBUTES, "a view", sink),
        }
    }
    match embedded_sql.or(sql) {
        Some(text) => view.sql = text.unwrap_or_default(),
        None if block.damaged => {}
        None => {
            let message = format!("the view `{}` has no SQL for the device", block.name.text);
            let found = Diagnostic::error("view-sql", block.name.span, message);
            sink.push(match server_sql {
                Some(_) => found.help("`@@server_sql` is the server's alone; add `@@embedded_sql(\"..\")`"),
                None => found.help("add `@@sql(\"..\")`, or `@@embedded_sql(\"..\")` for the device alone"),
            });
        }
    }
    check_view_columns(&columns, sink);
    view
}

fn sources(block: &Block, world: &World<'_>, sink: &mut Sink) -> Vec<usize> {
    let mut sources = Vec::new();
    for name in &block.sources {
        let Some(position) = world.model(name, sink) else { continue };
        if sources.contains(&position) {
            let message = format!("`{}` stands here twice", name.text);
            sink.push(Diagnostic::error("duplicate-name", name.span, message));
            continue;
        }
        sources.push(position);
    }
    sources
}

/// The one `@id`, or none with `@@no_unique`.
fn key(block: &Block, columns: &[Column<'_>], attributes: &[&Attribute], sink: &mut Sink) -> Option<usize> {
    let mut ids = columns.iter().enumerate().filter_map(|(at, column)| column.id.map(|span| (at, span)));
    let first = ids.next();
    for (_, span) in ids {
        sink.push(
            Diagnostic::error("id", span, format!("the view `{}` has two ids", block.name.text))
                .help("a view has one `@id`, or `@@no_unique` and none"),
        );
    }
    let no_unique = attributes.iter().copied().find(|attribute| attribute.name.text == "no_unique");
    if let Some(attribute) = no_unique {
        bind(attribute, &NONE, sink);
    }
    match (first, no_unique) {
        (Some((_, span)), Some(attribute)) => {
            sink.push(
                Diagnostic::error("id", attribute.name.span, "`@@no_unique` says that there is no id")
                    .related(span, "but here is one"),
            );
            None
        }
        (Some((position, _)), None) => Some(position),
        (None, Some(_)) => None,
        (None, None) => {
            let reported =
                block.damaged || columns.len() < block.items.iter().filter(|item| is_field(item)).count();
            if !reported {
                sink.push(
                    Diagnostic::error(
                        "id",
                        block.name.span,
                        format!("the view `{}` has no id", block.name.text),
                    )
                    .help("mark the field that is unique with `@id`, or write `@@no_unique`"),
                );
            }
            None
        }
    }
}

fn is_field(item: &Item) -> bool {
    match item {
        Item::Field(_) => true,
        Item::Use(_) | Item::Attribute(_) => false,
    }
}

fn read_sql(attribute: &Attribute, sink: &mut Sink) -> Option<String> {
    const SQL: Parameters = Parameters { required: &["sql"], optional: &[] };
    one_text(attribute, &SQL, sink).map(|sql| sql.trim().to_owned())
}

/// `@from(Model.field)`
fn check_from(attribute: &Attribute, world: &World<'_>, sink: &mut Sink) {
    const FROM: Parameters = Parameters { required: &["field"], optional: &[] };
    let Some(value) = bind(attribute, &FROM, sink).and_then(|bound| bound.get(0)) else { return };
    let ValueKind::Path(path) = &value.kind else {
        let message = format!("expected a field such as `Model.field`, found {}", arguments::describe(value));
        sink.push(Diagnostic::error("argument", value.span, message));
        return;
    };
    let [model, field] = path.as_slice() else {
        sink.push(Diagnostic::error("argument", value.span, "expected a field such as `Model.field`"));
        return;
    };
    let Some(block) = world.model(model, sink).and_then(|position| world.models.get(position)) else {
        return;
    };
    check_field_exists(block, field, world, sink);
}

fn check_field_exists(block: &Block, field: &Name, world: &World<'_>, sink: &mut Sink) {
    let mut known = field_names(block);
    let mut damaged = block.damaged;
    for name in block.items.iter().flat_map(|item| match item {
        Item::Use(names) => names.as_slice(),
        Item::Field(_) | Item::Attribute(_) => &[],
    }) {
        let mixin =
            world.mixins.iter().find(|mixin| mixin.kind == BlockKind::Mixin && mixin.name.text == name.text);
        match mixin {
            Some(mixin) => known.extend(field_names(mixin)),
            None => damaged = true,
        }
    }
    if known.contains(&field.text.as_str()) || damaged {
        return;
    }
    sink.push_error(|| {
        let message = format!("`{}` is not a field of `{}`", field.text, block.name.text);
        Diagnostic::error("unknown-field", field.span, message).suggest(&field.text, known)
    });
}

fn field_names(block: &Block) -> Vec<&str> {
    let names = block.items.iter().filter_map(|item| match item {
        Item::Field(field) => Some(field.name.text.as_str()),
        Item::Use(_) | Item::Attribute(_) => None,
    });
    names.collect()
}
