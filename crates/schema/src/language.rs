//! The words of the language, for what describes it: the guide, the grammar of an editor. Reads them from `parser`
//! and `check`, so that a new word is never missing here.

use crate::check::attributes;
use crate::check::world::{PROCEDURE_TYPES, SCALARS};
use crate::parser::KEYWORDS;

/// The words that begin a declaration.
pub fn keywords() -> impl Iterator<Item = &'static str> {
    KEYWORDS.into_iter()
}

/// The built-in types of fields.
pub fn scalars() -> impl Iterator<Item = &'static str> {
    SCALARS.into_iter().map(|(name, _)| name)
}

/// The built-in types that only procedures have.
pub fn procedure_types() -> impl Iterator<Item = &'static str> {
    PROCEDURE_TYPES.into_iter()
}

/// The attributes that stand after the type of a field, without their `@`.
pub fn field_attributes() -> impl Iterator<Item = &'static str> {
    attributes::of_fields()
}

/// The attributes that stand on a line of a block, without their `@@`; each once, whatever blocks take it.
pub fn block_attributes() -> impl Iterator<Item = &'static str> {
    attributes::of_blocks()
}
