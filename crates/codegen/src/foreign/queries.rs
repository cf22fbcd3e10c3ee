//! `<Model>Query`: which rows, in which order, which part of them; `<Model>Page`, and `<Model>Match` of a search.

use larder_schema::schema::Model;
use proc_macro2::TokenStream;
use quote::quote;

use super::{Crossing, name, record_type, row_type};
use crate::rust_types::ident;

pub(super) fn expand(model: &Model) -> TokenStream {
    let (row, record, rows_cross) = (row_type(model), record_type(model), Crossing::of(model).rows);
    let [query, page, filter, order] =
        ["Query", "Page", "Where", "Order"].map(|suffix| name(&model.foreign_name, "", suffix));
    let about_query = format!(" Which rows of `{}`, in which order, which part of them.", model.foreign_name);
    let about_page = format!(" A page of `{}` rows and where it stands, from one state.", model.foreign_name);
    let (search, searched) = field(
        !model.fulltext.is_empty(),
        "search",
        &quote! {
            /// The words that a full-text search looks for; the rows that fit best come first.
            #[uniffi(default = None)]
            pub search: ::std::option::Option<TextSearch>,
        },
    );
    let (deleted, taken) = field(
        model.soft_delete.is_some(),
        "deleted",
        &quote! {
            /// Which soft-deleted rows are taken; none when left out.
            #[uniffi(default = None)]
            pub deleted: ::std::option::Option<__larder::DeletedRows>,
        },
    );
    quote! {
        #[doc = #about_query]
        #[derive(::uniffi::Record)]
        pub struct #query {
            /// The rows that meet it; every row when left out.
            #[uniffi(default = None)]
            pub r#where: ::std::option::Option<#filter>,
            #search
            #deleted
            /// The order, most significant step first.
            #[uniffi(default = [])]
            pub order_by: ::std::vec::Vec<#order>,
            /// The greatest count of rows.
            #[uniffi(default = None)]
            pub limit: ::std::option::Option<i64>,
            /// How many rows are passed over first.
            #[uniffi(default = None)]
            pub offset: ::std::option::Option<i64>,
        }

        impl ::core::convert::From<#query> for __larder::Query {
            fn from(query: #query) -> Self {
                Self {
                    filter: query.r#where.map(|filter| __larder::FilterExpr::<#row>::from(filter).of_model()),
                    search: #searched,
                    deleted: #taken,
                    order: __larder::gathered(
                        &mut query.order_by.into_iter().map(|step| __larder::OrderBy::<#row>::from(step).of_any_model()),
                    ),
                    limit: query.limit,
                    offset: query.offset,
                }
            }
        }

        #[doc = #about_page]
        #[derive(::uniffi::Record)]
        pub struct #page {
            /// The rows.
            pub items: ::std::vec::Vec<#record>,
            /// How many rows there are on all pages.
            pub total_count: i64,
            /// Where the page stands.
            pub page_info: PageInfo,
        }

        impl ::core::convert::From<__larder::Page<#row>> for #page {
            fn from(page: __larder::Page<#row>) -> Self {
                Self {
                    items: page.items #rows_cross,
                    total_count: page.total_count,
                    page_info: page.page_info,
                }
            }
        }
    }
}

/// A page beside a cursor.
pub(super) fn keyset(model: &Model) -> TokenStream {
    if model.key.is_empty() {
        return quote!();
    }
    let (row, record, rows_cross) = (row_type(model), record_type(model), Crossing::of(model).rows);
    let page = name(&model.foreign_name, "", "KeysetPage");
    let doc = format!(" A page of `{}` rows beside a cursor.", model.foreign_name);
    quote! {
        #[doc = #doc]
        #[derive(::uniffi::Record)]
        pub struct #page {
            /// The rows, in the order of the query.
            pub items: ::std::vec::Vec<#record>,
            /// The cursor of the page before this one, when there may be one.
            pub before: ::std::option::Option<::std::string::String>,
            /// The cursor of the page after this one, when there may be one.
            pub after: ::std::option::Option<::std::string::String>,
        }

        impl ::core::convert::From<__larder::KeysetPage<#row>> for #page {
            fn from(page: __larder::KeysetPage<#row>) -> Self {
                Self {
                    items: page.items #rows_cross,
                    before: page.before.map(::core::convert::Into::into),
                    after: page.after.map(::core::convert::Into::into),
                }
            }
        }
    }
}

/// Gives the declaration of a field that not every model has, and where its value comes from.
fn field(is_there: bool, name: &str, declared: &TokenStream) -> (TokenStream, TokenStream) {
    if is_there {
        let name = ident(name);
        (declared.clone(), quote!(query.#name))
    } else {
        (quote!(), quote!(::std::option::Option::None))
    }
}

/// What a search gives for each row that it finds.
pub(super) fn found(model: &Model) -> TokenStream {
    if model.fulltext.is_empty() {
        return quote!();
    }
    let (row, record, row_crosses) = (row_type(model), record_type(model), Crossing::of(model).row);
    let found = name(&model.foreign_name, "", "Match");
    let doc = format!(" A `{}` that a search found.", model.foreign_name);
    quote! {
        #[doc = #doc]
        #[derive(::uniffi::Record)]
        pub struct #found {
            /// The row.
            pub item: #record,
            /// The part of its text with the most of the words, `…` where it was cut.
            pub snippet: ::std::string::String,
        }

        impl ::core::convert::From<__larder::Found<#row>> for #found {
            fn from(found: __larder::Found<#row>) -> Self {
                Self { item: found.item #row_crosses, snippet: found.snippet }
            }
        }
    }
}
