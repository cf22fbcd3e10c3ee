//! The names of types that a platform has already, one sorted table each. Asked by `collisions` for a warning and
//! by `bindings` for a refusal.
//!
//! A name is here because generated code of uniffi 0.32 says it bare, because the language does not allow it for a
//! type, or because a type that hides it would confuse whoever reads the app.

use heck::ToUpperCamelCase;

/// What uniffi puts before the names of what it writes for itself.
const UNIFFI_PREFIXES: [&str; 2] = ["FfiConverter", "Uniffi"];

/// The platforms in the order in which a message names them.
const PLATFORMS: [(&str, &[&str]); 4] =
    [("Swift", SWIFT), ("Kotlin", KOTLIN), ("Python", PYTHON), ("uniffi", UNIFFI)];

/// Says who has a type of this name already, such as "Swift and Kotlin have a type `Array` of their own".
pub(super) fn owners_of(name: &str) -> Option<String> {
    // uniffi writes the name of a type in this case, whatever the case of the one it is given.
    let written = name.to_upper_camel_case();
    [name, written.as_str()].into_iter().find_map(|name| {
        let owners: Vec<_> = PLATFORMS
            .iter()
            .filter(|(platform, names)| {
                names.binary_search(&name).is_ok()
                    || *platform == "uniffi" && UNIFFI_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
            })
            .map(|(platform, _)| *platform)
            .collect();
        match owners.as_slice() {
            [] => None,
            [owner] => Some(format!("{owner} has a type `{name}` of its own")),
            [others @ .., last] => {
                Some(format!("{} and {last} have a type `{name}` of their own", others.join(", ")))
            }
        }
    })
}

/// The standard library, Foundation, and what `SwiftUI` brings into most files of an app.
#[rustfmt::skip]
const SWIFT: &[&str] = &[
    "Actor", "Any", "AnyClass", "AnyHashable", "AnyObject", "Array", "ArraySlice", "AsyncSequence",
    "AsyncStream", "AttributedString", "BinaryInteger", "Binding", "Bool", "Bundle", "Calendar",
    "CaseIterable", "Character", "ClosedRange", "Codable", "CodingKey", "Collection", "Color",
    "Comparable", "ContiguousArray", "CustomStringConvertible", "Data", "Date", "DateComponents",
    "DateFormatter", "DateInterval", "Decimal", "Decodable", "Decoder", "Dictionary", "DispatchQueue",
    "Double", "Duration", "Encodable", "Encoder", "Equatable", "Error", "FileHandle", "FileManager",
    "Float", "Formatter", "Hashable", "Hasher", "Identifiable", "IndexPath", "IndexSet", "InputStream",
    "Int", "Int16", "Int32", "Int64", "Int8", "Iterator", "JSONDecoder", "JSONEncoder", "KeyPath",
    "Locale", "LocalizedError", "MainActor", "Measurement", "Mirror", "NSLock", "NSObject", "Never",
    "Notification", "NotificationCenter", "ObjectIdentifier", "Operation", "OperationQueue",
    "OptionSet", "Optional", "OutputStream", "Pipe", "Port", "Predicate", "Process", "ProcessInfo",
    "Progress", "Protocol", "Range", "RawRepresentable", "Result", "RunLoop", "Scanner",
    "Self", "Sendable", "Sequence", "Set", "StaticString", "Stream", "String", "StringProtocol",
    "Substring", "Task", "TaskGroup", "Thread", "TimeInterval", "TimeZone", "Timer", "Type", "UInt",
    "UInt16", "UInt32", "UInt64", "UInt8", "URL", "URLRequest", "URLResponse", "URLSession", "UUID",
    "Unicode", "Unit", "UnsafeMutablePointer", "UnsafeMutableRawPointer", "UnsafePointer",
    "UnsafeRawPointer", "UserDefaults", "View", "Void",
];

