//! Fields that are read by themselves in the other languages: `<Model>Field` names them, and a static holds what is known of
//! each.

use larder_schema::schema::{Arity, Field, Model, Scalar, Schema, Type};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{name, orders::variant};
use crate::{
    crossing::is_seen,
    models::columns_name,
    rust_types::{docs, ident},
};

/// Gives both.
pub(super) fn expand(schema: &Schema, model: &Model) -> TokenStream {
    let (data, name) = (data_name(model), name(&model.foreign_name, "", "Field"));
    let seen = model.fields.iter().enumerate().filter(|(_, field)| is_seen(field));
    let known: Vec<_> = seen.clone().map(|(at, field)| known(schema, model, at, field)).collect();
    let count = known.len();
    let variants = seen.clone().map(|(_, field)| variant(field));
    let about = seen.map(|(_, field)| docs(&field.docs));
    let doc = format!(" A field of `{}`.", model.foreign_name);
    quote! {
        static #data: [__larder::Field; #count] = [#(#known),*];

        #[doc = #doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ::uniffi::Enum)]
        pub enum #name { #(#about #variants,)* }

        impl ::core::convert::From<#name> for &'static __larder::Field {
            fn from(field: #name) -> Self {
                &#data[field as usize]
            }
        }
    }
}

/// The static with what is known of each field.
pub(super) fn data_name(model: &Model) -> Ident {
    format_ident!("{}_FIELDS", larder_schema::names::to_snake_case(&model.name).to_uppercase())
}

fn known(schema: &Schema, model: &Model, at: usize, field: &Field) -> TokenStream {
    let (text, columns) = (&model.name, columns_name(model));
    let (kind, ty, read) = kind(schema, field);
    let kind = format_ident!("{kind}");
    let collation = match kind == "Decimal" {
        true => quote!(::std::option::Option::Some("larder_decimal")),
        false => quote!(::std::option::Option::None),
    };
    quote! {
        __larder::Field {
            model: #text,
            column: &#columns[#at],
            ty: #ty,
            collation: #collation,
            kind: __larder::FieldKind::#kind,
            read: #read,
        }
    }
}

/// What the values of a field are to each other, the name of their type, and how one is read.
fn kind(schema: &Schema, field: &Field) -> (&'static str, String, TokenStream) {
    let of = |kind, name: &str, ty: TokenStream| (kind, name.to_owned(), quote!(__larder::scalar::<#ty>));
    if field.arity == Arity::List {
        return ("Whole", "list".to_owned(), quote!(__larder::document));
    }
    match field.ty {
        Type::Scalar(Scalar::Int | Scalar::BigInt) => of("Integer", "Int", quote!(i64)),
        Type::Scalar(Scalar::Float) => of("Float", "Float", quote!(f64)),
        Type::Scalar(Scalar::Decimal) => of("Decimal", "Decimal", quote!(__Decimal)),
        Type::Scalar(Scalar::String | Scalar::Cuid) => of("Plain", "String", quote!(::std::string::String)),
        Type::Scalar(Scalar::Boolean) => of("Plain", "Boolean", quote!(bool)),
        Type::Scalar(Scalar::DateTime) => of("Plain", "DateTime", quote!(__DateTime)),
        Type::Scalar(Scalar::Uuid) => of("Plain", "Uuid", quote!(__Uuid)),
        Type::Scalar(Scalar::Bytes) => of("Plain", "Bytes", quote!(::std::vec::Vec<u8>)),
        Type::Scalar(Scalar::Json) | Type::Composite(_) => {
            ("Whole", "Json".to_owned(), quote!(__larder::document))
        }
        Type::Enum(at) => {
            let text = schema.enums[at].name.clone();
            let name = ident(&text);
            let read = quote! {
                |stored| {
                    let value = <#name as __larder::FieldValue>::from_stored(stored)?;
                    Ok(__larder::Scalar::Text(value.as_str().to_owned()))
                }
            };
            ("Plain", text, read)
        }
    }
}
