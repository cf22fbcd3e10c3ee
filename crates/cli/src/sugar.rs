//! What is written by hand on top of the generated sources of every app: closures for transactions, calls that
//! leave the caller's thread. The texts lie in `bindings/` and are compiled into this program.

mod kotlin;
mod mend;

use std::fs;

use camino::Utf8Path;

use self::mend::Mend;
use crate::report::Failure;

/// Adds the Swift files to the target.
pub(crate) fn swift(out: &Utf8Path) -> Result<(), Failure> {
    write(out, "Larder+Database.swift", include_str!("../../../bindings/swift/Larder+Database.swift"))?;
    write(out, "Larder+Live.swift", include_str!("../../../bindings/swift/Larder+Live.swift"))?;
    write(out, "Larder+Scalars.swift", include_str!("../../../bindings/swift/Larder+Scalars.swift"))
}

/// Adds the Kotlin files to the package of the app, and mends what is generated there.
pub(crate) fn kotlin(out: &Utf8Path) -> Result<(), Failure> {
    kotlin::finish(out)
}

/// What an app's code raises and is no `Exception`, such as `SystemExit`, fails the call as well: it would pass for success.
const RAISED: Mend = Mend {
    from: "    except Exception as e:\n        call_status.code",
    to: "    except BaseException as e:\n        call_status.code",
};

/// Makes the folder a package: its front, its hand-written part, and the library that it loads from beside itself.
///
/// `module` is what the app's own module is called.
pub(crate) fn python(out: &Utf8Path, module: &str, library: &Utf8Path) -> Result<(), Failure> {
    let own = |text: &str| {
        text.replace("from .core import", &format!("from .{module} import"))
            .replace("from . import core as", &format!("from . import {module} as"))
    };
    for generated in [module, "larder"] {
        let file = out.join(generated).with_extension("py");
        let text =
            fs::read_to_string(&file).map_err(|error| Failure::file("read", file.as_std_path(), error))?;
        write(out, file.file_name().unwrap_or_default(), &RAISED.apply(&file, &text)?)?;
    }
    write(out, "__init__.py", &own(include_str!("../../../bindings/python/package/__init__.py")))?;
    write(out, "_database.py", &own(include_str!("../../../bindings/python/package/_database.py")))?;
    write(out, "_live.py", &own(include_str!("../../../bindings/python/package/_live.py")))?;
    copy_beside(out, library)
}

/// Copies the library by way of a new file, so that a program that has the old one open keeps it.
fn copy_beside(folder: &Utf8Path, library: &Utf8Path) -> Result<(), Failure> {
    let to = folder.join(library.file_name().unwrap_or_default());
    let part = to.with_extension("part");
    let copied = fs::copy(library, &part).and_then(|_| fs::rename(&part, &to));
    copied.map_err(|error| Failure::file("write", to.as_std_path(), error))
}

fn write(folder: &Utf8Path, name: &str, text: &str) -> Result<(), Failure> {
    let file = folder.join(name);
    fs::write(&file, text).map_err(|error| Failure::file("write", file.as_std_path(), error))
}
