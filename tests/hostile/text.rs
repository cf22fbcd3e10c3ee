//! The text of every builder: no value stands in it, and every name of the schema stands in double quotes.

use larder::{FilterExpr, PageInput, SnippetOptions, coalesce, count};

use crate::{
    filled, input, links, rows,
    schema::cratestack_schema::{UpdateResultInput, option, result},
    values,
};

/// Names of tables and columns that are words, so that only their quotes tell them from SQL. What is written without quotes
/// is upper case, or a name of ours.
const WORDS: &[&str] = &["select", "null", "order", "union", "true", "all", "except", "not"];

/// Takes what stands in double quotes out of a statement.
fn bare(sql: &str) -> String {
    // A doubled quote ends one piece and begins the next.
    sql.split('"').step_by(2).collect::<Vec<_>>().join(" ")
}

fn assert_sound(sql: &str) {
    assert!(!sql.contains("planted"), "{sql}");
    assert_eq!(sql.matches('"').count() % 2, 0, "{sql}");
    let bare = bare(sql);
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || " \n_.,()=<>?*+-|".contains(letter);
    // The types of JSON and the dots of an extract are the only texts that stand in a statement.
    let without_texts =
        ["'text'", "'integer'", "'real'", "'…'"].iter().fold(bare, |sql, word| sql.replace(word, ""));
    assert!(without_texts.chars().all(is_plain) && !without_texts.contains("--"), "{without_texts}\n{sql}");
    let mut words = without_texts.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    assert!(!words.any(|word| WORDS.contains(&word)), "{without_texts}\n{sql}");
}

#[test]
fn a_name_without_quotes_and_a_value_are_noticed() {
    for sql in [
        "SELECT select FROM \"x\"",
        "SELECT \"x\" WHERE \"x\" = 'planted'",
        "SELECT \"x\" WHERE \"x\" = 'a'",
        "SELECT \"a\"\"b\" FROM table; -- ",
        "SELECT \"a",
    ] {
        assert!(std::panic::catch_unwind(|| assert_sound(sql)).is_err(), "{sql}");
    }
    assert_sound("SELECT t1.\"select\" FROM \"a\"\"; -- b\" AS t1 WHERE \"x\" = ?");
}

#[test]
fn no_statement_has_a_value_in_it_or_a_name_outside_of_quotes() {
    let world = filled();
    let text = values()[0].clone();
    let text = text.as_str();
    let every = || {
        let filter = result::group().eq(text).or(result::r#where().in_([text]));
        let filter =
            filter.and(result::union().contains(text)).and(result::r#where().between(text, text).not());
        let filter = filter.and(result::r#type().json_path("$.planted").eq(text));
        let filter = filter.and(result::r#type().json_get_text(text).gte(2));
        let related = result::r#dyn().group().starts_with(text);
        let many = result::links().every(option::on().eq(text).and(option::natural().union().ne(text)));
        let first = coalesce([result::r#where(), result::group().optional()]).ends_with_ignore_case(text);
        FilterExpr::all([filter, related, many, first])
    };
    let plain = || result::group().eq(text).and(result::limit().is_not_null());
    let include = || {
        let links = result::links().as_include().where_(option::on().eq(text)).limit(2);
        links.order_by(option::inner().asc()).include(option::natural().as_include())
    };
    let find = || rows(&world).find_many().where_(every()).order_by(result::union().desc());
    let change = || UpdateResultInput::builder().r#where(text).build();
    let grouped = rows(&world)
        .aggregate()
        .where_(every())
        .select((count(), result::order().sum(), result::r#match().avg(), result::group().max()))
        .group_by((result::union(), result::r#dyn().group().optional()))
        .having(result::group().min().lt(text))
        .order_by(result::union().asc());

    for sql in [
        rows(&world).create(input(99, text)).preview_sql(),
        rows(&world).create_many(vec![input(99, text)]).preview_sql(),
        rows(&world).upsert(input(99, text)).preview_sql().unwrap(),
        rows(&world).update(1).set(change()).preview_sql().unwrap(),
        rows(&world).update_many().where_(every()).set(change()).preview_sql().unwrap(),
        rows(&world).delete(1).preview_sql().unwrap(),
        rows(&world).delete_many().where_(every()).preview_sql().unwrap(),
        rows(&world).restore(1).preview_sql().unwrap(),
        links(&world).delete_many().where_(option::on().eq(text)).preview_sql().unwrap(),
        find().preview_sql().unwrap(),
        find().limit(1).offset(1).only_deleted().include(include()).preview_sql().unwrap(),
        rows(&world).find_many().where_(plain()).preview_sql().unwrap(),
        rows(&world)
            .find_first()
            .where_(every())
            .order_by(result::r#dyn().group().asc())
            .preview_sql()
            .unwrap(),
        rows(&world).find_unique(1).include(include()).preview_sql().unwrap(),
        rows(&world).count().where_(every()).preview_sql().unwrap(),
        rows(&world).exists().where_(plain()).preview_sql().unwrap(),
        find().paginate(PageInput { limit: Some(1), offset: None }).preview_sql().unwrap(),
        find().after(None).preview_sql().unwrap(),
        find().limit(1).before(None).preview_sql().unwrap(),
        find().select((result::group(), result::r#dyn().union().optional())).preview_sql().unwrap(),
        rows(&world).find_many().select(result::order()).distinct().preview_sql().unwrap(),
        rows(&world).find_many().search(text).preview_sql().unwrap(),
        rows(&world)
            .find_many()
            .search(text)
            .snippets(SnippetOptions::new("planted", text))
            .preview_sql()
            .unwrap(),
        rows(&world)
            .aggregate()
            .where_(plain())
            .select((count(), result::group().min()))
            .preview_sql()
            .unwrap(),
        grouped.preview_sql().unwrap(),
        links(&world).find_many().where_(option::natural().order().gt(1)).preview_sql().unwrap(),
    ] {
        // Several statements stand on lines of their own.
        sql.split(";\n").for_each(assert_sound);
    }
}
