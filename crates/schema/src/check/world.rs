//! Which declarations a file has and what a name stands for. The first step of `check`; every other step looks
//! names up here.

use std::collections::HashMap;

use crate::ast::{Ast, Block, BlockKind, Declaration, Enum, Name, TypeRef};
use crate::diagnostic::{Diagnostic, Sink, Span};
use crate::names;
use crate::schema::{Scalar, Type};

/// The declarations of a file by kind; a second declaration of a name is reported and left out.
#[derive(Default)]
pub(super) struct World<'a> {
    pub(super) enums: Vec<&'a Enum>,
    pub(super) types: Vec<&'a Block>,
    pub(super) models: Vec<&'a Block>,
    pub(super) views: Vec<&'a Block>,
    pub(super) mixins: Vec<&'a Block>,
    pub(super) auth: Option<&'a Block>,
    /// Some declaration could not be read, so names may be missing.
    pub(super) damaged: bool,
    symbols: HashMap<&'a str, (Symbol, Span)>,
}

/// What a declared name stands for: a position in a list of [`World`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    Enum(usize),
    Type(usize),
    Model(usize),
    View(usize),
    Mixin(usize),
    Auth,
}

/// What the type of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resolved {
    Stored(Type),
    Model(usize),
}

pub(crate) const SCALARS: [(&str, Scalar); 11] = [
    ("String", Scalar::String),
    ("Cuid", Scalar::Cuid),
    ("Int", Scalar::Int),
    ("BigInt", Scalar::BigInt),
    ("Float", Scalar::Float),
    ("Boolean", Scalar::Boolean),
    ("DateTime", Scalar::DateTime),
    ("Decimal", Scalar::Decimal),
    ("Json", Scalar::Json),
    ("Bytes", Scalar::Bytes),
    ("Uuid", Scalar::Uuid),
];

pub(crate) const PROCEDURE_TYPES: [&str; 3] = ["Page", "PageInput", "FindMany"];
const SERVER_TYPES: [&str; 3] = ["Vector", "Geography", "Geometry"];

impl<'a> World<'a> {
    pub(super) fn collect(ast: &'a Ast, sink: &mut Sink) -> Self {
        let mut world = World { damaged: ast.damaged, ..World::default() };
        for declaration in &ast.declarations {
            match declaration {
                Declaration::Enum(declared) => {
                    if world.declare(&declared.name, Symbol::Enum(world.enums.len()), sink) {
                        world.enums.push(declared);
                    }
                }
                Declaration::Block(block) => world.collect_block(block, sink),
                Declaration::Datasource(_)
                | Declaration::Procedure(_)
                | Declaration::Transport(_)
                | Declaration::Opaque(_) => {}
            }
        }
        world
    }

    fn collect_block(&mut self, block: &'a Block, sink: &mut Sink) {
        let (symbol, list) = match block.kind {
            BlockKind::Auth => {
                if let Some(first) = self.auth {
                    sink.push(
                        Diagnostic::error("duplicate-name", block.name.span, "a schema has one `auth` block")
                            .related(first.name.span, "the first is here"),
                    );
                } else if self.declare(&block.name, Symbol::Auth, sink) {
                    self.auth = Some(block);
                }
                return;
            }
            BlockKind::Mixin => (Symbol::Mixin(self.mixins.len()), &mut self.mixins),
            BlockKind::Model => (Symbol::Model(self.models.len()), &mut self.models),
            BlockKind::Type => (Symbol::Type(self.types.len()), &mut self.types),
            BlockKind::View => (Symbol::View(self.views.len()), &mut self.views),
        };
        list.push(block);
        if !self.declare(&block.name, symbol, sink) {
            match block.kind {
                BlockKind::Auth => {}
                BlockKind::Mixin => drop(self.mixins.pop()),
                BlockKind::Model => drop(self.models.pop()),
                BlockKind::Type => drop(self.types.pop()),
                BlockKind::View => drop(self.views.pop()),
            }
        }
    }

    fn declare(&mut self, name: &'a Name, symbol: Symbol, sink: &mut Sink) -> bool {
        match symbol {
            Symbol::Model(_) | Symbol::View(_) => check_reserved_in_small_letters(name, sink),
            Symbol::Enum(_) | Symbol::Type(_) | Symbol::Mixin(_) | Symbol::Auth => check_reserved(name, sink),
        }
        let text = name.text.as_str();
        if is_built_in(text) {
            sink.push(
                Diagnostic::error("reserved-name", name.span, format!("`{text}` is a type of the language"))
                    .help("choose another name"),
            );
            return false;
        }
        if let Some((_, first)) = self.symbols.get(text) {
            sink.push(
                Diagnostic::error("duplicate-name", name.span, format!("`{text}` is declared twice"))
                    .related(*first, "the first is here"),
            );
            return false;
        }
        self.symbols.insert(text, (symbol, name.span));
        true
    }

    pub(super) fn symbol(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(name).map(|(symbol, _)| *symbol)
    }

