//! Names that would be the same name somewhere: in a table, in the database, in Rust, in Swift and Kotlin. The
//! last step of `check`, and used by the others for the fields of one block.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use super::fields::Column;
use super::models::Draft;
use super::platforms::owners_of;
use super::world::World;
use crate::ast;
use crate::diagnostic::{Diagnostic, Sink, Span};
use crate::names;
use crate::schema::{Arity, Schema, SoftDelete};

/// The names of one scope and who took each of them.
#[derive(Default)]
struct Scope {
    taken: HashMap<String, (Span, String)>,
}

impl Scope {
    /// Takes a name; the first owner is given back when there is one.
    fn take(&mut self, name: String, span: Span, owner: impl FnOnce() -> String) -> Option<(Span, String)> {
        match self.taken.entry(name) {
            Entry::Occupied(first) => Some(first.get().clone()),
            Entry::Vacant(free) => {
                free.insert((span, owner()));
                None
            }
        }
    }
}

fn collision(span: Span, message: String, first: Span, help: &str) -> Diagnostic {
    Diagnostic::error("collision", span, message).help(help).related(first, "the first is here")
}

/// The names of the fields of one block: in the schema, in Rust, in Swift and Kotlin, in the builder.
pub(super) fn check_field_names(fields: &[&ast::Field], sink: &mut Sink) {
    const HELP: &str = "rename one of them; `@map` keeps its column";
    let mut schema: HashMap<&str, Span> = HashMap::new();
    let mut rust = Scope::default();
    let mut foreign = Scope::default();
    let mut methods = Scope::default();
    for field in fields {
        let (name, span) = (field.name.text.as_str(), field.name.span);
        if let Some(first) = schema.insert(name, span) {
            let message = format!("the field `{name}` is declared twice");
            sink.push(Diagnostic::error("duplicate-name", span, message).related(first, "the first is here"));
            continue;
        }
        let snake = names::to_snake_case(name);
        let owner = || name.to_owned();
        if let Some((first, other)) = rust.take(snake.clone(), span, owner) {
            let message = format!("the fields `{other}` and `{name}` are both `{snake}` in Rust");
            sink.push(collision(span, message, first, HELP));
            continue;
        }
        if let Some((first, other)) = foreign.take(names::to_lower_camel_case(&snake), span, owner) {
            let message = format!("the fields `{other}` and `{name}` have the same name in Swift and Kotlin");
            sink.push(collision(span, message, first, HELP));
        }
        for method in builder_methods(&snake, field.ty.arity) {
            if let Some((first, other)) =
                methods.take(method.clone(), span, owner).filter(|(first, _)| *first != span)
            {
                let message = format!("the builder would have `{method}` for `{other}` and for `{name}`");
                sink.push(collision(span, message, first, HELP));
            }
        }
    }
}

/// The setter of a field, and `add_..` for a list.
fn builder_methods(snake: &str, arity: Arity) -> Vec<String> {
    let setter = if snake == "build" { "set_build".to_owned() } else { snake.to_owned() };
    match arity {
        Arity::List => vec![setter, format!("add_{snake}")],
        Arity::Required | Arity::Optional => vec![setter],
    }
}

/// The columns of a model's table, with the one that `@@soft_delete` adds. SQLite ignores their case.
pub(super) fn check_columns(draft: &Draft<'_>, sink: &mut Sink) {
    let mut columns = Scope::default();
    check_column_names(&draft.columns, &mut columns, sink);
    if draft.model.soft_delete == Some(SoftDelete::Added)
        && let Some((first, name)) = columns.take("deleted_at".to_owned(), first_span(draft), String::new)
    {
        sink.push(
                Diagnostic::error("collision", first, format!("`@@soft_delete` adds the column of `{name}`"))
                    .help("declare it as `deletedAt DateTime?`, or give this field another column with `@map(\"..\")`"),
            );
    }
}

fn first_span(draft: &Draft<'_>) -> Span {
    draft.block.name.span
}

