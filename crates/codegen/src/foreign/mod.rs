//! What the bindings of a schema have besides its records: filters, orders, queries, stores, the database.
//! Everything is data and one-line delegation to the runtime's room `ffi`.

mod batches;
mod changes;
mod database;
mod fields;
mod filters;
mod includes;
mod orders;
mod queries;
pub(crate) mod records;
mod relations;
mod scalars;
mod selections;
mod stores;
mod writes;

use larder_schema::schema::{Model, Schema};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use crate::{models::Kind, rust_types::ident, views};

/// Gives the module `bindings`.
pub(crate) fn expand(schema: &Schema) -> TokenStream {
    let enums = schema.enums.iter().map(|declared| {
        let (filters, changes) = (filters::of_enum(declared), changes::of_enum(declared));
        quote! { #filters #changes }
    });
    let types = schema.types.iter().map(changes::of_composite);
    let models = schema.models.iter().enumerate().map(|(at, model)| {
        let parts = [
            records::expand(schema, model, Kind::Table),
            filters::of_model(schema, model),
            relations::expand(schema, at, model),
            includes::expand(schema, model),
            orders::expand(schema, model),
            queries::expand(model),
            queries::keyset(model),
            queries::found(model),
            fields::expand(schema, model),
            selections::expand(model),
            batches::expand(schema, model),
            stores::expand(schema, model, Kind::Table),
        ];
        quote! { #(#parts)* }
    });
    let views = schema.views.iter().map(views::as_model).map(|view| {
        let parts = [
            records::expand(schema, &view, Kind::View),
            filters::of_model(schema, &view),
            orders::expand(schema, &view),
            queries::expand(&view),
            queries::keyset(&view),
            fields::expand(schema, &view),
            selections::expand(&view),
            stores::expand(schema, &view, Kind::View),
        ];
        quote! { #(#parts)* }
    });
    let database = database::expand(schema);
    quote! {
        __larder::with_bindings! {
            #[doc(hidden)]
            pub mod bindings {
                //! What Swift, Kotlin and Python have besides the records.

                use super::*;

                type __Uuid = __larder::uuid::Uuid;
                type __DateTime = __larder::chrono::DateTime<__larder::chrono::Utc>;
                type __Decimal = __larder::rust_decimal::Decimal;
                type __Json = __larder::Json<__larder::serde_json::Value>;
                ::uniffi::use_remote_type!(__larder::__Uuid);
                ::uniffi::use_remote_type!(__larder::__DateTime);
                ::uniffi::use_remote_type!(__larder::__Decimal);
                ::uniffi::use_remote_type!(__larder::__Json);
                use __larder::{BatchErrorCode, BatchSummary, PageInfo, PageInput, SnippetOptions, TextSearch};
                ::uniffi::use_remote_type!(__larder::BatchErrorCode);
                ::uniffi::use_remote_type!(__larder::BatchSummary);
                ::uniffi::use_remote_type!(__larder::PageInfo);
                ::uniffi::use_remote_type!(__larder::PageInput);
                ::uniffi::use_remote_type!(__larder::SnippetOptions);
                ::uniffi::use_remote_type!(__larder::TextSearch);

                #(#enums)*
                #(#types)*
                #(#models)*
                #(#views)*
                #database
            }
        }
        pub use bindings::{Database, DatabaseTransaction};
    }
}

/// The Rust struct of a model, which a delegate gives.
fn row_type(model: &Model) -> TokenStream {
    let name = ident(&model.name);
    quote!(super::#name)
}

/// What stores give for a row: the Rust struct, or the record that leaves fields out.
fn record_type(model: &Model) -> TokenStream {
    if records::hides(model) {
        name(&model.foreign_name, "", "").into_token_stream()
    } else {
        row_type(model)
    }
}

/// How what a delegate gives becomes what a store gives. Where the Rust struct itself crosses there is nothing to do, and
/// nothing that the library would have to carry for each model.
struct Crossing {
    /// After a result with one row.
    one: TokenStream,
    /// After a result with one row or none.
    maybe: TokenStream,
    /// After a result with rows.
    many: TokenStream,
    /// After rows.
    rows: TokenStream,
    /// After a row.
    row: TokenStream,
}

impl Crossing {
    fn of(model: &Model) -> Self {
        if !records::hides(model) {
            let none = TokenStream::new;
            return Self { one: none(), maybe: none(), many: none(), rows: none(), row: none() };
        }
        let rows = quote!(.into_iter().map(::core::convert::Into::into).collect());
        Self {
            one: quote!(.map(::core::convert::Into::into)),
            maybe: quote!(.map(|row| row.map(::core::convert::Into::into))),
            many: quote!(.map(|rows| rows #rows)),
            rows,
            row: quote!(.into()),
        }
    }
}

/// What a create takes.
fn create_input(model: &Model) -> TokenStream {
    let name = name(&model.name, "Create", "Input");
    quote!(super::#name)
}

/// What an update takes: the Rust input, or the record whose fields are set or cleared.
fn update_input(model: &Model) -> TokenStream {
    if records::clears(model) {
        return name(&model.foreign_name, "Update", "Input").into_token_stream();
    }
    let name = name(&model.name, "Update", "Input");
    quote!(super::#name)
}

/// A name that is made of another. What this module defines is named as the other languages name it, in Rust as
/// well, so that the schema's check of their names holds for it.
fn name(of: &str, prefix: &str, suffix: &str) -> Ident {
    format_ident!("{prefix}{of}{suffix}")
}
