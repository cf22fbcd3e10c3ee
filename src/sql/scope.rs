//! What the names in a part of a statement mean: which alias stands for which row, once a query looks beyond its own
//! table. A query that does not has no aliases, and its text is as short as it can be.

use super::{Param, Statement, Values};
use crate::{
    error::RusqliteError,
    model::{Column, Relation, Table},
    query::{Aggregation, Inclusion, Path, Place, Predicate, Quantifier, Selection},
    value::Value,
};

/// The rows of one `FROM`: those that are asked for, and those that paths of to-one relations lead to.
#[derive(Debug)]
pub(super) struct Scope {
    /// The number of the alias of the rows that are asked for.
    root: usize,
    /// Every path that is used, the shorter before the longer, with the number of its alias.
    joins: Vec<(Path, usize)>,
}

/// The row that a relation leads away from.
#[derive(Debug, Clone, Copy)]
enum Side {
    /// One with this alias.
    Row(usize),
    /// One whose key is bound.
    Key,
}

impl Scope {
    fn alias(&self, path: &[&'static Relation]) -> usize {
        let is = |(known, _): &&(Path, usize)| same(known, path);
        self.joins.iter().find(is).map_or(self.root, |(_, alias)| *alias)
    }
}

fn same(left: &[&'static Relation], right: &[&'static Relation]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| std::ptr::eq(*left, *right))
}

/// Gives every path that is used and every path on the way to it.
fn steps<'q>(
    filters: impl Iterator<Item = &'q Predicate>,
    places: impl Iterator<Item = &'q Place>,
) -> Vec<Path> {
    let mut found: Vec<Path> = Vec::new();
    let mut take = |path: &Path| {
        for length in 1..=path.len() {
            let step = &path[..length];
            if !found.iter().any(|known| same(known, step)) {
                found.push(step.to_vec());
            }
        }
    };
    filters.for_each(|filter| filter.each_step(&mut take));
    places.for_each(|place| place.each_path(&mut take));
    found
}

impl<'q> Statement<'q> {
    /// Gives the rows of a selection aliases, when it looks beyond its own table. Comes before the columns.
    pub(super) fn open(&mut self, selection: &Selection) -> &mut Self {
        if selection.is_related() {
            self.open_aliased(selection);
        }
        self
    }

    /// The same for what is computed over the rows of a selection.
    pub(super) fn open_computed(&mut self, query: &Aggregation) -> &mut Self {
        if query.is_related() {
            let paths = steps(query.selection.filters.iter(), query.places());
            self.enter(paths);
        }
        self
    }

    /// The same, with aliases in any case.
    pub(super) fn open_aliased(&mut self, selection: &Selection) -> &mut Self {
        let orders = selection.order.iter().map(|step| &step.place);
        let places = orders.chain(selection.fields.iter().map(|field| &field.place));
        let paths = steps(selection.filters.iter(), places);
        self.enter(paths);
        self
    }

    fn enter(&mut self, paths: Vec<Path>) {
        let root = self.next_alias();
        let joins = paths.into_iter().map(|path| (path, self.next_alias())).collect();
        self.scopes.push(Scope { root, joins });
    }

    fn next_alias(&mut self) -> usize {
        self.aliases += 1;
        self.aliases
    }

    /// Writes ` FROM` the table and what its rows are joined with.
    pub(super) fn from(&mut self, table: &'static Table) -> &mut Self {
        self.push(" FROM ").name(table.name);
        match self.scopes.last().map(|scope| scope.root) {
            Some(root) => self.push(" AS ").alias(root).joins(),
            None => self,
        }
    }

    /// Writes ` FROM` the keys of many rows and what a path of relations leads to from each of them. `p1` numbers them.
    ///
    /// The keys come first (`CROSS JOIN`, <https://sqlite.org/optoverview.html#crossjoin>), so that each is one look-up. Where
    /// they have several columns, `LIMIT` keeps the others a list apart, for which SQLite makes an index.
    pub(super) fn keys_and_rows(&mut self, inclusion: &Inclusion, keys: &'q [Vec<Value>]) -> &mut Self {
        let columns = inclusion.first().columns.len();
        let mut keys = (0..columns).map(|column| keys.get(column).map_or(&[][..], Vec::as_slice));
        self.push(" FROM rarray(").bind(Param::Many(keys.next().unwrap_or_default())).push(") AS p1");
        for (more, values) in keys.enumerate() {
            let name = format!("p{}", more + 2);
            self.push(" CROSS JOIN (SELECT rowid AS number, value FROM rarray(").bind(Param::Many(values));
            self.push(") LIMIT -1) AS ").push(&name).push(" ON ").push(&name).push(".number = p1.rowid");
        }
        let root = self.scopes.last().map_or(0, |scope| scope.root);
        let mut from = Side::Key;
        let mut steps = inclusion.path().peekable();
        while let Some(relation) = steps.next() {
            let to = if steps.peek().is_some() { self.next_alias() } else { root };
            self.push(" CROSS JOIN ").name(relation.target.name).push(" AS ").alias(to).push(" ON ");
            self.related(relation, from, to);
            from = Side::Row(to);
        }
        self.joins()
    }

