//! The signatures of a Swift source: reads its declarations, feeds the snapshot.

use super::declaration::{Declaration, declarations};
use super::token::{Kind, Token, line, tokens};

const KEYWORDS: &[&str] = &[
    "struct",
    "class",
    "enum",
    "protocol",
    "actor",
    "extension",
    "func",
    "init",
    "subscript",
    "var",
    "let",
    "case",
    "typealias",
    "associatedtype",
];
const TYPES: &[&str] = &["struct", "class", "enum", "protocol", "actor", "extension"];
/// How the names of uniffi's machinery begin, beside what it hides from the documentation.
const MACHINERY: &[&str] = &["Ffi", "Uniffi", "uniffi", "RustBuffer", "ForeignBytes"];

/// Which members of a body an app sees.
#[derive(Clone, Copy)]
enum Members {
    /// Those of a protocol, of a public extension.
    All,
    /// Those that say so, and the cases of an enum.
    Public,
}

/// A declaration as it is shown, with its members, each a line.
struct Signature {
    name: String,
    line: String,
    members: Vec<Signature>,
}

/// Gives what an app can use of a Swift source, one declaration a line, members indented.
pub(super) fn swift_signatures(source: &str) -> String {
    let tokens = tokens(source);
    let mut text = String::new();
    show(&signatures(&tokens, Members::Public), "", &mut text);
    text
}

