//! The `.cstack` schema language.

mod schema;
