// swift-tools-version: 6.0
import PackageDescription

/// Where the core of the app comes from: the library that cargo built for this machine, found through `-L`, or
/// `NotesFFI.xcframework` beside this file, which `cargo xtask xcframework` makes for iPhones and simulators.
/// Xcode does not pass variables on: when it opens this package, write `true` here.
let takesFramework = Context.environment["NOTES_CORE"] == "xcframework"

let core: Target =
    takesFramework
    ? .binaryTarget(name: "NotesFFI", path: "NotesFFI.xcframework")
    : .systemLibrary(name: "NotesFFI", path: "Generated/ffi")

let package = Package(
    name: "Notes",
    platforms: [.iOS(.v16), .macOS(.v13)],
    products: [.library(name: "Notes", targets: ["Notes"])],
    targets: [
        core,
        .target(
            name: "Notes",
            dependencies: ["NotesFFI"],
            path: "Generated",
            exclude: ["ffi"],
            linkerSettings: takesFramework ? [] : [.linkedLibrary("notes")]
        ),
        .executableTarget(name: "cost", dependencies: ["Notes"], path: "Sources/Cost"),
        .executableTarget(name: "tour", dependencies: ["Notes"], path: "Sources/Tour"),
        .testTarget(name: "NotesTests", dependencies: ["Notes"]),
    ],
    swiftLanguageModes: [.v6]
)
