//! `larder ddl`: prints the tables and indexes of a schema.

use std::path::PathBuf;

use clap::Args;
use larder_codegen::ddl;

use crate::report::{Failure, Outcome, compiled, print};

/// The arguments of `larder ddl`.
#[derive(Args)]
pub(crate) struct Ddl {
    /// The schema.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Ddl {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        let Some((_, schema)) = compiled(&self.file)? else { return Ok(Outcome::Refused) };
        // The SQL of a view may end in a comment.
        let end = |sql: &str| if sql.contains("--") { "\n;\n" } else { ";\n" };
        let statements: Vec<String> =
            ddl(&schema).into_iter().map(|object| format!("{}{}", object.sql, end(&object.sql))).collect();
        print(&statements.join("\n"))?;
        Ok(Outcome::Clean)
    }
}
