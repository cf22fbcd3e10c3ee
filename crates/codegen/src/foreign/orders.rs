//! `<Model>Order`: by which field rows are ordered, and `<Model>Conflict`: on which columns an upsert meets a row.

use larder_schema::{
    names,
    schema::{Arity, Field, Model, Scalar, Schema, Type},
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{name, relations, row_type};
use crate::{
    crossing::is_seen,
    models::columns_name,
    rust_types::{docs, ident},
};

/// Gives both.
pub(super) fn expand(schema: &Schema, model: &Model) -> TokenStream {
    let (order, conflict) = (order(schema, model), conflict(model));
    quote! { #order #conflict }
}

/// The name of a field as the variant of an enum.
pub(super) fn variant(field: &Field) -> Ident {
    variant_of(&field.rust_name)
}

/// The same for the Rust name of a field or a relation.
pub(super) fn variant_of(rust_name: &str) -> Ident {
    variant_ident(&names::to_upper_camel_case(rust_name))
}

fn upper_camel(field: &Field) -> String {
    names::to_upper_camel_case(&field.rust_name)
}

/// `Self` cannot be a variant, not even a raw one; uniffi takes the `_` away in the other languages.
fn variant_ident(name: &str) -> Ident {
    if names::is_reserved(name) { format_ident!("{name}_") } else { ident(name) }
}

fn order(schema: &Schema, model: &Model) -> TokenStream {
    let (row, module) = (row_type(model), ident(&model.module));
    let name = name(&model.foreign_name, "", "Order");
    let doc = format!(" A step of the order of `{}` rows.", model.foreign_name);
    let ordered = |field: &&Field| {
        is_seen(field) && field.arity != Arity::List && !matches!(field.ty, Type::Composite(_))
    };
    let fields: Vec<_> = model.fields.iter().filter(ordered).collect();
    let variants: Vec<_> = fields.iter().map(|field| variant(field)).collect();
    let about = fields.iter().map(|field| docs(&field.docs));
    let accessors = fields.iter().map(|field| ident(&field.rust_name));
    let (paths, inside) = documents(model, &module, &name);
    let (related, behind) = relations::orders(schema, model, &name);
    quote! {
        #[doc = #doc]
        #[derive(::uniffi::Enum)]
        pub enum #name { #(#about #variants(__larder::SortOrder),)* #paths #related }

        impl ::core::convert::From<#name> for __larder::OrderBy<#row> {
            fn from(order: #name) -> Self {
                match order {
                    #(#name::#variants(order) => order.by(#module::#accessors()),)*
                    #inside
                    #behind
                }
            }
        }
    }
}

/// Gives a variant for the values inside each document, and what it becomes.
fn documents(model: &Model, module: &Ident, order: &Ident) -> (TokenStream, TokenStream) {
    let is_document = |field: &&Field| {
        is_seen(field) && field.arity != Arity::List && field.ty == Type::Scalar(Scalar::Json)
    };
    let documents: Vec<&Field> = model.fields.iter().filter(is_document).collect();
    let variants: Vec<Ident> = documents.iter().map(|field| document_variant(field)).collect();
    let about = documents.iter().map(|field| format!(" By the value at a path inside `{}`.", field.name));
    let accessors = documents.iter().map(|field| ident(&field.rust_name));
    (
        quote!(#(#[doc = #about] #variants(::std::string::String, __larder::SortOrder),)*),
        quote!(#(#order::#variants(path, order) => order.by_json(#module::#accessors().json_path(&path)),)*),
    )
}

/// The variant for the values inside a document.
fn document_variant(field: &Field) -> Ident {
    variant_ident(&names::to_upper_camel_case(&format!("{}_path", field.rust_name)))
}

fn conflict(model: &Model) -> TokenStream {
    if model.uniques.is_empty() {
        return quote!();
    }
    let (row, columns) = (row_type(model), columns_name(model));
    let name = name(&model.foreign_name, "", "Conflict");
    let doc = format!(" The unique fields on which an upsert meets an existing `{}`.", model.foreign_name);
    let constraints: Vec<&Vec<usize>> = std::iter::once(&model.key).chain(&model.uniques).collect();
    let variants: Vec<_> = constraints
        .iter()
        .map(|constraint| {
            let words: String = constraint.iter().map(|&at| upper_camel(&model.fields[at])).collect();
            variant_ident(&words)
        })
        .collect();
    quote! {
        #[doc = #doc]
        #[derive(::uniffi::Enum)]
        pub enum #name { #(#variants,)* }

        impl ::core::convert::From<#name> for __larder::ConflictTarget<#row> {
            fn from(conflict: #name) -> Self {
                Self::new(match conflict { #(#name::#variants => vec![#(&#columns[#constraints]),*],)* })
            }
        }
    }
}
