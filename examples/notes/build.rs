//! Links the library that ships: for devices whose memory has pages of 16 KiB, as Android 15 and later load no other on
//! them, and without the description of itself that only a generator of bindings reads.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=ship.ld");
    let variable = |name| env::var(name).unwrap_or_default();
    if matches!(variable("CARGO_CFG_TARGET_OS").as_str(), "android" | "linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,max-page-size=16384");
        if variable("PROFILE") == "release" {
            println!("cargo:rustc-cdylib-link-arg=-Wl,-T,{}/ship.ld", variable("CARGO_MANIFEST_DIR"));
        }
    }
}
