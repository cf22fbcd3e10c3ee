//! Filters: `<Enum>Filter` for the fields of an enum, `<Model>Where` for the rows of a model.

use larder_schema::schema::{Enum, Model, Schema};
use proc_macro2::TokenStream;
use quote::quote;

use super::{name, orders::variant, relations, row_type, scalars};
use crate::{
    crossing::is_seen,
    rust_types::{docs, ident},
};

/// Gives the filters of required and of nullable fields with this enum.
pub(super) fn of_enum(declared: &Enum) -> TokenStream {
    let value = ident(&declared.name);
    let required = enum_filter(declared, "", &quote!(#value), &quote!(), &quote!());
    let optional = enum_filter(
        declared,
        "Optional",
        &quote!(::std::option::Option<#value>),
        &quote! {
            /// The field holds nothing.
            IsNull,
            /// The field holds something.
            IsNotNull,
        },
        &quote! {
            Self::IsNull => field.is_null(),
            Self::IsNotNull => field.is_not_null(),
        },
    );
    quote! { #required #optional }
}

fn enum_filter(
    declared: &Enum,
    prefix: &str,
    field: &TokenStream,
    more_variants: &TokenStream,
    more_arms: &TokenStream,
) -> TokenStream {
    let value = ident(&declared.name);
    let name = name(&declared.foreign_name, prefix, "Filter");
    quote! {
        /// Asks something of a field.
        #[derive(::uniffi::Enum)]
        pub enum #name {
            /// The field is this value.
            Eq(#value),
            /// The field is not this value; true as well where it holds nothing.
            Ne(#value),
            /// The field is one of these values.
            In(::std::vec::Vec<#value>),
            /// The field is none of these values; true as well where it holds nothing.
            NotIn(::std::vec::Vec<#value>),
            #more_variants
        }

        impl #name {
            /// Applies the operator to a field.
            pub fn on<M>(self, field: __larder::FieldRef<M, #field>) -> __larder::FilterExpr<M> {
                self.erased(field.erase()).of_model()
            }

            #[inline(never)]
            fn erased(self, field: __larder::FieldRef<(), #field>) -> __larder::FilterExpr<()> {
                match self {
                    Self::Eq(value) => field.eq(value),
                    Self::Ne(value) => field.ne(value),
                    Self::In(values) => field.in_(values),
                    Self::NotIn(values) => field.not_in(values),
                    #more_arms
                }
            }
        }
    }
}

/// Gives the filter of a model's rows.
pub(super) fn of_model(schema: &Schema, model: &Model) -> TokenStream {
    let (row, module) = (row_type(model), ident(&model.module));
    let name = name(&model.foreign_name, "", "Where");
    let doc = format!(" Which rows of `{}` are asked for.", model.foreign_name);
    let fields: Vec<_> = model
        .fields
        .iter()
        .filter(|field| is_seen(field))
        .filter_map(|field| Some((field, variant(field), scalars::filter(schema, field)?)))
        .collect();
    let variants = fields.iter().map(|(field, variant, filter)| {
        let doc = docs(&field.docs);
        quote!(#doc #variant(#filter))
    });
    let applied = fields.iter().map(|(field, variant, _)| {
        let accessor = ident(&field.rust_name);
        quote!(#name::#variant(filter) => filter.on(#module::#accessor()))
    });
    let (related, reached) = relations::filters(schema, model, &name);
    quote! {
        #[doc = #doc]
        #[derive(::uniffi::Enum)]
        pub enum #name {
            #(#variants,)*
            #related
            /// Every one is true; true everywhere when there is none.
            And(::std::vec::Vec<#name>),
            /// At least one is true; true nowhere when there is none.
            Or(::std::vec::Vec<#name>),
            /// It is not true.
            Not(::std::boxed::Box<#name>),
        }

        impl ::core::convert::From<#name> for __larder::FilterExpr<#row> {
            fn from(filter: #name) -> Self {
                match filter {
                    #(#applied,)*
                    #reached
                    #name::And(parts) => Self::all(parts.into_iter().map(::core::convert::Into::into)),
                    #name::Or(parts) => Self::any(parts.into_iter().map(::core::convert::Into::into)),
                    #name::Not(part) => <Self as ::core::convert::From<_>>::from(*part).not(),
                }
            }
        }
    }
}