    /// What a field's type is; what it cannot be is reported.
    pub(super) fn resolve(&self, ty: &TypeRef, sink: &mut Sink) -> Option<Resolved> {
        let name = ty.name.text.as_str();
        if SERVER_TYPES.contains(&name) {
            sink.push(
                Diagnostic::error("needs-server", ty.span, format!("`{name}` needs the server"))
                    .help("SQLite on a device has no such type; keep it in a schema of the server"),
            );
            return None;
        }
        if PROCEDURE_TYPES.contains(&name) {
            sink.push(
                Diagnostic::error(
                    "procedure-type",
                    ty.span,
                    format!("`{name}` is a type of procedures only"),
                )
                .help("a field holds a scalar, an enum, a `type` or a model"),
            );
            return None;
        }
        self.refuse_arguments(ty, sink)?;
        if let Some((_, scalar)) = SCALARS.iter().find(|(scalar, _)| *scalar == name) {
            return Some(Resolved::Stored(Type::Scalar(*scalar)));
        }
        match self.symbol(name) {
            Some(Symbol::Enum(position)) => Some(Resolved::Stored(Type::Enum(position))),
            Some(Symbol::Type(position)) => Some(Resolved::Stored(Type::Composite(position))),
            Some(Symbol::Model(position)) => Some(Resolved::Model(position)),
            Some(other @ (Symbol::View(_) | Symbol::Mixin(_) | Symbol::Auth)) => {
                let (kind, help) = match other {
                    Symbol::Mixin(_) => ("a mixin", format!("take its fields in with `@use({name})`")),
                    Symbol::Auth => ("the `auth` block", "declare a `type` with these fields".to_owned()),
                    _ => ("a view", "a relation leads to a model".to_owned()),
                };
                sink.push(
                    Diagnostic::error("not-a-type", ty.name.span, format!("`{name}` is {kind}, not a type"))
                        .help(help),
                );
                None
            }
            None => {
                self.report_unknown_type(&ty.name, sink);
                None
            }
        }
    }

    /// Only the types of the server take a number or another type.
    pub(super) fn refuse_arguments(&self, ty: &TypeRef, sink: &mut Sink) -> Option<()> {
        let name = &ty.name.text;
        if let Some(size) = ty.size {
            sink.push(
                Diagnostic::error("type-argument", size, format!("`{name}` takes no number"))
                    .help("`@length(max: ..)` limits a text, `@range(..)` a number"),
            );
            return None;
        }
        if let Some(inner) = &ty.inner {
            sink.push(
                Diagnostic::error(
                    "type-argument",
                    inner.span,
                    format!("`{name}` takes no type between `<` and `>`"),
                )
                .help("only `Page` and `FindMany` do; a list is written `Type[]`"),
            );
            return None;
        }
        Some(())
    }

    pub(super) fn report_unknown_type(&self, name: &Name, sink: &mut Sink) {
        // The declaration may be one of those that could not be read.
        if self.damaged {
            return;
        }
        sink.push_error(|| {
            let scalars = SCALARS.iter().map(|(scalar, _)| *scalar);
            let declared = self.symbols.iter().filter_map(|(declared, (symbol, _))| {
                matches!(symbol, Symbol::Enum(_) | Symbol::Type(_) | Symbol::Model(_)).then_some(*declared)
            });
            let mut declared: Vec<_> = declared.collect();
            declared.sort_unstable();
            Diagnostic::error("unknown-type", name.span, format!("unknown type `{}`", name.text))
                .suggest(&name.text, scalars.chain(declared))
        });
    }

    /// The model of this name; anything else is reported.
    pub(super) fn model(&self, name: &Name, sink: &mut Sink) -> Option<usize> {
        match self.symbol(&name.text) {
            Some(Symbol::Model(position)) => return Some(position),
            Some(_) => sink.push(Diagnostic::error(
                "unknown-model",
                name.span,
                format!("`{}` is not a model", name.text),
            )),
            None if self.damaged => {}
            None => sink.push_error(|| {
                Diagnostic::error("unknown-model", name.span, format!("unknown model `{}`", name.text))
                    .suggest(&name.text, self.models.iter().map(|model| model.name.text.as_str()))
            }),
        }
        None
    }

    pub(super) fn mixin(&self, name: &Name, sink: &mut Sink) -> Option<&'a Block> {
        match self.symbol(&name.text) {
            Some(Symbol::Mixin(position)) => return self.mixins.get(position).copied(),
            Some(_) => sink.push(Diagnostic::error(
                "unknown-mixin",
                name.span,
                format!("`{}` is not a mixin", name.text),
            )),
            None if self.damaged => {}
            None => sink.push_error(|| {
                Diagnostic::error("unknown-mixin", name.span, format!("unknown mixin `{}`", name.text))
                    .suggest(&name.text, self.mixins.iter().map(|mixin| mixin.name.text.as_str()))
            }),
        }
        None
    }
}

/// Reports a name that Rust cannot write at all.
pub(super) fn check_reserved(name: &Name, sink: &mut Sink) {
    report_reserved(name, &name.text, sink);
}

/// The same of a name that is also written in small letters, as that of a field or a module.
pub(super) fn check_reserved_in_small_letters(name: &Name, sink: &mut Sink) {
    report_reserved(name, &names::to_snake_case(&name.text), sink);
}

fn report_reserved(name: &Name, written: &str, sink: &mut Sink) {
    if names::is_reserved(&name.text) || names::is_reserved(written) {
        sink.push(
            Diagnostic::error(
                "reserved-name",
                name.span,
                format!("the name `{}` is reserved by Rust", name.text),
            )
            .help("choose another name; `@map` and `@@map` keep a column or table as it is"),
        );
    }
}

fn is_built_in(name: &str) -> bool {
    SCALARS.iter().any(|(scalar, _)| *scalar == name)
        || PROCEDURE_TYPES.contains(&name)
        || SERVER_TYPES.contains(&name)
}
