//! `<Model>Query`: which rows, in which order, which part of them; and `<Model>Page`.

use larder_schema::schema::Model;
use proc_macro2::TokenStream;
use quote::quote;

use super::{name, record_type, row_type};

pub(super) fn expand(model: &Model) -> TokenStream {
    let (row, record) = (row_type(model), record_type(model));
    let [query, page, filter, order] =
        ["Query", "Page", "Where", "Order"].map(|suffix| name(&model.foreign_name, "", suffix));
    let about_query = format!(" Which rows of `{}`, in which order, which part of them.", model.foreign_name);
    let about_page = format!(" A page of `{}` rows and where it stands, from one state.", model.foreign_name);
    quote! {
        #[doc = #about_query]
        #[derive(::uniffi::Record)]
        pub struct #query {
            /// The rows that meet it; every row when left out.
            #[uniffi(default = None)]
            pub r#where: ::std::option::Option<#filter>,
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

        impl ::core::convert::From<#query> for __larder::Query<#row> {
            fn from(query: #query) -> Self {
                Self {
                    filter: query.r#where.map(::core::convert::Into::into),
                    order: query.order_by.into_iter().map(::core::convert::Into::into).collect(),
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
                    items: page.items.into_iter().map(::core::convert::Into::into).collect(),
                    total_count: page.total_count,
                    page_info: page.page_info,
                }
            }
        }
    }
}
