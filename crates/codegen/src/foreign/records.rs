//! The records that differ from their Rust structs: a model without its `@server_only` fields, and the input of
//! an update, whose nullable fields are `Set` or `Clear`. Where nothing differs the Rust struct itself crosses.

use larder_schema::schema::{Arity, Field, Model, Schema};
use proc_macro2::TokenStream;
use quote::quote;

use super::{name, row_type, scalars};
use crate::{
    crossing::is_seen,
    inputs::may_change,
    models::Kind,
    rust_types::{docs, field_type, ident},
};

/// Gives those that the model needs.
pub(super) fn expand(schema: &Schema, model: &Model, kind: Kind) -> TokenStream {
    let record = hides(model).then(|| record(schema, model));
    let update = (kind == Kind::Table && clears(model)).then(|| update(schema, model));
    quote! { #record #update }
}

/// Whether the record leaves fields out.
pub(crate) fn hides(model: &Model) -> bool {
    !model.fields.iter().all(is_seen)
}

/// Whether an update can clear a field.
pub(crate) fn clears(model: &Model) -> bool {
    model
        .fields
        .iter()
        .enumerate()
        .any(|(at, field)| field.arity == Arity::Optional && may_change(model, at, field))
}

fn record(schema: &Schema, model: &Model) -> TokenStream {
    let (row, name, doc) = (row_type(model), name(&model.foreign_name, "", ""), docs(&model.docs));
    let seen: Vec<&Field> = model.fields.iter().filter(|field| is_seen(field)).collect();
    let idents: Vec<_> = seen.iter().map(|field| ident(&field.rust_name)).collect();
    let fields = seen.iter().zip(&idents).map(|(field, ident)| {
        let (doc, ty) = (docs(&field.docs), field_type(schema, field));
        quote!(#doc pub #ident: #ty)
    });
    quote! {
        #doc
        #[derive(::uniffi::Record)]
        pub struct #name { #(#fields),* }

        impl ::core::convert::From<#row> for #name {
            fn from(row: #row) -> Self {
                Self { #(#idents: row.#idents),* }
            }
        }
    }
}

fn update(schema: &Schema, model: &Model) -> TokenStream {
    let (row, name) = (row_type(model), name(&model.foreign_name, "Update", "Input"));
    let doc = format!(
        " What an update of a `{}` takes: a field that is left out stays as it is.",
        model.foreign_name
    );
    let changed: Vec<_> = model
        .fields
        .iter()
        .enumerate()
        .filter(|&(at, field)| may_change(model, at, field))
        .map(|(at, field)| (at, field, ident(&field.rust_name)))
        .collect();
    let fields = changed.iter().map(|(_, field, ident)| {
        let doc = docs(&field.docs);
        let ty = if field.arity == Arity::Optional {
            scalars::change(schema, field)
        } else {
            field_type(schema, field)
        };
        quote! {
            #doc
            #[uniffi(default = None)]
            pub #ident: ::std::option::Option<#ty>
        }
    });
    let writes = changed.iter().map(|(at, field, ident)| {
        if field.arity == Arity::Optional {
            let held = field_type(schema, field);
            quote!(changes.set(#at, self.#ident.map(<#held as ::core::convert::From<_>>::from))?;)
        } else {
            quote!(changes.set(#at, self.#ident)?;)
        }
    });
    quote! {
        #[doc = #doc]
        #[derive(::uniffi::Record)]
        pub struct #name { #(#fields),* }

        impl __larder::UpdateInput for #name {
            type Model = #row;

            fn write(self, changes: &mut __larder::Changes) -> ::core::result::Result<(), __larder::RusqliteError> {
                #(#writes)*
                Ok(())
            }
        }
    }
}
