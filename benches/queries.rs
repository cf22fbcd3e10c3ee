//! Each kind of query beside the SQL that one would write for it, with cached statements, on the same file and interleaved
//! in one run. Prints medians and the ratio; nothing here is a test.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark stops at the first failure and prints"
)]

use std::{hint::black_box, ops::ControlFlow, rc::Rc};

use larder::{
    Json, ModelDelegate, PageInput, RusqliteRuntime, count,
    rusqlite::{self, Connection, Params, Row, params, types::Value},
    serde_json::{self, json},
};

mod compare;
mod schema {
    larder::include_embedded_schema!("benches/bench.cstack");
}
use compare::{compare, heading, raw};
use schema::cratestack_schema::{
    self as cs, Article, CreateArticleInput, CreateTopicInput, article, topic, topic_size,
};

const TOPICS: i64 = 100;
const ARTICLES: i64 = 10_000;
const COLUMNS: &str = "a.id, a.topic_id, a.title, a.body, a.words, a.meta";

struct World {
    runtime: RusqliteRuntime,
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = RusqliteRuntime::open(folder.path().join("bench.db")).unwrap();
    cs::bootstrap(&runtime).unwrap();
    let world = World { runtime };
    ModelDelegate::new(&world.runtime, &cs::TOPIC_MODEL)
        .create_many((0..TOPICS).map(a_topic))
        .execute()
        .unwrap();
    world.articles().create_many((0..ARTICLES).map(an_article)).execute().unwrap();

    heading();
    world.filters();
    world.relations();
    world.pages();
    world.parts();
    world.totals();
    world.texts();
    world.whole_tables();
}

