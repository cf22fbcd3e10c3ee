//! The columns of a table as data: names, defaults, what an update does, validators.

use larder_schema::schema::{Arity, DefaultValue, Field, Model, Scalar, Schema, Type, Validator};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::{
    inputs::may_change,
    literals::{Literal, literal},
    models::columns_name,
};

/// Gives the static array of a model's columns, and the patterns of its validators.
pub(crate) fn expand(schema: &Schema, model: &Model) -> TokenStream {
    let (name, count) = (columns_name(model), model.fields.len());
    let columns = model.fields.iter().enumerate().map(|(at, field)| column(schema, model, at, field));
    quote! {
        static #name: [__larder::Column; #count] = [#(#columns),*];
    }
}

fn column(schema: &Schema, model: &Model, at: usize, field: &Field) -> TokenStream {
    let (text, name, nullable) = (&field.name, &field.column, field.arity == Arity::Optional);
    let default = match default(schema, field) {
        None if field.arity == Arity::List => {
            quote!(::std::option::Option::Some(__larder::DefaultValue::Text("[]")))
        }
        Some(default) => quote!(::std::option::Option::Some(__larder::DefaultValue::#default)),
        None => quote!(::std::option::Option::None),
    };
    let update = format_ident!(
        "{}",
        if model.version == Some(at) {
            "Increment"
        } else if field.updated_at {
            "Now"
        } else if may_change(model, at, field) {
            "Free"
        } else {
            "Never"
        }
    );
    // What a view computes has no collation of its own, nor has a column that another program made.
    let collation = if field.ty == Type::Scalar(Scalar::Decimal) && field.arity != Arity::List {
        quote!(::std::option::Option::Some("larder_decimal"))
    } else {
        quote!(::std::option::Option::None)
    };
    let validators = validators(field);
    quote! {
        __larder::Column {
            field: #text,
            name: #name,
            nullable: #nullable,
            default: #default,
            update: __larder::Update::#update,
            collation: #collation,
            validators: &[#(#validators),*],
        }
    }
}

fn default(schema: &Schema, field: &Field) -> Option<TokenStream> {
    let default = field.default.as_ref()?;
    Some(match default {
        DefaultValue::Now => quote!(Now),
        DefaultValue::Uuid => quote!(Uuid),
        DefaultValue::Cuid => quote!(Cuid),
        DefaultValue::AutoIncrement => quote!(AutoIncrement),
        DefaultValue::DbGenerated => quote!(Elsewhere("dbgenerated()")),
        DefaultValue::Auth(name) => {
            let words = format!("auth().{name}");
            quote!(Elsewhere(#words))
        }
        DefaultValue::Text(_)
        | DefaultValue::Integer(_)
        | DefaultValue::Number(_)
        | DefaultValue::Boolean(_)
        | DefaultValue::Variant(_)
        | DefaultValue::EmptyList => match literal(schema, field)? {
            Literal::Text(text) => quote!(Text(#text)),
            Literal::Integer(number) => quote!(Integer(#number)),
            Literal::Real(number) => quote!(Real(#number)),
            Literal::Blob(bytes) => quote!(Blob(&[#(#bytes),*])),
        },
    })
}

/// The rules for the values of a field.
pub(crate) fn validators(field: &Field) -> Vec<TokenStream> {
    let is_cuid = field.ty == Type::Scalar(Scalar::Cuid) && field.arity != Arity::List;
    let cuid = is_cuid.then(|| quote!(__larder::Validator::CUID));
    field.validators.iter().map(validator).chain(cuid).collect()
}

fn validator(validator: &Validator) -> TokenStream {
    let count = |bound: &Option<u64>| match bound {
        Some(bound) => quote!(::std::option::Option::Some(#bound)),
        None => quote!(::std::option::Option::None),
    };
    let digits = |bound: &Option<String>| match bound {
        Some(bound) => quote!(::std::option::Option::Some(#bound)),
        None => quote!(::std::option::Option::None),
    };
    match validator {
        Validator::Length { min, max } => {
            let (min, max) = (count(min), count(max));
            quote!(__larder::Validator::Length { min: #min, max: #max })
        }
        Validator::Range { min, max } => {
            let (min, max) = (digits(min), digits(max));
            quote!(__larder::Validator::Range { min: #min, max: #max })
        }
        Validator::Regex(pattern) => quote! {
            __larder::Validator::Regex({
                static PATTERN: __larder::Pattern = __larder::Pattern::new(#pattern);
                &PATTERN
            })
        },
        Validator::Email => quote!(__larder::Validator::EMAIL),
        Validator::Uri => quote!(__larder::Validator::URI),
        Validator::Iso4217 => quote!(__larder::Validator::ISO_4217),
    }
}
