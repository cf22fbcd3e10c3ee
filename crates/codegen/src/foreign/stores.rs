//! `<Model>Store`: the verbs of a model as an object, each one line.

use larder_schema::schema::{Model, Schema};
use proc_macro2::TokenStream;
use quote::quote;

use super::{create_input, name, record_type, row_type, update_input};
use crate::models::{descriptor_name, key_type};

pub(super) fn expand(schema: &Schema, model: &Model) -> TokenStream {
    let (row, record, key) = (row_type(model), record_type(model), key_type(schema, model));
    let (create_input, update_input) = (create_input(model), update_input(model));
    let [store, filter, query, page, conflict] =
        ["Store", "Where", "Query", "Page", "Conflict"].map(|suffix| name(&model.foreign_name, "", suffix));
    let descriptor = descriptor_name(model);
    let doc = format!(
        " The verbs of `{}`. Calls block until they are done; any thread may call.",
        model.foreign_name
    );
    let fallible = |ty: TokenStream| quote!(::core::result::Result<#ty, __larder::StoreError>);
    let one = fallible(quote!(#record));
    let maybe = fallible(quote!(::std::option::Option<#record>));
    let many = fallible(quote!(::std::vec::Vec<#record>));
    let (count, flag, paged) = (fallible(quote!(i64)), fallible(quote!(bool)), fallible(quote!(#page)));

    let upsert = if model.uniques.is_empty() {
        quote! {
            /// Adds a row, or sets what the input gives in the row with the same key.
            pub fn upsert(&self, input: #create_input) -> #one {
                self.verb(|rows| rows.upsert(input).run()).map(::core::convert::Into::into)
            }
        }
    } else {
        quote! {
            /// Adds a row, or sets what the input gives in the row that has the same key, or the same `on_conflict`.
            #[uniffi::method(default(on_conflict = None))]
            pub fn upsert(&self, input: #create_input, on_conflict: ::std::option::Option<#conflict>) -> #one {
                self.verb(|rows| __larder::upsert(rows, input, on_conflict)).map(::core::convert::Into::into)
            }
        }
    };
    let update = if model.version.is_some() {
        quote! {
            /// Changes the row with this key and gives it as it is then; with `if_match`, only at this version.
            #[uniffi::method(default(if_match = None))]
            pub fn update(&self, id: #key, input: #update_input, if_match: ::std::option::Option<i64>) -> #one {
                self.verb(|rows| __larder::update(rows, id, input, if_match)).map(::core::convert::Into::into)
            }
        }
    } else {
        quote! {
            /// Changes the row with this key and gives it as it is then.
            pub fn update(&self, id: #key, input: #update_input) -> #one {
                self.verb(|rows| rows.update(id).set(input).run()).map(::core::convert::Into::into)
            }
        }
    };
    let restore = model.soft_delete.is_some().then(|| {
        quote! {
            /// Brings a deleted row back.
            pub fn restore(&self, id: #key) -> #one {
                self.verb(|rows| rows.restore(id).run()).map(::core::convert::Into::into)
            }
        }
    });
    let delete_doc = if model.soft_delete.is_some() {
        " Deletes the row with this key and gives it as it was; `restore` brings it back."
    } else {
        " Deletes the row with this key and gives it as it was."
    };

    quote! {
        #[doc = #doc]
        #[derive(::uniffi::Object)]
        pub struct #store {
            scope: __larder::Scope,
        }

        impl #store {
            fn verb<T>(
                &self,
                verb: impl ::core::ops::FnOnce(__larder::ModelDelegate<'_, #row, #key>) -> ::core::result::Result<T, __larder::RusqliteError>,
            ) -> ::core::result::Result<T, __larder::StoreError> {
                self.scope.run(|target| verb(__larder::ModelDelegate::new(target, &#descriptor)))
            }
        }

        #[::uniffi::export]
        impl #store {
            /// Adds a row and gives it as it is stored.
            pub fn create(&self, input: #create_input) -> #one {
                self.verb(|rows| rows.create(input).run()).map(::core::convert::Into::into)
            }

            /// Adds rows in one transaction, all of them or none, and gives how many.
            pub fn create_many(&self, inputs: ::std::vec::Vec<#create_input>) -> #count {
                self.verb(|rows| rows.create_many(inputs).run()).map(|rows| __larder::count(rows.len()))
            }

            #upsert

            /// Looks for the row with this key.
            pub fn find_unique(&self, id: #key) -> #maybe {
                self.verb(|rows| rows.find_unique(id).run()).map(|row| row.map(::core::convert::Into::into))
            }

            /// Looks for rows.
            #[uniffi::method(default(query))]
            pub fn find_many(&self, query: #query) -> #many {
                self.verb(|rows| __larder::Query::from(query).find_many(rows)?.run())
                    .map(|rows| rows.into_iter().map(::core::convert::Into::into).collect())
            }

            /// Looks for the first row; a limit or an offset in the query is refused.
            #[uniffi::method(default(query))]
            pub fn find_first(&self, query: #query) -> #maybe {
                self.verb(|rows| __larder::Query::from(query).find_first(rows)?.run())
                    .map(|row| row.map(::core::convert::Into::into))
            }

            /// Gives a page of rows and how many there are, from one state; a limit or an offset in the query is refused.
            #[uniffi::method(default(query), default(page))]
            pub fn paginate(&self, query: #query, page: PageInput) -> #paged {
                self.verb(|rows| __larder::Query::from(query).find_many(rows)?.paginate(page).run()).map(::core::convert::Into::into)
            }

            /// Counts rows.
            #[uniffi::method(default(r#where = None))]
            pub fn count(&self, r#where: ::std::option::Option<#filter>) -> #count {
                self.verb(|rows| rows.count().where_optional(r#where.map(::core::convert::Into::into)).run()).map(__larder::count)
            }

            /// Asks whether there is a row.
            #[uniffi::method(default(r#where = None))]
            pub fn exists(&self, r#where: ::std::option::Option<#filter>) -> #flag {
                self.verb(|rows| rows.exists().where_optional(r#where.map(::core::convert::Into::into)).run())
            }

            #update

            /// Changes the rows that meet the filter and gives how many; `and([])` asks for every row.
            pub fn update_many(&self, r#where: #filter, input: #update_input) -> #count {
                self.verb(|rows| rows.update_many().where_(::core::convert::Into::into(r#where)).set(input).run()).map(__larder::count)
            }

            #[doc = #delete_doc]
            pub fn delete(&self, id: #key) -> #one {
                self.verb(|rows| rows.delete(id).run()).map(::core::convert::Into::into)
            }

            /// Deletes the rows that meet the filter and gives how many; `and([])` asks for every row.
            pub fn delete_many(&self, r#where: #filter) -> #count {
                self.verb(|rows| rows.delete_many().where_(::core::convert::Into::into(r#where)).run()).map(__larder::count)
            }

            #restore
        }
    }
}
