//! `larder expand`: prints what `include_embedded_schema!` emits.

use std::path::PathBuf;

use clap::Args;
use larder_codegen::{Embedded, expand};
use larder_schema::Bindings;
use quote::quote;

use crate::report::{Failure, Outcome, compiled, print};

/// The arguments of `larder expand`.
#[derive(Args)]
pub(crate) struct Expand {
    /// The schema.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Expand {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        let Some((source, schema)) = compiled(&self.file)? else { return Ok(Outcome::Refused) };
        let path = self.file.display().to_string();
        let embedded = Embedded {
            root: quote!(::larder),
            include: path.clone(),
            path,
            text: source.text().to_owned(),
            bindings: Bindings::None,
        };
        let file = syn::parse2(expand(&schema, &embedded)).map_err(Failure::Expansion)?;
        print(&prettyplease::unparse(&file))?;
        Ok(Outcome::Clean)
    }
}
