//! How filters and orders of the other languages reach related rows: `<Model>Filter` for the one row of a relation,
//! `<Model>ListFilter` for many.

use larder_schema::schema::{Arity, Model, Relation, Schema};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{name, orders::variant_of, row_type};
use crate::rust_types::{docs, ident};

/// Gives the filters of the relations that lead to a model, as far as there are any.
pub(super) fn expand(schema: &Schema, at: usize, model: &Model) -> TokenStream {
    let leads_here = |is_list: bool| {
        let relations = schema.models.iter().flat_map(|model| &model.relations);
        relations
            .into_iter()
            .any(|relation| relation.target == at && (relation.arity == Arity::List) == is_list)
    };
    let (row, filter) = (row_type(model), name(&model.foreign_name, "", "Where"));
    let one = leads_here(false).then(|| {
        let name = name(&model.foreign_name, "", "Filter");
        let doc = format!(" Asks something of the `{}` that a row is related to.", model.foreign_name);
        quote! {
            #[doc = #doc]
            #[derive(::uniffi::Enum)]
            pub enum #name {
                /// It meets this filter. Without such a row, its fields hold nothing.
                Is(::std::boxed::Box<#filter>),
                /// There is none.
                IsNone,
                /// There is one.
                IsSome,
            }

            impl #name {
                /// Applies it to a relation.
                pub fn on<M>(self, relation: &__larder::ToOne<M, #row>) -> __larder::FilterExpr<M> {
                    match self {
                        Self::Is(filter) => relation.is((*filter).into()),
                        Self::IsNone => relation.is_none(),
                        Self::IsSome => relation.is_some(),
                    }
                }
            }
        }
    });
    let many = leads_here(true).then(|| {
        let name = name(&model.foreign_name, "", "ListFilter");
        let doc = format!(" Asks something of the `{}` rows that a row is related to.", model.foreign_name);
        quote! {
            #[doc = #doc]
            #[derive(::uniffi::Enum)]
            pub enum #name {
                /// At least one of them meets this filter.
                Some(::std::boxed::Box<#filter>),
                /// All of them meet this filter; true as well where there is none.
                Every(::std::boxed::Box<#filter>),
                /// None of them meets this filter; true as well where there is none.
                None(::std::boxed::Box<#filter>),
            }

            impl #name {
                /// Applies it to a relation.
                pub fn on<M>(self, relation: &__larder::ToMany<M, #row>) -> __larder::FilterExpr<M> {
                    match self {
                        Self::Some(filter) => relation.some((*filter).into()),
                        Self::Every(filter) => relation.every((*filter).into()),
                        Self::None(filter) => relation.none((*filter).into()),
                    }
                }
            }
        }
    });
    quote! { #one #many }
}

/// Gives the variants of `<Model>Where` for the relations, and what each becomes.
pub(super) fn filters(schema: &Schema, model: &Model, filter: &Ident) -> (TokenStream, TokenStream) {
    let module = ident(&model.module);
    let variants = model.relations.iter().map(|relation| {
        let (variant, doc) = (variant_of(&relation.rust_name), docs(&relation.docs));
        let suffix = if relation.arity == Arity::List { "ListFilter" } else { "Filter" };
        let ty = name(&schema.models[relation.target].foreign_name, "", suffix);
        quote!(#doc #variant(#ty),)
    });
    let arms = model.relations.iter().map(|relation| {
        let (variant, accessor) = (variant_of(&relation.rust_name), ident(&relation.rust_name));
        quote!(#filter::#variant(filter) => filter.on(&#module::#accessor()),)
    });
    (quote!(#(#variants)*), quote!(#(#arms)*))
}

/// Gives the variants of `<Model>Order` for the relations to one row, and what each becomes.
pub(super) fn orders(schema: &Schema, model: &Model, order: &Ident) -> (TokenStream, TokenStream) {
    let module = ident(&model.module);
    let to_one: Vec<&Relation> =
        model.relations.iter().filter(|relation| relation.arity != Arity::List).collect();
    let variants = to_one.iter().map(|relation| {
        let (variant, doc) = (variant_of(&relation.rust_name), docs(&relation.docs));
        let ty = name(&schema.models[relation.target].foreign_name, "", "Order");
        quote!(#doc #variant(::std::boxed::Box<#ty>),)
    });
    let arms = to_one.iter().map(|relation| {
        let (variant, accessor) = (variant_of(&relation.rust_name), ident(&relation.rust_name));
        quote!(#order::#variant(order) => __larder::ToOne::by(&#module::#accessor(), (*order).into()),)
    });
    (quote!(#(#variants)*), quote!(#(#arms)*))
}