impl World {
    fn articles(&self) -> ModelDelegate<'_, Article, i64> {
        ModelDelegate::new(&self.runtime, &cs::ARTICLE_MODEL)
    }

    fn filters(&self) {
        pair(
            "texts that contain",
            || {
                let found = self.articles().find_many().where_(article::title().contains("9")).limit(50);
                found.run().unwrap().len()
            },
            || self.sql_articles("WHERE instr(a.title, ?) > 0 LIMIT ?", params!["9", 50]),
        );
        let keys: Vec<i64> = (0..1_000).map(|key| key * 7 + 1).collect();
        let bound: Rc<Vec<Value>> = Rc::new(keys.iter().copied().map(Value::from).collect());
        pair(
            "1,000 keys",
            || self.articles().find_many().where_(article::id().in_(keys.clone())).run().unwrap().len(),
            || self.sql_articles("WHERE a.id IN rarray(?)", params![bound]),
        );
        pair(
            "a value in a document",
            || {
                let shop = article::meta().json_path("$.shop").eq("shop 3");
                self.articles().find_many().where_(shop).limit(50).run().unwrap().len()
            },
            || {
                let path = "$.shop";
                let sql = "WHERE json_type(a.meta, ?) IN ('text') AND json_extract(a.meta, ?) = ? LIMIT ?";
                self.sql_articles(sql, params![path, path, "shop 3", 50])
            },
        );
    }

    fn relations(&self) {
        pair(
            "the one related row",
            || {
                let of_topic = article::topic().name().eq("Topic 7");
                let found = self.articles().find_many().where_(of_topic).order_by(article::words().asc());
                found.limit(50).run().unwrap().len()
            },
            || {
                let sql = "LEFT JOIN topics t ON t.id = a.topic_id WHERE t.name = ? ORDER BY a.words LIMIT ?";
                self.sql_articles(sql, params!["Topic 7", 50])
            },
        );
        pair(
            "some related rows",
            || {
                let long = topic::articles().some(article::words().gt(995));
                let topics = ModelDelegate::new(&self.runtime, &cs::TOPIC_MODEL);
                topics.find_many().where_(long).run().unwrap().len()
            },
            || {
                let sql = "SELECT t.id, t.name FROM topics t
                     WHERE EXISTS (SELECT 1 FROM articles a WHERE a.topic_id = t.id AND a.words > ?)";
                self.sql(sql, [995], |row| Ok(cs::Topic { id: row.get(0)?, name: row.get(1)? })).len()
            },
        );
        pair(
            "an order by a relation",
            || {
                let by_topic = article::topic().by(topic::name().asc());
                let found = self.articles().find_many().where_(article::words().gt(900)).order_by(by_topic);
                found.limit(50).run().unwrap().len()
            },
            || {
                let sql = "LEFT JOIN topics t ON t.id = a.topic_id WHERE a.words > ? ORDER BY t.name LIMIT ?";
                self.sql_articles(sql, params![900, 50])
            },
        );
    }

    fn pages(&self) {
        let page = || PageInput { limit: Some(50), offset: Some(500) };
        pair(
            "a page and the total",
            || {
                let long = self.articles().find_many().where_(article::words().gt(500));
                let page = long.order_by(article::words().asc()).paginate(page()).run().unwrap();
                page.items.len() + usize::try_from(page.total_count).unwrap()
            },
            || {
                let (mut items, mut total) = (0, vec![0]);
                raw(&self.runtime, |c| {
                    let run = |sql: &str| c.prepare_cached(sql).unwrap().execute([]).unwrap();
                    run("BEGIN");
                    let sql = "SELECT count(*) FROM articles WHERE words > ?";
                    total = rows(c, sql, [500], |row| row.get::<_, i64>(0));
                    let sql = format!(
                        "SELECT {COLUMNS} FROM articles a WHERE a.words > ? ORDER BY a.words LIMIT ? OFFSET ?"
                    );
                    items = rows(c, &sql, params![500, 50, 500], read_article).len();
                    run("COMMIT");
                });
                items + usize::try_from(total[0]).unwrap()
            },
        );
        let by_words = || self.articles().find_many().order_by(article::words().asc()).limit(50);
        let first = by_words().after(None).run().unwrap();
        let last = first.items.last().unwrap();
        let text = serde_json::to_string(&(last.words, last.id)).unwrap();
        pair(
            "a page after a cursor",
            || by_words().after(first.after.clone()).run().unwrap().items.len(),
            || self.sql_page(&text).0,
        );
    }

    fn parts(&self) {
        pair(
            "two fields of each row",
            || self.articles().find_many().select((article::id(), article::title())).run().unwrap().len(),
            || {
                let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
                self.sql("SELECT id, title FROM articles", [], read).len()
            },
        );
        pair(
            "distinct values",
            || self.articles().find_many().select(article::words()).distinct().run().unwrap().len(),
            || self.sql("SELECT DISTINCT words FROM articles", [], |row| row.get::<_, i64>(0)).len(),
        );
    }

    fn totals(&self) {
        pair(
            "a count and a maximum",
            || {
                let asked = (count(), article::words().max());
                let (count, max) = self.articles().aggregate().select(asked).run().unwrap();
                usize::try_from(count + max.unwrap()).unwrap()
            },
            || {
                let sql = "SELECT count(*), max(words) FROM articles";
                let sums = self.sql(sql, [], |row| Ok(row.get::<_, i64>(0)? + row.get::<_, i64>(1)?));
                usize::try_from(sums[0]).unwrap()
            },
        );
        pair(
            "a sum of each group",
            || {
                let sums = self.articles().aggregate().sum(article::words()).group_by(article::topic_id());
                sums.run().unwrap().len()
            },
            || {
                let sql = "SELECT topic_id, sum(words) FROM articles GROUP BY topic_id";
                self.sql(sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))).len()
            },
        );
    }

    fn texts(&self) {
        pair(
            "a search",
            || self.articles().find_many().search("larder 77").limit(50).run().unwrap().len(),
            || {
                let sql = "JOIN articles_fts f ON f.rowid = a.id WHERE articles_fts MATCH ? ORDER BY f.rank LIMIT ?";
                self.sql_articles(sql, params!["\"larder\" \"77\"", 50])
            },
        );
        pair(
            "a view",
            || {
                let sizes = ModelDelegate::new(&self.runtime, &cs::TOPIC_SIZE_VIEW.rows);
                sizes.find_many().where_(topic_size::articles().gte(1)).run().unwrap().len()
            },
            || {
                let sql = "SELECT id, name, articles FROM topic_sizes WHERE articles >= ?";
                let read = |row: &Row<'_>| {
                    Ok(cs::TopicSize { id: row.get(0)?, name: row.get(1)?, articles: row.get(2)? })
                };
                self.sql(sql, [1], read).len()
            },
        );
    }

    fn whole_tables(&self) {
        pair(
            "a stream of 10,000",
            || {
                let mut rows = 0;
                let mut count = |article: Article| {
                    rows += usize::from(black_box(article).id > 0);
                    Ok(ControlFlow::Continue(()))
                };
                self.articles().find_many().stream(&mut count).unwrap();
                rows
            },
            || {
                let sql = format!("SELECT {COLUMNS} FROM articles a");
                self.sql(&sql, [], |row| black_box(read_article(row)).map(drop)).len()
            },
        );
        let sql = "SELECT title, words FROM articles";
        pair(
            "SQL into a struct",
            || Line::full(&self.runtime.query_as(sql, ()).unwrap()),
            || Line::full(&self.sql(sql, [], |row| Ok(Line { title: row.get(0)?, words: row.get(1)? }))),
        );
    }

    /// Gives how many rows are on the page after a cursor, and the cursors of the pages beside it: one row more than the page
    /// has tells whether there are more.
    fn sql_page(&self, after: &str) -> (usize, Option<String>, Option<String>) {
        let (words, id): (i64, i64) = serde_json::from_str(after).unwrap();
        let sql = format!(
            "SELECT {COLUMNS} FROM articles a WHERE a.words >= ?1 AND (a.words > ?1 OR a.id > ?2)
             ORDER BY a.words, a.id LIMIT ?3"
        );
        let mut rows = self.sql(&sql, params![words, id, 51], read_article);
        let has_more = rows.len() > 50;
        rows.truncate(50);
        let cursor = |row: &Article| serde_json::to_string(&(row.words, row.id)).unwrap();
        let last = rows.last().filter(|_| has_more).map(cursor);
        let page = black_box(rows);
        (page.len(), page.first().map(cursor), last)
    }

    fn sql_articles(&self, rest: &str, params: impl Params) -> usize {
        self.sql(&format!("SELECT {COLUMNS} FROM articles a {rest}"), params, read_article).len()
    }

    fn sql<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Vec<T> {
        let mut found = Vec::new();
        raw(&self.runtime, |connection| found = rows(connection, sql, params, read));
        found
    }
}

