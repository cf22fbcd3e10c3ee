/// A value of the scenario file, and the form that results are compared in.
enum JSON: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([JSON])
    case object([String: JSON])
}

/// What makes a step of the file unreadable; a mistake of the file or of its runner, never of the core.
struct Unreadable: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension JSON: Decodable {
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let integer = try? value.decode(Int64.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSON].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSON].self))
        }
    }
}

extension JSON: Encodable {
    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .integer(let integer): try value.encode(integer)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let members): try value.encode(members)
        }
    }
}

/// Numbers are equal by value: `1` and `1.0` are.
extension JSON: Equatable {
    static func == (one: JSON, other: JSON) -> Bool {
        switch (one, other) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.integer(let one), .integer(let other)): one == other
        case (.number(let one), .number(let other)): one == other
        case (.integer(let one), .number(let other)): Int64(exactly: other) == one
        case (.number(let one), .integer(let other)): Int64(exactly: one) == other
        // By their characters: Swift's own `==` also takes e with an accent and e with a combining one for equal.
        case (.text(let one), .text(let other)): one.utf8.elementsEqual(other.utf8)
        case (.list(let one), .list(let other)): one == other
        case (.object(let one), .object(let other)): one == other
        default: false
        }
    }
}

extension JSON: CustomStringConvertible {
    var description: String {
        switch self {
        case .null: "null"
        case .bool(let bool): String(bool)
        case .integer(let integer): String(integer)
        case .number(let number): String(number)
        case .text(let text): text.debugDescription
        case .list(let list): "[" + list.map(\.description).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
        }
    }
}

extension JSON {
    func text() throws -> String {
        guard case .text(let text) = self else { throw Unreadable("\(self) is no text") }
        return text
    }

    func list() throws -> [JSON] {
        guard case .list(let list) = self else { throw Unreadable("\(self) is no list") }
        return list
    }

    func object() throws -> [String: JSON] {
        guard case .object(let members) = self else { throw Unreadable("\(self) is no object") }
        return members
    }

    /// Gives the one member of an object that has one.
    func pair() throws -> (name: String, value: JSON) {
        let members = try object()
        guard members.count == 1, let only = members.first else { throw Unreadable("\(self) has not one member") }
        return (only.key, only.value)
    }
}
