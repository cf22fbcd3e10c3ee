//! `Database`: opens the file and hands out the stores; `DatabaseTransaction` hands out those of a transaction.

use larder_schema::{names, schema::Schema};
use proc_macro2::TokenStream;
use quote::quote;

use crate::rust_types::ident;

pub(super) fn expand(schema: &Schema) -> TokenStream {
    let accessors = |scope: &TokenStream| -> Vec<TokenStream> {
        let views = schema.views.iter().map(|view| accessor(&view.foreign_name, &view.module, scope));
        let models = schema.models.iter().map(|model| accessor(&model.foreign_name, &model.module, scope));
        models.chain(views).collect()
    };
    let (database, transaction) =
        (quote!(__larder::Scope::Database(self.runtime.clone())), quote!(self.scope.clone()));
    let (on_database, in_transaction) = (accessors(&database), accessors(&transaction));
    let (query_database, query_transaction) = (query(&database), query(&transaction));
    quote! {
        /// A database file with the tables of the schema. Open it once and share it: any thread may call, and calls
        /// block until they are done.
        #[derive(::uniffi::Object)]
        pub struct Database {
            runtime: ::std::sync::Arc<__larder::RusqliteRuntime>,
        }

        impl Database {
            /// Gives the runtime, for Rust code of the app's own.
            pub fn runtime(&self) -> &::std::sync::Arc<__larder::RusqliteRuntime> {
                &self.runtime
            }
        }

        #[::uniffi::export]
        impl Database {
            /// Opens the file, or makes it, and brings it to the schema; its folder must exist.
            #[uniffi::constructor(default(options = None))]
            pub fn open(
                path: ::std::string::String,
                options: ::std::option::Option<__larder::DatabaseOptions>,
            ) -> ::core::result::Result<::std::sync::Arc<Self>, __larder::StoreError> {
                Ok(::std::sync::Arc::new(Self { runtime: __larder::open(&path, options, &SCHEMA)? }))
            }

            /// Opens a database that lives as long as this object and its stores.
            #[uniffi::constructor(default(options = None))]
            pub fn in_memory(
                options: ::std::option::Option<__larder::DatabaseOptions>,
            ) -> ::core::result::Result<::std::sync::Arc<Self>, __larder::StoreError> {
                Ok(::std::sync::Arc::new(Self { runtime: __larder::open_in_memory(options, &SCHEMA)? }))
            }

            /// Runs the body in a transaction: all of its writes, or none when it throws.
            ///
            /// The body runs on the calling thread and writes through the stores of the transaction that it is given.
            pub fn run_transaction(
                &self,
                body: ::std::sync::Arc<dyn TransactionBody>,
            ) -> ::core::result::Result<(), __larder::StoreError> {
                __larder::transaction(&self.runtime, |scope| {
                    body.run(::std::sync::Arc::new(DatabaseTransaction { scope }))
                })
            }

            /// Runs the body on one state of the database, whatever others write meanwhile; a call that writes throws
            /// `ReadOnly`.
            pub fn run_snapshot(
                &self,
                body: ::std::sync::Arc<dyn TransactionBody>,
            ) -> ::core::result::Result<(), __larder::StoreError> {
                __larder::snapshot(&self.runtime, |scope| {
                    body.run(::std::sync::Arc::new(DatabaseTransaction { scope }))
                })
            }

            /// Calls the body, which reads, and then the observer: now, and whenever what the body read may be another. The body
            /// reads one state through the stores that it is given, on a thread of the core.
            pub fn observe(
                &self,
                body: ::std::sync::Arc<dyn TransactionBody>,
                observer: ::std::sync::Arc<dyn __larder::LiveObserver>,
            ) -> ::core::result::Result<::std::sync::Arc<__larder::LiveSubscription>, __larder::StoreError> {
                let read: __larder::LiveBody =
                    ::std::boxed::Box::new(move |scope| body.run(::std::sync::Arc::new(DatabaseTransaction { scope })));
                __larder::observe(&self.runtime, observer, read)
            }

            /// Closes every file, and with them every lock, until `resume`; calls throw `Suspended` or wait, as the options
            /// say. Calls that are not done by the deadline are interrupted.
            pub fn suspend(&self, deadline_millis: i64) -> ::core::result::Result<(), __larder::StoreError> {
                __larder::suspend(&self.runtime, deadline_millis)
            }

            /// Serves calls again after `suspend`.
            pub fn resume(&self) -> ::core::result::Result<(), __larder::StoreError> {
                __larder::resume(&self.runtime)
            }

            /// Ends live queries and what runs in the background, and closes the file once running calls are done; later
            /// calls throw `Closed`. What is not done by a deadline is interrupted.
            #[uniffi::method(default(deadline_millis = None))]
            pub fn shutdown(
                &self,
                deadline_millis: ::std::option::Option<i64>,
            ) -> ::core::result::Result<(), __larder::StoreError> {
                __larder::close(&self.runtime, deadline_millis)
            }

            /// Says how the database is doing.
            pub fn health(&self) -> __larder::DatabaseHealth {
                __larder::health(&self.runtime)
            }

            /// Gives the database as what runs beside its stores takes it.
            pub fn core(&self) -> ::std::sync::Arc<__larder::DatabaseCore> {
                __larder::core(&self.runtime)
            }

            #query_database

            #(#on_database)*
        }

        /// A transaction: its stores write together, or not at all.
        #[derive(::uniffi::Object)]
        pub struct DatabaseTransaction {
            scope: __larder::Scope,
        }

        #[::uniffi::export]
        impl DatabaseTransaction {
            /// Leaves the foreign keys to the end of the transaction, so that rows that name one another can be
            /// written one after the other; `Restrict` waits for the end, too.
            pub fn defer_foreign_keys(&self) -> ::core::result::Result<(), __larder::StoreError> {
                self.scope.defer_foreign_keys()
            }

            #query_transaction

            #(#in_transaction)*
        }

        /// What an app does in a transaction.
        #[::uniffi::export(foreign)]
        pub trait TransactionBody: ::core::marker::Send + ::core::marker::Sync {
            /// Writes through the stores of the transaction; to throw is to undo everything.
            fn run(
                &self,
                transaction: ::std::sync::Arc<DatabaseTransaction>,
            ) -> ::core::result::Result<(), __larder::StoreError>;
        }
    }
}

fn query(scope: &TokenStream) -> TokenStream {
    let rows = super::stores::fallible(&quote!(::std::vec::Vec<::std::vec::Vec<__larder::Scalar>>));
    quote! {
        /// Reads with a statement of the app's own: each value stands in it as `?` or `?1`, each cell comes as it is stored.
        #[uniffi::method(default(params = []))]
        pub fn query(&self, sql: ::std::string::String, params: ::std::vec::Vec<__larder::Scalar>) -> #rows {
            #scope.query(&sql, params)
        }
    }
}

fn accessor(foreign_name: &str, module: &str, scope: &TokenStream) -> TokenStream {
    let store = super::name(foreign_name, "", "Store");
    let name = ident(&names::plural(module));
    let doc = format!(" Gives the verbs of `{foreign_name}`.");
    quote! {
        #[doc = #doc]
        pub fn #name(&self) -> ::std::sync::Arc<#store> {
            ::std::sync::Arc::new(#store { scope: #scope })
        }
    }
}
