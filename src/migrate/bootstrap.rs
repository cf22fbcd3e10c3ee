//! Makes what a schema declares and a file lacks, in one transaction. Reads `shape` and `difference` where the file
//! has something else; writes nothing when nothing is missing.

use std::collections::HashMap;

use once_cell::unsync::OnceCell;
use rusqlite::Connection;

use super::{difference::compared, shape::shape, view};
use crate::{
    db::{self, Location, RuntimeOptions},
    error::{RusqliteError, SchemaAspect, SchemaDifference},
    model::{SchemaDescriptor, SchemaObject},
};

/// Whether everything that the schema declares is there. Reads alone.
///
/// # Errors
/// [`RusqliteError::SchemaDiffers`] with every difference of every table.
pub(crate) fn is_complete(
    connection: &Connection,
    schema: &'static SchemaDescriptor,
) -> Result<bool, RusqliteError> {
    let declared = Declared { schema, made: OnceCell::new() };
    db::snapshot(connection, |connection| Ok(plan(connection, &declared)?.is_empty()))
}

/// Creates every table, index, view and trigger of the schema that is not there, and replaces those without data that
/// differ.
///
/// # Errors
/// [`RusqliteError::SchemaDiffers`] with every difference of every table; nothing was written then.
pub(crate) fn bootstrap(
    connection: &Connection,
    schema: &'static SchemaDescriptor,
) -> Result<(), RusqliteError> {
    let declared = Declared { schema, made: OnceCell::new() };
    db::immediate(connection, |transaction| {
        let connection = transaction.connection();
        plan(connection, &declared)?.carry_out(connection)?;
        schema.views.iter().try_for_each(|view| view::check(connection, view))
    })
}

/// What is to be done.
#[derive(Default)]
struct Plan {
    /// The statements that drop what is made anew.
    drop: Vec<String>,
    create: Vec<&'static SchemaObject>,
}

impl Plan {
    fn is_empty(&self) -> bool {
        self.create.is_empty()
    }

    /// What comes later in a schema may stand on what comes before, so that it goes first.
    fn carry_out(self, connection: &Connection) -> Result<(), RusqliteError> {
        for statement in self.drop.iter().rev() {
            connection.execute_batch(statement)?;
        }
        let mut fills = Vec::new();
        for object in self.create {
            connection.execute_batch(object.sql)?;
            if !fills.contains(&object.fill) {
                fills.push(object.fill);
            }
        }
        fills.into_iter().try_for_each(|fill| Ok(connection.execute_batch(fill)?))
    }
}

/// Compares every object, so that one error tells all the differences.
fn plan(connection: &Connection, declared: &Declared) -> Result<Plan, RusqliteError> {
    let present = objects(connection)?;
    let mut plan = Plan::default();
    let mut differences: Vec<SchemaDifference> = Vec::new();
    for object in declared.schema.objects {
        let kind = Kind::of(object.sql);
        let Some(found) = present.get(&kind.place(object.name)) else {
            plan.create.push(object);
            continue;
        };
        if found.sql == object.sql {
            continue;
        }
        let scratch = declared.scratch()?;
        let Some(made) = scratch.objects.get(&kind.place(object.name)) else { continue };
        if found.sql == made.sql {
            continue;
        }
        let is_of_kind = Kind::of(&found.sql) == kind;
        match kind {
            Kind::Table if is_of_kind => {
                let ours = shape(&scratch.connection, &made.name, &made.sql)?;
                let theirs = shape(connection, &found.name, &found.sql)?;
                differences.extend(compared(object.name, &ours, &theirs));
            }
            // The virtual tables of a schema are full-text indexes: they hold no text of their own.
            Kind::VirtualTable | Kind::Index | Kind::View | Kind::Trigger if is_of_kind => {
                plan.drop.push(format!("DROP {} {}", kind.word(), quoted(&found.name)));
                plan.create.push(object);
            }
            Kind::Table | Kind::VirtualTable | Kind::Index | Kind::View | Kind::Trigger => {
                differences.push(SchemaDifference {
                    table: object.name.to_owned(),
                    aspect: SchemaAspect::Table,
                    declared: Some(made.sql.clone()),
                    found: Some(found.sql.clone()),
                });
            }
        }
    }
    if differences.is_empty() { Ok(plan) } else { Err(RusqliteError::SchemaDiffers { differences }) }
}

/// An object of a file.
struct Stored {
    name: String,
    sql: String,
}

/// Where an object stands: SQLite has one space of names for triggers and one for all the rest, both without case.
type Place = (bool, String);

/// Gives what somebody created; what SQLite made for a constraint has no statement.
fn objects(connection: &Connection) -> Result<HashMap<Place, Stored>, RusqliteError> {
    let mut prepared =
        connection.prepare("SELECT name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL")?;
    let objects = prepared.query_map([], |row| Ok(Stored { name: row.get(0)?, sql: row.get(1)? }))?;
    let placed =
        objects.map(|object| object.map(|object| (Kind::of(&object.sql).place(&object.name), object)));
    Ok(placed.collect::<Result<_, _>>()?)
}

/// What a statement creates.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Table,
    VirtualTable,
    Index,
    View,
    Trigger,
}

impl Kind {
    /// SQLite keeps statements with these words in upper case, and so do we write them.
    fn of(sql: &str) -> Self {
        match sql.split_whitespace().nth(1) {
            Some("VIRTUAL") => Self::VirtualTable,
            Some("INDEX" | "UNIQUE") => Self::Index,
            Some("VIEW") => Self::View,
            Some("TRIGGER") => Self::Trigger,
            _ => Self::Table,
        }
    }

    fn place(self, name: &str) -> Place {
        (matches!(self, Self::Trigger), name.to_ascii_lowercase())
    }

    fn word(self) -> &'static str {
        match self {
            Self::Table | Self::VirtualTable => "TABLE",
            Self::Index => "INDEX",
            Self::View => "VIEW",
            Self::Trigger => "TRIGGER",
        }
    }
}

/// The schema, and a database in memory that has it, made when a file has something else.
struct Declared {
    schema: &'static SchemaDescriptor,
    made: OnceCell<Scratch>,
}

struct Scratch {
    connection: Connection,
    objects: HashMap<Place, Stored>,
}

impl Declared {
    fn scratch(&self) -> Result<&Scratch, RusqliteError> {
        self.made.get_or_try_init(|| {
            let connection = db::open(Location::Memory, &RuntimeOptions::new())?;
            for object in self.schema.objects {
                connection.execute_batch(object.sql)?;
            }
            let objects = objects(&connection)?;
            Ok(Scratch { connection, objects })
        })
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
