//! An `enum` and its storage form.

use larder_schema::{Bindings, schema::Enum};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    crossing,
    rust_types::{docs, ident},
};

/// Gives the enum and its implementations.
pub(crate) fn expand(declared: &Enum, bindings: Bindings) -> TokenStream {
    let (text, name, doc) = (&declared.name, ident(&declared.name), docs(&declared.docs));
    let crosses = crossing::enumeration(bindings, &name, &declared.foreign_name);
    let variants: Vec<_> = declared.variants.iter().map(|variant| ident(&variant.name)).collect();
    let words: Vec<_> = declared.variants.iter().map(|variant| &variant.name).collect();
    let variant_docs = declared.variants.iter().map(|variant| docs(&variant.docs));
    let (store, load) = if declared.has_ordinals() {
        let ordinals: Vec<i64> = declared.variants.iter().filter_map(|variant| variant.ordinal).collect();
        (
            quote!(Ok(__larder::Value::Integer(match self { #(Self::#variants => #ordinals),* }))),
            quote!(__larder::enum_from_ordinal(#text, stored, &[#((#ordinals, Self::#variants)),*])),
        )
    } else {
        (
            quote!(Ok(__larder::Value::Text(self.as_str().to_owned()))),
            quote!(__larder::enum_from_text(#text, stored)),
        )
    };

    quote! {
        #doc
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, __serde::Serialize, __serde::Deserialize)]
        #[serde(crate = "__serde")]
        #crosses
        pub enum #name {
            #(#variant_docs #[serde(rename = #words)] #variants),*
        }

        impl #name {
            /// Every variant, in order of declaration.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// Gives the name of the variant.
            pub const fn as_str(self) -> &'static str {
                match self { #(Self::#variants => #words),* }
            }
        }

        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for #name {
            type Err = __larder::UnknownVariant;

            fn from_str(text: &str) -> ::core::result::Result<Self, __larder::UnknownVariant> {
                match text {
                    #(#words => Ok(Self::#variants),)*
                    _ => Err(__larder::UnknownVariant { enum_name: #text }),
                }
            }
        }

        impl __larder::FieldValue for #name {
            type Base = Self;

            fn into_stored(self) -> ::core::result::Result<__larder::Value, __larder::ValueError> {
                #store
            }

            fn from_stored(stored: __larder::ValueRef<'_>) -> ::core::result::Result<Self, __larder::ValueError> {
                #load
            }
        }

        impl __larder::ListElement for #name {
            fn to_element(&self) -> ::core::result::Result<__larder::serde_json::Value, __larder::ValueError> {
                __larder::to_element(#text, self)
            }

            fn from_element(document: __larder::serde_json::Value) -> ::core::result::Result<Self, __larder::ValueError> {
                __larder::from_element(#text, document)
            }
        }
    }
}
