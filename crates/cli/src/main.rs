//! The program `larder`. Reads the command line and hands it to one command; each command is a file.
//!
//! The exit code is 0 when all is well, 1 when a schema has errors or is not in its canonical layout, 2 when the
//! command line or a file cannot be used.

mod bindings;
mod check;
mod ddl;
mod expand;
mod fmt;
mod readers;
mod report;
mod sugar;
mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Works with .cstack schemas.
#[derive(Parser)]
#[command(name = "larder", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reports every error and warning in schemas.
    Check(check::Check),
    /// Writes schemas in their canonical layout.
    Fmt(fmt::Fmt),
    /// Prints the Rust code that `include_embedded_schema!` emits.
    Expand(expand::Expand),
    /// Builds an app core and writes its Swift, Kotlin or Python sources.
    Bindings(bindings::Bindings),
    /// Prints the tables and indexes of a schema as SQL.
    Ddl(ddl::Ddl),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Check(command) => command.run(),
        Command::Fmt(command) => command.run(),
        Command::Expand(command) => command.run(),
        Command::Bindings(command) => command.run(),
        Command::Ddl(command) => command.run(),
    };
    report::exit_code(outcome)
}
