//! A `type`: a struct that a field stores as JSON.

use larder_schema::{
    Bindings,
    schema::{Arity, Composite, Scalar, Schema, Type},
};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    builders::{self, Part},
    columns::validators,
    crossing,
    rust_types::{base, debug, docs, field_type, ident, serde_field},
};

/// Gives the struct, its builder and its storage form.
pub(crate) fn expand(schema: &Schema, declared: &Composite, bindings: Bindings) -> TokenStream {
    let (text, name, doc) = (&declared.name, ident(&declared.name), docs(&declared.docs));
    let crosses = crossing::record(bindings, &name, &declared.foreign_name);
    let named: Vec<_> = declared.fields.iter().map(|field| (field, ident(&field.rust_name))).collect();
    let (derive_debug, debug) = debug(&name, &named);
    let fields = named.iter().map(|(field, ident)| {
        let (doc, serde, ty) = (docs(&field.docs), serde_field(field), field_type(schema, field));
        let finite = (field.ty == Type::Scalar(Scalar::Float))
            .then(|| quote!(#[serde(serialize_with = "__larder::finite_json::serialize")]));
        let absent = (field.arity != Arity::Required).then(|| quote!(#[serde(default)]));
        let left_out = crossing::may_be_left_out(bindings, field.arity);
        quote! { #doc #serde #finite #absent #left_out pub #ident: #ty }
    });
    let parts: Vec<_> = named
        .iter()
        .map(|(field, ident)| Part {
            field,
            ident: ident.clone(),
            base: base(schema, field.ty),
            ty: field_type(schema, field),
            required: field.arity == Arity::Required,
            clears: false,
            absent_list: false,
        })
        .collect();
    let builder = builders::expand(&name, &parts);
    let rules = rules(schema, declared);

    quote! {
        #doc
        #[derive(#derive_debug Clone, PartialEq, __serde::Serialize, __serde::Deserialize)]
        #[serde(crate = "__serde")]
        #crosses
        pub struct #name { #(#fields),* }
        #debug
        #builder
        #rules

        impl __larder::FieldValue for #name {
            type Base = Self;

            fn into_stored(self) -> ::core::result::Result<__larder::Value, __larder::ValueError> {
                __larder::Ruled::check(&self)?;
                __larder::store_json(#text, &self)
            }

            fn from_stored(stored: __larder::ValueRef<'_>) -> ::core::result::Result<Self, __larder::ValueError> {
                __larder::load_json(#text, stored)
            }
        }

        impl __larder::ListElement for #name {
            fn to_element(&self) -> ::core::result::Result<__larder::serde_json::Value, __larder::ValueError> {
                __larder::Ruled::check(self)?;
                __larder::to_element(#text, self)
            }

            fn from_element(document: __larder::serde_json::Value) -> ::core::result::Result<Self, __larder::ValueError> {
                __larder::from_element(#text, document)
            }
        }
    }
}

/// Gives what holds the fields of the struct against their rules, and those of the structs in it.
fn rules(schema: &Schema, declared: &Composite) -> TokenStream {
    let (text, name) = (&declared.name, ident(&declared.name));
    let checks = declared.fields.iter().filter_map(|field| {
        let (ident, label) = (ident(&field.rust_name), &field.name);
        if let Type::Composite(_) = field.ty {
            return Some(quote!(__larder::Ruled::check(&self.#ident)?;));
        }
        let rules = validators(field);
        let ty = field_type(schema, field);
        (!rules.is_empty()).then(|| {
            quote! {
                {
                    static RULES: &[__larder::Validator] = &[#(#rules),*];
                    __larder::check_field::<#ty>(#text, #label, RULES, &self.#ident)?;
                }
            }
        })
    });
    quote! {
        impl __larder::Ruled for #name {
            fn check(&self) -> ::core::result::Result<(), __larder::ValueError> {
                #(#checks)*
                Ok(())
            }
        }
    }
}
