//! What lets a generated type cross the border to Swift, Kotlin and Python: derives and their attributes.

use larder_schema::schema::{Arity, Field};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// Whether the expansion is for Rust alone, or for other languages as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bindings {
    /// Rust alone.
    #[default]
    None,
    /// Swift, Kotlin and Python, through uniffi.
    Uniffi,
}

impl Bindings {
    /// What makes a struct of this Rust name a record.
    pub(crate) fn record(self, rust_name: &Ident, foreign_name: &str) -> TokenStream {
        self.derive("Record", rust_name, foreign_name)
    }

    /// What makes an enum of this Rust name one of the other languages.
    pub(crate) fn enumeration(self, rust_name: &Ident, foreign_name: &str) -> TokenStream {
        self.derive("Enum", rust_name, foreign_name)
    }

    /// What makes a struct of this Rust name an object, shared by reference.
    pub(crate) fn object(self, rust_name: &Ident, foreign_name: &str) -> TokenStream {
        self.derive("Object", rust_name, foreign_name)
    }

    fn derive(self, kind: &str, rust_name: &Ident, foreign_name: &str) -> TokenStream {
        match self {
            Self::None => quote!(),
            Self::Uniffi => {
                let kind = format_ident!("{kind}");
                let renamed = (*rust_name != foreign_name).then(|| quote!(#[uniffi(name = #foreign_name)]));
                quote!(#[derive(::uniffi::#kind)] #renamed)
            }
        }
    }

    /// What lets a caller leave a field out: an optional one is nothing then, a list is empty.
    pub(crate) fn may_be_left_out(self, arity: Arity) -> TokenStream {
        match (self, arity) {
            (Self::None, _) | (_, Arity::Required) => quote!(),
            (Self::Uniffi, Arity::Optional) => quote!(#[uniffi(default = None)]),
            (Self::Uniffi, Arity::List) => quote!(#[uniffi(default = [])]),
        }
    }
}

/// Whether the other languages see the field.
pub(crate) fn is_seen(field: &Field) -> bool {
    !field.server_only
}
