//! What a schema must keep to when an app asks for its Swift, Kotlin and Python. The last step of `check`, in the
//! place of the milder look at foreign names that a schema for Rust alone gets.

mod fields;
mod members;
mod names;

use super::collisions::declared_names;
use super::world::World;
use crate::diagnostic::Sink;
use crate::schema::Schema;

pub(super) fn check(world: &World<'_>, schema: &Schema, sink: &mut Sink) {
    names::check(&declared_names(world, schema), sink);
    fields::check(world, schema, sink);
    members::check(world, schema, sink);
}
