import Notes

/// Rows that come with related ones.
protocol Including: Rows {
    associatedtype Include: NotesInclude
    associatedtype With

    func findManyWith(query: Query, include: [Include]) throws -> [With]
}

extension Including {
    /// Gives the rows that a step asks for, with what comes along.
    func rowsWith(_ step: Step) throws -> JSON {
        let include = try step.argument("include").list().map(Include.read)
        return form(of: try findManyWith(query: Query.read(step["query"]), include: include))
    }
}

/// What comes along with rows of a model.
protocol NotesInclude: Readable {
    /// Gives the relation of this name; nothing when the model has none.
    static func relation(_ name: String, _ asked: Asked) throws -> Self?
}

extension NotesInclude {
    /// Reads `{ "notes": { "query": .., "include": [..] } }`, whose members may be left out.
    static func read(_ json: JSON) throws -> Self {
        let (name, members) = try json.pair()
        guard let include = try relation(name, Asked(members: members.object())) else {
            throw Unreadable("\(Self.self) has no relation \(name)")
        }
        return include
    }
}

/// Which of the related rows, and what comes along with them.
struct Asked {
    let members: [String: JSON]

    func query<Query: NotesQuery>() throws -> Query { try Query.read(members["query"]) }

    func include<Include: NotesInclude>() throws -> [Include] { try members["include"]?.list().map(Include.read) ?? [] }
}

extension NotebookStore: Including {}
extension NoteStore: Including {}
extension TagStore: Including {}
extension NoteTagStore: Including {}
extension AttachmentStore: Including {}

extension NotebookInclude: NotesInclude {
    static func relation(_ name: String, _ asked: Asked) throws -> Self? {
        switch name {
        case "notes": .notes(query: try asked.query(), include: try asked.include())
        default: nil
        }
    }
}

extension NoteInclude: NotesInclude {
    static func relation(_ name: String, _ asked: Asked) throws -> Self? {
        switch name {
        case "notebook": .notebook(include: try asked.include())
        case "attachments": .attachments(query: try asked.query(), include: try asked.include())
        case "tags": .tags(query: try asked.query(), include: try asked.include())
        default: nil
        }
    }
}

extension TagInclude: NotesInclude {
    static func relation(_ name: String, _ asked: Asked) throws -> Self? {
        switch name {
        case "notes": .notes(query: try asked.query(), include: try asked.include())
        default: nil
        }
    }
}

extension NoteTagInclude: NotesInclude {
    static func relation(_ name: String, _ asked: Asked) throws -> Self? {
        switch name {
        case "note": .note(include: try asked.include())
        case "tag": .tag(include: try asked.include())
        default: nil
        }
    }
}

extension AttachmentInclude: NotesInclude {
    static func relation(_ name: String, _ asked: Asked) throws -> Self? {
        switch name {
        case "note": .note(include: try asked.include())
        default: nil
        }
    }
}
