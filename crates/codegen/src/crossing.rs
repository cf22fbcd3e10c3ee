//! What lets a generated type cross the border to Swift, Kotlin and Python: derives and their attributes.

use larder_schema::{
    Bindings,
    schema::{Arity, Field},
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// What makes a struct of this Rust name a record.
pub(crate) fn record(bindings: Bindings, rust_name: &Ident, foreign_name: &str) -> TokenStream {
    derive(bindings, "Record", rust_name, foreign_name)
}

/// What makes an enum of this Rust name one of the other languages.
pub(crate) fn enumeration(bindings: Bindings, rust_name: &Ident, foreign_name: &str) -> TokenStream {
    derive(bindings, "Enum", rust_name, foreign_name)
}

fn derive(bindings: Bindings, kind: &str, rust_name: &Ident, foreign_name: &str) -> TokenStream {
    match bindings {
        Bindings::None => quote!(),
        Bindings::Uniffi => {
            let kind = format_ident!("{kind}");
            let renamed = (*rust_name != foreign_name).then(|| quote!(#[uniffi(name = #foreign_name)]));
            quote!(#[derive(::uniffi::#kind)] #renamed)
        }
    }
}

/// What lets a caller leave a field out: an optional one is nothing then, a list is empty.
pub(crate) fn may_be_left_out(bindings: Bindings, arity: Arity) -> TokenStream {
    match (bindings, arity) {
        (Bindings::None, _) | (Bindings::Uniffi, Arity::Required) => quote!(),
        (Bindings::Uniffi, Arity::Optional) => quote!(#[uniffi(default = None)]),
        (Bindings::Uniffi, Arity::List) => quote!(#[uniffi(default = [])]),
    }
}

/// Whether the other languages see the field.
pub(crate) fn is_seen(field: &Field) -> bool {
    !field.server_only
}
