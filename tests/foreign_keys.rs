//! What foreign keys do, and which of them an error names.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{FilterExpr, ModelDelegate, RusqliteError};

mod schema {
    larder::include_embedded_schema!("tests/schemas/relations.cstack");
}
use schema::cratestack_schema::{self as cs, *};

struct World {
    runtime: world::World,
}

fn world() -> World {
    World { runtime: world::World::new(cs::bootstrap) }
}

/// With the owners 1 (`first`) and 2 (`spare`).
fn owners() -> World {
    let world = world();
    world.sql("INSERT INTO owners VALUES (1, 'first'), (2, 'spare')");
    world
}

impl World {
    fn sql(&self, sql: &str) {
        self.runtime.with_connection(|c| Ok(c.execute_batch(sql)?)).unwrap();
    }

    /// The key of the row 1 of a table; `None` when there is no row.
    fn held(&self, table: &str) -> Option<Option<String>> {
        let sql = format!("SELECT owner_code FROM {table} WHERE id = 1");
        self.runtime
            .with_connection(|c| {
                let mut prepared = c.prepare(&sql)?;
                let mut rows = prepared.query([])?;
                Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
            })
            .unwrap()
    }

    fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        self.runtime.with_connection(|c| Ok(c.query_row(&sql, [], |row| row.get(0))?)).unwrap()
    }

    fn owners(&self) -> ModelDelegate<'_, Owner, i64> {
        ModelDelegate::new(&self.runtime, &OWNER_MODEL)
    }

    fn delete_first(&self) -> Result<Owner, RusqliteError> {
        self.owners().delete(1).run()
    }

    fn rename_first(&self) -> Result<Owner, RusqliteError> {
        self.owners().update(1).set(UpdateOwnerInput::builder().code("renamed").build()).run()
    }
}

fn some(code: &str) -> Option<Option<String>> {
    Some(Some(code.to_owned()))
}

/// The table with the key, its columns, the table that it names, those columns.
fn named<T: std::fmt::Debug>(outcome: Result<T, RusqliteError>) -> (String, String, String, String) {
    match outcome {
        Err(RusqliteError::ForeignKeyViolation { table, columns, references_table, references_columns }) => {
            (table, columns.join(","), references_table, references_columns.join(","))
        }
        other => panic!("{other:?}"),
    }
}

fn key(table: &str, columns: &str, references: &str, named: &str) -> (String, String, String, String) {
    (table.to_owned(), columns.to_owned(), references.to_owned(), named.to_owned())
}

#[test]
fn cascade_takes_the_rows_along() {
    let world = owners();
    world.sql("INSERT INTO followers VALUES (1, 'first')");

    world.rename_first().unwrap();
    let renamed = world.held("followers");
    world.delete_first().unwrap();

    assert_eq!(renamed, some("renamed"));
    assert_eq!(world.held("followers"), None);
}

#[test]
fn restrict_keeps_the_row_and_names_who_needs_it() {
    let world = owners();
    world.sql("INSERT INTO holders VALUES (1, 'first')");

    let (renamed, deleted) = (world.rename_first(), world.delete_first());

    let holder = key("holders", "owner_code", "owners", "code");
    assert_eq!((named(renamed), named(deleted)), (holder.clone(), holder));
    assert_eq!((world.held("holders"), world.count("owners")), (some("first"), 2));
}

#[test]
fn set_null_clears_the_key() {
    let world = owners();
    world.sql("INSERT INTO losers VALUES (1, 'first'), (2, 'spare')");

    world.rename_first().unwrap();
    let renamed = world.held("losers");
    world.sql("UPDATE losers SET owner_code = 'renamed' WHERE id = 1");
    world.delete_first().unwrap();

    assert_eq!((renamed, world.held("losers")), (Some(None), Some(None)));
    assert_eq!(world.count("losers WHERE owner_code = 'spare'"), 1);
}

#[test]
fn set_default_falls_back_and_fails_when_the_default_names_nothing() {
    let world = owners();
    world.sql("INSERT INTO fallers VALUES (1, 'first')");

    world.rename_first().unwrap();
    let renamed = world.held("fallers");
    world.sql("UPDATE fallers SET owner_code = 'renamed'");
    world.delete_first().unwrap();
    let deleted = world.held("fallers");
    let without_spare = world.owners().delete(2).run();

    assert_eq!((renamed, deleted), (some("spare"), some("spare")));
    assert_eq!(named(without_spare), key("fallers", "owner_code", "owners", "code"));
    assert_eq!(world.count("owners"), 1);
}

