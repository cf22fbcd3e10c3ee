//! `cargo xtask setup`: makes ready what `cargo xtask test` needs beside Rust, and says what there is.

use std::process::ExitCode;

use anyhow::Result;

use crate::tool::CARGO_DENY;
use crate::toolchain::java::Maven;
use crate::toolchain::python::Python;
use crate::toolchain::swift::Swift;

/// Finds, installs or makes each toolchain and prints a line about it.
///
/// # Errors
/// When one is missing and cannot be had here; it says which and how to get it.
pub(crate) fn run() -> Result<ExitCode> {
    println!("{}", Python::ready()?);
    println!("{}", Maven::ready()?);
    println!("{}", Swift::ready()?);
    println!("{CARGO_DENY} in {}", CARGO_DENY.path()?.display());
    Ok(ExitCode::SUCCESS)
}
