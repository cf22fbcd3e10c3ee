//! Full-text search: what is written is found, whatever the user types.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{ModelDelegate, RusqliteError, RusqliteRuntime, SnippetOptions, Target, TextSearch};
use proptest::prelude::*;

mod schema {
    larder::include_embedded_schema!("tests/schemas/search.cstack");
}
use schema::cratestack_schema::{
    self as cs, ARTICLE_MODEL, Article, CreateArticleInput, CreateOddInput, CreateRecipeInput, ODD_MODEL,
    RECIPE_MODEL, UpdateArticleInput, article, recipe,
};
use world::World;

fn world() -> World {
    World::new(cs::bootstrap)
}

fn write<'a>(world: impl Into<Target<'a>>, title: &str, body: &str) -> Article {
    let input = CreateArticleInput::builder().title(title).body(body).build();
    ModelDelegate::new(world, &ARTICLE_MODEL).create(input).run().unwrap()
}

fn found<'a>(world: impl Into<Target<'a>>, words: impl Into<TextSearch>) -> Vec<String> {
    let found = ModelDelegate::new(world, &ARTICLE_MODEL).find_many().search(words).run().unwrap();
    found.into_iter().map(|article| article.title).collect()
}

#[test]
fn every_word_must_stand_in_the_row_and_the_best_row_comes_first() {
    let world = world();
    write(&world, "Shopping", "a long list of bread, butter, eggs, flour, milk, oats, rice and salt");
    write(&world, "Milk", "milk, and bread");
    write(&world, "Water", "no bread");

    assert_eq!(found(&world, "milk"), ["Milk", "Shopping"]);
    assert_eq!(found(&world, "BREAD milk"), ["Milk", "Shopping"]);
    assert_eq!(found(&world, "bread"), ["Water", "Milk", "Shopping"]);
    assert_eq!(found(&world, "bread cheese"), [] as [&str; 0]);
    assert_eq!(found(&world, "mil"), [] as [&str; 0]);
    assert_eq!(found(&world, TextSearch::new("bread mil").prefix()), ["Milk", "Shopping"]);
}

#[test]
fn letters_of_every_script_are_found_without_their_accents_and_case() {
    let world = world();
    write(&world, "Čaj", "Grüße aus Åre");
    write(&world, "чай", "с молоком");

    assert_eq!(found(&world, "caj"), ["Čaj"]);
    assert_eq!(found(&world, "GRUSSE"), [] as [&str; 0]);
    assert_eq!(found(&world, "are gruße"), ["Čaj"]);
    assert_eq!(found(&world, "МОЛОКОМ"), ["чай"]);
}

#[test]
fn a_text_without_a_word_finds_nothing() {
    let world = world();
    write(&world, "Milk", "");

    for nothing in ["", "  \t", "\"", "*", "-", "'\"*()^:{}", "\0"] {
        assert_eq!(found(&world, nothing), [] as [&str; 0], "{nothing:?}");
        assert_eq!(found(&world, TextSearch::new(nothing).prefix()), [] as [&str; 0], "{nothing:?}");
    }
}

proptest! {
    #[test]
    fn no_text_of_a_user_is_an_error(text in any::<String>(), word in "[a-z]{1,8}") {
        let world = RusqliteRuntime::open_in_memory().unwrap();
        cs::bootstrap(&world).unwrap();
        write(&world, &word, &text);

        let all = ModelDelegate::new(&world, &ARTICLE_MODEL);
        let count = all.count().search(TextSearch::new(format!("{word} {text}")).prefix()).run();

        prop_assert!(count.is_ok(), "{count:?}");
        prop_assert_eq!(found(&world, word.as_str()), [word.clone()]);
    }
}

