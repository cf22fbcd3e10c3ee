//! SQL text and what is bound to it, written from left to right.

use std::{borrow::Cow, rc::Rc};

use rusqlite::types::{ToSql, ToSqlOutput, Value};

use super::scope::Scope;
use crate::model::{Column, Columns, Table};

/// A statement that is ready to run.
#[derive(Debug)]
pub(crate) struct Statement<'q> {
    pub(crate) text: Cow<'q, str>,
    /// The values of a text that is already rendered; they come before the parameters.
    given: &'q [Value],
    pub(crate) params: Vec<Param<'q>>,
    /// What an update sets in the rows that it finds. Nothing is known of other writes.
    pub(crate) sets: Option<Columns>,
    /// Whether values are written into the text: where SQLite compares it with that of an index.
    pub(super) values: Values,
    /// What names mean in the `FROM` that is being written, the innermost last; none while there are no aliases.
    pub(super) scopes: Vec<Scope>,
    /// How many aliases there are.
    pub(super) aliases: usize,
    /// How deep the filter nests that is being written.
    pub(super) depth: usize,
}

/// How a statement carries its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    Bound,
    Written,
}

/// A bound parameter.
#[derive(Debug)]
pub(crate) enum Param<'q> {
    /// A value of the query or of a row.
    Borrowed(&'q Value),
    /// A value that the renderer made.
    Owned(Value),
    /// A table of values, read with `rarray(?)`.
    Many(&'q [Value]),
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Borrowed(value) => ToSqlOutput::from(*value),
            Self::Owned(value) => ToSqlOutput::from(value),
            Self::Many(values) => ToSqlOutput::from_rc(Rc::new(values.to_vec()), c"rarray"),
        })
    }
}

impl<'q> Statement<'q> {
    /// Begins a statement with these words.
    pub(super) fn begin(words: &str) -> Self {
        let mut text = String::with_capacity(256);
        text.push_str(words);
        Self::with(Cow::Owned(text), &[])
    }

    /// Takes a text that is already rendered.
    pub(super) fn fixed(text: &'q str, values: &'q [Value]) -> Self {
        Self::with(Cow::Borrowed(text), values)
    }

    fn with(text: Cow<'q, str>, given: &'q [Value]) -> Self {
        Self {
            text,
            given,
            params: Vec::new(),
            sets: None,
            values: Values::Bound,
            scopes: Vec::new(),
            aliases: 0,
            depth: 0,
        }
    }

    /// Gives what is bound, from left to right.
    pub(crate) fn bound(&self) -> impl Iterator<Item = &dyn ToSql> {
        let given = self.given.iter().map(|value| value as &dyn ToSql);
        given.chain(self.params.iter().map(|param| param as &dyn ToSql))
    }

    /// Writes words of SQL.
    pub(super) fn push(&mut self, words: &str) -> &mut Self {
        self.text.to_mut().push_str(words);
        self
    }

    /// Writes a quoted identifier.
    pub(super) fn name(&mut self, name: &str) -> &mut Self {
        push_name(self.text.to_mut(), name);
        self
    }

    /// Writes quoted identifiers with commas.
    pub(super) fn names<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) -> &mut Self {
        self.list(names, |statement, name| {
            statement.name(name);
        })
    }

    /// Writes a parameter and binds it.
    pub(super) fn bind(&mut self, param: Param<'q>) -> &mut Self {
        let written = match (self.values, &param) {
            (Values::Written, Param::Borrowed(value)) => Some(literal(value)),
            (Values::Written, Param::Owned(value)) => Some(literal(value)),
            (Values::Written, Param::Many(_)) | (Values::Bound, _) => None,
        };
        match written {
            Some(literal) => self.push(&literal),
            None => {
                self.params.push(param);
                self.push("?")
            }
        }
    }

    /// Says how the values that follow are carried.
    pub(super) fn values(&mut self, values: Values) -> &mut Self {
        self.values = values;
        self
    }

    /// Writes items with commas.
    pub(super) fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut each: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        for (count, item) in items.into_iter().enumerate() {
            if count > 0 {
                self.push(", ");
            }
            each(self, item);
        }
        self
    }

    /// Writes the columns that the model shows, in the order of the table.
    pub(super) fn columns(&mut self, table: &'static Table) -> &mut Self {
        self.list(table.columns, |statement, column| {
            statement.qualifier().name(column.name);
        })
    }

    /// Writes `"a" = ? AND "b" = ?` for the key, with the values bound.
    pub(super) fn key(&mut self, table: &'static Table, key: &'q [Value]) -> &mut Self {
        for (count, (column, value)) in table.key_columns().zip(key).enumerate() {
            if count > 0 {
                self.push(" AND ");
            }
            self.column(column).push(" = ").bind(Param::Borrowed(value));
        }
        self
    }

    /// Writes the same without values, for a text that is kept.
    pub(super) fn key_places(&mut self, table: &'static Table) -> &mut Self {
        for (count, column) in table.key_columns().enumerate() {
            if count > 0 {
                self.push(" AND ");
            }
            self.column(column).push(" = ?");
        }
        self
    }

    /// Writes ` AND "deleted_at" IS NULL` for a table with soft delete.
    pub(super) fn and_live(&mut self, table: &'static Table) -> &mut Self {
        if let Some(tombstone) = table.tombstone {
            self.push(" AND ").name(tombstone).push(" IS NULL");
        }
        self
    }

    /// Writes ` RETURNING ` and the columns of the model.
    pub(super) fn returning(&mut self, table: &'static Table) -> &mut Self {
        self.push(" RETURNING ").columns(table)
    }

    /// Writes `"column" = ` and the parameter.
    pub(super) fn assign(&mut self, column: &Column, value: Param<'q>) -> &mut Self {
        self.name(column.name).push(" = ").bind(value)
    }

    /// Keeps the text for a table's fixed statements.
    pub(super) fn into_text(self) -> String {
        self.text.into_owned()
    }
}

/// Writes a value as SQL does.
fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => format!("{number:?}"),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Blob(bytes) => {
            format!("x'{}'", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        }
    }
}

/// Writes a text in double quotes, those in it doubled.
pub(super) fn push_name(text: &mut String, name: &str) {
    text.push('"');
    match name.contains('"') {
        true => text.push_str(&name.replace('"', "\"\"")),
        false => text.push_str(name),
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_in_a_name_is_doubled() {
        let mut statement = Statement::begin("SELECT ");
        statement.name("or\"der");

        assert_eq!(statement.text, "SELECT \"or\"\"der\"");
    }
}
