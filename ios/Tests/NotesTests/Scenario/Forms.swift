import Foundation
import Notes

/// A value of the API that an argument of the scenario can give.
protocol Readable {
    static func read(_ json: JSON) throws -> Self
}

/// A value of the API that a result can hold.
protocol Shown {
    var form: JSON { get }
}

/// A value of the API that the scenario can write down.
typealias Form = Readable & Shown

extension String: Form {
    static func read(_ json: JSON) throws -> String { try json.text() }
    var form: JSON { .text(self) }
}

extension Int64: Form {
    static func read(_ json: JSON) throws -> Int64 {
        guard case .integer(let integer) = json else { throw Unreadable("\(json) is no integer") }
        return integer
    }
    var form: JSON { .integer(self) }
}

extension Double: Form {
    static func read(_ json: JSON) throws -> Double {
        switch json {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        case .text("NaN"): .nan
        case .text("Infinity"): .infinity
        case .text("-Infinity"): -.infinity
        default: throw Unreadable("\(json) is no number")
        }
    }
    var form: JSON { .number(self) }
}

extension Bool: Form {
    static func read(_ json: JSON) throws -> Bool {
        guard case .bool(let bool) = json else { throw Unreadable("\(json) is neither true nor false") }
        return bool
    }
    var form: JSON { .bool(self) }
}

extension Decimal: Form {
    static func read(_ json: JSON) throws -> Decimal {
        let text = try json.text()
        guard let number = Decimal(string: text) else { throw Unreadable("\(text) is no decimal") }
        return number
    }
    /// Foundation writes no zeros at the end.
    var form: JSON { .text(description) }
}

extension Data: Form {
    static func read(_ json: JSON) throws -> Data {
        let digits = Array(try json.text().utf8)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { index in
            UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
        }
        guard digits.count.isMultiple(of: 2), !bytes.contains(nil) else { throw Unreadable("\(json) is not hexadecimal") }
        return Data(bytes.compactMap(\.self))
    }
    var form: JSON {
        .text(map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined())
    }
}

extension UUID: Form {
    static func read(_ json: JSON) throws -> UUID {
        guard let id = UUID(uuidString: try json.text()) else { throw Unreadable("\(json) is no UUID") }
        return id
    }
    var form: JSON { .text(uuidString.lowercased()) }
}

extension Hue: Form {
    static func read(_ json: JSON) throws -> Hue {
        switch try json.text() {
        case "RED": .red
        case "GREEN": .green
        case "BLUE": .blue
        default: throw Unreadable("\(json) is no Hue")
        }
    }
    var form: JSON {
        switch self {
        case .red: .text("RED")
        case .green: .text("GREEN")
        case .blue: .text("BLUE")
        }
    }
}

extension Priority: Form {
    static func read(_ json: JSON) throws -> Priority {
        switch try json.text() {
        case "LOW": .low
        case "NORMAL": .normal
        case "HIGH": .high
        default: throw Unreadable("\(json) is no Priority")
        }
    }
    var form: JSON {
        switch self {
        case .low: .text("LOW")
        case .normal: .text("NORMAL")
        case .high: .text("HIGH")
        }
    }
}

extension Place: Form {
    static func read(_ json: JSON) throws -> Place {
        let members = try Members(json)
        return try members.complete(
            Place(
                name: members.required("name"), latitude: members.required("latitude"),
                longitude: members.required("longitude"), visits: members.optional("visits")))
    }
    var form: JSON { membersForm(of: self) }
}

extension NoteTagKey: Form {
    static func read(_ json: JSON) throws -> NoteTagKey {
        let members = try Members(json)
        return try members.complete(NoteTagKey(noteId: members.required("noteId"), tagId: members.required("tagId")))
    }
    var form: JSON { membersForm(of: self) }
}

extension BatchErrorCode: Shown {
    var form: JSON {
        switch self {
        case .notFound: .text("NOT_FOUND")
        case .conflict: .text("CONFLICT")
        case .validationError: .text("VALIDATION_ERROR")
        case .databaseError: .text("DATABASE_ERROR")
        }
    }
}

/// The names of the fields that hold JSON documents: in Swift they are text.
private let documents: Set<String> = ["meta"]

/// Gives the form of a record, of a page or a batch, of a list of them, of one that may be missing, or of a scalar.
func form(of value: Any) -> JSON {
    if let scalar = value as? any Shown { return scalar.form }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { form(of: $0.value) } ?? .null
    case .collection: return .list(mirror.children.map { form(of: $0.value) })
    case .enum: return caseForm(of: value, named: "status")
    default: return membersForm(of: value)
    }
}

private func membersForm(of record: Any) -> JSON {
    let members = Mirror(reflecting: record).children.map { child in
        let name = child.label ?? ""
        if documents.contains(name), let text = child.value as? String { return (name, documentForm(of: text)) }
        return (name, form(of: child.value))
    }
    return .object(Dictionary(uniqueKeysWithValues: members))
}

/// Gives what the text of a document holds.
func documentForm(of text: String) -> JSON {
    (try? JSONDecoder().decode(JSON.self, from: Data(text.utf8))) ?? .text("not JSON: \(text)")
}

/// Gives the form of an error: the name of its case and its members.
func form(of error: StoreError) -> JSON {
    caseForm(of: error, named: "kind")
}

/// Gives the members of an enum's case, and its name as one of them.
private func caseForm(of value: Any, named name: String) -> JSON {
    guard let only = Mirror(reflecting: value).children.first, let label = only.label else {
        return .object([name: .text("\(value)".split(separator: ".").last.map(String.init) ?? "")])
    }
    var members = (try? form(of: only.value).object()) ?? [:]
    members[name] = .text(label)
    return .object(members)
}
