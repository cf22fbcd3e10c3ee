//! What only the server uses: datasource, auth, procedures, transport, extensions. Checked, and of no effect on
//! the device. A step of `check`.

use std::collections::{HashMap, HashSet};

use super::types::{block_attributes, read_fields};
use super::world::{SCALARS, Symbol, World};
use crate::ast::{Ast, Datasource, Declaration, Name, Opaque, Procedure, TypeRef, Value, ValueKind};
use crate::diagnostic::{Diagnostic, Sink, Span};
use crate::schema::Arity;

const PROVIDERS: [&str; 3] = ["sqlite", "postgresql", "none"];
const TRANSPORTS: [&str; 2] = ["rest", "rpc"];
/// Extensions of the server's database that change what a column can be.
const SERVER_EXTENSIONS: [&str; 2] = ["pgvector", "postgis"];
const KNOWN_EXTENSION: &str = "rate_limit";

pub(super) fn check(ast: &Ast, world: &World<'_>, sink: &mut Sink) {
    let mut once = Once::default();
    let mut procedures: HashMap<&str, Span> = HashMap::new();
    for declaration in &ast.declarations {
        match declaration {
            Declaration::Datasource(declared) => {
                once.check("datasource", declared.keyword, sink);
                datasource(declared, sink);
            }
            Declaration::Transport(declared) => {
                once.check("transport", declared.keyword, sink);
                if !TRANSPORTS.contains(&declared.word.text.as_str()) {
                    sink.push(
                        Diagnostic::error(
                            "transport",
                            declared.word.span,
                            format!("unknown transport `{}`", declared.word.text),
                        )
                        .help("write `transport rest` or `transport rpc`"),
                    );
                }
            }
            Declaration::Opaque(declared) => opaque(declared, &mut once, sink),
            Declaration::Procedure(declared) => {
                if let Some(first) = procedures.insert(&declared.name.text, declared.name.span) {
                    let message = format!("the procedure `{}` is declared twice", declared.name.text);
                    sink.push(
                        Diagnostic::error("duplicate-name", declared.name.span, message)
                            .related(first, "the first is here"),
                    );
                }
                procedure(declared, world, sink);
            }
            Declaration::Block(_) | Declaration::Enum(_) => {}
        }
    }
    if let Some(auth) = world.auth {
        read_fields(auth, world, sink);
        for attribute in block_attributes(auth) {
            super::attributes::unknown_in_block(attribute, &[], "an auth block", sink);
        }
    }
}

/// Declarations of which a file has one.
#[derive(Default)]
struct Once<'a> {
    seen: HashMap<&'a str, Span>,
}

impl<'a> Once<'a> {
    fn check(&mut self, keyword: &'a str, span: Span, sink: &mut Sink) {
        if let Some(first) = self.seen.get(keyword) {
            sink.push(
                Diagnostic::error("duplicate-name", span, format!("a schema has one `{keyword}`"))
                    .related(*first, "the first is here"),
            );
            return;
        }
        self.seen.insert(keyword, span);
    }
}

fn datasource(declared: &Datasource, sink: &mut Sink) {
    const KEYS: [&str; 2] = ["provider", "url"];
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for (key, value) in &declared.entries {
        if let Some(first) = seen.insert(&key.text, key.span) {
            let message = format!("`{}` stands here twice", key.text);
            sink.push(
                Diagnostic::error("duplicate-name", key.span, message).related(first, "the first is here"),
            );
            continue;
        }
        match key.text.as_str() {
            "provider" => provider(value, sink),
            "url" => url(value, sink),
            other => {
                let message = format!("unknown key `{other}`");
                sink.push(Diagnostic::error("datasource", key.span, message).suggest(other, KEYS));
            }
        }
    }
    if !seen.contains_key("provider") && !declared.damaged {
        sink.push(
            Diagnostic::error("datasource", declared.name.span, "the datasource has no `provider`")
                .help("write `provider = \"sqlite\"`"),
        );
    }
}

fn provider(value: &Value, sink: &mut Sink) {
    match &value.kind {
        ValueKind::Text(name) if PROVIDERS.contains(&name.as_str()) => {}
        ValueKind::Text(name) => {
            let message = format!("unknown provider `{}`", name.escape_debug());
            let found = Diagnostic::error("datasource", value.span, message).suggest(name, PROVIDERS);
            sink.push(match found.help {
                Some(_) => found,
                None => found.help("the providers are `sqlite`, `postgresql` and `none`"),
            });
        }
        _ => sink.push(
            Diagnostic::error("datasource", value.span, "the provider is a string")
                .help("write `provider = \"sqlite\"`"),
        ),
    }
}

