//! How the names and types of the schema are written in Rust.

use larder_schema::{
    names,
    schema::{Arity, Field, Scalar, Schema, Type},
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// Writes a name, raw when Rust has the word for itself.
pub(crate) fn ident(name: &str) -> Ident {
    if names::is_rust_keyword(name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        format_ident!("{name}")
    }
}

/// What ends or begins a comment in Swift and Kotlin, where they nest, ends a text in Python, or begins a character there.
const MARKS: [&str; 7] = ["/*", "*/", "\"\"\"", "\\N", "\\U", "\\u", "\\x"];

/// Writes the lines of a doc comment. A blank without width keeps apart what means something else in another language.
pub(crate) fn docs(lines: &[String]) -> TokenStream {
    let apart = |line: &str| {
        MARKS.into_iter().fold(line.to_owned(), |line, mark| {
            let (first, second) = mark.split_at(1);
            line.replace(mark, &format!("{first}\u{200b}{second}"))
        })
    };
    let lines = lines.iter().map(|line| format!(" {}", apart(line.trim())));
    quote! { #(#[doc = #lines])* }
}

/// The type of one value.
pub(crate) fn base(schema: &Schema, ty: Type) -> TokenStream {
    match ty {
        Type::Scalar(scalar) => match scalar {
            Scalar::String | Scalar::Cuid => quote!(::std::string::String),
            Scalar::Int | Scalar::BigInt => quote!(i64),
            Scalar::Float => quote!(f64),
            Scalar::Boolean => quote!(bool),
            Scalar::DateTime => quote!(__larder::chrono::DateTime<__larder::chrono::Utc>),
            Scalar::Decimal => quote!(__larder::rust_decimal::Decimal),
            Scalar::Json => quote!(__larder::Json<__larder::serde_json::Value>),
            Scalar::Bytes => quote!(::std::vec::Vec<u8>),
            Scalar::Uuid => quote!(__larder::uuid::Uuid),
        },
        Type::Enum(at) => {
            let name = ident(&schema.enums[at].name);
            quote!(#name)
        }
        Type::Composite(at) => {
            let name = ident(&schema.types[at].name);
            quote!(#name)
        }
    }
}

/// The type of a field in its model.
pub(crate) fn field_type(schema: &Schema, field: &Field) -> TokenStream {
    in_arity(field, &base(schema, field.ty))
}

fn in_arity(field: &Field, base: &TokenStream) -> TokenStream {
    match field.arity {
        Arity::Required => base.clone(),
        Arity::Optional => quote!(::std::option::Option<#base>),
        Arity::List => quote!(::std::vec::Vec<#base>),
    }
}

/// The type of a field as a module inside the schema's own names it, where a name of its own could stand before it.
pub(crate) fn outer_type(schema: &Schema, field: &Field) -> TokenStream {
    let base = match field.ty {
        Type::Scalar(_) => base(schema, field.ty),
        Type::Enum(_) | Type::Composite(_) => {
            let base = base(schema, field.ty);
            quote!(super::#base)
        }
    };
    in_arity(field, &base)
}

/// The serde attributes that the type of a field asks for, and its name in JSON.
pub(crate) fn serde_field(field: &Field) -> TokenStream {
    let name = &field.name;
    let form = match field.ty {
        Type::Scalar(Scalar::BigInt | Scalar::Decimal) => quote!(#[serde(with = "__larder::exact")]),
        _ => quote!(),
    };
    quote! { #[serde(rename = #name)] #form }
}

/// An implementation of `Debug` that leaves out what is sensitive; the derived one serves when nothing is.
pub(crate) fn debug(name: &Ident, fields: &[(&Field, Ident)]) -> (TokenStream, TokenStream) {
    if fields.iter().all(|(field, _)| !field.sensitive) {
        return (quote!(Debug,), quote!());
    }
    let text = name.to_string();
    let shown = fields.iter().map(|(field, ident)| {
        let label = &field.rust_name;
        let value = if field.sensitive { quote!(&__larder::Redacted) } else { quote!(&self.#ident) };
        quote!(.field(#label, #value))
    });
    let implementation = quote! {
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#text) #(#shown)* .finish()
            }
        }
    };
    (quote!(), implementation)
}
