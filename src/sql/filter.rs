//! The words after FROM, WHERE, ORDER BY and LIMIT.

use std::ops::Range;

use super::{Param, Statement, functions::text_match_name, search};
use crate::{
    error::RusqliteError,
    model::Table,
    query::{Comparison, Direction, Nulls, Place, Predicate, Selection, Tombstones},
    value::Value,
};

/// How deep a filter may nest. SQLite itself follows a thousand levels, and a stack has an end.
const DEEPEST: usize = 100;
/// How many conditions stand side by side.
const LONGEST: usize = 100;

/// How conditions stand side by side.
#[derive(Clone, Copy)]
pub(super) struct Words {
    between: &'static str,
    /// What no condition is.
    none: &'static str,
}

/// Every one is true.
pub(super) const ALL: Words = Words { between: " AND ", none: "TRUE" };
/// At least one is true.
pub(super) const ANY: Words = Words { between: " OR ", none: "FALSE" };

impl<'q> Statement<'q> {
    /// Writes ` FROM ...` and ` WHERE ...` for the rows that meet every filter, and the search if there is one.
    /// [`open`](Self::open) comes before it.
    pub(super) fn rows_of(
        &mut self,
        table: &'static Table,
        selection: &'q Selection,
    ) -> Result<&mut Self, RusqliteError> {
        self.from(table);
        if let Some(words) = &selection.search {
            self.searched(table, words, selection.snippet.as_ref())?;
        }
        self.conditions(table, selection)
    }

    /// Writes ` WHERE ...` for the rows of a statement that writes, where there are no aliases.
    pub(super) fn filtered(
        &mut self,
        table: &'static Table,
        selection: &'q Selection,
    ) -> Result<&mut Self, RusqliteError> {
        if !selection.is_related() {
            return self.conditions(table, selection);
        }
        self.push(" WHERE (").names(table.key_columns().map(|column| column.name)).push(") IN (SELECT ");
        self.open(selection);
        self.list(table.key_columns(), |statement, column| {
            statement.qualifier().name(column.name);
        });
        self.rows_of(table, selection)?.push(")");
        self.scopes.pop();
        Ok(self)
    }

    /// Writes ` WHERE ...` for live rows that meet every filter; nothing when that is every row.
    fn conditions(
        &mut self,
        table: &'static Table,
        selection: &'q Selection,
    ) -> Result<&mut Self, RusqliteError> {
        let mut before = " WHERE ";
        let tombstones = match (table.tombstone, selection.tombstones) {
            (None, Tombstones::Skipped) | (Some(_), Tombstones::Included) => None,
            (Some(column), Tombstones::Skipped) => Some((column, " IS NULL")),
            (Some(column), Tombstones::Only) => Some((column, " IS NOT NULL")),
            (None, Tombstones::Included | Tombstones::Only) => {
                return Err(RusqliteError::rule(
                    format!("{}.deleted", table.model),
                    "the model has no @@soft_delete; a deleted row is gone",
                ));
            }
        };
        if let Some((column, test)) = tombstones {
            self.push(before).qualifier().name(column).push(test);
            before = " AND ";
        }
        self.every(table, before, &selection.filters)
    }

    /// Writes filters that all hold, after what stands before the first.
    pub(super) fn every(
        &mut self,
        table: &'static Table,
        mut before: &'static str,
        filters: &'q [Predicate],
    ) -> Result<&mut Self, RusqliteError> {
        if filters.len() > LONGEST {
            return self.push(before).predicates(table, filters, ALL);
        }
        for filter in filters {
            self.push(before).predicate(table, filter)?;
            before = " AND ";
        }
        Ok(self)
    }

    /// Writes ` ORDER BY ...`, when there is an order; a search without one gives the best first.
    pub(super) fn ordered(
        &mut self,
        table: &'static Table,
        selection: &Selection,
    ) -> Result<&mut Self, RusqliteError> {
        if selection.order.is_empty() {
            return Ok(match selection.search {
                Some(_) => self.push(" ORDER BY ").push(search::RANK),
                None => self,
            });
        }
        for place in selection.order.iter().map(|step| &step.place) {
            if let Some(Err(error)) = &place.json {
                return Err(Predicate::refused(table.model, place.column, error));
            }
        }
        Ok(self.push(" ORDER BY ").list(&selection.order, |statement, step| {
            statement.place(&step.place);
            statement.push(match step.direction {
                Direction::Ascending => "",
                Direction::Descending => " DESC",
            });
            statement.push(match step.nulls {
                Nulls::First if step.place.is_nullable() => " NULLS FIRST",
                Nulls::Last if step.place.is_nullable() => " NULLS LAST",
                Nulls::First | Nulls::Last | Nulls::Natural => "",
            });
        }))
    }