#[test]
fn no_action_is_checked_at_the_end_of_the_statement() {
    let world = owners();
    world.sql("INSERT INTO waiters VALUES (1, 'first')");

    let (renamed, deleted) = (world.rename_first(), world.delete_first());

    let waiter = key("waiters", "owner_code", "owners", "code");
    assert_eq!((named(renamed), named(deleted)), (waiter.clone(), waiter));
    assert_eq!((world.held("waiters"), world.count("owners")), (some("first"), 2));
}

#[test]
fn only_a_key_of_the_selected_rows_is_named() {
    let world = owners();
    world.sql("INSERT INTO holders VALUES (1, 'spare'); INSERT INTO waiters VALUES (1, 'first')");

    let by_filter = world.owners().delete_many().where_(owner::code().eq("first")).run();
    let of_all = world.owners().delete_many().where_(FilterExpr::all([])).run();
    let changed = world
        .owners()
        .update_many()
        .where_(owner::id().eq(2))
        .set(UpdateOwnerInput::builder().code("x").build())
        .run();
    let upserted = world.owners().upsert(CreateOwnerInput::builder().id(1).code("y").build()).run();

    assert_eq!(named(by_filter).0, "waiters");
    assert_eq!(named(of_all).0, "holders");
    assert_eq!(named(changed).0, "holders");
    assert_eq!(named(upserted), key("waiters", "owner_code", "owners", "code"));
    assert_eq!(world.count("owners"), 2);
}

#[test]
fn a_row_that_names_nothing_is_told_by_its_own_key() {
    let world = owners();
    let followers = ModelDelegate::new(&world.runtime, &FOLLOWER_MODEL);
    let lost = |id| CreateFollowerInput::builder().id(id).owner_code("nobody").build();
    let set = || UpdateFollowerInput::builder().owner_code("nobody").build();
    followers.create(CreateFollowerInput::builder().id(1).owner_code("first").build()).run().unwrap();

    let outcomes = [
        followers.create(lost(2)).run().map(drop),
        followers.create_many(vec![lost(2)]).run().map(drop),
        followers.upsert(lost(2)).run().map(drop),
        followers.upsert(lost(1)).run().map(drop),
        followers.update(1).set(set()).run().map(drop),
        followers.update_many().where_(follower::id().eq(1)).set(set()).run().map(drop),
    ];

    for outcome in outcomes {
        let shown = outcome.as_ref().unwrap_err().to_string();
        assert_eq!(shown, "followers (owner_code): must name a row of owners (code)");
        assert_eq!(named(outcome), key("followers", "owner_code", "owners", "code"));
    }
    assert_eq!(world.held("followers"), some("first"));
}

#[test]
fn a_key_of_two_columns_holds_and_is_named_whole() {
    let world = world();
    let (sites, visits) =
        (ModelDelegate::new(&world.runtime, &SITE_MODEL), ModelDelegate::new(&world.runtime, &VISIT_MODEL));
    let visit = |id, number| CreateVisitInput { id, country: "CH".to_owned(), site_number: number };
    sites.create(CreateSiteInput::builder().country("CH").number(7).build()).run().unwrap();
    visits.create_many(vec![visit(1, Some(7)), visit(2, None)]).run().unwrap();

    let nowhere = visits.create(visit(3, Some(8))).run();
    let half = visits.update(1).set(UpdateVisitInput::builder().country("AT").build()).run();
    let needed = sites.delete(SiteKey { country: "CH".to_owned(), number: 7 }).run();
    visits.update(2).set(UpdateVisitInput::builder().country("AT").build()).run().unwrap();

    let whole = key("visits", "country,site_number", "sites", "country,number");
    assert_eq!([named(nowhere), named(half), named(needed)], [whole.clone(), whole.clone(), whole]);
    assert_eq!(world.count("visits WHERE country = 'CH'"), 1);
}

#[test]
fn a_tree_goes_with_its_root_unless_a_pin_deep_below_keeps_it() {
    let world = world();
    let folders = ModelDelegate::new(&world.runtime, &FOLDER_MODEL);
    world.sql(
        "INSERT INTO folders VALUES (1, NULL), (2, 1), (3, 2), (4, 3), (5, 4);
         INSERT INTO pins VALUES (1, 5)",
    );

    let kept = folders.delete(1).run();
    let all_kept = folders.delete_many().where_(folder::parent_id().is_null()).run();
    let nowhere = folders.create(CreateFolderInput { id: 9, parent_id: Some(8) }).run();
    folders.create(CreateFolderInput { id: 6, parent_id: Some(6) }).run().unwrap();
    world.sql("DELETE FROM pins");
    folders.delete(1).run().unwrap();

    let pin = key("pins", "folder_id", "folders", "id");
    assert_eq!((named(kept), named(all_kept)), (pin.clone(), pin));
    assert_eq!(named(nowhere), key("folders", "parent_id", "folders", "id"));
    assert_eq!(world.count("folders"), 1);
}

