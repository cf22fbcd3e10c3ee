//! The verbs of `<Model>Store` that write, each one line.

use larder_schema::schema::{Model, Schema};
use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Crossing, create_input, name, record_type, row_type,
    stores::{fallible, rows_name},
    update_input,
};
use crate::models::key_type;

/// Gives the methods.
pub(super) fn expand(schema: &Schema, model: &Model) -> TokenStream {
    let (record, key, rows) = (record_type(model), key_type(schema, model), rows_name(model));
    let row = row_type(model);
    let erased = quote!(__larder::FilterExpr::<#row>);
    let one_crosses = Crossing::of(model).one;
    let (create_input, update_input) = (create_input(model), update_input(model));
    let [conflict, filter] = ["Conflict", "Where"].map(|suffix| name(&model.foreign_name, "", suffix));
    let (one, count) = (fallible(&quote!(#record)), fallible(&quote!(i64)));

    let upsert = if model.uniques.is_empty() {
        quote! {
            /// Adds a row, or sets what the input gives in the row with the same key.
            pub fn upsert(&self, input: #create_input) -> #one {
                self.verb(|rows| rows.upsert(input).run()) #one_crosses
            }
        }
    } else {
        quote! {
            /// Adds a row, or sets what the input gives in the row that has the same key, or the same `on_conflict`.
            #[uniffi::method(default(on_conflict = None))]
            pub fn upsert(&self, input: #create_input, on_conflict: ::std::option::Option<#conflict>) -> #one {
                self.verb(|rows| __larder::upsert(rows, input, on_conflict)) #one_crosses
            }
        }
    };
    let update = if model.version.is_some() {
        quote! {
            /// Changes the row with this key and gives it as it is then; with `if_match`, only at this version.
            #[uniffi::method(default(if_match = None))]
            pub fn update(&self, id: #key, input: #update_input, if_match: ::std::option::Option<i64>) -> #one {
                self.verb(|rows| __larder::update(rows, id, input, if_match)) #one_crosses
            }
        }
    } else {
        quote! {
            /// Changes the row with this key and gives it as it is then.
            pub fn update(&self, id: #key, input: #update_input) -> #one {
                self.verb(|rows| rows.update(id).set(input).run()) #one_crosses
            }
        }
    };
    let restore = model.soft_delete.is_some().then(|| {
        quote! {
            /// Brings a deleted row back.
            pub fn restore(&self, id: #key) -> #one {
                self.verb(|rows| rows.restore(id).run()) #one_crosses
            }
        }
    });
    let purge = (model.soft_delete.is_some() && model.retain_days.is_some()).then(|| {
        quote! {
            /// Deletes for good what was deleted longer ago than rows are retained, and gives how many there were.
            pub fn purge_expired(&self) -> #count {
                self.scope.purge_expired(&#rows)
            }
        }
    });
    let batches = batches(schema, model);
    let delete_doc = if model.soft_delete.is_some() {
        " Deletes the row with this key and gives it as it was; `restore` brings it back."
    } else {
        " Deletes the row with this key and gives it as it was."
    };

    quote! {
        /// Adds a row and gives it as it is stored.
        pub fn create(&self, input: #create_input) -> #one {
            self.verb(|rows| rows.create(input).run()) #one_crosses
        }

        /// Adds rows in one transaction, all of them or none, and gives how many.
        pub fn create_many(&self, inputs: ::std::vec::Vec<#create_input>) -> #count {
            self.verb(|rows| rows.create_many(inputs).execute()).map(__larder::count)
        }

        #upsert

        #update

        /// Changes the rows that meet the filter and gives how many; `and([])` asks for every row.
        pub fn update_many(&self, r#where: #filter, input: #update_input) -> #count {
            self.scope.update_many(&#rows, #erased::from(r#where).of_model(), input)
        }

        #[doc = #delete_doc]
        pub fn delete(&self, id: #key) -> #one {
            self.verb(|rows| rows.delete(id).run()) #one_crosses
        }

        /// Deletes the rows that meet the filter and gives how many; `and([])` asks for every row.
        pub fn delete_many(&self, r#where: #filter) -> #count {
            self.scope.delete_many(&#rows, #erased::from(r#where).of_model())
        }

        #restore

        #purge

        #batches
    }
}

/// Each item of a batch is done or not by itself.
fn batches(schema: &Schema, model: &Model) -> TokenStream {
    let (key, create_input) = (key_type(schema, model), create_input(model));
    let [batch, update] = ["Batch", "BatchUpdate"].map(|suffix| name(&model.foreign_name, "", suffix));
    let outcome = fallible(&quote!(#batch));
    quote! {
        /// Looks for the rows with these keys, of one state; 1000 at most.
        pub fn batch_get(&self, ids: ::std::vec::Vec<#key>) -> #outcome {
            self.verb(|rows| rows.batch_get(ids).run()).map(::core::convert::Into::into)
        }

        /// Adds rows, each for itself, in one transaction; 1000 at most.
        pub fn batch_create(&self, inputs: ::std::vec::Vec<#create_input>) -> #outcome {
            self.verb(|rows| rows.batch_create(inputs).run()).map(::core::convert::Into::into)
        }

        /// Changes rows by their keys, each for itself, in one transaction; 1000 at most.
        pub fn batch_update(&self, items: ::std::vec::Vec<#update>) -> #outcome {
            let items = items.into_iter().map(::core::convert::Into::into).collect();
            self.verb(|rows| rows.batch_update(items).run()).map(::core::convert::Into::into)
        }

        /// Deletes rows by their keys, each for itself, in one transaction; 1000 at most.
        pub fn batch_delete(&self, ids: ::std::vec::Vec<#key>) -> #outcome {
            self.verb(|rows| rows.batch_delete(ids).run()).map(::core::convert::Into::into)
        }

        /// Adds rows, or changes those with the same keys, each for itself, in one transaction; 1000 at most.
        pub fn batch_upsert(&self, inputs: ::std::vec::Vec<#create_input>) -> #outcome {
            self.verb(|rows| rows.batch_upsert(inputs).run()).map(::core::convert::Into::into)
        }
    }
}