/// The columns of a view.
pub(super) fn check_view_columns(columns: &[Column<'_>], sink: &mut Sink) {
    check_column_names(columns, &mut Scope::default(), sink);
}

fn check_column_names(columns: &[Column<'_>], scope: &mut Scope, sink: &mut Sink) {
    for column in columns {
        let span = column.source.name.span;
        let name = &column.field.name;
        let taken = scope.take(column.field.column.to_ascii_lowercase(), span, || name.clone());
        // Names that are equal in Rust already were reported as such.
        let Some((first, other)) = taken else { continue };
        if names::to_snake_case(&other) != names::to_snake_case(name) {
            let message =
                format!("the fields `{other}` and `{name}` have the same column `{}`", column.field.column);
            sink.push(collision(span, message, first, "give one of them another column with `@map(\"..\")`"));
        }
    }
}

/// The names of the whole file.
pub(super) fn check(world: &World<'_>, schema: &Schema, sink: &mut Sink) {
    check_tables(world, schema, sink);
    check_modules(world, schema, sink);
    check_rust_names(&declared_names(world, schema), sink);
}

fn check_tables(world: &World<'_>, schema: &Schema, sink: &mut Sink) {
    let mut tables = Scope::default();
    let models = schema.models.iter().map(|model| (&model.table, "model", &model.name)).zip(&world.models);
    let views = schema.views.iter().map(|view| (&view.table, "view", &view.name)).zip(&world.views);
    for ((table, kind, name), block) in models.chain(views) {
        let span = block.name.span;
        let lowered = table.to_ascii_lowercase();
        for (prefix, owner) in [("sqlite_", "SQLite"), ("larder_", "Larder")] {
            if lowered.starts_with(prefix) {
                let message = format!("the table `{table}` begins with `{prefix}`, which belongs to {owner}");
                let found = Diagnostic::error("reserved-name", span, message);
                sink.push(found.help("give it another name with `@@map(\"..\")`"));
            }
        }
        if let Some((first, other)) = tables.take(lowered, span, || format!("{kind} `{name}`")) {
            let message = format!("the {kind} `{name}` and the {other} have the same table `{table}`");
            sink.push(collision(span, message, first, "give one of them another table with `@@map(\"..\")`"));
        }
    }
}

/// A module and a type of one name cannot stand side by side in Rust.
fn check_modules(world: &World<'_>, schema: &Schema, sink: &mut Sink) {
    const HELP: &str = "rename one of them";
    let mut scope = Scope::default();
    for declared in declared_names(world, schema) {
        scope.take(declared.name.to_owned(), declared.span, || {
            format!("{} `{}`", declared.kind, declared.name)
        });
    }
    let models = schema.models.iter().map(|model| (&model.module, "model", &model.name)).zip(&world.models);
    let views = schema.views.iter().map(|view| (&view.module, "view", &view.name)).zip(&world.views);
    for ((module, kind, name), block) in models.chain(views) {
        let span = block.name.span;
        if let Some((first, other)) = scope.take(module.clone(), span, || format!("{kind} `{name}`")) {
            let message =
                format!("the Rust module `{module}` of the {kind} `{name}` is also the name of the {other}");
            sink.push(match first == span {
                true => Diagnostic::error(
                    "collision",
                    span,
                    format!("the {kind} `{name}` and its Rust module have one name"),
                )
                .help("begin the name with an uppercase letter"),
                false => collision(span, message, first, HELP),
            });
        }
    }
}

/// A declaration that becomes a type in Rust, Swift and Kotlin.
pub(super) struct Declared<'a> {
    pub(super) kind: Kind,
    pub(super) name: &'a str,
    pub(super) foreign_name: &'a str,
    pub(super) span: Span,
}

impl Declared<'_> {
    pub(super) fn is_renamed(&self) -> bool {
        self.name != self.foreign_name
    }
}

/// What a [`Declared`] is, shown as its keyword.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Enum,
    Type,
    Model {
        /// Whether the key has several fields and so a type of its own.
        composite: bool,
    },
    View,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Enum => "enum",
            Self::Type => "type",
            Self::Model { .. } => "model",
            Self::View => "view",
        })
    }
}

pub(super) fn declared_names<'a>(world: &World<'a>, schema: &'a Schema) -> Vec<Declared<'a>> {
    let enums = schema.enums.iter().zip(&world.enums).map(|(declared, source)| Declared {
        kind: Kind::Enum,
        name: &declared.name,
        foreign_name: &declared.foreign_name,
        span: source.name.span,
    });
    let types = schema.types.iter().zip(&world.types).map(|(declared, source)| Declared {
        kind: Kind::Type,
        name: &declared.name,
        foreign_name: &declared.foreign_name,
        span: source.name.span,
    });
    let models = schema.models.iter().zip(&world.models).map(|(declared, source)| Declared {
        kind: Kind::Model { composite: declared.key.len() > 1 },
        name: &declared.name,
        foreign_name: &declared.foreign_name,
        span: source.name.span,
    });
    let views = schema.views.iter().zip(&world.views).map(|(declared, source)| Declared {
        kind: Kind::View,
        name: &declared.name,
        foreign_name: &declared.foreign_name,
        span: source.name.span,
    });
    enums.chain(types).chain(models).chain(views).collect()
}

/// What the code generator adds once for a file.
pub(super) const FILE_NAMES: [&str; 2] = ["Database", "StoreError"];

