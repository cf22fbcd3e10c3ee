//! Writes of which SQLite tells nobody, or only a part: rows that give way, tables that are emptied, the index of a text search.

use larder::FilterExpr;

use super::*;

mod schema {
    larder::include_embedded_schema!("tests/schemas/search.cstack");
}
use schema::cratestack_schema::{self as search, CreateRecipeInput, RECIPE_MODEL, UpdateRecipeInput};

#[test]
fn a_row_that_gives_way_in_a_trigger_is_seen() {
    let world = World::new(cs::bootstrap);
    world.execute(
        "CREATE UNIQUE INDEX one_label ON counters (label);
         CREATE TRIGGER taken AFTER INSERT ON notebooks
         BEGIN INSERT OR /* the newest */ REPLACE INTO counters (label, hits) VALUES (new.name, 7); END",
    );
    let taken = create(&world, "taken").id;
    let (rows, _subscription) = heard(|observer| counters(&world).find_unique(taken).observe(observer));
    assert_eq!(next(&rows).map(|row| row.hits), Some(0));

    let notebooks = ModelDelegate::new(&*world, &NOTEBOOK_MODEL);
    notebooks.create(CreateNotebookInput::builder().name("taken").build()).run().unwrap();

    assert_eq!(next(&rows), None);
}

#[test]
fn rows_of_a_model_with_a_text_search_are_told_apart() {
    let world = World::new(search::bootstrap);
    let recipes = ModelDelegate::new(&*world, &RECIPE_MODEL);
    let [soup, bread] = ["Soup", "Bread"]
        .map(|name| recipes.create(CreateRecipeInput::builder().name(name).build()).run().unwrap().id);
    let (soups, of_soup) = heard(|observer| recipes.find_unique(soup).observe(observer));
    let boiled = recipes.find_many().search("boil");
    let (found, of_found) = heard(|observer| boiled.observe(observer));
    let (all, _all) = heard(|observer| recipes.count().observe(observer));
    assert_eq!((next(&soups).unwrap().steps, next(&found).rows.len(), next(&all)), (String::new(), 0, 2));
    let set_steps = |id, steps: &str| {
        let change = UpdateRecipeInput { steps: Some(steps.to_owned()), ..Default::default() };
        recipes.update(id).set(change).run().unwrap();
    };

    set_steps(bread, "Knead");
    settled_after(|observer| recipes.count().observe(observer));
    let asked = (of_soup.asked(), of_found.asked());
    set_steps(soup, "Boil");
    assert_eq!((next(&soups).unwrap().steps, next(&found).rows.len()), ("Boil".to_owned(), 1));
    recipes.delete_many().where_(FilterExpr::all([])).run().unwrap();

    assert_eq!(asked, (1, 2));
    assert_eq!((next(&soups), next(&found).rows.len(), next(&all)), (None, 0, 0));
}

#[test]
fn a_table_that_a_trigger_empties_is_seen() {
    let world = World::new(cs::bootstrap);
    create(&world, "a");
    world.execute("CREATE TRIGGER empties AFTER INSERT ON notebooks BEGIN DELETE\n FROM counters; END");
    let (counts, _subscription) = heard(|observer| counters(&world).count().observe(observer));
    assert_eq!(next(&counts), 1);

    let notebooks = ModelDelegate::new(&*world, &NOTEBOOK_MODEL);
    notebooks.create(CreateNotebookInput::builder().name("any").build()).run().unwrap();

    assert_eq!(next(&counts), 0);
}

#[test]
fn a_table_that_is_emptied_beside_other_writes_is_seen() {
    let world = World::new(cs::bootstrap);
    create(&world, "a");
    let (counts, _subscription) = heard(|observer| counters(&world).count().observe(observer));
    assert_eq!(next(&counts), 1);

    let both = world.transaction(|tx| {
        let notebooks = ModelDelegate::new(tx, &NOTEBOOK_MODEL);
        notebooks.create(CreateNotebookInput::builder().name("any").build()).run()?;
        counters(tx).delete_many().where_(FilterExpr::all([])).run()
    });

    assert_eq!((both.unwrap(), next(&counts)), (1, 0));
}

#[test]
fn a_table_that_was_exchanged_by_sql_of_ones_own_is_seen() {
    let world = World::new(cs::bootstrap);
    let id = create(&world, "a").id;
    let (rows, _subscription) = heard(|observer| counters(&world).find_unique(id).observe(observer));
    assert_eq!(next(&rows).map(|row| row.label).as_deref(), Some("a"));

    // As <https://www.sqlite.org/lang_altertable.html#otheralter> says.
    world.execute(
        "CREATE TABLE new_counters (id INTEGER PRIMARY KEY NOT NULL, label TEXT NOT NULL, hits INTEGER NOT NULL DEFAULT 0) STRICT;
         INSERT INTO new_counters SELECT id, upper(label), hits FROM counters;
         DROP TABLE counters; ALTER TABLE new_counters RENAME TO counters",
    );

    assert_eq!(next(&rows).map(|row| row.label).as_deref(), Some("A"));
}
