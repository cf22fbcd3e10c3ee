//! Columns of rows and what is computed over them in the other languages: `<Model>Column` names one.

use larder_schema::schema::Model;
use proc_macro2::TokenStream;
use quote::quote;

use super::{
    name, row_type,
    stores::{fallible, rows_name},
};

/// Gives what a question is made of.
pub(super) fn expand(model: &Model) -> TokenStream {
    let [field, column] = ["Field", "Column"].map(|suffix| name(&model.foreign_name, "", suffix));
    let about_column = format!(" A column of an answer about `{}`.", model.foreign_name);
    quote! {
        #[doc = #about_column]
        #[derive(Debug, Clone, PartialEq, Eq, ::uniffi::Enum)]
        pub enum #column {
            /// A field.
            Field(#field),
            /// The first of some fields of one type that holds something.
            Coalesce(::std::vec::Vec<#field>),
            /// How many rows there are.
            Count,
            /// The sum of a number; zero where there is none.
            Sum(#field),
            /// The average of a number.
            Avg(#field),
            /// The least value.
            Min(#field),
            /// The greatest value.
            Max(#field),
        }

        impl ::core::convert::From<#column> for __larder::SelectColumn {
            fn from(column: #column) -> Self {
                match column {
                    #column::Field(field) => Self::Field(field.into()),
                    #column::Coalesce(fields) => {
                        Self::Coalesce(__larder::gathered(&mut fields.into_iter().map(::core::convert::Into::into)))
                    }
                    #column::Count => Self::Count,
                    #column::Sum(field) => Self::Sum(field.into()),
                    #column::Avg(field) => Self::Avg(field.into()),
                    #column::Min(field) => Self::Min(field.into()),
                    #column::Max(field) => Self::Max(field.into()),
                }
            }
        }
    }
}

/// Gives the verb of the model's store.
pub(super) fn verb(model: &Model) -> TokenStream {
    let (row, rows) = (row_type(model), rows_name(model));
    let [column, filter] = ["Column", "Where"].map(|suffix| name(&model.foreign_name, "", suffix));
    let many = fallible(&quote!(::std::vec::Vec<::std::vec::Vec<__larder::Scalar>>));
    quote! {
        /// Reads some fields of rows, or computes over the rows that have the same in some fields, by one statement.
        #[uniffi::method(default(r#where = None), default(options = None))]
        pub fn select(
            &self,
            columns: ::std::vec::Vec<#column>,
            r#where: ::std::option::Option<#filter>,
            options: ::std::option::Option<__larder::SelectOptions>,
        ) -> #many {
            let columns = __larder::gathered(&mut columns.into_iter().map(::core::convert::Into::into));
            let filter = r#where.map(|filter| __larder::FilterExpr::<#row>::from(filter).of_model());
            self.scope.select(&#rows, &columns, filter, options)
        }
    }
}
