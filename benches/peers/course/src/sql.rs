//! The tables, the settings, and the statements of the contestants that are given SQL.

/// What Larder sets for a file that is new, before anything else.
pub const NEW_FILE: &str = "PRAGMA auto_vacuum = INCREMENTAL";

/// The settings of each connection, those of Larder; the first is kept in the file.
pub const PRAGMAS: &str =
    "PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; PRAGMA synchronous = NORMAL;
    PRAGMA foreign_keys = ON; PRAGMA cache_size = -8192;";

/// What Larder does before it closes a file: statistics of the tables that have grown.
pub const OPTIMIZE: &str = "PRAGMA optimize(0x10012)";

/// How many prepared statements a connection keeps.
pub const STATEMENTS: usize = 256;

macro_rules! columns {
    () => {
        "id, owner, title, body, rank, score, created_at"
    };
}

macro_rules! insert {
    () => {
        "INSERT INTO items (owner, title, body, rank, score, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    };
}

pub const INSERT: &str = insert!();
pub const CREATE: &str = concat!(insert!(), " RETURNING ", columns!());
pub const READ: &str = concat!("SELECT ", columns!(), " FROM items WHERE id = ?1");
pub const PAGE: &str =
    concat!("SELECT ", columns!(), " FROM items WHERE owner = ?1 AND rank >= ?2 ORDER BY rank, id LIMIT ?3");
pub const SCAN: &str = concat!("SELECT ", columns!(), " FROM items");
pub const UPDATE: &str = concat!("UPDATE items SET rank = ?1 WHERE id = ?2 RETURNING ", columns!());
pub const DELETE: &str = concat!("DELETE FROM items WHERE id = ?1 RETURNING ", columns!());
pub const COUNT: &str = "SELECT count(*) FROM items WHERE owner = ?1";

/// Removes what the operations added; its parameter is the number of rows that stay.
pub const CLEAN: &str = "DELETE FROM items WHERE id > ?1";

/// The items, in the words of `larder ddl`.
const ITEMS: &str = r#"CREATE TABLE IF NOT EXISTS "items" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "owner" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "rank" INTEGER NOT NULL,
  "score" REAL NOT NULL,
  "created_at" TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS "items_owner_idx" ON "items" ("owner");
CREATE INDEX IF NOT EXISTS "items_rank_idx" ON "items" ("rank");
"#;

/// Makes twenty tables, the items and nineteen that stay empty, when they are not there.
pub fn tables() -> String {
    let shelf = |number: i32| {
        format!(
            r#"CREATE TABLE IF NOT EXISTS "shelf{number:02}s" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "name" TEXT NOT NULL,
  "place" TEXT NOT NULL
) STRICT;
"#
        )
    };
    (1..20).map(shelf).fold(ITEMS.to_owned(), |tables, table| tables + &table)
}
