//! What the batch verbs of a model take and give: `<Model>BatchUpdate`, `<Model>BatchResult`, `<Model>Batch`.

use larder_schema::schema::{Model, Schema};
use proc_macro2::TokenStream;
use quote::quote;

use super::{Crossing, name, record_type, row_type, update_input};
use crate::models::key_type;

pub(super) fn expand(schema: &Schema, model: &Model) -> TokenStream {
    let (row, record, key, input) =
        (row_type(model), record_type(model), key_type(schema, model), update_input(model));
    let row_crosses = Crossing::of(model).row;
    let [update, result, batch] =
        ["BatchUpdate", "BatchResult", "Batch"].map(|suffix| name(&model.foreign_name, "", suffix));
    let about_update = format!(" One of the updates of `{}` rows.", model.foreign_name);
    let about_result = format!(" What became of one item of a batch of `{}` rows.", model.foreign_name);
    let about_batch =
        format!(" What a batch of `{}` rows gives, in the order of its items.", model.foreign_name);
    let (if_match, matched) = if model.version.is_some() {
        let field = quote! {
            /// The version that the row must have.
            #[uniffi(default = None)]
            pub if_match: ::std::option::Option<i64>,
        };
        (field, quote!(item.if_match))
    } else {
        (quote!(), quote!(::std::option::Option::None))
    };
    quote! {
        #[doc = #about_update]
        #[derive(::uniffi::Record)]
        pub struct #update {
            /// The key of the row.
            pub id: #key,
            /// What changes.
            pub input: #input,
            #if_match
        }

        impl ::core::convert::From<#update> for __larder::BatchUpdate<#key, #input> {
            fn from(item: #update) -> Self {
                Self { key: item.id, input: item.input, if_match: #matched }
            }
        }

        #[doc = #about_result]
        #[derive(::uniffi::Enum)]
        pub enum #result {
            /// It was done.
            Ok {
                /// The row.
                value: #record,
            },
            /// It was not done, and changed nothing.
            Error {
                /// What kind of error it is.
                code: BatchErrorCode,
                /// What is wrong.
                message: ::std::string::String,
            },
        }

        #[doc = #about_batch]
        #[derive(::uniffi::Record)]
        pub struct #batch {
            /// One for each item.
            pub results: ::std::vec::Vec<#result>,
            /// How many there are of each kind.
            pub summary: BatchSummary,
        }

        impl ::core::convert::From<__larder::BatchResult<#row>> for #result {
            fn from(result: __larder::BatchResult<#row>) -> Self {
                match result {
                    __larder::BatchResult::Ok { value } => Self::Ok { value: value #row_crosses },
                    __larder::BatchResult::Error { code, message } => Self::Error { code, message },
                }
            }
        }

        impl ::core::convert::From<__larder::Batch<#row>> for #batch {
            // Once in the library and not in each of the verbs.
            #[inline(never)]
            fn from(batch: __larder::Batch<#row>) -> Self {
                Self {
                    results: batch.results.into_iter().map(::core::convert::Into::into).collect(),
                    summary: batch.summary,
                }
            }
        }
    }
}
