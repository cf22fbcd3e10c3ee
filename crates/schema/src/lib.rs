//! The `.cstack` schema language: from the text of a file to a checked [`schema::Schema`].
//!
//! ```
//! use larder_schema::{Source, compile};
//!
//! let source = Source::new("app.cstack", "model Note { id Int @id title String }");
//! let compiled = compile(&source).unwrap();
//! assert_eq!(compiled.schema.models[0].table, "notes");
//! ```
//!
//! The flow is `lexer -> parser -> check`; [`format()`] goes from the tokens straight back to text, and [`render()`]
//! shows what any of them found.

mod ast;
mod check;
mod compile;
mod diagnostic;
mod format;
pub mod language;
mod lexer;
pub mod names;
mod parser;
mod render;
pub mod schema;
mod source;
mod token;

pub use ast::Ast;
pub use compile::{Bindings, Compiled, compile, compile_for, parse};
pub use diagnostic::{Diagnostic, Entry, Related, Severity, Span, entries};
pub use format::format;
pub use render::{Style, render};
pub use source::{InvalidUtf8, Position, Source};
