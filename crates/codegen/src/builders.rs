//! Builders that are checked when they compile: `build` exists once every required field is set.
//!
//! Each required field has a type parameter, `Unset` until its setter makes it the field's own type.

use larder_schema::schema::{Arity, Field};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// A field of the struct to be built.
pub(crate) struct Part<'s> {
    /// The field in the schema.
    pub(crate) field: &'s Field,
    /// Its name in Rust.
    pub(crate) ident: Ident,
    /// The type of one value.
    pub(crate) base: TokenStream,
    /// The type of the struct's field.
    pub(crate) ty: TokenStream,
    /// Whether it must be set; else it starts as its type's default.
    pub(crate) required: bool,
    /// Whether it is the nullable field of an update, `Option<Option<T>>`.
    pub(crate) clears: bool,
    /// Whether it is a list that may be absent, `Option<Vec<T>>`.
    pub(crate) absent_list: bool,
}

/// Gives `Name::builder()` and the builder.
pub(crate) fn expand(name: &Ident, parts: &[Part<'_>]) -> TokenStream {
    let builder = format_ident!("{name}Builder");
    let required: Vec<&Part<'_>> = parts.iter().filter(|part| part.required).collect();
    let parameters: Vec<Ident> = (0..required.len()).map(|at| format_ident!("__Field{at}")).collect();
    let defaults = parameters.iter().map(|parameter| quote!(#parameter = __larder::Unset));
    let held: Vec<TokenStream> = parts
        .iter()
        .map(|part| match required.iter().position(|other| other.ident == part.ident) {
            Some(at) => {
                let parameter = &parameters[at];
                quote!(#parameter)
            }
            None => part.ty.clone(),
        })
        .collect();
    let idents: Vec<&Ident> = parts.iter().map(|part| &part.ident).collect();
    let starts = parts.iter().map(|part| {
        if part.required { quote!(__larder::Unset) } else { quote!(::std::default::Default::default()) }
    });
    let complete = required.iter().map(|part| &part.ty);
    let optional_setters = parts.iter().filter(|part| !part.required).map(optional_setter);
    let required_setters = required.iter().enumerate().map(|(at, part)| {
        let (method, ident, ty) = (setter_name(part), &part.ident, &part.ty);
        let others = idents.iter().filter(|other| **other != ident);
        let becomes = parameters
            .iter()
            .enumerate()
            .map(|(other, parameter)| if other == at { part.ty.clone() } else { quote!(#parameter) });
        let doc = format!("Sets `{}`, which is required.", part.field.name);
        quote! {
            #[doc = #doc]
            pub fn #method(self, #ident: impl ::core::convert::Into<#ty>) -> #builder<#(#becomes),*> {
                #builder { #ident: #ident.into(), #(#others: self.#others),* }
            }
        }
    });
    let doc = format!("Builds a [`{name}`]; `build` exists once every required field is set.");

    quote! {
        impl #name {
            /// Begins to build one.
            pub fn builder() -> #builder {
                #builder { #(#idents: #starts),* }
            }
        }

        #[doc = #doc]
        #[must_use = "a builder does nothing until `build`"]
        pub struct #builder<#(#defaults),*> { #(#idents: #held),* }

        impl<#(#parameters),*> #builder<#(#parameters),*> {
            #(#required_setters)*
            #(#optional_setters)*
        }

        impl #builder<#(#complete),*> {
            /// Gives what was built.
            pub fn build(self) -> #name {
                #name { #(#idents: self.#idents),* }
            }
        }
    }
}

fn setter_name(part: &Part<'_>) -> Ident {
    if part.field.rust_name == "build" { format_ident!("set_build") } else { part.ident.clone() }
}

fn optional_setter(part: &Part<'_>) -> TokenStream {
    let (method, ident, base) = (setter_name(part), &part.ident, &part.base);
    let (name, rust_name) = (&part.field.name, &part.field.rust_name);
    let sets = format!("Sets `{name}`.");
    if part.field.arity == Arity::List {
        let add = format_ident!("add_{rust_name}");
        let adds = if part.absent_list {
            format!("Adds an item to the list that `{name}` is set to, an empty one at first.")
        } else {
            format!("Adds an item to `{name}`.")
        };
        let (set, push) = if part.absent_list {
            (quote!(Some(#ident.into())), quote!(self.#ident.get_or_insert_default().push(item.into())))
        } else {
            (quote!(#ident.into()), quote!(self.#ident.push(item.into())))
        };
        return quote! {
            #[doc = #sets]
            pub fn #method(mut self, #ident: impl ::core::convert::Into<::std::vec::Vec<#base>>) -> Self {
                self.#ident = #set;
                self
            }

            #[doc = #adds]
            pub fn #add(mut self, item: impl ::core::convert::Into<#base>) -> Self {
                #push;
                self
            }
        };
    }
    // A nullable field takes the bare value or an `Option`; `None` clears it in an update.
    let (takes, value) = match (part.field.arity, part.clears) {
        (Arity::Optional, false) => (
            quote!(__larder::IntoFieldValue<::std::option::Option<#base>>),
            quote!(#ident.into_field_value()),
        ),
        (Arity::Optional, true) => (
            quote!(__larder::IntoFieldValue<::std::option::Option<#base>>),
            quote!(Some(#ident.into_field_value())),
        ),
        (Arity::Required | Arity::List, _) => {
            (quote!(::core::convert::Into<#base>), quote!(Some(#ident.into())))
        }
    };
    quote! {
        #[doc = #sets]
        pub fn #method(mut self, #ident: impl #takes) -> Self {
            self.#ident = #value;
            self
        }
    }
}