#[test]
fn the_index_follows_every_way_of_writing() {
    let world = world();
    let all = ModelDelegate::new(&world, &ARTICLE_MODEL);
    let first = write(&world, "Milk", "fresh");
    write(&world, "Bread", "fresh");

    all.update(first.id).set(UpdateArticleInput::builder().title("Cheese").build()).run().unwrap();
    assert_eq!(found(&world, "milk"), [] as [&str; 0]);
    assert_eq!(found(&world, "cheese"), ["Cheese"]);

    let every = larder::FilterExpr::all([]);
    all.update_many().where_(every).set(UpdateArticleInput::builder().body("stale").build()).run().unwrap();
    assert_eq!(found(&world, "fresh"), [] as [&str; 0]);
    assert_eq!(found(&world, "stale").len(), 2);

    let input =
        CreateArticleInput { id: Some(first.id), ..CreateArticleInput::builder().title("Butter").build() };
    all.upsert(input).run().unwrap();
    assert_eq!(found(&world, "butter"), ["Butter"]);
    assert_eq!(found(&world, "cheese"), [] as [&str; 0]);

    world.execute("DELETE FROM articles WHERE title = 'Butter'");
    assert_eq!(found(&world, "butter"), [] as [&str; 0]);

    let undone = world.transaction(|tx| {
        ModelDelegate::new(tx, &ARTICLE_MODEL)
            .create(CreateArticleInput::builder().title("Ghost").build())
            .run()?;
        Err::<(), _>(RusqliteError::aborted("never mind"))
    });
    assert!(undone.is_err());
    assert_eq!(found(&world, "ghost"), [] as [&str; 0]);
    world.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)");
}

#[test]
fn a_tombstone_is_found_only_by_those_who_ask_for_it() {
    let world = world();
    let all = ModelDelegate::new(&world, &ARTICLE_MODEL);
    let gone = write(&world, "Milk", "sour");
    write(&world, "Milk", "fresh");

    all.delete(gone.id).run().unwrap();

    let bodies =
        |found: Vec<Article>| found.into_iter().filter_map(|article| article.body).collect::<Vec<_>>();
    assert_eq!(bodies(all.find_many().search("milk").run().unwrap()), ["fresh"]);
    assert_eq!(bodies(all.find_many().search("milk").only_deleted().run().unwrap()), ["sour"]);
    assert_eq!(all.count().search("milk").with_deleted().run().unwrap(), 2);
    assert!(!all.exists().search("sour").run().unwrap());
    all.restore(gone.id).run().unwrap();
    assert_eq!(found(&world, "sour"), ["Milk"]);
}

#[test]
fn a_search_composes_with_filters_orders_and_pages() {
    let world = world();
    for number in 0..5 {
        write(&world, &format!("Milk {number}"), if number % 2 == 0 { "even" } else { "odd" });
    }
    let all = ModelDelegate::new(&world, &ARTICLE_MODEL);

    let even = || {
        all.find_many().search("milk").where_(article::body().eq("even")).order_by(article::title().desc())
    };
    let titles = |found: Vec<Article>| found.into_iter().map(|article| article.title).collect::<Vec<_>>();
    assert_eq!(titles(even().run().unwrap()), ["Milk 4", "Milk 2", "Milk 0"]);
    assert_eq!(titles(even().limit(1).offset(1).run().unwrap()), ["Milk 2"]);
    let page = even().paginate(larder::PageInput { limit: Some(2), offset: None }).run().unwrap();
    assert_eq!((page.total_count, titles(page.items)), (3, vec!["Milk 4".to_owned(), "Milk 2".to_owned()]));
    let first = all.find_first().search("milk").order_by(article::title().asc()).run().unwrap();
    assert_eq!(first.unwrap().title, "Milk 0");
}

#[test]
fn a_snippet_shows_the_words_in_their_place() {
    let world = world();
    write(&world, "Shopping", "remember to buy some fresh milk at the market on the corner of the street");
    let all = ModelDelegate::new(&world, &ARTICLE_MODEL);

    let found =
        all.find_many().search("milk").snippets(SnippetOptions::new("[", "]").words(5)).run().unwrap();

    assert_eq!(found.len(), 1);
    assert_eq!(found[0].item.title, "Shopping");
    assert_eq!(found[0].snippet, "…some fresh [milk] at the…");
    for words in [0, 65, -1] {
        let refused =
            all.find_many().search("milk").snippets(SnippetOptions::new("[", "]").words(words)).run();
        assert_eq!(refused.unwrap_err().to_string(), "Article.search: a snippet has from 1 to 64 words");
    }
    let lost = all.find_many().snippets(SnippetOptions::new("", "")).run();
    assert_eq!(lost.unwrap_err().to_string(), "Article.snippets: the query has no search");
}

