//! Compares a table of a file with the one that the schema declares. Names have no case, as in SQLite.

use super::{
    checks::Check,
    shape::{ColumnShape, Nullability, Shape, Unique},
};
use crate::{
    error::{SchemaAspect, SchemaDifference},
    sql::{KeyAction, StoredKey},
};

/// Gives every difference of a table.
///
/// A table that is not STRICT was made by another program, which declares no types and no constraints: it is as it
/// should be when it has the columns, and when a row can be added that has only those.
pub(super) fn compared(table: &str, declared: &Shape, found: &Shape) -> Vec<SchemaDifference> {
    let mut all = Differences { table, all: Vec::new() };
    all.columns(declared, found);
    if found.is_strict || !declared.is_strict {
        all.table(declared, found);
        all.key(declared, found);
        all.uniques(declared, found);
        all.foreign_keys(declared, found);
        all.checks(declared, found);
    }
    all.all
}

struct Differences<'t> {
    table: &'t str,
    all: Vec<SchemaDifference>,
}

impl Differences<'_> {
    fn push(&mut self, aspect: SchemaAspect, declared: Option<String>, found: Option<String>) {
        self.all.push(SchemaDifference { table: self.table.to_owned(), aspect, declared, found });
    }

    /// Adds a difference unless both say the same.
    fn compare(&mut self, aspect: SchemaAspect, declared: Option<&str>, found: Option<&str>) {
        if declared != found {
            self.push(aspect, declared.map(str::to_owned), found.map(str::to_owned));
        }
    }

    fn columns(&mut self, declared: &Shape, found: &Shape) {
        for column in &declared.columns {
            match found.columns.iter().find(|found| is_same(&found.name, &column.name)) {
                Some(other) if found.is_strict || !declared.is_strict => self.column(column, other),
                Some(_) => {}
                None => {
                    self.push(
                        SchemaAspect::Column { column: column.name.clone() },
                        Some(words(column)),
                        None,
                    );
                }
            }
        }
        for column in &found.columns {
            let is_declared = declared.columns.iter().any(|other| is_same(&other.name, &column.name));
            let must_be_given = column.nullability == Nullability::NotNull && column.default.is_none();
            if !is_declared && (must_be_given || found.is_strict) {
                self.push(SchemaAspect::Column { column: column.name.clone() }, None, Some(words(column)));
            }
        }
    }

    fn column(&mut self, declared: &ColumnShape, found: &ColumnShape) {
        let column = || declared.name.clone();
        if !is_same(&declared.ty, &found.ty) {
            self.compare(SchemaAspect::Type { column: column() }, Some(&declared.ty), Some(&found.ty));
        }
        let nullability = |shape: &ColumnShape| match shape.nullability {
            Nullability::NotNull => "NOT NULL",
            Nullability::Null => "NULL",
        };
        self.compare(
            SchemaAspect::Nullability { column: column() },
            Some(nullability(declared)),
            Some(nullability(found)),
        );
        self.compare(
            SchemaAspect::Default { column: column() },
            declared.default.as_deref(),
            found.default.as_deref(),
        );
        if !is_same(&declared.collation, &found.collation) {
            self.compare(
                SchemaAspect::Collation { column: column() },
                Some(&declared.collation),
                Some(&found.collation),
            );
        }
    }

    fn table(&mut self, declared: &Shape, found: &Shape) {
        let kind = |shape: &Shape| if shape.has_rowid { "with rowid" } else { "WITHOUT ROWID" };
        self.compare(SchemaAspect::Table, Some(kind(declared)), Some(kind(found)));
    }

    fn key(&mut self, declared: &Shape, found: &Shape) {
        if !are_same(&declared.key, &found.key) {
            let words = |key: &[String]| (!key.is_empty()).then(|| listed(key));
            self.push(SchemaAspect::PrimaryKey, words(&declared.key), words(&found.key));
        }
    }

    fn uniques(&mut self, declared: &Shape, found: &Shape) {
        let aspect = |unique: &Unique| SchemaAspect::Unique { columns: unique.columns.clone() };
        let words = |unique: &Unique| Some(format!("UNIQUE {}", listed(&unique.columns)));
        let has = |shape: &Shape, unique: &Unique| {
            shape.uniques.iter().any(|other| are_same_set(&other.columns, &unique.columns))
        };
        let constraints = |shape: &Shape| -> Vec<usize> {
            (0..shape.uniques.len()).filter(|&at| shape.uniques[at].is_constraint).collect()
        };
        for unique in constraints(declared).into_iter().map(|at| &declared.uniques[at]) {
            if !has(found, unique) {
                self.push(aspect(unique), words(unique), None);
            }
        }
        for unique in constraints(found).into_iter().map(|at| &found.uniques[at]) {
            if !has(declared, unique) {
                self.push(aspect(unique), None, words(unique));
            }
        }
    }

    /// A key on the same columns that says something else is one difference and not two.
    fn foreign_keys(&mut self, declared: &Shape, found: &Shape) {
        let aspect = |key: &StoredKey| SchemaAspect::ForeignKey { columns: key.columns.clone() };
        let lacks =
            |shape: &Shape, key: &StoredKey| !shape.foreign_keys.iter().any(|other| same_key(other, key));
        let mut extra: Vec<&StoredKey> =
            found.foreign_keys.iter().filter(|key| lacks(declared, key)).collect();
        for key in declared.foreign_keys.iter().filter(|key| lacks(found, key)) {
            let other = extra.iter().position(|other| are_same_set(&other.columns, &key.columns));
            let other = other.map(|at| references(extra.remove(at)));
            self.push(aspect(key), Some(references(key)), other);
        }
        for key in extra {
            self.push(aspect(key), None, Some(references(key)));
        }
    }

    fn checks(&mut self, declared: &Shape, found: &Shape) {
        let lacks = |shape: &Shape, check: &Check| {
            !shape.checks.iter().any(|other| other.condition == check.condition)
        };
        let mut extra: Vec<&Check> = found.checks.iter().filter(|check| lacks(declared, check)).collect();
        for check in declared.checks.iter().filter(|check| lacks(found, check)) {
            let other = extra.iter().position(|other| other.name.is_some() && other.name == check.name);
            let other = other.map(|at| extra.remove(at).condition.clone());
            let aspect = SchemaAspect::Check { name: check.name.clone() };
            self.push(aspect, Some(check.condition.clone()), other);
        }
        for check in extra {
            self.push(SchemaAspect::Check { name: check.name.clone() }, None, Some(check.condition.clone()));
        }
    }
}