/// Kotlin, what it takes from Java without an import, and the imports of the generated file.
#[rustfmt::skip]
const KOTLIN: &[&str] = &[
    "Any", "Array", "ArrayList", "AtomicBoolean", "AtomicLong", "AutoCloseable", "BigDecimal",
    "BigInteger", "Boolean", "Byte", "ByteArray", "ByteBuffer", "ByteOrder", "Callback",
    "CancellableContinuation", "Char", "CharBuffer", "CharSequence", "Class", "Cleaner", "Cloneable",
    "Closeable", "CodingErrorAction", "Collection", "Comparable", "ConcurrentHashMap",
    "DelicateCoroutinesApi", "Deprecated", "Disposable", "Double", "Enum", "Error", "Exception", "File",
    "Float", "FloatArray", "Function", "GlobalScope", "HashMap", "HashSet", "IllegalArgumentException",
    "IllegalStateException", "IndexOutOfBoundsException", "Instant", "Int", "IntArray", "IntegerType",
    "Iterable", "Iterator", "Job", "JvmField", "JvmName", "JvmStatic", "Lazy", "Library",
    "LinkedHashMap", "List", "Long", "LongArray", "Map", "Math", "MutableList", "MutableMap",
    "MutableSet", "Native", "Nothing", "Number", "Object", "Optional", "Override", "Package", "Pair",
    "Pointer", "Process", "Record", "Regex", "Result", "Runnable", "Runtime", "RuntimeException",
    "Sequence", "Set", "Short", "String", "StringBuilder", "Structure", "Suppress", "Synchronized",
    "System", "Thread", "Throwable", "Throws", "Triple", "UByte", "UInt", "ULong", "UShort", "UUID",
    "Unit", "Void", "Volatile",
];

/// The built-in names in this case, and two that code imports by name.
#[rustfmt::skip]
const PYTHON: &[&str] = &[
    "ArithmeticError", "AssertionError", "AttributeError", "BaseException", "EOFError", "Ellipsis",
    "Enum", "Exception", "False", "ImportError", "IndexError", "KeyError", "KeyboardInterrupt",
    "LookupError", "MemoryError", "NameError", "None", "NotImplemented", "NotImplementedError",
    "OSError", "OverflowError", "Protocol", "RecursionError", "ReferenceError", "RuntimeError",
    "StopIteration", "SyntaxError", "SystemError", "SystemExit", "TimeoutError", "True", "TypeError",
    "UnicodeError", "ValueError", "Warning", "ZeroDivisionError",
];

/// What uniffi writes into every generated file.
#[rustfmt::skip]
const UNIFFI: &[&str] = &[
    "FfiConverter", "ForeignBytes", "InternalError", "InternalException", "NoHandle", "RustBuffer",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_table_is_sorted_and_has_each_name_once() {
        for (platform, names) in PLATFORMS {
            let unordered = names.iter().zip(names.iter().skip(1)).find(|(name, next)| name >= next);

            assert_eq!(unordered, None, "{platform}");
        }
    }

    #[test]
    fn a_message_says_which_platforms_own_the_name() {
        assert_eq!(owners_of("Task").as_deref(), Some("Swift has a type `Task` of its own"));
        assert_eq!(owners_of("Record").as_deref(), Some("Kotlin has a type `Record` of its own"));
        assert_eq!(owners_of("None").as_deref(), Some("Python has a type `None` of its own"));
        assert_eq!(owners_of("Array").as_deref(), Some("Swift and Kotlin have a type `Array` of their own"));
        assert_eq!(owners_of("UniffiLib").as_deref(), Some("uniffi has a type `UniffiLib` of its own"));
        assert_eq!(owners_of("Note"), None);
    }

    #[test]
    fn a_name_is_judged_in_the_case_in_which_it_is_written_out() {
        assert_eq!(owners_of("URL").as_deref(), Some("Swift has a type `URL` of its own"));
        assert_eq!(owners_of("DATA").as_deref(), Some("Swift has a type `Data` of its own"));
    }
}
