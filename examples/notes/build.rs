//! Links the library that ships: for devices whose memory has pages of 16 KiB, as Android 15 and later load no other on
//! them, with its relocations packed and its texts merged, and without the description of itself that only a generator of bindings reads.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=ship.ld");
    let variable = |name| env::var(name).unwrap_or_default();
    let system = variable("CARGO_CFG_TARGET_OS");
    // Each system has its own way to write the places that are filled in when the library is loaded in a tenth of the bytes.
    let packed = match system.as_str() {
        // From glibc 2.36.
        "linux" => "-Wl,-z,pack-relative-relocs",
        // From Android 6.
        "android" => "-Wl,--pack-dyn-relocs=android",
        _ => "",
    };
    if !packed.is_empty() {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,max-page-size=16384");
        println!("cargo:rustc-cdylib-link-arg={packed}");
        if variable("PROFILE") == "release" {
            println!("cargo:rustc-cdylib-link-arg=-Wl,-O2");
            println!("cargo:rustc-cdylib-link-arg=-Wl,-T,{}/ship.ld", variable("CARGO_MANIFEST_DIR"));
        }
    }
}
