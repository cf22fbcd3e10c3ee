//! What the bindings of a schema have besides its records: filters, orders, queries, stores, the database.
//! Everything is data and one-line delegation to the runtime's room `ffi`.

mod changes;
mod database;
mod filters;
mod orders;
mod queries;
pub(crate) mod records;
mod scalars;
mod stores;

use larder_schema::schema::{Model, Schema};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::{crossing::Bindings, rust_types::ident};

/// Gives the module `bindings`.
pub(crate) fn expand(schema: &Schema) -> TokenStream {
    let enums = schema.enums.iter().map(|declared| {
        let (filters, changes) = (filters::of_enum(declared), changes::of_enum(declared));
        quote! { #filters #changes }
    });
    let types = schema.types.iter().map(changes::of_composite);
    let models = schema.models.iter().map(|model| {
        let parts = [
            records::expand(schema, model),
            filters::of_model(schema, model),
            orders::expand(model),
            queries::expand(model),
            stores::expand(schema, model),
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
                use __larder::{PageInfo, PageInput};
                ::uniffi::use_remote_type!(__larder::PageInfo);
                ::uniffi::use_remote_type!(__larder::PageInput);

                #(#enums)*
                #(#types)*
                #(#models)*
                #database
            }
        }
        pub use bindings::{Database, DatabaseTransaction};
    }
}

/// The Rust struct of a model: a record of the same name may stand before it in the module.
fn row_type(model: &Model) -> TokenStream {
    let name = ident(&model.name);
    quote!(super::#name)
}

/// A name that is made of a model's: in Rust of its own name, elsewhere of its foreign one.
struct Named {
    ident: Ident,
    foreign: String,
}

impl Named {
    fn of(model: &Model, prefix: &str, suffix: &str) -> Self {
        Self::made(&model.name, &model.foreign_name, prefix, suffix)
    }

    fn made(name: &str, foreign: &str, prefix: &str, suffix: &str) -> Self {
        Self { ident: format_ident!("{prefix}{name}{suffix}"), foreign: format!("{prefix}{foreign}{suffix}") }
    }

    fn record(&self) -> TokenStream {
        Bindings::Uniffi.record(&self.ident, &self.foreign)
    }

    fn enumeration(&self) -> TokenStream {
        Bindings::Uniffi.enumeration(&self.ident, &self.foreign)
    }

    fn object(&self) -> TokenStream {
        Bindings::Uniffi.object(&self.ident, &self.foreign)
    }
}