fn is_same(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}

fn are_same(names: &[String], others: &[String]) -> bool {
    names.len() == others.len() && names.iter().zip(others).all(|(name, other)| is_same(name, other))
}

fn are_same_set(names: &[String], others: &[String]) -> bool {
    let has = |name: &String| others.iter().any(|other| is_same(name, other));
    names.len() == others.len() && names.iter().all(has)
}

/// The pairs of columns may stand in any order.
fn same_key(key: &StoredKey, other: &StoredKey) -> bool {
    let pairs = |key: &StoredKey| {
        let lower = |name: &String| name.to_ascii_lowercase();
        let pairs = key.columns.iter().map(lower).zip(key.references_columns.iter().map(lower));
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort();
        pairs
    };
    is_same(&key.references_table, &other.references_table)
        && (key.on_delete, key.on_update) == (other.on_delete, other.on_update)
        && pairs(key) == pairs(other)
}

fn references(key: &StoredKey) -> String {
    let action = |action: KeyAction| match action {
        KeyAction::NoAction => "NO ACTION",
        KeyAction::Restrict => "RESTRICT",
        KeyAction::SetNull => "SET NULL",
        KeyAction::SetDefault => "SET DEFAULT",
        KeyAction::Cascade => "CASCADE",
    };
    format!(
        "REFERENCES {} {} ON DELETE {} ON UPDATE {}",
        key.references_table,
        listed(&key.references_columns),
        action(key.on_delete),
        action(key.on_update)
    )
}

fn words(column: &ColumnShape) -> String {
    let mut words = column.ty.clone();
    if column.nullability == Nullability::NotNull {
        words.push_str(" NOT NULL");
    }
    if let Some(default) = &column.default {
        words.push_str(" DEFAULT ");
        words.push_str(default);
    }
    words.trim_start().to_owned()
}

fn listed(names: &[String]) -> String {
    format!("({})", names.join(", "))
}
