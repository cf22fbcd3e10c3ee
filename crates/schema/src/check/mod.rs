//! Turns declarations into the checked schema. Reads `ast`, makes `schema`. Each step reports what it finds and
//! goes on; a name that was already reported is passed over in silence.

mod arguments;
pub(crate) mod attributes;
mod bindings;
mod collisions;
mod constraints;
mod defaults;
mod enums;
mod fields;
mod fulltext;
mod literals;
mod models;
mod platforms;
mod relations;
mod server;
mod types;
mod validators;
mod views;
pub(crate) mod world;

use crate::ast::Ast;
use crate::compile::Bindings;
use crate::diagnostic::Sink;
use crate::schema::Schema;
use world::World;

/// The schema of a file. It means something only when no error was found.
pub(crate) fn check(ast: &Ast, bindings: Bindings, sink: &mut Sink) -> Schema {
    let world = World::collect(ast, sink);
    server::check(ast, &world, sink);
    models::check_mixins(&world, sink);
    let mut schema = Schema {
        enums: enums::check(&world, sink),
        types: types::check(&world, sink),
        models: models::check(&world, sink),
        views: Vec::new(),
    };
    schema.views = views::check(&world, sink);
    collisions::check(&world, &schema, sink);
    fulltext::check_names(&world, &schema, sink);
    match bindings {
        Bindings::None => collisions::check_foreign_names(&world, &schema, sink),
        Bindings::Uniffi => bindings::check(&world, &schema, sink),
    }
    schema
}