    /// Writes ` LIMIT ? OFFSET ?`, as far as they were asked for.
    pub(super) fn paged(
        &mut self,
        table: &'static Table,
        selection: &Selection,
    ) -> Result<&mut Self, RusqliteError> {
        match (selection.limit, selection.offset) {
            (None, None) => {}
            (limit, offset) => {
                self.push(" LIMIT ");
                match limit {
                    Some(limit) => self.rows(table, "limit", limit)?,
                    None => self.push("-1"),
                };
                if let Some(offset) = offset {
                    self.push(" OFFSET ").rows(table, "offset", offset)?;
                }
            }
        }
        Ok(self)
    }

    /// Writes a count of rows, which SQLite must be able to count.
    pub(super) fn rows(
        &mut self,
        table: &'static Table,
        name: &str,
        count: u64,
    ) -> Result<&mut Self, RusqliteError> {
        let count = i64::try_from(count).map_err(|_| {
            RusqliteError::rule(format!("{}.{name}", table.model), format!("at most {} rows", i64::MAX))
        })?;
        Ok(self.bind(Param::Owned(Value::Integer(count))))
    }

    /// Writes a predicate, in brackets where its neighbours could take a part of it.
    pub(super) fn predicate(
        &mut self,
        table: &'static Table,
        predicate: &'q Predicate,
    ) -> Result<&mut Self, RusqliteError> {
        self.deeper(table)?;
        self.node(table, predicate)?;
        self.depth -= 1;
        Ok(self)
    }

    /// Notes a condition inside another.
    pub(super) fn deeper(&mut self, table: &'static Table) -> Result<(), RusqliteError> {
        if self.depth == DEEPEST {
            let rule = format!("nests deeper than {DEEPEST} levels");
            return Err(RusqliteError::rule(format!("{}.filter", table.model), rule));
        }
        self.depth += 1;
        Ok(())
    }

    fn node(&mut self, table: &'static Table, predicate: &'q Predicate) -> Result<&mut Self, RusqliteError> {
        match predicate {
            Predicate::Compare { place, comparison, value } => {
                self.place(place).push(operator(place, *comparison, value)).bind(Param::Borrowed(value))
            }
            Predicate::Between { place, low, high } => self
                .place(place)
                .push(" BETWEEN ")
                .bind(Param::Borrowed(low))
                .push(" AND ")
                .bind(Param::Borrowed(high)),
            Predicate::In { place, values } => {
                self.place(place).push(" IN (SELECT value FROM rarray(").bind(Param::Many(values)).push("))")
            }
            Predicate::Text { place, matching, case, text } => self
                .push(text_match_name(*matching, *case))
                .push("(")
                .place(place)
                .push(", ")
                .bind(Param::Owned(Value::Text(text.clone())))
                .push(")"),
            Predicate::JsonType { place, types } => self.json_type(place, types),
            Predicate::Related { path, relation, quantifier, filter } => {
                self.quantified(path, relation, *quantifier, filter)?
            }
            Predicate::All(parts) => self.predicates(table, parts, ALL)?,
            Predicate::Any(parts) => self.predicates(table, parts, ANY)?,
            Predicate::Not(part) => self.push("(").predicate(table, part)?.push(") IS NOT TRUE"),
            Predicate::Refused { column, error } => {
                return Err(Predicate::refused(table.model, column, error));
            }
        };
        Ok(self)
    }

    /// Writes the conditions with these numbers, with a word between them.
    pub(super) fn joined(
        &mut self,
        numbers: Range<usize>,
        words: Words,
        each: &mut dyn FnMut(&mut Self, usize) -> Result<(), RusqliteError>,
    ) -> Result<&mut Self, RusqliteError> {
        if numbers.is_empty() {
            return Ok(self.push(words.none));
        }
        self.push("(");
        if numbers.len() > LONGEST {
            // SQLite nests a list to one side; a half on each side keeps it shallow.
            let middle = numbers.start + numbers.len() / 2;
            self.joined(numbers.start..middle, words, each)?.push(words.between);
            self.joined(middle..numbers.end, words, each)?;
            return Ok(self.push(")"));
        }
        for number in numbers.clone() {
            if number > numbers.start {
                self.push(words.between);
            }
            each(self, number)?;
        }
        Ok(self.push(")"))
    }

    /// Writes predicates with a word between them.
    fn predicates(
        &mut self,
        table: &'static Table,
        parts: &'q [Predicate],
        words: Words,
    ) -> Result<&mut Self, RusqliteError> {
        self.joined(0..parts.len(), words, &mut |statement, at| {
            statement.predicate(table, &parts[at]).map(drop)
        })
    }
}

/// Only a place that may hold nothing needs the null-safe words, or nothing itself, which any place can be compared with.
fn operator(place: &Place, comparison: Comparison, value: &Value) -> &'static str {
    let is_null_safe = place.is_nullable() || *value == Value::Null;
    match comparison {
        Comparison::Equal if is_null_safe => " IS ",
        Comparison::Equal => " = ",
        Comparison::NotEqual if is_null_safe => " IS NOT ",
        Comparison::NotEqual => " <> ",
        Comparison::Less => " < ",
        Comparison::LessOrEqual => " <= ",
        Comparison::Greater => " > ",
        Comparison::GreaterOrEqual => " >= ",
    }
}
