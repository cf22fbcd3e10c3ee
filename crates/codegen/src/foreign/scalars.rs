//! Which filter and which change of the runtime, or of the schema's own enums, a field has.

use larder_schema::schema::{Arity, Field, Scalar, Schema, Type};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The type that filters the field; `None` for lists and for `type` fields, which have no operators.
pub(super) fn filter(schema: &Schema, field: &Field) -> Option<TokenStream> {
    let prefix = match field.arity {
        Arity::Required => "",
        Arity::Optional => "Optional",
        Arity::List => return None,
    };
    match field.ty {
        Type::Scalar(scalar) => {
            let name = format_ident!("{prefix}{}Filter", family(scalar));
            Some(quote!(__larder::#name))
        }
        Type::Enum(at) => {
            let name = format_ident!("{prefix}{}Filter", schema.enums[at].foreign_name);
            Some(quote!(#name))
        }
        Type::Composite(_) => None,
    }
}

/// The type that sets or clears a nullable field.
pub(super) fn change(schema: &Schema, field: &Field) -> TokenStream {
    let own = |name: &str| {
        let name = format_ident!("{name}Change");
        quote!(#name)
    };
    match field.ty {
        Type::Scalar(scalar) => {
            let name = format_ident!("{}Change", family(scalar));
            quote!(__larder::#name)
        }
        Type::Enum(at) => own(&schema.enums[at].foreign_name),
        Type::Composite(at) => own(&schema.types[at].foreign_name),
    }
}

/// The scalars that the border does not tell apart have one family.
fn family(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String | Scalar::Cuid => "Text",
        Scalar::Int | Scalar::BigInt => "Int",
        Scalar::Float => "Float",
        Scalar::Boolean => "Bool",
        Scalar::DateTime => "DateTime",
        Scalar::Decimal => "Decimal",
        Scalar::Json => "Json",
        Scalar::Bytes => "Bytes",
        Scalar::Uuid => "Uuid",
    }
}
