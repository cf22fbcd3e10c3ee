//! What comes along with rows in the other languages: `<Model>Include` says which relations, and `<Model>With` is a row with a
//! member for each relation.

use larder_schema::schema::{Arity, Model, Relation, Schema};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{name, orders::variant_of, record_type, row_type, stores::fallible};
use crate::rust_types::{docs, ident};

/// Gives both, when the model has relations.
pub(super) fn expand(schema: &Schema, model: &Model) -> TokenStream {
    if model.relations.is_empty() {
        return quote!();
    }
    let (include, with) = (include(schema, model), with(schema, model));
    quote! { #include #with }
}

/// Gives the verb of the model's store.
pub(super) fn verb(model: &Model, descriptor: &TokenStream) -> TokenStream {
    if model.relations.is_empty() {
        return quote!();
    }
    let [query, include, with] =
        ["Query", "Include", "With"].map(|suffix| name(&model.foreign_name, "", suffix));
    let many = fallible(&quote!(::std::vec::Vec<#with>));
    quote! {
        /// Looks for rows and what is related to them, of one state.
        pub fn find_many_with(&self, query: #query, include: ::std::vec::Vec<#include>) -> #many {
            self.scope.find_many_with(#descriptor, query.into(), #include::related(include))
        }
    }
}

fn include(schema: &Schema, model: &Model) -> TokenStream {
    let (row, module) = (row_type(model), ident(&model.module));
    let [include, with] = ["Include", "With"].map(|suffix| name(&model.foreign_name, "", suffix));
    let doc = format!(" What comes along with `{}` rows.", model.foreign_name);
    let variants = model.relations.iter().map(|relation| {
        let (variant, doc) = (variant_of(&relation.rust_name), docs(&relation.docs));
        let target = &schema.models[relation.target];
        // Which of many rows come along, and what comes along with them.
        let query = (relation.arity == Arity::List).then(|| name(&target.foreign_name, "", "Query"));
        let nested = (!target.relations.is_empty()).then(|| name(&target.foreign_name, "", "Include"));
        let nested = nested.map(|nested| quote!(::std::vec::Vec<#nested>));
        match (query, nested) {
            (Some(query), Some(nested)) => quote!(#doc #variant { query: #query, include: #nested }),
            (Some(query), None) => quote!(#doc #variant { query: #query }),
            (None, Some(nested)) => quote!(#doc #variant { include: #nested }),
            (None, None) => quote!(#doc #variant),
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
    let path = if relation.arity == Arity::List { quote!(ToMany) } else { quote!(ToOne) };
    let along = quote!(__larder::#path::as_include(&#module::#member()));
    let (taken, nested) = if target.relations.is_empty() {
        (quote!(), quote!(()))
    } else {
        let nested = name(&target.foreign_name, "", "Include");
        (quote!(include), quote!(#nested::related(include)?))
    };
    if relation.arity == Arity::List {
        return quote! {
            Self::#variant { query, #taken } => related.many(
                #along,
                query.into(),
                #nested,
                |record| record.#member = ::std::option::Option::Some(::std::vec::Vec::new()),
                |record, row| record.#member.get_or_insert_default().push(row.into()),
            )?,
        };
    }
    let row = if is_round(schema, model, relation) { quote!(vec![row.into()]) } else { quote!(row.into()) };
    let put = quote!(|record, row| record.#member = ::std::option::Option::Some(#row));
    quote!(Self::#variant { #taken } => related.one(#along, #nested, #put)?,)
}

fn with(schema: &Schema, model: &Model) -> TokenStream {
    let (row, record) = (row_type(model), record_type(model));
    let with = name(&model.foreign_name, "", "With");
    let doc = format!(" A `{}` and what came along with it.", model.foreign_name);
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