fn url(value: &Value, sink: &mut Sink) {
    let fits = match &value.kind {
        ValueKind::Text(_) => true,
        ValueKind::Call { name, arguments, path } => {
            let one_text = matches!(arguments.as_slice(), [Value { kind: ValueKind::Text(_), .. }]);
            name == "env" && path.is_empty() && one_text
        }
        _ => false,
    };
    if !fits {
        sink.push(
            Diagnostic::error("datasource", value.span, "the url is a string or `env(\"NAME\")`")
                .help("write `url = env(\"DATABASE_URL\")`"),
        );
    }
}

fn opaque(declared: &Opaque, once: &mut Once<'_>, sink: &mut Sink) {
    let Some(name) = &declared.name else {
        return once.check("mcp", declared.keyword.span, sink);
    };
    if SERVER_EXTENSIONS.contains(&name.text.as_str()) {
        sink.push(
            Diagnostic::error(
                "needs-server",
                name.span,
                format!("the extension `{}` needs the server", name.text),
            )
            .help("SQLite on a device has nothing like it; keep it in a schema of the server"),
        );
    } else if name.text != KNOWN_EXTENSION {
        sink.push(
            Diagnostic::warning(
                "no-effect",
                name.span,
                format!("the extension `{}` is not known", name.text),
            )
            .help("it has no effect on the device"),
        );
    }
}

fn procedure(declared: &Procedure, world: &World<'_>, sink: &mut Sink) {
    let mut seen: HashSet<&str> = HashSet::new();
    for (name, ty) in &declared.parameters {
        if !seen.insert(&name.text) {
            let message = format!("the parameter `{}` stands here twice", name.text);
            sink.push(Diagnostic::error("duplicate-name", name.span, message));
        }
        procedure_type(ty, world, sink);
    }
    procedure_type(&declared.result, world, sink);
}

/// A type in a procedure: anything with values, a page of it, or a query for it.
fn procedure_type(ty: &TypeRef, world: &World<'_>, sink: &mut Sink) {
    match (ty.name.text.as_str(), &ty.inner) {
        ("Page" | "FindMany", Some(inner)) => {
            if matches!(inner.name.text.as_str(), "Page" | "PageInput" | "FindMany")
                || inner.arity != Arity::Required
            {
                let message = format!("`{}` takes the plain name of a type", ty.name.text);
                sink.push(
                    Diagnostic::error("type-argument", inner.span, message)
                        .help("write it as in `Page<Note>`"),
                );
                return;
            }
            procedure_type(inner, world, sink);
        }
        (name @ ("Page" | "FindMany"), None) => sink.push(
            Diagnostic::error("type-argument", ty.span, format!("`{name}` needs a type"))
                .help(format!("write `{name}<Model>`")),
        ),
        ("Vector" | "Geography" | "Geometry", _) => {
            world.resolve(ty, sink);
        }
        ("PageInput", _) => {
            world.refuse_arguments(ty, sink);
        }
        (name, _) => {
            if world.refuse_arguments(ty, sink).is_some() && !is_value(name, world) {
                report_not_a_value(&ty.name, world, sink);
            }
        }
    }
}

fn is_value(name: &str, world: &World<'_>) -> bool {
    let scalar = SCALARS.iter().any(|(scalar, _)| *scalar == name);
    let declared = match world.symbol(name) {
        Some(Symbol::Enum(_) | Symbol::Type(_) | Symbol::Model(_) | Symbol::View(_) | Symbol::Auth) => true,
        Some(Symbol::Mixin(_)) | None => false,
    };
    scalar || declared || is_generated_input(name, world)
}

/// `CreateNoteInput` and `UpdateNoteInput`, where `Note` is a model.
fn is_generated_input(name: &str, world: &World<'_>) -> bool {
    let model = name
        .strip_prefix("Create")
        .or_else(|| name.strip_prefix("Update"))
        .and_then(|rest| rest.strip_suffix("Input"));
    model.is_some_and(|model| matches!(world.symbol(model), Some(Symbol::Model(_))))
}

fn report_not_a_value(name: &Name, world: &World<'_>, sink: &mut Sink) {
    if let Some(Symbol::Mixin(_)) = world.symbol(&name.text) {
        let message = format!("`{}` is a mixin, not a type", name.text);
        sink.push(Diagnostic::error("not-a-type", name.span, message));
        return;
    }
    world.report_unknown_type(name, sink);
}