/// What generated code has beside them: types of Rust that it writes as they are, and the crates that it calls.
const RUST_NAMES: [&str; 19] = [
    "__larder", "__serde", "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str",
    "u8", "u16", "u32", "u64", "u128", "usize",
];

/// What the code generator adds for a model or view of this name.
pub(super) fn generated_names(kind: Kind, name: &str) -> Vec<String> {
    let mut generated: Vec<String> =
        ["Where", "Order", "Query", "Store"].iter().map(|suffix| format!("{name}{suffix}")).collect();
    if let Kind::Model { composite } = kind {
        generated.extend(composite.then(|| format!("{name}Key")));
        generated.extend([format!("Create{name}Input"), format!("Update{name}Input")]);
    }
    generated
}

/// What makes values of it step by step, in Rust alone.
fn builder_names(kind: Kind, name: &str) -> Vec<String> {
    match kind {
        Kind::Enum | Kind::View => Vec::new(),
        Kind::Type => vec![format!("{name}Builder")],
        Kind::Model { .. } => vec![format!("Create{name}InputBuilder"), format!("Update{name}InputBuilder")],
    }
}

fn has_generated_names(declared: &Declared<'_>) -> bool {
    matches!(declared.kind, Kind::Model { .. } | Kind::View)
}

fn check_rust_names(declared: &[Declared<'_>], sink: &mut Sink) {
    let mut scope = Scope::default();
    for one in declared {
        report_fixed_name(one.kind, one.name, &[&FILE_NAMES[..], &RUST_NAMES].concat(), one.span, sink);
        scope.take(one.name.to_owned(), one.span, || format!("{} `{}`", one.kind, one.name));
    }
    for one in declared.iter().filter(|one| has_generated_names(one)) {
        report_generated(one, generated_names(one.kind, one.name), &mut scope, sink);
    }
    for one in declared {
        report_generated(one, builder_names(one.kind, one.name), &mut scope, sink);
    }
}

/// The names of the whole file in Swift and Kotlin, as far as a schema that nobody binds yet must keep them apart.
pub(super) fn check_foreign_names(world: &World<'_>, schema: &Schema, sink: &mut Sink) {
    let declared = declared_names(world, schema);
    let renamed = declared.iter().any(Declared::is_renamed);
    let mut scope = Scope::default();
    for one in &declared {
        report_platform_name(one, sink);
        if one.is_renamed() {
            report_fixed_name(one.kind, one.foreign_name, &FILE_NAMES, one.span, sink);
        }
        let owner = || format!("{} `{}`", one.kind, one.name);
        if let Some((first, other)) = scope.take(one.foreign_name.to_owned(), one.span, owner) {
            let message = format!(
                "the {} `{}` and the {other} are both `{}` in Swift and Kotlin",
                one.kind, one.name, one.foreign_name
            );
            sink.push(collision(one.span, message, first, "choose another name in `@@foreign(\"..\")`"));
        }
    }
    // Without another name for anything, the names are those of Rust and were checked there.
    if renamed {
        for one in declared.iter().filter(|one| has_generated_names(one)) {
            report_generated(one, generated_names(one.kind, one.foreign_name), &mut scope, sink);
        }
    }
}

pub(super) fn report_fixed_name(kind: Kind, name: &str, fixed: &[&str], span: Span, sink: &mut Sink) {
    if fixed.contains(&name) {
        let message = format!("the {kind} has the name `{name}`, which the generated code has already");
        let found = Diagnostic::error("collision", span, message);
        sink.push(found.help("rename it; `@@map(\"..\")` keeps a table"));
    }
}

fn report_generated(one: &Declared<'_>, names: Vec<String>, scope: &mut Scope, sink: &mut Sink) {
    for generated in names {
        let owner = || format!("code generated for the {} `{}`", one.kind, one.name);
        if let Some((first, other)) = scope.take(generated.clone(), one.span, owner) {
            if first == one.span {
                continue;
            }
            let message = format!(
                "`{generated}` is generated for the {} `{}`, but the {other} has the name",
                one.kind, one.name
            );
            sink.push(
                Diagnostic::error("collision", first, message)
                    .help("rename one of them; `@@map(\"..\")` keeps a table")
                    .related(one.span, "it is generated for this"),
            );
        }
    }
}

fn report_platform_name(one: &Declared<'_>, sink: &mut Sink) {
    if let Some(message) = owners_of(one.foreign_name) {
        let found = Diagnostic::warning("platform-name", one.span, message);
        sink.push(found.help(format!(
            "for bindings give it another name there: `@@foreign(\"My{}\")`",
            one.foreign_name
        )));
    }
}
