//! The module of a model with an accessor for each field and relation: `note::title()`.

use larder_schema::schema::{Model, Schema};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    models::columns_name,
    relations,
    rust_types::{ident, outer_type},
};

/// Gives the module.
pub(crate) fn expand(schema: &Schema, model: &Model) -> TokenStream {
    let (module, name, columns) = (ident(&model.module), ident(&model.name), columns_name(model));
    let doc = format!(" The fields and relations of [`{}`], for filters and orders.", model.name);
    let accessors = model.fields.iter().enumerate().map(|(at, field)| {
        let (accessor, ty) = (ident(&field.rust_name), outer_type(schema, field));
        let doc = format!(" The field `{}`.", field.name);
        quote! {
            #[doc = #doc]
            pub const fn #accessor() -> __larder::FieldRef<super::#name, #ty> {
                __larder::FieldRef::new(&#columns[#at])
            }
        }
    });
    let relations = [
        relations::accessors(schema, model),
        relations::related(schema, model),
        relations::statics(schema, model),
    ];
    quote! {
        #[doc = #doc]
        pub mod #module {
            use super::*;

            #(#accessors)*
            #(#relations)*
        }
    }
}
