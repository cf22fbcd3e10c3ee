//! The entries of the compiler. Joins `parser` and `check`.

use crate::ast::Ast;
use crate::check::check;
use crate::diagnostic::{Diagnostic, Sink};
use crate::parser;
use crate::schema::Schema;
use crate::source::Source;

/// A schema without errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// The checked schema.
    pub schema: Schema,
    /// What the author should know, sorted by place.
    pub warnings: Vec<Diagnostic>,
}

/// The languages apart from Rust that a schema is compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Bindings {
    /// Rust alone: a name that Swift or Kotlin has already is a warning.
    #[default]
    None,
    /// Swift, Kotlin and Python through uniffi: every name must stand in each of them.
    Uniffi,
}

/// Reads a schema without checking it; what could not be read is missing in the tree and named in the list.
pub fn parse(source: &Source) -> (Ast, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let ast = parser::parse(source.text(), &mut sink);
    (ast, sink.finish())
}

/// Reads and checks a schema for Rust alone.
///
/// # Errors
///
/// Every error and warning of the file, sorted by place, when there is at least one error.
pub fn compile(source: &Source) -> Result<Compiled, Vec<Diagnostic>> {
    compile_for(source, Bindings::None)
}

/// Reads and checks a schema for Rust and the languages of its bindings.
///
/// # Errors
///
/// Every error and warning of the file, sorted by place, when there is at least one error.
pub fn compile_for(source: &Source, bindings: Bindings) -> Result<Compiled, Vec<Diagnostic>> {
    let mut sink = Sink::default();
    let ast = parser::parse(source.text(), &mut sink);
    let schema = check(&ast, bindings, &mut sink);
    if sink.failed() { Err(sink.finish()) } else { Ok(Compiled { schema, warnings: sink.finish() }) }
}
