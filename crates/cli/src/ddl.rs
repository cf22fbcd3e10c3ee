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
        let statements: Vec<String> = ddl(&schema).into_iter().map(|object| object.sql + ";\n").collect();
        print(&statements.join("\n"))?;
        Ok(Outcome::Clean)
    }
}
