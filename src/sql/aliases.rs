//! Which tables the aliases of a statement stand for: SQLite's account of it names nothing else.

use super::Statement;

impl Statement<'_> {
    /// Gives each alias and the name of its table, as `"notes" AS t1` says it. A name in quotes that a value could
    /// imitate does not occur: values are bound.
    pub(crate) fn aliases(&self) -> Vec<(&str, String)> {
        let text = &*self.text;
        text.match_indices("\" AS ")
            .filter_map(|(at, between)| {
                let (_, table) = text[..at].rsplit_once(" \"")?;
                let alias = text[at + between.len()..].split(|c: char| !c.is_ascii_alphanumeric()).next()?;
                Some((alias, table.replace("\"\"", "\"")))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_alias_has_its_table() {
        let text = "SELECT t1.\"id\" FROM \"no\"\"tes\" AS t1 LEFT JOIN \"my books\" AS t2 ON t2.\"id\" = t1.\"book\"";

        let statement = Statement::begin(text);
        assert_eq!(statement.aliases(), [("t1", "no\"tes".to_owned()), ("t2", "my books".to_owned())]);
        assert_eq!(Statement::begin("SELECT \"id\" FROM \"notes\"").aliases(), []);
    }
}
