//! The whole module `cratestack_schema`: the one public entry of the expansion.

use larder_schema::{Bindings, schema::Schema};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{accessors, ddl::ddl, enums, foreign, inputs, models, models::Kind, types, views};

/// Where the schema comes from and how generated code names the runtime.
#[derive(Debug, Clone)]
pub struct Embedded {
    /// The path of the runtime crate: `$crate`, or `::larder`.
    pub root: TokenStream,
    /// The path of the schema as the user wrote it.
    pub path: String,
    /// The path for `include_str!`, so that an edit of the schema rebuilds.
    pub include: String,
    /// The text of the schema.
    pub text: String,
    /// Which languages besides Rust.
    pub bindings: Bindings,
}

/// Gives the module that `include_embedded_schema!` emits.
pub fn expand(schema: &Schema, embedded: &Embedded) -> TokenStream {
    let Embedded { root, path, include, text, bindings } = embedded;
    let bindings = *bindings;
    let sha256: String =
        hmac_sha256::Hash::hash(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let model_names = schema.models.iter().map(|model| &model.name);
    let enum_names = schema.enums.iter().map(|declared| &declared.name);
    let type_names = schema.types.iter().map(|declared| &declared.name);
    let view_names = schema.views.iter().map(|view| &view.name);
    let enums = schema.enums.iter().map(|declared| enums::expand(declared, bindings));
    let types = schema.types.iter().map(|declared| types::expand(schema, declared, bindings));
    let models = schema.models.iter().map(|model| {
        let parts = [
            models::expand(schema, model, Kind::Table, bindings),
            inputs::expand(schema, model, bindings),
            accessors::expand(schema, model),
        ];
        quote! { #(#parts)* }
    });
    let objects = ddl(schema).into_iter().map(|object| {
        let (name, sql, fill) = (object.name, object.sql, object.fill);
        quote! { __larder::SchemaObject { name: #name, sql: #sql, fill: #fill } }
    });
    let foreign = match bindings {
        Bindings::None => quote!(),
        Bindings::Uniffi => foreign::expand(schema),
    };
    let tables = schema.models.iter().map(models::table_name);
    let views: Vec<_> = schema.views.iter().map(views::as_model).collect();
    let view_tables = views.iter().map(models::table_name);
    let views = views.iter().map(|view| {
        let (rows, accessors) =
            (models::expand(schema, view, Kind::View, bindings), accessors::expand(schema, view));
        quote! { #rows #accessors }
    });

    quote! {
        /// Generated from the schema by `include_embedded_schema!`.
        #[allow(
            missing_docs, dead_code, non_camel_case_types, unused_imports, unreachable_pub, clippy::all, clippy::pedantic,
            reason = "generated code has the names of the schema, and users take from it what they need"
        )]
        pub mod cratestack_schema {
            use #root::__private as __larder;
            use #root::__private::serde as __serde;

            /// The path of the schema file.
            pub const SCHEMA_PATH: &str = #path;
            /// The text of the schema file.
            pub const SCHEMA_SOURCE: &str = include_str!(#include);
            /// The SHA-256 of the text, in lowercase hexadecimal.
            pub const SCHEMA_SHA256: &str = #sha256;
            /// The names of the models.
            pub const MODELS: &[&str] = &[#(#model_names),*];
            /// The names of the enums.
            pub const ENUMS: &[&str] = &[#(#enum_names),*];
            /// The names of the `type` declarations.
            pub const TYPES: &[&str] = &[#(#type_names),*];
            /// The names of the views.
            pub const VIEWS: &[&str] = &[#(#view_names),*];

            #(#enums)*
            #(#types)*
            #(#models)*
            #(#views)*

            /// The tables, indexes, triggers and views of the schema.
            pub static SCHEMA: __larder::SchemaDescriptor = __larder::SchemaDescriptor {
                objects: &[#(#objects),*],
                tables: &[#(&#tables),*],
                views: &[#(&#view_tables),*],
            };

            /// Creates what the schema has and the file lacks; safe to call at each start.
            ///
            /// # Errors
            /// When a table that is there is not as the schema says.
            pub fn bootstrap(runtime: &__larder::RusqliteRuntime) -> ::core::result::Result<(), __larder::RusqliteError> {
                __larder::bootstrap(runtime, &SCHEMA)
            }

            #foreign
        }
    }
}
