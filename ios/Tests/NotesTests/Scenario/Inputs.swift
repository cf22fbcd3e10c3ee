import Foundation
import Notes

/// The members of an object in `with`, read as the fields of an input.
struct Members {
    private let values: [String: JSON]

    init(_ json: JSON) throws {
        values = try json.object()
    }

    func required<F: Readable>(_ name: String) throws -> F {
        guard let value: F = try optional(name) else { throw Unreadable("\(name) is missing") }
        return value
    }

    /// Nothing when the member is left out or null.
    func optional<F: Readable>(_ name: String) throws -> F? {
        guard let value = values[name], value != .null else { return nil }
        return try F.read(value)
    }

    func texts(_ name: String) throws -> [String]? {
        try values[name]?.list().map(String.read)
    }

    func document(_ name: String) throws -> String? {
        guard let value = values[name], value != .null else { return nil }
        return try documentText(value)
    }

    /// Null clears; a member that is left out keeps the field.
    func change<C: Change>(_ name: String) throws -> C? where C.Value: Readable {
        try values[name].map { $0 == .null ? C.clear : C.set(try C.Value.read($0)) }
    }

    func documentChange(_ name: String) throws -> JsonChange? {
        try values[name].map { $0 == .null ? .clear : .set(try documentText($0)) }
    }

    /// Gives the input when it has a field for every member.
    func complete<Input>(_ input: Input) throws -> Input {
        let fields = Set(Mirror(reflecting: input).children.compactMap(\.label))
        let unknown = Set(values.keys).subtracting(fields)
        guard unknown.isEmpty else { throw Unreadable("\(Input.self) has no \(unknown.sorted())") }
        return input
    }
}

/// A JSON document as its text; `{ "$raw": "{" }` is the text as it is.
func documentText(_ json: JSON) throws -> String {
    if case .object(let members) = json, let raw = members["$raw"] { return try raw.text() }
    return String(decoding: try JSONEncoder().encode(json), as: UTF8.self)
}

/// What an update does to a nullable field.
protocol Change {
    associatedtype Value
    static func set(_ value: Value) -> Self
    static var clear: Self { get }
}

extension TextChange: Change {}
extension DateTimeChange: Change {}
extension DecimalChange: Change {}
extension UuidChange: Change {}
extension HueChange: Change {}
extension PlaceChange: Change {}

/// The input of a create or of an update.
protocol Input {
    static func read(_ members: Members) throws -> Self
}

/// Gives the input when it has a field for every member.
func input<I: Input>(_ json: JSON) throws -> I {
    let members = try Members(json)
    return try members.complete(I.read(members))
}

extension CreateNotebookInput: Input {
    static func read(_ members: Members) throws -> Self {
        try Self(
            id: members.optional("id"), name: members.required("name"), hue: members.optional("hue"),
            budget: members.optional("budget"), createdAt: members.optional("createdAt"))
    }
}

extension UpdateNotebookInput: Input {
    static func read(_ members: Members) throws -> Self {
        try Self(
            name: members.optional("name"), hue: members.change("hue"), budget: members.change("budget"),
            createdAt: members.optional("createdAt"))
    }
}

extension CreateNoteInput: Input {
    static func read(_ members: Members) throws -> Self {
        try Self(
            id: members.optional("id"), notebookId: members.optional("notebookId"), title: members.required("title"),
            body: members.optional("body"), summary: members.optional("summary"), pinned: members.optional("pinned"),
            priority: members.optional("priority"), position: members.optional("position"),
            wordCount: members.optional("wordCount"), dueAt: members.optional("dueAt"), cost: members.optional("cost"),
            meta: members.document("meta"), place: members.optional("place"), keywords: members.texts("keywords") ?? [],
            createdAt: members.optional("createdAt"))
    }
}

extension UpdateNoteInput: Input {
    static func read(_ members: Members) throws -> Self {
        try Self(
            notebookId: members.change("notebookId"), title: members.optional("title"), body: members.optional("body"),
            summary: members.change("summary"), pinned: members.optional("pinned"),
            priority: members.optional("priority"), position: members.optional("position"),
            wordCount: members.optional("wordCount"), dueAt: members.change("dueAt"), cost: members.change("cost"),
            meta: members.documentChange("meta"), place: members.change("place"), keywords: members.texts("keywords"),
            createdAt: members.optional("createdAt"))
    }
}

extension CreateTagInput: Input {
    static func read(_ members: Members) throws -> Self {
        try Self(id: members.optional("id"), label: members.required("label"), hue: members.optional("hue"))
    }
}

extension UpdateTagInput: Input {
    static func read(_ members: Members) throws -> Self {
        try Self(label: members.optional("label"), hue: members.change("hue"))
    }
}

extension CreateNoteTagInput: Input {
    static func read(_ members: Members) throws -> Self {
        try Self(
            noteId: members.required("noteId"), tagId: members.required("tagId"), addedAt: members.optional("addedAt"))
    }
}

extension UpdateNoteTagInput: Input {
    static func read(_ members: Members) throws -> Self {
        try Self(addedAt: members.optional("addedAt"))
    }
}

extension CreateAttachmentInput: Input {
    static func read(_ members: Members) throws -> Self {
        try Self(
            id: members.optional("id"), noteId: members.required("noteId"), name: members.required("name"),
            mediaType: members.required("mediaType"), size: members.required("size"),
            checksum: members.required("checksum"), source: members.optional("source"))
    }
}

extension UpdateAttachmentInput: Input {
    static func read(_ members: Members) throws -> Self {
        try Self(
            noteId: members.optional("noteId"), name: members.optional("name"),
            mediaType: members.optional("mediaType"), size: members.optional("size"),
            checksum: members.optional("checksum"), source: members.change("source"))
    }
}
