//! The relations of a model as data, and the accessors that filters and orders reach other models by.

use larder_schema::schema::{Arity, ForeignKey, Model, Relation, Schema};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::{
    models::{columns_name, table_name},
    rust_types::{ident, outer_type},
};

/// The columns that are equal: positions here, and in the target.
struct Ends<'s> {
    here: &'s [usize],
    there: &'s [usize],
}

/// Gives the statics with a model's relations, for its module.
pub(crate) fn statics(schema: &Schema, model: &Model) -> TokenStream {
    let statics = model.relations.iter().filter_map(|relation| {
        let (name, field) = (static_name(relation), &relation.name);
        let target = &schema.models[relation.target];
        let table = table_name(target);
        let ends = ends(target, relation)?;
        let columns = ends.here.iter().map(|&at| &model.fields[at].column);
        let references = ends.there.iter().map(|&at| &target.fields[at].column);
        Some(quote! {
            static #name: __larder::Relation = __larder::Relation {
                field: #field,
                columns: &[#(#columns),*],
                target: &#table,
                references: &[#(#references),*],
            };
        })
    });
    quote! { #(#statics)* }
}

/// Gives the accessors of a model's own relations, for its module.
pub(crate) fn accessors(schema: &Schema, model: &Model) -> TokenStream {
    let own = ident(&model.name);
    let accessors = model.relations.iter().map(|relation| {
        let (name, target) = (static_name(relation), &schema.models[relation.target]);
        let (accessor, related) = (ident(&relation.rust_name), ident(&target.name));
        let doc = format!(" The relation `{}`.", relation.name);
        match relation.arity {
            Arity::List => quote! {
                #[doc = #doc]
                pub const fn #accessor() -> __larder::ToMany<super::#own, super::#related> {
                    __larder::ToMany::new(&#name)
                }
            },
            Arity::Required | Arity::Optional => {
                let module = ident(&target.module);
                quote! {
                    #[doc = #doc]
                    pub fn #accessor() -> super::#module::Related<super::#own> {
                        super::#module::Related(__larder::ToOne::new(&#name))
                    }
                }
            }
        }
    });
    quote! { #(#accessors)* }
}

/// Gives the struct by which other models reach the fields and relations of this one, for its module.
pub(crate) fn related(schema: &Schema, model: &Model) -> TokenStream {
    let (own, columns) = (ident(&model.name), columns_name(model));
    let about = format!(" The [`{}`] that a row is related to, or none.", model.name);
    let fields = model.fields.iter().enumerate().map(|(at, field)| {
        let (accessor, ty) = (ident(&field.rust_name), outer_type(schema, field));
        let doc = format!(" The field `{}`.", field.name);
        quote! {
            #[doc = #doc]
            pub fn #accessor(self) -> __larder::FieldRef<M, #ty> {
                self.0.field(&#columns[#at])
            }
        }
    });
    let relations = model.relations.iter().map(|relation| {
        let (name, target) = (static_name(relation), &schema.models[relation.target]);
        let (accessor, related) = (ident(&relation.rust_name), ident(&target.name));
        let doc = format!(" The relation `{}`.", relation.name);
        match relation.arity {
            Arity::List => quote! {
                #[doc = #doc]
                pub fn #accessor(self) -> __larder::ToMany<M, super::#related> {
                    self.0.to_many(&#name)
                }
            },
            Arity::Required | Arity::Optional => {
                let module = ident(&target.module);
                quote! {
                    #[doc = #doc]
                    pub fn #accessor(self) -> super::#module::Related<M> {
                        super::#module::Related(self.0.to_one(&#name))
                    }
                }
            }
        }
    });
    quote! {
        #[doc = #about]
        #[derive(Debug, Clone)]
        pub struct Related<M>(pub(super) __larder::ToOne<M, super::#own>);

        impl<M> Related<M> {
            #(#fields)*
            #(#relations)*
        }

        impl<M> ::core::ops::Deref for Related<M> {
            type Target = __larder::ToOne<M, super::#own>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    }
}

fn static_name(relation: &Relation) -> Ident {
    format_ident!("{}_RELATION", relation.rust_name.to_uppercase())
}

/// The side without the key has it from the other one.
fn ends<'s>(target: &'s Model, relation: &'s Relation) -> Option<Ends<'s>> {
    match &relation.foreign_key {
        Some(ForeignKey { fields, references, .. }) => Some(Ends { here: fields, there: references }),
        None => {
            let key = target.relations.get(relation.reverse?)?.foreign_key.as_ref()?;
            Some(Ends { here: &key.references, there: &key.fields })
        }
    }
}
