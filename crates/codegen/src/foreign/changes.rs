//! What an update does to a nullable field of an enum or a `type` of the schema.

use larder_schema::schema::{Composite, Enum};
use proc_macro2::TokenStream;
use quote::quote;

use crate::rust_types::ident;

pub(super) fn of_enum(declared: &Enum) -> TokenStream {
    change(&declared.name, &declared.foreign_name)
}

pub(super) fn of_composite(declared: &Composite) -> TokenStream {
    change(&declared.name, &declared.foreign_name)
}

fn change(name: &str, foreign_name: &str) -> TokenStream {
    let (value, change) = (ident(name), super::name(foreign_name, "", "Change"));
    quote! {
        /// What an update does to a nullable field.
        #[derive(::uniffi::Enum)]
        pub enum #change {
            /// Gives the field this value.
            Set(#value),
            /// Leaves the field without a value.
            Clear,
        }

        impl ::core::convert::From<#change> for ::std::option::Option<#value> {
            fn from(change: #change) -> Self {
                match change {
                    #change::Set(value) => Some(value),
                    #change::Clear => None,
                }
            }
        }
    }
}