    /// Writes what the rows of the innermost `FROM` are joined with.
    fn joins(&mut self) -> &mut Self {
        let Some(scope) = self.scopes.last() else { return self };
        let joins: Vec<(&'static Relation, usize, usize)> = scope
            .joins
            .iter()
            .filter_map(|(path, alias)| {
                let (last, before) = path.split_last()?;
                Some((*last, scope.alias(before), *alias))
            })
            .collect();
        for (relation, from, to) in joins {
            self.push(" LEFT JOIN ").name(relation.target.name).push(" AS ").alias(to).push(" ON ");
            self.related(relation, Side::Row(from), to);
        }
        self
    }

    /// Writes that a row is related to live rows of an alias.
    fn related(&mut self, relation: &'static Relation, from: Side, to: usize) -> &mut Self {
        for (count, (here, there)) in relation.columns.iter().zip(relation.references).enumerate() {
            self.push(if count > 0 { " AND " } else { "" });
            self.alias(to).push(".").name(there).push(" = ");
            match from {
                Side::Row(alias) => self.alias(alias).push(".").name(here),
                Side::Key => self.push("p").push(&(count + 1).to_string()).push(".value"),
            };
        }
        if let Some(tombstone) = relation.target.tombstone {
            self.push(" AND ").alias(to).push(".").name(tombstone).push(" IS NULL");
        }
        self
    }

    /// Writes the alias of the rows that are asked for and a point, when they have one.
    pub(super) fn qualifier(&mut self) -> &mut Self {
        match self.scopes.last().map(|scope| scope.root) {
            Some(root) => self.alias(root).push("."),
            None => self,
        }
    }

    /// Writes a place as a comparison or an order names it.
    pub(super) fn place(&mut self, place: &Place) -> &mut Self {
        // The condition of an index is met by its words alone.
        let collation = place.collation().filter(|_| self.values == Values::Bound);
        match (&place.json, collation) {
            (None, None) => self.value(place),
            (None, Some(collation)) => self.value(place).push(" COLLATE ").push(collation),
            (Some(_), _) => self.push("json_extract(").inside(place).push(")"),
        }
    }

    /// Writes whether a document holds a value at a place, of one of these types, or of any.
    pub(super) fn json_type(&mut self, place: &Place, types: &[&str]) -> &mut Self {
        self.push("json_type(").inside(place).push(")");
        if types.is_empty() {
            return self.push(" IS NOT NULL");
        }
        self.push(" IN (").list(types, |statement, name| {
            statement.push("'").push(name).push("'");
        });
        self.push(")")
    }

    /// Writes the column with a document and the path in it.
    fn inside(&mut self, place: &Place) -> &mut Self {
        let path = match &place.json {
            Some(Ok(path)) => path.as_ref(),
            Some(Err(_)) | None => "$",
        };
        let path = path.to_owned();
        self.value(place).push(", ").bind(Param::Owned(Value::Text(path)))
    }

    /// Writes what a place holds, or what stands for it.
    fn value(&mut self, place: &Place) -> &mut Self {
        match &place.or {
            None => self.placed(place).name(place.column.name),
            Some(or) => self
                .push("coalesce(")
                .placed(place)
                .name(place.column.name)
                .push(", ")
                .value(&or.place)
                .push(")"),
        }
    }

    /// Writes the alias that a place is under and a point, when there are aliases.
    fn placed(&mut self, place: &Place) -> &mut Self {
        match self.scopes.last().map(|scope| scope.alias(&place.path)) {
            Some(alias) => self.alias(alias).push("."),
            None => self,
        }
    }

    /// Writes a filter over the many rows of a relation.
    pub(super) fn quantified(
        &mut self,
        path: &Path,
        relation: &'static Relation,
        quantifier: Quantifier,
        filter: &'q Predicate,
    ) -> Result<&mut Self, RusqliteError> {
        let from = self.scopes.last().map_or(0, |scope| scope.alias(path));
        self.push(match quantifier {
            Quantifier::Some => "EXISTS (SELECT 1",
            Quantifier::Every | Quantifier::None => "NOT EXISTS (SELECT 1",
        });
        self.enter(steps(std::iter::once(filter), std::iter::empty()));
        let to = self.scopes.last().map_or(0, |scope| scope.root);
        self.from(relation.target).push(" WHERE ").related(relation, Side::Row(from), to);
        self.push(" AND (");
        self.predicate(relation.target, filter)?;
        self.push(match quantifier {
            Quantifier::Some | Quantifier::None => "))",
            Quantifier::Every => ") IS NOT TRUE)",
        });
        self.scopes.pop();
        Ok(self)
    }

    fn alias(&mut self, number: usize) -> &mut Self {
        self.push("t").push(&number.to_string())
    }

    fn collated(&mut self, column: &Column) -> &mut Self {
        self.name(column.name);
        match column.collation.filter(|_| self.values == Values::Bound) {
            Some(collation) => self.push(" COLLATE ").push(collation),
            None => self,
        }
    }

    /// Writes a column of the rows that are asked for, as a comparison names it.
    pub(super) fn column(&mut self, column: &Column) -> &mut Self {
        self.qualifier().collated(column)
    }
}
