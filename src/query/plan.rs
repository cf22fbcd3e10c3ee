//! How SQLite runs a statement, as it says itself. Made by `db`, read by the user and by the watch over slow reads.

use std::fmt;

/// How SQLite runs a statement: what `EXPLAIN QUERY PLAN` says of it. `Display` draws it as a tree.
///
/// Its words have no value in them.
///
/// ```
/// use larder::{ModelDelegate, RusqliteRuntime};
/// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
/// # use schema::cratestack_schema;
/// use cratestack_schema::counter;
///
/// # fn main() -> Result<(), larder::RusqliteError> {
/// let runtime = RusqliteRuntime::open_in_memory()?;
/// cratestack_schema::bootstrap(&runtime)?;
///
/// let counters = ModelDelegate::new(&runtime, &cratestack_schema::COUNTER_MODEL);
/// let busy = counters.find_many().where_(counter::hits().gt(9)).order_by(counter::hits().asc());
/// let plan = busy.explain()?;
/// assert!(plan.scans("counters") && plan.sorts());
/// assert_eq!(plan.to_string(), "|--SCAN counters\n`--USE TEMP B-TREE FOR ORDER BY\n");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueryPlan {
    /// The steps at the top, in the order in which SQLite names them; an insert has none.
    pub steps: Vec<PlanStep>,
}

/// A step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanStep {
    /// SQLite's own words, such as `SEARCH notes USING INDEX notes_title_idx (title=?)`. They may change with its
    /// version. Source: <https://www.sqlite.org/eqp.html>.
    pub detail: String,
    /// The table that this step reads in full, or through the whole of an index; what the SQL of a view calls it, when
    /// that reads it. An index that SQLite makes for one run takes a scan to make.
    pub scans: Option<String>,
    /// The steps that it consists of.
    pub steps: Vec<PlanStep>,
}

impl QueryPlan {
    /// Says whether the statement may read the whole of a table, or the whole of an index of it.
    pub fn scans(&self, table: &str) -> bool {
        self.scanned().contains(&table)
    }

    /// Gives what the statement may read in full, each once: tables, and views that SQLite makes before it reads them.
    pub fn scanned(&self) -> Vec<&str> {
        let mut tables = Vec::new();
        each(&self.steps, &mut |step| {
            tables.extend(step.scans.as_deref().filter(|table| !tables.contains(table)));
        });
        tables
    }

    /// Says whether every row is found before the first one is given, because no index has them in their order.
    pub fn sorts(&self) -> bool {
        let mut sorts = false;
        each(&self.steps, &mut |step| sorts |= step.detail == "USE TEMP B-TREE FOR ORDER BY");
        sorts
    }
}

fn each<'p>(steps: &'p [PlanStep], visit: &mut dyn FnMut(&'p PlanStep)) {
    for step in steps {
        visit(step);
        each(&step.steps, visit);
    }
}

impl PlanStep {
    /// Reads SQLite's words, which name a table by its alias when it has one.
    pub(crate) fn new(detail: &str, aliases: &[(&str, String)], steps: Vec<Self>) -> Self {
        let scans = scanned(detail).map(|name| {
            let named = aliases.iter().find(|(alias, _)| *alias == name);
            named.map_or_else(|| name.to_owned(), |(_, table)| table.clone())
        });
        Self { detail: detail.to_owned(), scans, steps }
    }

    fn draw(&self, f: &mut fmt::Formatter<'_>, before: &str, is_last: bool) -> fmt::Result {
        let (branch, below) = if is_last { ("`--", "   ") } else { ("|--", "|  ") };
        writeln!(f, "{before}{branch}{}", self.detail)?;
        draw(&self.steps, f, &format!("{before}{below}"))
    }
}

/// The table that is read in full.
fn scanned(detail: &str) -> Option<&str> {
    let (rest, through) = match detail.split_once(' ')? {
        ("SCAN", rest) => (rest, " USING "),
        ("SEARCH", rest) if rest.contains(" USING AUTOMATIC ") => (rest, " USING AUTOMATIC "),
        _ => return None,
    };
    if rest.contains(" VIRTUAL TABLE INDEX ") || rest.ends_with("CONSTANT ROW") {
        return None;
    }
    let table = rest.split_once(through).map_or(rest, |(table, _)| table);
    let joined = [" LEFT-JOIN", " EXISTS"].into_iter().find_map(|join| table.strip_suffix(join));
    Some(joined.unwrap_or(table))
}

fn draw(steps: &[PlanStep], f: &mut fmt::Formatter<'_>, before: &str) -> fmt::Result {
    steps.iter().enumerate().try_for_each(|(at, step)| step.draw(f, before, at + 1 == steps.len()))
}

impl fmt::Display for QueryPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        draw(&self.steps, f, "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_read_a_table_in_full_is_a_scan_and_no_other() {
        assert_eq!(scanned("SCAN notes"), Some("notes"));
        assert_eq!(scanned("SCAN my notes USING COVERING INDEX i"), Some("my notes"));
        assert_eq!(scanned("SCAN notes LEFT-JOIN"), Some("notes"));
        assert_eq!(scanned("SCAN notes EXISTS"), Some("notes"));
        assert_eq!(scanned("SEARCH notes USING AUTOMATIC PARTIAL COVERING INDEX (book=?)"), Some("notes"));
        assert_eq!(scanned("SEARCH notes USING INTEGER PRIMARY KEY (rowid=?)"), None);
        assert_eq!(scanned("SCAN rarray VIRTUAL TABLE INDEX 1:"), None);
        assert_eq!(scanned("SCAN CONSTANT ROW"), None);
        assert_eq!(scanned("SCALAR SUBQUERY 1"), None);
    }

    #[test]
    fn a_plan_is_drawn_as_a_tree() {
        let aliases = [("t1", "a".to_owned())];
        let step = |detail: &str, steps| PlanStep::new(detail, &aliases, steps);
        let inner = vec![step("SCAN t1", vec![]), step("SEARCH b", vec![])];
        let plan = QueryPlan { steps: vec![step("UNION", inner), step("SCAN a", vec![])] };

        assert_eq!(plan.to_string(), "|--UNION\n|  |--SCAN t1\n|  `--SEARCH b\n`--SCAN a\n");
        assert_eq!(plan.scanned(), ["a"]);
    }
}
