//! SELECT of rows.

use super::{Statement, search::SNIPPET};
use crate::{
    error::RusqliteError,
    model::Table,
    query::{Duplicates, FieldPlace, OrderValues, Place, Selection},
    value::Value,
};

/// The live row with this key.
pub(crate) fn find_unique<'q>(table: &'static Table, key: &'q [Value]) -> Statement<'q> {
    let text = table.fixed.find_unique.get_or_init(|| {
        let mut statement = Statement::begin("SELECT ");
        statement.columns(table).push(" FROM ").name(table.name);
        statement.push(" WHERE ").key_places(table).and_live(table);
        statement.into_text()
    });
    Statement::fixed(text, key)
}

/// The rows of a selection, each with its extract after its columns when the selection asks for one.
pub(crate) fn find<'q>(
    table: &'static Table,
    selection: &'q Selection,
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = Statement::begin("SELECT ");
    statement.open(selection).shown(table, selection)?;
    if selection.snippet.is_some() {
        statement.push(", ").push(SNIPPET);
    }
    if selection.order_values == OrderValues::Shown {
        for step in selection.order.iter().filter(|step| step.place.cell(table).is_none()) {
            statement.push(", ").place(&step.place);
        }
    }
    statement.rows_of(table, selection)?.ordered(table, selection)?.paged(table, selection)?;
    Ok(statement)
}

impl Statement<'_> {
    /// Writes what is read of each row.
    pub(super) fn shown(
        &mut self,
        table: &'static Table,
        selection: &Selection,
    ) -> Result<&mut Self, RusqliteError> {
        if selection.duplicates == Duplicates::Dropped {
            self.push("DISTINCT ").check_order(table, selection)?;
        }
        match (selection.fields.is_empty(), selection.duplicates) {
            (true, Duplicates::Kept) => return Ok(self.columns(table)),
            // Rows are one by the values of their columns.
            (true, Duplicates::Dropped) => {
                return Ok(self.list(table.columns, |statement, column| {
                    statement.column(column);
                }));
            }
            (false, _) => {}
        }
        for (count, field) in selection.fields.iter().enumerate() {
            self.push(if count > 0 { ", " } else { "" }).field(table, field)?;
        }
        Ok(self)
    }

    /// Writes a field that is read by itself.
    pub(super) fn field(
        &mut self,
        table: &'static Table,
        field: &FieldPlace,
    ) -> Result<&mut Self, RusqliteError> {
        if !field.can_be_nothing && field.place.is_related() && field.place.is_nullable() {
            return Err(RusqliteError::rule(
                format!("{}.{}", table.model, field.place.shown()),
                "where there is no related row it holds nothing: name its `optional()`",
            ));
        }
        Ok(self.place(&field.place))
    }

    /// Rows that are one must have one place in the order.
    fn check_order(
        &mut self,
        table: &'static Table,
        selection: &Selection,
    ) -> Result<&mut Self, RusqliteError> {
        let is_shown = |place: &Place| selection.fields.iter().any(|field| field.place.is(place));
        let hidden = selection.order.iter().find(|step| !is_shown(&step.place));
        let ranks = selection.search.is_some() && selection.order.is_empty();
        match hidden {
            _ if selection.fields.is_empty() => Ok(self),
            Some(step) => Err(RusqliteError::rule(
                format!("{}.{}", table.model, step.place.shown()),
                "distinct rows are ordered by what is selected",
            )),
            None if ranks => Err(RusqliteError::rule(
                format!("{}.search", table.model),
                "distinct rows need an order by what is selected; the rank of a search is not",
            )),
            None => Ok(self),
        }
    }
}

/// Whether the row with this key is there, as 1 when it is live and 0 when it is soft-deleted.
pub(crate) fn is_live<'q>(table: &'static Table, key: &'q [Value]) -> Statement<'q> {
    let mut statement = Statement::begin("SELECT ");
    match table.tombstone {
        Some(tombstone) => statement.name(tombstone).push(" IS NULL"),
        None => statement.push("1"),
    };
    statement.push(" FROM ").name(table.name).push(" WHERE ").key(table, key);
    statement
}
