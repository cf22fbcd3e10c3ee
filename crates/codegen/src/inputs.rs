//! What a create takes and what an update takes.

use larder_schema::{
    Bindings,
    schema::{Arity, Field, Model, Scalar, Schema, SoftDelete, Type},
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::{
    builders::{self, Part},
    crossing,
    foreign::records::clears,
    rust_types::{base, debug, docs, field_type, ident, serde_field},
};

/// Gives both inputs with their builders.
pub(crate) fn expand(schema: &Schema, model: &Model, bindings: Bindings) -> TokenStream {
    let (create, update) = (create(schema, model, bindings), update(schema, model, bindings));
    quote! { #create #update }
}

fn create(schema: &Schema, model: &Model, bindings: Bindings) -> TokenStream {
    let (model_name, name) = (ident(&model.name), format_ident!("Create{}Input", model.name));
    let doc = format!(" What a create of a [`{}`] takes.", model.name);
    let given: Vec<_> = positions(model, |at, field| !fills_itself(model, at, field));
    let named: Vec<_> = given.iter().map(|&(_, field)| (field, ident(&field.rust_name))).collect();
    let (derive_debug, debug) = debug(&name, &named);
    let parts: Vec<Part<'_>> = named
        .iter()
        .map(|(field, ident)| {
            let base = base(schema, field.ty);
            let (ty, required) = match (field.arity, &field.default) {
                // An upsert must know whether a list was left out.
                (Arity::List, _) => (quote!(::std::option::Option<::std::vec::Vec<#base>>), false),
                (Arity::Required, Some(_)) => (quote!(::std::option::Option<#base>), false),
                (arity, _) => (field_type(schema, field), arity == Arity::Required),
            };
            Part {
                field,
                ident: ident.clone(),
                base,
                ty,
                required,
                clears: false,
                absent_list: field.arity == Arity::List,
            }
        })
        .collect();
    let fields = parts.iter().map(|part| {
        let (doc, serde, ident, ty) =
            (docs(&part.field.docs), serde_field(part.field), &part.ident, &part.ty);
        let absent = (!part.required).then(|| quote!(#[serde(default)]));
        let left_out = crossing::may_be_left_out(
            bindings,
            if part.required { Arity::Required } else { Arity::Optional },
        );
        quote! { #doc #serde #absent #left_out pub #ident: #ty }
    });
    let writes = given.iter().map(|(at, field)| {
        let ident = ident(&field.rust_name);
        let fills = field.default.is_some() || field.arity == Arity::List;
        let method = if fills { quote!(set_or_default) } else { quote!(set) };
        quote!(row.#method(#at, self.#ident)?;)
    });
    let derive_default = parts.iter().all(|part| !part.required).then(|| quote!(Default,));
    let fields: Vec<_> = fields.collect();
    let builder = builders::expand(&name, &parts);
    let crosses = crossing::record(bindings, &name, &format!("Create{}Input", model.foreign_name));

    quote! {
        #[doc = #doc]
        #[derive(#derive_debug #derive_default Clone, PartialEq, __serde::Serialize, __serde::Deserialize)]
        #[serde(crate = "__serde")]
        #crosses
        pub struct #name { #(#fields),* }
        #debug
        #builder

        impl __larder::CreateInput for #name {
            type Model = #model_name;

            fn write(self, row: &mut __larder::NewRow) -> ::core::result::Result<(), __larder::RusqliteError> {
                #(#writes)*
                Ok(())
            }
        }
    }
}

fn update(schema: &Schema, model: &Model, bindings: Bindings) -> TokenStream {
    // Where a field can be cleared, `foreign::records` has a struct of its own for the other languages.
    let bindings = if clears(model) { Bindings::None } else { bindings };
    let (model_name, name) = (ident(&model.name), format_ident!("Update{}Input", model.name));
    let doc = format!(" What an update of a [`{}`] takes: `None` keeps a field as it is.", model.name);
    let changed: Vec<_> = positions(model, |at, field| may_change(model, at, field));
    let named: Vec<_> = changed.iter().map(|&(_, field)| (field, ident(&field.rust_name))).collect();
    let (derive_debug, debug) = debug(&name, &named);
    let parts: Vec<Part<'_>> = named
        .iter()
        .map(|(field, ident)| {
            let held = field_type(schema, field);
            let ty = quote!(::std::option::Option<#held>);
            let clears = field.arity == Arity::Optional;
            Part {
                field,
                ident: ident.clone(),
                base: base(schema, field.ty),
                ty,
                required: false,
                clears,
                absent_list: field.arity == Arity::List,
            }
        })
        .collect();
    let fields: Vec<_> = parts
        .iter()
        .map(|part| {
            let (doc, ident, ty, json) = (docs(&part.field.docs), &part.ident, &part.ty, &part.field.name);
            let read = match part.field.ty {
                Type::Scalar(Scalar::BigInt | Scalar::Decimal) => {
                    quote!(#[serde(with = "__larder::exact_change")])
                }
                _ => quote!(#[serde(deserialize_with = "__larder::given::deserialize")]),
            };
            let left_out = crossing::may_be_left_out(bindings, Arity::Optional);
            quote! {
                #doc
                #left_out
                #[serde(rename = #json, default, skip_serializing_if = "::std::option::Option::is_none")]
                #read
                pub #ident: #ty
            }
        })
        .collect();
    let writes = changed.iter().map(|(at, field)| {
        let ident = ident(&field.rust_name);
        quote!(changes.set(#at, self.#ident)?;)
    });
    let builder = builders::expand(&name, &parts);
    let crosses = crossing::record(bindings, &name, &format!("Update{}Input", model.foreign_name));

    quote! {
        #[doc = #doc]
        #[derive(#derive_debug Default, Clone, PartialEq, __serde::Serialize, __serde::Deserialize)]
        #[serde(crate = "__serde")]
        #crosses
        pub struct #name { #(#fields),* }
        #debug
        #builder

        impl __larder::UpdateInput for #name {
            type Model = #model_name;

            fn write(self, changes: &mut __larder::Changes) -> ::core::result::Result<(), __larder::RusqliteError> {
                #(#writes)*
                Ok(())
            }
        }
    }
}

fn positions(model: &Model, keep: impl Fn(usize, &Field) -> bool) -> Vec<(usize, &Field)> {
    model.fields.iter().enumerate().filter(|&(at, field)| keep(at, field)).collect()
}

/// Whether nobody gives the field: its version, its time of update, its time of deletion.
pub(crate) fn fills_itself(model: &Model, at: usize, field: &Field) -> bool {
    model.version == Some(at) || field.updated_at || model.soft_delete == Some(SoftDelete::Declared(at))
}

/// Whether an update may set the field.
pub(crate) fn may_change(model: &Model, at: usize, field: &Field) -> bool {
    !(fills_itself(model, at, field) || model.key.contains(&at) || field.readonly || field.server_only)
}
