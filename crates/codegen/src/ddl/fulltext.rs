//! The full-text index of `@@fulltext`: a virtual table of FTS5 and the triggers that keep it.
//!
//! The index holds no copy of the text: it reads the table when it needs the words ("external content",
//! <https://www.sqlite.org/fts5.html#external_content_tables>). Soft-deleted rows are in it as well; reads leave
//! them out as they do everywhere.

use larder_schema::schema::Model;

use super::{DdlObject, columns, is_rowid, quoted, text_literal};

/// Numbers the rows of a table whose key is no integer. Without a column the numbers would not outlive a VACUUM.
const ROW_NUMBER: &str = "larder_row";

/// Where a model's full-text index is.
pub(crate) struct Index {
    pub(crate) name: String,
    pub(crate) row_number: String,
}

/// Gives the index of a model with `@@fulltext`.
pub(crate) fn index(model: &Model) -> Option<Index> {
    if model.fulltext.is_empty() {
        return None;
    }
    let row_number = if is_rowid(model) { &model.fields[model.key[0]].column } else { ROW_NUMBER };
    Some(Index { name: format!("{}_fts", model.table), row_number: row_number.to_owned() })
}

/// Gives the names that the index takes: its own, those of the tables that FTS5 makes for it, and of its triggers.
pub(super) fn names(model: &Model) -> Vec<String> {
    const SUFFIXES: [&str; 9] =
        ["", "_config", "_content", "_data", "_docsize", "_idx", "_insert", "_delete", "_update"];
    let Some(index) = index(model) else { return Vec::new() };
    SUFFIXES.iter().map(|suffix| format!("{}{suffix}", index.name).to_lowercase()).collect()
}

/// Gives the column that numbers the rows, where the key does not.
pub(super) fn row_number(model: &Model) -> Option<String> {
    let index = index(model)?;
    (!is_rowid(model)).then(|| format!("{} INTEGER PRIMARY KEY", quoted(&index.row_number)))
}

/// Gives the index and its triggers.
pub(super) fn objects(model: &Model) -> Vec<DdlObject> {
    let Some(index) = index(model) else { return Vec::new() };
    let (name, table, row) = (quoted(&index.name), quoted(&model.table), quoted(&index.row_number));
    let texts = columns(model, &model.fulltext);
    let of = |row_of: &str| {
        let texts = model.fulltext.iter().map(|&at| format!("{row_of}.{}", quoted(&model.fields[at].column)));
        std::iter::once(format!("{row_of}.{row}")).chain(texts).collect::<Vec<_>>().join(", ")
    };
    let add = format!("INSERT INTO {name} (rowid, {texts}) VALUES ({})", of("new"));
    // What is taken out has to be told: the table does not hold it any more.
    let remove = format!("INSERT INTO {name} ({name}, rowid, {texts}) VALUES ('delete', {})", of("old"));

    let virtual_table = format!(
        "CREATE VIRTUAL TABLE {name} USING fts5 ({texts}, content = {}, content_rowid = {}, \
         tokenize = 'unicode61 remove_diacritics 2')",
        text_literal(&model.table),
        text_literal(&index.row_number),
    );
    // Without one of its triggers the index may have missed rows.
    let fill = format!("INSERT INTO {name} ({name}) VALUES ('rebuild')");
    let trigger = |event: &str, when: &str, work: &[&str]| {
        let trigger = format!("{}_{event}", index.name);
        let work: String = work.iter().map(|statement| format!("  {statement};\n")).collect();
        let sql = format!("CREATE TRIGGER {} AFTER {when} ON {table} BEGIN\n{work}END", quoted(&trigger));
        DdlObject { name: trigger, sql, fill: fill.clone() }
    };
    vec![
        DdlObject { name: index.name.clone(), sql: virtual_table, fill: fill.clone() },
        trigger("insert", "INSERT", &[&add]),
        trigger("delete", "DELETE", &[&remove]),
        trigger("update", &format!("UPDATE OF {row}, {texts}"), &[&remove, &add]),
    ]
}
