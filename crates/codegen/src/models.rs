//! A model: its struct, its key, its table as data and its descriptor.

use larder_schema::{
    Bindings, names,
    schema::{Arity, Event, Model, Schema, SoftDelete},
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::{
    columns, crossing,
    foreign::records::hides,
    rust_types::{debug, docs, field_type, ident, serde_field},
};

/// Gives everything of a model but its inputs and accessors.
pub(crate) fn expand(schema: &Schema, model: &Model, bindings: Bindings) -> TokenStream {
    let (structure, key, table) =
        (structure(schema, model, bindings), key(schema, model, bindings), table(schema, model));
    quote! { #structure #key #table }
}

/// The name of the static with the model's table.
pub(crate) fn table_name(model: &Model) -> Ident {
    format_ident!("{}_TABLE", names::to_snake_case(&model.name).to_uppercase())
}

/// The name of the static with the model's columns.
pub(crate) fn columns_name(model: &Model) -> Ident {
    format_ident!("{}_COLUMNS", names::to_snake_case(&model.name).to_uppercase())
}

/// The name of the constant that a delegate takes.
pub(crate) fn descriptor_name(model: &Model) -> Ident {
    format_ident!("{}", names::model_descriptor(&model.name))
}

fn structure(schema: &Schema, model: &Model, bindings: Bindings) -> TokenStream {
    let (name, doc) = (ident(&model.name), docs(&model.docs));
    let named: Vec<_> = model.fields.iter().map(|field| (field, ident(&field.rust_name))).collect();
    let (derive_debug, debug) = debug(&name, &named);
    let fields = named.iter().map(|(field, ident)| {
        let (doc, serde, ty) = (docs(&field.docs), serde_field(field), field_type(schema, field));
        let hidden = field.server_only.then(|| quote!(#[serde(skip_serializing)]));
        let absent = (field.arity == Arity::Optional).then(|| quote!(#[serde(default)]));
        quote! { #doc #serde #hidden #absent pub #ident: #ty }
    });
    // Where the other languages see less, `foreign::records` has a struct of its own for them.
    let crosses = (!hides(model)).then(|| crossing::record(bindings, &name, &model.foreign_name));
    quote! {
        #doc
        #[derive(#derive_debug Clone, PartialEq, __serde::Serialize, __serde::Deserialize)]
        #[serde(crate = "__serde")]
        #crosses
        pub struct #name { #(#fields),* }
        #debug
    }
}

/// The type of the primary key.
pub(crate) fn key_type(schema: &Schema, model: &Model) -> TokenStream {
    match model.key[..] {
        [at] => field_type(schema, &model.fields[at]),
        _ => {
            let name = format_ident!("{}Key", model.name);
            quote!(#name)
        }
    }
}

fn key(schema: &Schema, model: &Model, bindings: Bindings) -> TokenStream {
    if model.key.len() == 1 {
        return quote!();
    }
    let name = format_ident!("{}Key", model.name);
    let doc = format!(" The key of a [`{}`].", model.name);
    let fields: Vec<_> = model.key.iter().map(|&at| &model.fields[at]).collect();
    let idents: Vec<_> = fields.iter().map(|field| ident(&field.rust_name)).collect();
    let types = fields.iter().map(|field| field_type(schema, field));
    let named: Vec<_> = fields.iter().copied().zip(idents.iter().cloned()).collect();
    let (derive_debug, debug) = debug(&name, &named);
    let serde = fields.iter().map(|field| serde_field(field));
    let positions = &model.key;
    let crosses = crossing::record(bindings, &name, &format!("{}Key", model.foreign_name));
    quote! {
        #[doc = #doc]
        #[derive(#derive_debug Clone, PartialEq, Eq, Hash, __serde::Serialize, __serde::Deserialize)]
        #[serde(crate = "__serde")]
        #crosses
        pub struct #name { #(#serde pub #idents: #types),* }
        #debug

        impl __larder::Key for #name {
            fn into_values(
                self,
                table: &'static __larder::Table,
            ) -> ::core::result::Result<::std::vec::Vec<__larder::Value>, __larder::RusqliteError> {
                Ok(vec![#(__larder::stored(table, #positions, self.#idents)?),*])
            }
        }
    }
}

fn table(schema: &Schema, model: &Model) -> TokenStream {
    let upper = names::to_snake_case(&model.name).to_uppercase();
    let (name, text, sql_name) = (ident(&model.name), &model.name, &model.table);
    let (table, columns, fixed) = (table_name(model), columns_name(model), format_ident!("{upper}_SQL"));
    let descriptor = descriptor_name(model);
    let doc = format!(" The descriptor of [`{text}`], for a `ModelDelegate`.");
    let column_data = columns::expand(schema, model);
    let key = &model.key;
    let key_type = key_type(schema, model);
    let uniques = model.uniques.iter().map(|unique| quote!(&[#(#unique),*]));
    let foreign_keys = model.relations.iter().filter_map(|relation| {
        let key = relation.foreign_key.as_ref()?;
        let target = &schema.models[relation.target];
        let (own, target_table) = (&key.fields, &target.table);
        let references = key.references.iter().map(|&at| &target.fields[at].column);
        Some(quote! {
            __larder::ForeignKey { columns: &[#(#own),*], table: #target_table, references: &[#(#references),*] }
        })
    });
    let version = option(model.version);
    let tombstone = option(match model.soft_delete {
        Some(SoftDelete::Declared(at)) => Some(model.fields[at].column.as_str()),
        Some(SoftDelete::Added) => Some("deleted_at"),
        None => None,
    });
    let retain_days = option(model.retain_days);
    let audit = model.audit;
    let emits = model.emits.iter().map(|event| match event {
        Event::Created => "created",
        Event::Updated => "updated",
        Event::Deleted => "deleted",
    });
    let decode = model.fields.iter().enumerate().map(|(at, field)| {
        let ident = ident(&field.rust_name);
        quote!(#ident: row.get(#at)?)
    });

    quote! {
        #column_data
        static #fixed: __larder::FixedSql = __larder::FixedSql::new();
        static #table: __larder::Table = __larder::Table {
            model: #text,
            name: #sql_name,
            columns: &#columns,
            key: &[#(#key),*],
            uniques: &[#(#uniques),*],
            foreign_keys: &[#(#foreign_keys),*],
            version: #version,
            tombstone: #tombstone,
            retain_days: #retain_days,
            audit: #audit,
            emits: &[#(#emits),*],
            fixed: &#fixed,
        };

        #[doc = #doc]
        pub const #descriptor: __larder::ModelDescriptor<#name, #key_type> = __larder::ModelDescriptor {
            table: &#table,
            decode: |row| Ok(#name { #(#decode),* }),
            key: __larder::PhantomData,
        };
    }
}

fn option<T: quote::ToTokens>(value: Option<T>) -> TokenStream {
    match value {
        Some(value) => quote!(::std::option::Option::Some(#value)),
        None => quote!(::std::option::Option::None),
    }
}
