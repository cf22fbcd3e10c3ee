//! SELECT of what is computed over rows, all of them or group by group.

use super::{
    Param, Statement,
    filter::{ALL, ANY, Words},
    functions::{average_name, sum_name},
};
use crate::{
    error::RusqliteError,
    model::Table,
    query::{Aggregation, Comparison, Direction, GroupPredicate, GroupStep, Measure, Nulls, Place},
};

/// The fields of the groups, if there are any, and after them what is computed.
pub(crate) fn aggregate<'q>(
    table: &'static Table,
    query: &'q Aggregation,
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = Statement::begin("SELECT ");
    statement.open_computed(query);
    for key in &query.groups {
        statement.field(table, key)?.push(", ");
    }
    statement.list(&query.measures, |statement, measure| {
        statement.measure(query, measure);
    });
    statement.rows_of(table, &query.selection)?;
    if !query.groups.is_empty() {
        statement.push(" GROUP BY ").list(&query.groups, |statement, key| {
            statement.place(&key.place);
        });
    }
    statement.having(table, query)?.groups_ordered(table, query)?.paged(table, &query.selection)?;
    Ok(statement)
}

impl<'q> Statement<'q> {
    /// Writes what is computed, without the collation by which it compares.
    fn measure(&mut self, query: &Aggregation, measure: &Measure) -> &mut Self {
        match measure {
            Measure::Count => self.push("count(*)"),
            Measure::Sum(place, number) => self.total(query, sum_name(*number), place),
            Measure::Average(place, number) => self.total(query, average_name(*number), place),
            Measure::Least(place, collation) => self.push("min(").compared_by(place, *collation).push(")"),
            Measure::Greatest(place, collation) => self.push("max(").compared_by(place, *collation).push(")"),
        }
    }

    /// Writes one of our own functions. It is told the number of an aggregate of its field, which an error of it has.
    fn total(&mut self, query: &Aggregation, function: &str, place: &Place) -> &mut Self {
        let is_of_place = |measure: &&Measure| measure.place().is_some_and(|other| other.is(place));
        let number = query.every_measure().iter().position(is_of_place).unwrap_or_default();
        self.push(function).push("(").place(place).push(", ").push(&number.to_string()).push(")")
    }

    /// Writes a place whose values compare by the collation of their type, in a table that has none as well.
    fn compared_by(&mut self, place: &Place, collation: Option<&str>) -> &mut Self {
        self.place(place);
        match (place.collation(), collation) {
            (None, Some(collation)) => self.push(" COLLATE ").push(collation),
            (Some(_), _) | (None, None) => self,
        }
    }

    /// Writes what is computed as a comparison or an order names it.
    fn compared(&mut self, query: &Aggregation, measure: &Measure) -> &mut Self {
        self.measure(query, measure);
        match measure.collation() {
            Some(collation) => self.push(" COLLATE ").push(collation),
            None => self,
        }
    }

    /// Writes ` HAVING ...` for the groups that meet every condition.
    fn having(&mut self, table: &'static Table, query: &'q Aggregation) -> Result<&mut Self, RusqliteError> {
        match query.having.as_slice() {
            [] => Ok(self),
            [one] => self.push(" HAVING ").group_predicate(table, query, one),
            all => self.push(" HAVING ").group_predicates(table, query, all, ALL),
        }
    }

    fn group_predicate(
        &mut self,
        table: &'static Table,
        query: &Aggregation,
        predicate: &'q GroupPredicate,
    ) -> Result<&mut Self, RusqliteError> {
        self.deeper(table)?;
        match predicate {
            GroupPredicate::Compare { measure, comparison, value } => {
                self.compared(query, measure).push(operator(*comparison)).bind(Param::Borrowed(value))
            }
            GroupPredicate::All(parts) => self.group_predicates(table, query, parts, ALL)?,
            GroupPredicate::Any(parts) => self.group_predicates(table, query, parts, ANY)?,
            GroupPredicate::Not(part) => {
                self.push("(").group_predicate(table, query, part)?.push(") IS NOT TRUE")
            }
            GroupPredicate::Refused { measure, error } => {
                let (model, field) = measure.subject(table);
                return Err(RusqliteError::InvalidValue { model, field, source: error.clone() });
            }
        };
        self.depth -= 1;
        Ok(self)
    }

    fn group_predicates(
        &mut self,
        table: &'static Table,
        query: &Aggregation,
        parts: &'q [GroupPredicate],
        words: Words,
    ) -> Result<&mut Self, RusqliteError> {
        self.joined(0..parts.len(), words, &mut |statement, at| {
            statement.group_predicate(table, query, &parts[at]).map(drop)
        })
    }

    /// Writes ` ORDER BY ...`, when there is an order.
    fn groups_ordered(
        &mut self,
        table: &'static Table,
        query: &Aggregation,
    ) -> Result<&mut Self, RusqliteError> {
        let mut before = " ORDER BY ";
        for step in &query.order {
            self.push(before);
            match &step.by {
                GroupStep::Aggregate(measure) => self.compared(query, measure),
                GroupStep::Field(place) if query.groups.iter().any(|group| group.place.is(place)) => {
                    self.place(place)
                }
                GroupStep::Field(place) => {
                    return Err(RusqliteError::rule(
                        format!("{}.{}", table.model, place.shown()),
                        "groups are ordered by fields of group_by and by aggregates",
                    ));
                }
            };
            self.push(match step.direction {
                Direction::Ascending => "",
                Direction::Descending => " DESC",
            });
            self.push(match step.nulls {
                Nulls::First => " NULLS FIRST",
                Nulls::Last => " NULLS LAST",
                Nulls::Natural => "",
            });
            before = ", ";
        }
        Ok(self)
    }
}

/// An aggregate can be nothing, so that equality has the null-safe words.
fn operator(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => " IS ",
        Comparison::NotEqual => " IS NOT ",
        Comparison::Less => " < ",
        Comparison::LessOrEqual => " <= ",
        Comparison::Greater => " > ",
        Comparison::GreaterOrEqual => " >= ",
    }
}
