//! A model or a view: its struct, its key, its table as data and its descriptor.

use larder_schema::{
    Bindings, names,
    schema::{Arity, Event, Model, Schema, SoftDelete},
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::{
    columns, crossing,
    ddl::fulltext,
    foreign::records::hides,
    rust_types::{debug, docs, field_type, ident, serde_field},
};

/// What the rows of a struct lie in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Table,
    View,
}

/// Gives everything of a model or a view but its inputs and accessors.
pub(crate) fn expand(schema: &Schema, model: &Model, kind: Kind, bindings: Bindings) -> TokenStream {
    let (structure, key) = (structure(schema, model, bindings), key(schema, model, bindings));
    let (table, descriptor) = (table(schema, model), descriptor(schema, model, kind));
    let from_row = from_row(model, kind);
    quote! { #structure #key #table #descriptor #from_row }
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
pub(crate) fn descriptor_name(model: &Model, kind: Kind) -> Ident {
    match kind {
        Kind::Table => format_ident!("{}", names::model_descriptor(&model.name)),
        Kind::View => format_ident!("{}", names::view_descriptor(&model.name)),
    }
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
        [] => quote!(()),
        [at] => field_type(schema, &model.fields[at]),
        _ => {
            let name = format_ident!("{}Key", model.name);
            quote!(#name)
        }
    }
}

fn key(schema: &Schema, model: &Model, bindings: Bindings) -> TokenStream {
    if model.key.len() < 2 {
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
    let (positions, count) = (&model.key, model.key.len());
    let crosses = crossing::record(bindings, &name, &format!("{}Key", model.foreign_name));
    quote! {
        #[doc = #doc]
        #[derive(#derive_debug Clone, PartialEq, Eq, Hash, __serde::Serialize, __serde::Deserialize)]
        #[serde(crate = "__serde")]
        #crosses
        pub struct #name { #(#serde pub #idents: #types),* }
        #debug

        impl __larder::Key for #name {
            type Values = [__larder::Value; #count];

            fn into_values(
                self,
                table: &'static __larder::Table,
            ) -> ::core::result::Result<Self::Values, __larder::RusqliteError> {
                Ok([#(__larder::stored(table, #positions, self.#idents)?),*])
            }
        }
    }
}

fn table(schema: &Schema, model: &Model) -> TokenStream {
    let upper = names::to_snake_case(&model.name).to_uppercase();
    let (text, sql_name) = (&model.name, &model.table);
    let (table, columns, fixed) = (table_name(model), columns_name(model), format_ident!("{upper}_SQL"));
    let column_data = columns::expand(schema, model);
    let key = &model.key;
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
    let fulltext = option(fulltext::index(model).map(|index| {
        let (name, row_number) = (index.name, index.row_number);
        quote!(__larder::FulltextIndex { name: #name, row_number: #row_number })
    }));
    let retain_days = option(model.retain_days);
    let audit = model.audit;
    let emits = model.emits.iter().map(|event| match event {
        Event::Created => "created",
        Event::Updated => "updated",
        Event::Deleted => "deleted",
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
            fulltext: #fulltext,
            retain_days: #retain_days,
            audit: #audit,
            emits: &[#(#emits),*],
            fixed: &#fixed,
        };
    }
}

fn descriptor(schema: &Schema, model: &Model, kind: Kind) -> TokenStream {
    let (name, table, descriptor) = (ident(&model.name), table_name(model), descriptor_name(model, kind));
    let key_type = key_type(schema, model);
    let decode = model.fields.iter().enumerate().map(|(at, field)| {
        let ident = ident(&field.rust_name);
        quote!(#ident: row.get(#at)?)
    });
    let rows = quote! {
        __larder::ModelDescriptor {
            table: &#table,
            decode: |row| Ok(#name { #(#decode),* }),
            key: __larder::PhantomData,
        }
    };
    let (doc, ty, value) = match kind {
        Kind::Table => ("a `ModelDelegate`", quote!(ModelDescriptor), rows),
        Kind::View if model.key.is_empty() => (
            "a `ViewDelegateNoUnique`",
            quote!(ViewDescriptor),
            quote!(__larder::ViewDescriptor { rows: #rows }),
        ),
        Kind::View => {
            ("a `ViewDelegate`", quote!(ViewDescriptor), quote!(__larder::ViewDescriptor { rows: #rows }))
        }
    };
    let doc = format!(" The descriptor of [`{}`], for {doc}.", model.name);
    quote! {
        #[doc = #doc]
        pub const #descriptor: __larder::#ty<#name, #key_type> = #value;
    }
}

/// A row of a statement of the user's own, by the names of the columns.
fn from_row(model: &Model, kind: Kind) -> TokenStream {
    let (name, table, descriptor) = (ident(&model.name), table_name(model), descriptor_name(model, kind));
    let rows = match kind {
        Kind::Table => quote!(#descriptor),
        Kind::View => quote!(#descriptor.rows),
    };
    quote! {
        impl __larder::FromRow for #name {
            const COLUMNS: __larder::RowColumns = __larder::RowColumns::Table(&#table);

            fn from_row(row: &__larder::Row<'_>) -> ::core::result::Result<Self, __larder::RusqliteError> {
                (#rows.decode)(row)
            }
        }
    }
}

fn option<T: quote::ToTokens>(value: Option<T>) -> TokenStream {
    match value {
        Some(value) => quote!(::std::option::Option::Some(#value)),
        None => quote!(::std::option::Option::None),
    }
}