fn rows<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Vec<T> {
    let mut statement = connection.prepare_cached(sql).unwrap();
    statement.query_map(params, read).unwrap().collect::<Result<_, _>>().unwrap()
}

/// What `query_as` reads.
struct Line {
    title: String,
    words: i64,
}
larder::from_row!(Line { title, words });

impl Line {
    /// Counts those that hold something.
    fn full(lines: &[Self]) -> usize {
        lines.iter().filter(|line| !line.title.is_empty() && line.words >= 0).count()
    }
}

/// Runs both until the rounds are long enough to be measured. They must agree on how many rows there are.
fn pair(name: &str, ours: impl Fn() -> usize, theirs: impl Fn() -> usize) {
    const ROWS_OF_A_ROUND: usize = 2_000;
    let rows = ours();
    assert_eq!(rows, theirs(), "{name}");
    let calls = i64::try_from((ROWS_OF_A_ROUND / rows.max(1)).clamp(1, 40)).unwrap();
    let same = |given: usize| assert_eq!(given, rows, "{name}");
    compare(name, calls, |_| same(ours()), |_| same(theirs()));
}

fn a_topic(number: i64) -> CreateTopicInput {
    CreateTopicInput::builder().name(format!("Topic {number}")).build()
}

fn an_article(number: i64) -> CreateArticleInput {
    CreateArticleInput::builder()
        .topic_id(number % TOPICS + 1)
        .title(format!("Article number {number}"))
        .body("A body of some length about a larder, as a note or a message has it.")
        .words((number * 7_919) % 1_000)
        .meta(Json(json!({ "shop": format!("shop {}", number % 10), "n": number })))
        .build()
}

fn read_article(row: &Row<'_>) -> rusqlite::Result<Article> {
    Ok(Article {
        id: row.get(0)?,
        topic_id: row.get(1)?,
        title: row.get(2)?,
        body: row.get(3)?,
        words: row.get(4)?,
        meta: Json(serde_json::from_str(row.get_ref(5)?.as_str()?).unwrap()),
    })
}