#[test]
fn a_vacuum_leaves_the_index_on_its_rows() {
    let world = world();
    for number in 0..100 {
        write(&world, &format!("title{number}"), "");
    }
    world.execute("DELETE FROM articles WHERE title LIKE '%1%'; VACUUM;");

    for number in (0..100).filter(|number: &i32| !number.to_string().contains('1')) {
        let title = format!("title{number}");
        assert_eq!(found(&world, &*title), [&*title]);
    }
}

#[test]
fn an_integer_key_numbers_the_rows_itself_and_is_given_back() {
    let world = world();
    let recipes = ModelDelegate::new(&world, &RECIPE_MODEL);
    let input = |name: &str| CreateRecipeInput::builder().name(name).steps("stir").build();
    let made = recipes.create_many(vec![input("Soup"), input("Cake")]).run().unwrap();

    assert_eq!(made.iter().map(|recipe| recipe.id).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(recipes.create(input("Tea")).run().unwrap().id, 3);
    assert_eq!(recipes.find_many().search("cake stir").run().unwrap(), [made[1].clone()]);
    let sorted = recipes.find_many().search("stir").order_by(recipe::name().asc()).run().unwrap();
    assert_eq!(sorted.iter().map(|recipe| recipe.name.as_str()).collect::<Vec<_>>(), ["Cake", "Soup", "Tea"]);
}

#[test]
fn names_that_sql_stumbles_on_are_only_names() {
    let world = world();
    let odd = ModelDelegate::new(&world, &ODD_MODEL);
    let made =
        odd.create(CreateOddInput::builder().id("a").select("milk").order("bread").build()).run().unwrap();

    assert_eq!(odd.find_many().search("bread milk").run().unwrap(), [made]);
}

#[test]
fn rows_that_were_there_before_the_index_are_found() {
    let world = world();
    write(&world, "Milk", "");
    world.execute(
        "DROP TRIGGER articles_fts_insert; DROP TRIGGER articles_fts_update; DROP TRIGGER articles_fts_delete; DROP TABLE articles_fts",
    );

    cs::bootstrap(&world).unwrap();

    assert_eq!(found(&world, "milk"), ["Milk"]);
}

#[test]
fn rows_that_a_lost_trigger_missed_are_found() {
    let world = world();
    world.execute("DROP TRIGGER articles_fts_insert");
    write(&world, "Fresh bread", "");
    assert_eq!(found(&world, "bread"), [""; 0]);

    cs::bootstrap(&world).unwrap();

    assert_eq!(found(&world, "bread"), ["Fresh bread"]);
}

#[test]
fn an_index_over_other_fields_is_made_anew() {
    let world = world();
    write(&world, "Milk", "fresh");
    world.execute(
        "DROP TRIGGER articles_fts_insert; DROP TRIGGER articles_fts_update; DROP TRIGGER articles_fts_delete; DROP TABLE articles_fts;
         CREATE VIRTUAL TABLE articles_fts USING fts5 (title, content = 'articles', content_rowid = 'larder_row')",
    );

    cs::bootstrap(&world).unwrap();

    assert_eq!(found(&world, "fresh"), ["Milk"]);
    write(&world, "Cheese", "fresh");
    assert_eq!(found(&world, "fresh").len(), 2);
}

#[test]
fn a_model_without_an_index_says_so() {
    mod plain {
        larder::include_embedded_schema!("tests/schemas/notes.cstack");
    }
    let world = World::new(plain::cratestack_schema::bootstrap);

    let refused =
        ModelDelegate::new(&world, &plain::cratestack_schema::NOTE_MODEL).find_many().search("x").run();

    assert_eq!(refused.unwrap_err().to_string(), "Note.search: the model has no @@fulltext");
}
