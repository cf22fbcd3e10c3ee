//! What comes along with rows in the other languages: `<Model>Include` says which relations, `<Model>ListInclude` which of many
//! rows, and `<Model>With` is a row with a member for each relation.

use larder_schema::schema::{Arity, Model, Relation, Schema};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{name, orders::variant_of, record_type, row_type, stores::fallible};
use crate::{
    models::key_type,
    rust_types::{docs, ident},
};

/// Gives them, as far as the model has relations and is one of many.
pub(super) fn expand(schema: &Schema, at: usize, model: &Model) -> TokenStream {
    let is_listed = schema
        .models
        .iter()
        .flat_map(|model| &model.relations)
        .any(|relation| relation.target == at && relation.arity == Arity::List);
    let list = is_listed.then(|| list(model));
    let own = (!model.relations.is_empty()).then(|| {
        let (include, with) = (include(schema, model), with(schema, at, model));
        quote! { #include #with }
    });
    quote! { #list #own }
}

/// Gives the verbs of the model's store.
pub(super) fn verbs(schema: &Schema, model: &Model) -> TokenStream {
    if model.relations.is_empty() {
        return quote!();
    }
    let key = key_type(schema, model);
    let [query, include, with] =
        ["Query", "Include", "With"].map(|suffix| name(&model.foreign_name, "", suffix));
    let (many, maybe) =
        (fallible(&quote!(::std::vec::Vec<#with>)), fallible(&quote!(::std::option::Option<#with>)));
    quote! {
        /// Looks for rows, with what is related to them: one statement more for each relation, all of one state.
        pub fn find_many_with(&self, query: #query, include: ::std::vec::Vec<#include>) -> #many {
            self.verb(|rows| __larder::find_many_with(rows, query.into(), #include::related(include)?))
        }

        /// Looks for the row with this key, with what is related to it.
        pub fn find_unique_with(&self, id: #key, include: ::std::vec::Vec<#include>) -> #maybe {
            self.verb(|rows| __larder::find_unique_with(rows, id, #include::related(include)?))
        }
    }
}

fn list(model: &Model) -> TokenStream {
    let row = row_type(model);
    let [list, filter, order] =
        ["ListInclude", "Where", "Order"].map(|suffix| name(&model.foreign_name, "", suffix));
    let doc = format!(" Which of the `{}` rows that belong to a row come along with it.", model.foreign_name);
    let (nested, related) = if model.relations.is_empty() {
        (quote!(), quote!())
    } else {
        let include = name(&model.foreign_name, "", "Include");
        (
            quote! {
                /// What comes along with each of them.
                #[uniffi(default = [])]
                pub include: ::std::vec::Vec<#include>,
            },
            quote!(#include::related(list.include)?),
        )
    };
    let with = nested_type(model);
    quote! {
        #[doc = #doc]
        #[derive(::uniffi::Record)]
        pub struct #list {
            /// The rows that meet it; every row when left out.
            #[uniffi(default = None)]
            pub r#where: ::std::option::Option<#filter>,
            /// Their order, most significant step first.
            #[uniffi(default = [])]
            pub order_by: ::std::vec::Vec<#order>,
            /// The greatest count of rows for each row that they belong to.
            #[uniffi(default = None)]
            pub limit: ::std::option::Option<i64>,
            /// How many are passed over first.
            #[uniffi(default = None)]
            pub offset: ::std::option::Option<i64>,
            #nested
        }

        impl #list {
            fn parts(self) -> ::core::result::Result<(__larder::Query<#row>, #with), __larder::RusqliteError> {
                let list = self;
                let query = __larder::Query {
                    filter: list.r#where.map(::core::convert::Into::into),
                    search: ::std::option::Option::None,
                    deleted: ::std::option::Option::None,
                    order: list.order_by.into_iter().map(::core::convert::Into::into).collect(),
                    limit: list.limit,
                    offset: list.offset,
                };
                Ok((query, (#related)))
            }
        }
    }
}

/// What is nested in the rows of a model, on its way to the delegate.
fn nested_type(model: &Model) -> TokenStream {
    if model.relations.is_empty() {
        return quote!(());
    }
    let (row, with) = (row_type(model), name(&model.foreign_name, "", "With"));
    quote!(__larder::Related<#row, #with>)
}

fn include(schema: &Schema, model: &Model) -> TokenStream {
    let (row, module) = (row_type(model), ident(&model.module));
    let [include, with] = ["Include", "With"].map(|suffix| name(&model.foreign_name, "", suffix));
    let doc = format!(" What comes along with `{}` rows.", model.foreign_name);
    let variants = model.relations.iter().map(|relation| {
        let (variant, doc) = (variant_of(&relation.rust_name), docs(&relation.docs));
        let target = &schema.models[relation.target];
        match relation.arity {
            Arity::List => {
                let list = name(&target.foreign_name, "", "ListInclude");
                quote!(#doc #variant(#list))
            }
            Arity::Required | Arity::Optional if target.relations.is_empty() => quote!(#doc #variant),
            Arity::Required | Arity::Optional => {
                let nested = name(&target.foreign_name, "", "Include");
                quote!(#doc #variant(::std::vec::Vec<#nested>))
            }
        }
    });
    let arms = model.relations.iter().map(|relation| arm(schema, model, relation, &module));
    quote! {
        #[doc = #doc]
        #[derive(::uniffi::Enum)]
        pub enum #include { #(#variants,)* }

        impl #include {
            fn related(
                includes: ::std::vec::Vec<Self>,
            ) -> ::core::result::Result<__larder::Related<#row, #with>, __larder::RusqliteError> {
                let mut related = __larder::Related::<#row, #with>::default();
                for include in includes {
                    match include { #(#arms)* }
                }
                Ok(related)
            }
        }
    }
}

/// Hands one relation over, and says which member of the record its rows become.
fn arm(schema: &Schema, model: &Model, relation: &Relation, module: &Ident) -> TokenStream {
    let target = &schema.models[relation.target];
    let (variant, member) = (variant_of(&relation.rust_name), ident(&relation.rust_name));
    let along = quote!(#module::#member().as_include());
    if relation.arity == Arity::List {
        return quote! {
            Self::#variant(list) => related.many(
                #along,
                list.parts()?,
                |record| record.#member = ::std::option::Option::Some(::std::vec::Vec::new()),
                |record, row| record.#member.get_or_insert_default().push(row.into()),
            )?,
        };
    }
    let row = if is_round(schema, model, relation) { quote!(vec![row.into()]) } else { quote!(row.into()) };
    let put = quote!(|record, row| record.#member = ::std::option::Option::Some(#row));
    if target.relations.is_empty() {
        return quote!(Self::#variant => related.one(#along, (), #put)?,);
    }
    let nested = name(&target.foreign_name, "", "Include");
    quote!(Self::#variant(nested) => related.one(#along, #nested::related(nested)?, #put)?,)
}

fn with(schema: &Schema, at: usize, model: &Model) -> TokenStream {
    let (row, record) = (row_type(model), record_type(model));
    let with = name(&model.foreign_name, "", "With");
    let doc = format!(" A `{}` and what came along with it.", schema.models[at].foreign_name);
    let idents: Vec<_> = model.relations.iter().map(|relation| ident(&relation.rust_name)).collect();
    let members = model.relations.iter().zip(&idents).map(|(relation, member)| {
        let target = &schema.models[relation.target];
        let own = if target.relations.is_empty() {
            record_type(target)
        } else {
            let with = name(&target.foreign_name, "", "With");
            quote!(#with)
        };
        let (about, ty) = match relation.arity {
            Arity::List => ("nothing where they were not asked for.", quote!(::std::vec::Vec<#own>)),
            Arity::Required | Arity::Optional if is_round(schema, model, relation) => (
                "a list of one; nothing where there is none, or it was not asked for.",
                quote!(::std::vec::Vec<#own>),
            ),
            Arity::Required | Arity::Optional => {
                ("nothing where there is none, or it was not asked for.", quote!(#own))
            }
        };
        let doc = format!(" The relation `{}`; {about}", relation.name);
        quote! {
            #[doc = #doc]
            pub #member: ::std::option::Option<#ty>
        }
    });
    quote! {
        #[doc = #doc]
        #[derive(::uniffi::Record)]
        pub struct #with {
            /// The row itself.
            pub record: #record,
            #(#members,)*
        }

        impl ::core::convert::From<#row> for #with {
            fn from(row: #row) -> Self {
                Self { record: row.into(), #(#idents: ::std::option::Option::None,)* }
            }
        }
    }
}

/// Whether to-one relations lead from the relation's target back to the model. A struct of Swift cannot hold itself: such
/// a row stands in a list.
fn is_round(schema: &Schema, model: &Model, relation: &Relation) -> bool {
    let mut reached = vec![relation.target];
    let mut next = 0;
    while let Some(&at) = reached.get(next) {
        next += 1;
        if std::ptr::eq(&schema.models[at], model) {
            return true;
        }
        for further in &schema.models[at].relations {
            if further.arity != Arity::List && !reached.contains(&further.target) {
                reached.push(further.target);
            }
        }
    }
    false
}
