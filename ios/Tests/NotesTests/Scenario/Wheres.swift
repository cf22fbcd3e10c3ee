import Foundation
import Notes

/// A filter of a model.
protocol Where: Readable {
    static func and(_ all: [Self]) -> Self
    static func or(_ any: [Self]) -> Self
    static func not(_ one: Self) -> Self
    /// Gives the filter of one field or relation; nothing when the model has none of this name.
    static func field(_ name: String, _ asked: JSON) throws -> Self?
}

extension Where {
    static func read(_ json: JSON) throws -> Self {
        let (name, value) = try json.pair()
        switch name {
        case "and": return .and(try value.list().map(read))
        case "or": return .or(try value.list().map(read))
        case "not": return .not(try read(value))
        default:
            guard let filter = try field(name, value) else { throw Unreadable("\(Self.self) has no field \(name)") }
            return filter
        }
    }
}

private func filter<F: NamedFilter>(_ json: JSON) throws -> F where F.Value: Readable {
    try filter(json, read: F.Value.read)
}

private func filter<F: NamedFilter>(_ json: JSON, read: @escaping (JSON) throws -> F.Value) throws -> F {
    let (name, argument) = try json.pair()
    guard let filter = try F.named(name, Argument(json: argument, read: read)) else {
        throw Unreadable("\(F.self) has no operator \(name)")
    }
    return filter
}

extension NotebookWhere: Where {
    static func field(_ name: String, _ asked: JSON) throws -> Self? {
        switch name {
        case "id": .id(try filter(asked))
        case "name": .name(try filter(asked))
        case "hue": .hue(try filter(asked))
        case "budget": .budget(try filter(asked))
        case "createdAt": .createdAt(try filter(asked))
        case "notes": .notes(try filter(asked))
        default: nil
        }
    }
}

extension NoteWhere: Where {
    static func field(_ name: String, _ asked: JSON) throws -> Self? {
        switch name {
        case "id": .id(try filter(asked))
        case "notebookId": .notebookId(try filter(asked))
        case "title": .title(try filter(asked))
        case "body": .body(try filter(asked))
        case "summary": .summary(try filter(asked))
        case "pinned": .pinned(try filter(asked))
        case "priority": .priority(try filter(asked))
        case "position": .position(try filter(asked))
        case "wordCount": .wordCount(try filter(asked))
        case "dueAt": .dueAt(try filter(asked))
        case "cost": .cost(try filter(asked))
        case "meta": .meta(try filter(asked, read: documentText))
        case "version": .version(try filter(asked))
        case "createdAt": .createdAt(try filter(asked))
        case "updatedAt": .updatedAt(try filter(asked))
        case "deletedAt": .deletedAt(try filter(asked))
        case "notebook": .notebook(try filter(asked))
        case "attachments": .attachments(try filter(asked))
        case "tags": .tags(try filter(asked))
        default: nil
        }
    }
}

extension TagWhere: Where {
    static func field(_ name: String, _ asked: JSON) throws -> Self? {
        switch name {
        case "id": .id(try filter(asked))
        case "label": .label(try filter(asked))
        case "hue": .hue(try filter(asked))
        case "notes": .notes(try filter(asked))
        default: nil
        }
    }
}

extension NoteTagWhere: Where {
    static func field(_ name: String, _ asked: JSON) throws -> Self? {
        switch name {
        case "noteId": .noteId(try filter(asked))
        case "tagId": .tagId(try filter(asked))
        case "addedAt": .addedAt(try filter(asked))
        case "note": .note(try filter(asked))
        case "tag": .tag(try filter(asked))
        default: nil
        }
    }
}

extension AttachmentWhere: Where {
    static func field(_ name: String, _ asked: JSON) throws -> Self? {
        switch name {
        case "id": .id(try filter(asked))
        case "noteId": .noteId(try filter(asked))
        case "name": .name(try filter(asked))
        case "mediaType": .mediaType(try filter(asked))
        case "size": .size(try filter(asked))
        case "checksum": .checksum(try filter(asked))
        case "source": .source(try filter(asked))
        case "note": .note(try filter(asked))
        default: nil
        }
    }
}

extension NotebookSummaryWhere: Where {
    static func field(_ name: String, _ asked: JSON) throws -> Self? {
        switch name {
        case "id": .id(try filter(asked))
        case "name": .name(try filter(asked))
        case "notes": .notes(try filter(asked))
        case "dearest": .dearest(try filter(asked))
        case "lastWrittenAt": .lastWrittenAt(try filter(asked))
        default: nil
        }
    }
}

extension TagUseWhere: Where {
    static func field(_ name: String, _ asked: JSON) throws -> Self? {
        switch name {
        case "label": .label(try filter(asked))
        case "noteTitle": .noteTitle(try filter(asked))
        default: nil
        }
    }
}
