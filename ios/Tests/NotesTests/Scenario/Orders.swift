import Notes

/// An order of a model.
protocol Order {
    /// Gives the order by one field; nothing when the model has no such field.
    static func field(_ name: String, _ direction: SortOrder) -> Self?
    /// Gives the order by a field of the one related row, or by a value in a document; nothing when the model has no such
    /// member.
    static func related(_ name: String, _ order: JSON) throws -> Self?
}

extension Order {
    static func related(_ name: String, _ order: JSON) throws -> Self? { nil }

    static func read(_ json: JSON) throws -> Self {
        let (name, asked) = try json.pair()
        guard let order = try related(name, asked) ?? field(name, .read(asked)) else {
            throw Unreadable("\(Self.self) has no field \(name)")
        }
        return order
    }
}

extension SortOrder: Readable {
    static func read(_ json: JSON) throws -> SortOrder {
        switch try json.text() {
        case "ascending": .ascending
        case "descending": .descending
        case "ascendingNullsLast": .ascendingNullsLast
        case "descendingNullsFirst": .descendingNullsFirst
        default: throw Unreadable("\(json) is no order")
        }
    }
}

extension NotebookOrder: Order {
    static func field(_ name: String, _ direction: SortOrder) -> Self? {
        switch name {
        case "id": .id(direction)
        case "name": .name(direction)
        case "hue": .hue(direction)
        case "budget": .budget(direction)
        case "createdAt": .createdAt(direction)
        default: nil
        }
    }
}

extension NoteOrder: Order {
    static func field(_ name: String, _ direction: SortOrder) -> Self? {
        switch name {
        case "id": .id(direction)
        case "notebookId": .notebookId(direction)
        case "title": .title(direction)
        case "body": .body(direction)
        case "summary": .summary(direction)
        case "pinned": .pinned(direction)
        case "priority": .priority(direction)
        case "position": .position(direction)
        case "wordCount": .wordCount(direction)
        case "dueAt": .dueAt(direction)
        case "cost": .cost(direction)
        case "meta": .meta(direction)
        case "version": .version(direction)
        case "createdAt": .createdAt(direction)
        case "updatedAt": .updatedAt(direction)
        case "deletedAt": .deletedAt(direction)
        default: nil
        }
    }

    static func related(_ name: String, _ order: JSON) throws -> Self? {
        switch name {
        case "notebook": return .notebook(try .read(order))
        case "metaPath":
            let parts = try order.list()
            guard parts.count == 2 else { throw Unreadable("metaPath takes a path and an order") }
            return .metaPath(try parts[0].text(), try SortOrder.read(parts[1]))
        default: return nil
        }
    }
}

extension TagOrder: Order {
    static func field(_ name: String, _ direction: SortOrder) -> Self? {
        switch name {
        case "id": .id(direction)
        case "label": .label(direction)
        case "hue": .hue(direction)
        default: nil
        }
    }
}

extension NoteTagOrder: Order {
    static func field(_ name: String, _ direction: SortOrder) -> Self? {
        switch name {
        case "noteId": .noteId(direction)
        case "tagId": .tagId(direction)
        case "addedAt": .addedAt(direction)
        default: nil
        }
    }

    static func related(_ name: String, _ order: JSON) throws -> Self? {
        switch name {
        case "note": .note(try .read(order))
        case "tag": .tag(try .read(order))
        default: nil
        }
    }
}

extension AttachmentOrder: Order {
    static func field(_ name: String, _ direction: SortOrder) -> Self? {
        switch name {
        case "id": .id(direction)
        case "noteId": .noteId(direction)
        case "name": .name(direction)
        case "mediaType": .mediaType(direction)
        case "size": .size(direction)
        case "checksum": .checksum(direction)
        case "source": .source(direction)
        default: nil
        }
    }

    static func related(_ name: String, _ order: JSON) throws -> Self? {
        switch name {
        case "note": .note(try .read(order))
        default: nil
        }
    }
}

extension NotebookSummaryOrder: Order {
    static func field(_ name: String, _ direction: SortOrder) -> Self? {
        switch name {
        case "id": .id(direction)
        case "name": .name(direction)
        case "notes": .notes(direction)
        case "dearest": .dearest(direction)
        case "lastWrittenAt": .lastWrittenAt(direction)
        default: nil
        }
    }
}

extension TagUseOrder: Order {
    static func field(_ name: String, _ direction: SortOrder) -> Self? {
        switch name {
        case "label": .label(direction)
        case "noteTitle": .noteTitle(direction)
        default: nil
        }
    }
}
