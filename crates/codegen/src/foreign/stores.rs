//! `<Model>Store` and the store of a view: the verbs that read as an object, each one line, and those that write.

use larder_schema::{
    names,
    schema::{Model, Schema},
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Crossing, includes, name, record_type, row_type, selections, writes};
use crate::models::{Kind, descriptor_name, key_type, table_name};

pub(super) fn expand(schema: &Schema, model: &Model, kind: Kind) -> TokenStream {
    let (row, key) = (row_type(model), key_type(schema, model));
    let store = name(&model.foreign_name, "", "Store");
    let (name_of_descriptor, table, erased) =
        (descriptor_name(model, kind), table_name(model), rows_name(model));
    let doc = format!(
        " The verbs of `{}`. Calls block until they are done; any thread may call.",
        model.foreign_name
    );
    let descriptor = &match kind {
        Kind::Table => quote!(&#name_of_descriptor),
        Kind::View => quote!(&#name_of_descriptor.rows),
    };
    let unique = (!model.key.is_empty()).then(|| find_unique(schema, model, descriptor));
    let reads = reads(model, descriptor);
    let snippets = (!model.fulltext.is_empty()).then(|| find_snippets(model, descriptor));
    let (related, selected) = (includes::verb(model, descriptor), selections::verb(model));
    let keyset = (!model.key.is_empty()).then(|| keyset(model, descriptor));
    let writes = (kind == Kind::Table).then(|| writes::expand(schema, model));
    quote! {
        #[doc = #doc]
        #[derive(::uniffi::Object)]
        pub struct #store {
            scope: __larder::Scope,
        }

        static #erased: __larder::Rows = __larder::rows(&#table);

        impl #store {
            fn verb<T>(
                &self,
                verb: impl ::core::ops::FnOnce(__larder::ModelDelegate<'_, #row, #key>) -> ::core::result::Result<T, __larder::RusqliteError>,
            ) -> ::core::result::Result<T, __larder::StoreError> {
                self.scope.run(|target| verb(__larder::ModelDelegate::new(target, #descriptor)))
            }
        }

        #[::uniffi::export]
        impl #store {
            #unique
            #reads
            #snippets
            #related
            #keyset
            #selected
            #writes
        }
    }
}

/// The result of a method.
pub(super) fn fallible(ty: &TokenStream) -> TokenStream {
    quote!(::core::result::Result<#ty, __larder::StoreError>)
}

fn find_unique(schema: &Schema, model: &Model, descriptor: &TokenStream) -> TokenStream {
    let (record, key) = (record_type(model), key_type(schema, model));
    let maybe = fallible(&quote!(::std::option::Option<#record>));
    let maybe_crosses = Crossing::of(model).maybe;
    quote! {
        /// Looks for the row with this key.
        pub fn find_unique(&self, id: #key) -> #maybe {
            self.scope.find_unique(#descriptor, id) #maybe_crosses
        }
    }
}

/// The static by which a verb that gives no row knows the model.
pub(super) fn rows_name(model: &Model) -> Ident {
    format_ident!("{}_ROWS", names::to_snake_case(&model.name).to_uppercase())
}

fn reads(model: &Model, descriptor: &TokenStream) -> TokenStream {
    let (row, record, rows) = (row_type(model), record_type(model), rows_name(model));
    let erased = quote!(__larder::FilterExpr::<#row>);
    let Crossing { many: many_cross, maybe: maybe_crosses, .. } = Crossing::of(model);
    let [filter, query, page] =
        ["Where", "Query", "Page"].map(|suffix| name(&model.foreign_name, "", suffix));
    let maybe = fallible(&quote!(::std::option::Option<#record>));
    let many = fallible(&quote!(::std::vec::Vec<#record>));
    let planned = fallible(&quote!(__larder::QueryPlan));
    let (count, flag, paged) = (fallible(&quote!(i64)), fallible(&quote!(bool)), fallible(&quote!(#page)));
    quote! {
        /// Looks for rows.
        #[uniffi::method(default(query))]
        pub fn find_many(&self, query: #query) -> #many {
            self.scope.find_many(#descriptor, query.into()) #many_cross
        }

        /// Looks for the first row; a limit or an offset in the query is refused.
        #[uniffi::method(default(query))]
        pub fn find_first(&self, query: #query) -> #maybe {
            self.scope.find_first(#descriptor, query.into()) #maybe_crosses
        }

        /// Gives a page of rows and how many there are, from one state; a limit or an offset in the query is refused.
        #[uniffi::method(default(query), default(page))]
        pub fn paginate(&self, query: #query, page: PageInput) -> #paged {
            self.scope.paginate(#descriptor, query.into(), page).map(::core::convert::Into::into)
        }

        /// Shows what `find_many` would run for the query, and how SQLite would run it. It does not run.
        #[uniffi::method(default(query))]
        pub fn explain(&self, query: #query) -> #planned {
            self.scope.explain(&#rows, query.into())
        }

        /// Counts rows.
        #[uniffi::method(default(r#where = None))]
        pub fn count(&self, r#where: ::std::option::Option<#filter>) -> #count {
            self.scope.count(&#rows, r#where.map(|filter| #erased::from(filter).of_model()))
        }

        /// Asks whether there is a row.
        #[uniffi::method(default(r#where = None))]
        pub fn exists(&self, r#where: ::std::option::Option<#filter>) -> #flag {
            self.scope.exists(&#rows, r#where.map(|filter| #erased::from(filter).of_model()))
        }
    }
}

fn keyset(model: &Model, descriptor: &TokenStream) -> TokenStream {
    let [query, page] = ["Query", "KeysetPage"].map(|suffix| name(&model.foreign_name, "", suffix));
    let paged = fallible(&quote!(#page));
    quote! {
        /// Gives the page beside a cursor, or the first one; the query's limit is its size. Stable while others write.
        #[uniffi::method(default(query), default(start = None))]
        pub fn find_page(&self, query: #query, start: ::std::option::Option<__larder::PageStart>) -> #paged {
            self.scope.find_page(#descriptor, query.into(), start).map(::core::convert::Into::into)
        }
    }
}

fn find_snippets(model: &Model, descriptor: &TokenStream) -> TokenStream {
    let [query, found] = ["Query", "Match"].map(|suffix| name(&model.foreign_name, "", suffix));
    let many = fallible(&quote!(::std::vec::Vec<#found>));
    quote! {
        /// Looks for the rows of a search, each with an extract that has these marks around the words.
        pub fn find_snippets(&self, query: #query, snippet: SnippetOptions) -> #many {
            self.scope
                .find_snippets(#descriptor, query.into(), snippet)
                .map(|rows| rows.into_iter().map(::core::convert::Into::into).collect())
        }
    }
}
