//! One way in which a file is not as the schema says. Found by `migrate`, shown by an app or in its log.

use std::fmt;

/// What a table of the file has otherwise than the schema declares it. The words of SQL in it come from the schema
/// and from the file's own statements, never from a row.
///
/// ```
/// use larder::{SchemaAspect, SchemaDifference};
///
/// let difference = SchemaDifference {
///     table: "notes".to_owned(),
///     aspect: SchemaAspect::Type { column: "title".to_owned() },
///     declared: Some("TEXT".to_owned()),
///     found: Some("BLOB".to_owned()),
/// };
/// assert_eq!(difference.to_string(), "notes: the type of title is BLOB, not TEXT");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaDifference {
    /// The table, by its name in the schema.
    pub table: String,
    /// What of it differs.
    pub aspect: SchemaAspect,
    /// What the schema says, in words of SQL; none when the schema has no such thing.
    pub declared: Option<String>,
    /// What the file has, in words of SQL; none when the file has no such thing.
    pub found: Option<String>,
}

/// What of a table differs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemaAspect {
    /// The kind of table: something else has its name, or it is a `WITHOUT ROWID` table.
    Table,
    /// A column that one of the two lacks.
    Column {
        /// The column.
        column: String,
    },
    /// The declared type of a column.
    Type {
        /// The column.
        column: String,
    },
    /// Whether a column may hold nothing.
    Nullability {
        /// The column.
        column: String,
    },
    /// The default of a column.
    Default {
        /// The column.
        column: String,
    },
    /// How a column's text compares.
    Collation {
        /// The column.
        column: String,
    },
    /// The columns of the primary key.
    PrimaryKey,
    /// A unique constraint.
    Unique {
        /// Its columns.
        columns: Vec<String>,
    },
    /// A foreign key, with its actions.
    ForeignKey {
        /// Its columns.
        columns: Vec<String>,
    },
    /// A check.
    Check {
        /// Its name, when it has one.
        name: Option<String>,
    },
}

impl fmt::Display for SchemaDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the {} ", self.table, self.aspect)?;
        match (&self.declared, &self.found) {
            (Some(declared), Some(found)) => write!(f, "is {found}, not {declared}"),
            (Some(declared), None) => write!(f, "is missing: {declared}"),
            (None, Some(found)) => write!(f, "is not in the schema: {found}"),
            (None, None) => f.write_str("differs"),
        }
    }
}

impl fmt::Display for SchemaAspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table => f.write_str("kind of table"),
            Self::Column { column } => write!(f, "column {column}"),
            Self::Type { column } => write!(f, "type of {column}"),
            Self::Nullability { column } => write!(f, "nullability of {column}"),
            Self::Default { column } => write!(f, "default of {column}"),
            Self::Collation { column } => write!(f, "collation of {column}"),
            Self::PrimaryKey => f.write_str("primary key"),
            Self::Unique { columns } => write!(f, "unique constraint on {}", columns.join(", ")),
            Self::ForeignKey { columns } => write!(f, "foreign key on {}", columns.join(", ")),
            Self::Check { name: Some(name) } => write!(f, "check {name}"),
            Self::Check { name: None } => f.write_str("check without a name"),
        }
    }
}