fn signatures(tokens: &[Token<'_>], seen: Members) -> Vec<Signature> {
    let mut signatures: Vec<Signature> = Vec::new();
    for declaration in declarations(tokens).iter().filter(|declaration| !declaration.hidden) {
        let Some((modifiers, keyword, rest)) = declaration.parts(KEYWORDS) else { continue };
        let name = rest.first().filter(|token| token.kind == Kind::Word).map_or("", |token| token.text);
        if MACHINERY.iter().any(|start| name.starts_with(start)) {
            continue;
        }
        let public = modifiers.iter().any(|word| word.any(&["public", "open"]));
        if keyword.is("extension") {
            let private = modifiers.iter().any(|word| word.any(&["private", "fileprivate"]));
            if !private {
                extend(
                    &mut signatures,
                    declaration,
                    rest,
                    if public { Members::All } else { Members::Public },
                );
            }
            continue;
        }
        if public || keyword.is("case") || matches!(seen, Members::All) {
            let of = if keyword.is("protocol") { Members::All } else { Members::Public };
            let members =
                if keyword.any(TYPES) { self::signatures(declaration.body, of) } else { Vec::new() };
            signatures.push(Signature {
                name: name.to_owned(),
                line: signature(declaration, keyword),
                members,
            });
        }
    }
    signatures
}

/// Adds an extension; one that is only a conformance joins the type when that stands in the same file.
fn extend(
    signatures: &mut Vec<Signature>,
    declaration: &Declaration<'_, '_>,
    rest: &[Token<'_>],
    seen: Members,
) {
    let members = self::signatures(declaration.body, seen);
    let colon = rest.iter().position(|token| token.is(":"));
    let name = line(&rest[..colon.unwrap_or(rest.len())]);
    let conformance = colon.map(|colon| line(&rest[colon + 1..]));
    let known = signatures.iter_mut().find(|signature| signature.name == name);
    match (conformance, known) {
        (None, _) if members.is_empty() => {}
        (Some(conformance), Some(known)) if members.is_empty() => {
            known.line += if known.line.contains(':') { ", " } else { ": " };
            known.line += &conformance;
        }
        (_, _) => signatures.push(Signature { name, line: line(declaration.header), members }),
    }
}

/// Gives the line of a declaration: without body, but an alias and a case keep what they stand for.
fn signature(declaration: &Declaration<'_, '_>, keyword: &Token<'_>) -> String {
    // Which enums of a cycle are indirect is no part of what an app sees, and the generator takes another at each run.
    let header = line(declaration.header).replace(" indirect enum ", " enum ");
    if keyword.any(&["typealias", "case"]) && !declaration.value.is_empty() {
        return format!("{header} = {}", line(declaration.value));
    }
    header
}

fn show(signatures: &[Signature], indent: &str, text: &mut String) {
    for signature in signatures {
        *text += &format!("{indent}{}\n", signature.line);
        show(&signature.members, &format!("{indent}  "), text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_struct_shows_its_properties_and_its_initializer() {
        let source = "
            /** The `{` of a comment counts for nothing. */
            public struct PageInput: Equatable, Hashable {
                /** How many. */
                public var limit: Int64?
                private var secret: Int = { 3 }()
                // Default memberwise initializers are never public by default.
                public init(
                    /** How many. */limit: Int64? = nil, 
                    offset: Int64? = nil) {
                    self.limit = limit
                }
            }
            #if compiler(>=6)
            extension PageInput: Sendable {}
            #endif

            #if swift(>=5.8)
            @_documentation(visibility: private)
            #endif
            public struct FfiConverterTypePageInput: FfiConverterRustBuffer {
                public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> PageInput {}
            }
            @_documentation(visibility: private)
            public func FfiConverterTypePageInput_lift(_ buf: RustBuffer) throws -> PageInput { fatalError() }
            public func uniffiEnsureLarderInitialized() {}
            fileprivate extension RustBuffer { init() {} }
            public typealias Decimal = Foundation.Decimal
            public func emptyCall()  {try! rustCall() { status in f(status
            )
            }
            }";

        assert_eq!(
            swift_signatures(source),
            "public struct PageInput: Equatable, Hashable, Sendable\
             \n  public var limit: Int64?\
             \n  public init(limit: Int64? = nil, offset: Int64? = nil)\
             \npublic typealias Decimal = Foundation.Decimal\
             \npublic func emptyCall()\n"
        );
    }

    #[test]
    fn an_enum_shows_its_cases_and_an_error_its_fields() {
        let source = "
            public indirect enum NoteWhere: Equatable {

                case `in`([Data]
                )
                case between(Data,Data
                )
                case clear
            }
            public 
            enum StoreError: Swift.Error, Foundation.LocalizedError {
                case NotFound(
                    /** The model. */model: String
                )
                public var errorDescription: String? {
                    String(reflecting: self)
                }
            }";

        assert_eq!(
            swift_signatures(source),
            "public enum NoteWhere: Equatable\
             \n  case `in`([Data])\
             \n  case between(Data, Data)\
             \n  case clear\
             \npublic enum StoreError: Swift.Error, Foundation.LocalizedError\
             \n  case NotFound(model: String)\
             \n  public var errorDescription: String?\n"
        );
    }

    #[test]
    fn an_object_shows_its_protocol_its_constructors_and_its_sugar() {
        let source = "
            public protocol DatabaseProtocol: AnyObject, Sendable {
                func notes()  -> NoteStore
                func shutdown() throws 
            }
            open class Database: DatabaseProtocol, @unchecked Sendable {
                fileprivate let handle: UInt64
                @_documentation(visibility: private)
                public struct NoHandle {
                    public init() {}
                }
                @_documentation(visibility: private)
                required public init(unsafeFromHandle handle: UInt64) { self.handle = handle }
                deinit { free(handle) }
            public static func `open`(path: String, options: DatabaseOptions? = nil)throws  -> Database  {
                return try lift(path) {
                }
            }
            open func shutdown()throws   {try rustCallWithError(lift) {
            }
            }
            }
            extension Database {
                public func background<T: Sendable>(
                    _ work: @escaping @Sendable (Database) throws -> T
                ) async throws -> T {
                    try work(self)
                }
            }
            private let threads: OperationQueue = {
                OperationQueue()
            }()";

        assert_eq!(
            swift_signatures(source),
            "public protocol DatabaseProtocol: AnyObject, Sendable\
             \n  func notes() -> NoteStore\
             \n  func shutdown() throws\
             \nopen class Database: DatabaseProtocol, @unchecked Sendable\
             \n  public static func `open`(path: String, options: DatabaseOptions? = nil) throws -> Database\
             \n  open func shutdown() throws\
             \nextension Database\
             \n  public func background<T: Sendable>(_ work: @escaping @Sendable (Database) throws -> T) \
             async throws -> T\n"
        );
    }
}