#[test]
fn a_circle_of_cascades_ends() {
    let world = world();
    let folders = ModelDelegate::new(&world.runtime, &FOLDER_MODEL);
    world.sql(
        "INSERT INTO folders VALUES (1, NULL), (2, 1), (3, 2);
         UPDATE folders SET parent_id = 3 WHERE id = 1;
         INSERT INTO pins VALUES (1, 3)",
    );

    let kept = folders.delete(1).run();

    assert_eq!(named(kept), key("pins", "folder_id", "folders", "id"));
    assert_eq!(world.count("folders"), 3);
}

#[test]
fn a_table_of_the_users_own_is_named_too() {
    let world = owners();
    world.sql(
        r#"CREATE TABLE "my ""own""" (x TEXT COLLATE NOCASE REFERENCES OWNERS (CODE)) WITHOUT ROWID, STRICT"#
            .replace(") WITHOUT ROWID, STRICT", ", y INTEGER PRIMARY KEY) WITHOUT ROWID, STRICT")
            .as_str(),
    );
    world.sql(r#"INSERT INTO "my ""own""" VALUES ('first', 1)"#);

    let kept = world.delete_first();

    assert_eq!(named(kept), key("my \"own\"", "x", "OWNERS", "CODE"));
}

#[test]
fn rows_that_name_one_another_are_written_in_a_transaction_that_defers() {
    let world = world();
    let player = |id, team_id| CreatePlayerInput { id, team_id };

    let at_once = ModelDelegate::new(&world.runtime, &TEAM_MODEL)
        .create(CreateTeamInput { id: 1, captain_id: 10 })
        .run();
    world
        .runtime
        .transaction(|tx| {
            tx.defer_foreign_keys()?;
            ModelDelegate::new(tx, &TEAM_MODEL).create(CreateTeamInput { id: 1, captain_id: 10 }).run()?;
            ModelDelegate::new(tx, &PLAYER_MODEL).create_many(vec![player(10, 1), player(11, 1)]).run()
        })
        .unwrap();
    let next =
        world.runtime.transaction(|tx| ModelDelegate::new(tx, &PLAYER_MODEL).create(player(12, 2)).run());

    assert_eq!(named(at_once), key("teams", "captain_id", "players", "id"));
    assert_eq!((world.count("teams"), world.count("players")), (1, 2));
    assert_eq!(named(next), key("players", "team_id", "teams", "id"));
}

#[test]
fn a_commit_that_is_refused_names_the_key_and_rolls_everything_back() {
    let world = owners();

    let refused = world.runtime.transaction(|tx| {
        tx.defer_foreign_keys()?;
        ModelDelegate::new(tx, &OWNER_MODEL)
            .create(CreateOwnerInput::builder().id(3).code("third").build())
            .run()?;
        tx.savepoint(|sp| {
            let lost = CreateFollowerInput::builder().id(1).owner_code("nobody").build();
            ModelDelegate::new(sp, &FOLLOWER_MODEL).create(lost).run()
        })
    });

    assert_eq!(named(refused), key("followers", "owner_code", "owners", "code"));
    assert_eq!((world.count("owners"), world.count("followers")), (2, 0));
    world.rename_first().unwrap();
}

#[test]
fn restrict_waits_for_the_end_of_a_transaction_that_defers_and_acts_at_once_after_it() {
    let world = world();
    world.sql(
        "CREATE TABLE rings (id INTEGER PRIMARY KEY, next INTEGER REFERENCES rings (id) ON DELETE RESTRICT);
         INSERT INTO rings VALUES (1, NULL), (2, 1)",
    );
    let clear = |c: &larder::rusqlite::Connection| Ok(c.prepare_cached("DELETE FROM rings")?.execute([])?);

    let at_once = world.runtime.transaction(|tx| clear(tx.connection()));
    let given_up = world.runtime.transaction(|tx| {
        tx.defer_foreign_keys()?;
        let deleted = clear(tx.connection())?;
        Err::<(), _>(RusqliteError::aborted(format!("{deleted} deleted")))
    });
    let after = world.runtime.transaction(|tx| clear(tx.connection()));

    assert!(matches!(at_once, Err(RusqliteError::ForeignKeyViolation { .. })), "{at_once:?}");
    assert_eq!(given_up.unwrap_err().to_string(), "the transaction was rolled back: 2 deleted");
    assert!(matches!(after, Err(RusqliteError::ForeignKeyViolation { .. })), "{after:?}");
    assert_eq!(world.count("rings"), 2);
}

#[test]
fn defer_after_the_end_of_the_transaction_is_refused() {
    let world = world();

    let outcome = world.runtime.transaction(|tx| {
        tx.connection().execute_batch("ROLLBACK")?;
        Ok(tx.defer_foreign_keys())
    });

    assert!(outcome.is_err());
}
