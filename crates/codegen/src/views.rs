//! A view of the schema as a model that has no inputs: its rows are read as those of a table are.

use larder_schema::schema::{Model, View};

/// Gives what a view has in common with a model.
pub(crate) fn as_model(view: &View) -> Model {
    Model {
        name: view.name.clone(),
        foreign_name: view.foreign_name.clone(),
        docs: view.docs.clone(),
        table: view.table.clone(),
        module: view.module.clone(),
        fields: view.fields.clone(),
        key: view.key.into_iter().collect(),
        ..Model::default()
    }
}
