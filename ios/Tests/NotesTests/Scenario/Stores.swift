import Foundation
import Notes

/// Where stores come from: a database, or one of its transactions.
protocol Stores {
    func notebooks() -> NotebookStore
    func notes() -> NoteStore
    func tags() -> TagStore
    func noteTags() -> NoteTagStore
    func attachments() -> AttachmentStore
    func notebookSummaries() -> NotebookSummaryStore
    func tagUses() -> TagUseStore
    func query(sql: String, params: [Scalar]) throws -> [[Scalar]]
}

extension Database: Stores {}
extension DatabaseTransaction: Stores {}

extension Stores {
    /// Gives the store of the model or the view that a call names.
    func store(of model: String) throws -> any Rows {
        switch model {
        case "notebook": notebooks()
        case "note": notes()
        case "tag": tags()
        case "noteTag": noteTags()
        case "attachment": attachments()
        case "notebookSummary": notebookSummaries()
        case "tagUse": tagUses()
        default: throw Unreadable("there is no model \(model)")
        }
    }
}

extension NotebookStore: Store {
    func upsert(_ input: CreateNotebookInput, onConflict: String?) throws -> Notebook {
        switch onConflict {
        case nil: try upsert(input: input)
        case "id": try upsert(input: input, onConflict: .id)
        case "name": try upsert(input: input, onConflict: .name)
        case let other?: throw Unreadable("a notebook has no unique \(other)")
        }
    }

    func update(_ id: UUID, _ input: UpdateNotebookInput, ifMatch: Int64?) throws -> Notebook {
        try refuseVersion(ifMatch)
        return try update(id: id, input: input)
    }
}

extension NoteStore: Store {
    func upsert(_ input: CreateNoteInput, onConflict: String?) throws -> Note {
        if let onConflict { throw Unreadable("a note has no unique \(onConflict)") }
        return try upsert(input: input)
    }

    func update(_ id: UUID, _ input: UpdateNoteInput, ifMatch: Int64?) throws -> Note {
        try update(id: id, input: input, ifMatch: ifMatch)
    }

    func callOwn(_ verb: String, _ step: Step) throws -> JSON? {
        switch verb {
        case "findSnippets":
            form(
                of: try findSnippets(
                    query: NoteQuery.read(step["query"]), snippet: SnippetOptions.read(step.argument("snippet"))))
        case "purgeExpired": form(of: try purgeExpired())
        case "restore": form(of: try restore(id: UUID.read(step.argument("id"))))
        default: nil
        }
    }
}

extension TagStore: Store {
    func callOwn(_ verb: String, _ step: Step) throws -> JSON? {
        verb == "explain" ? form(of: try explain(query: TagQuery.read(step["query"]))) : nil
    }

    func upsert(_ input: CreateTagInput, onConflict: String?) throws -> Notes.Tag {
        switch onConflict {
        case nil: try upsert(input: input)
        case "id": try upsert(input: input, onConflict: .id)
        case "label": try upsert(input: input, onConflict: .label)
        case let other?: throw Unreadable("a tag has no unique \(other)")
        }
    }

    func update(_ id: Int64, _ input: UpdateTagInput, ifMatch: Int64?) throws -> Notes.Tag {
        try refuseVersion(ifMatch)
        return try update(id: id, input: input)
    }
}

extension NoteTagStore: Store {
    func upsert(_ input: CreateNoteTagInput, onConflict: String?) throws -> NoteTag {
        if let onConflict { throw Unreadable("a note's tag has no unique \(onConflict)") }
        return try upsert(input: input)
    }

    func update(_ id: NoteTagKey, _ input: UpdateNoteTagInput, ifMatch: Int64?) throws -> NoteTag {
        try refuseVersion(ifMatch)
        return try update(id: id, input: input)
    }
}

extension AttachmentStore: Store {
    func upsert(_ input: CreateAttachmentInput, onConflict: String?) throws -> Notes.Attachment {
        switch onConflict {
        case nil: try upsert(input: input)
        case "id": try upsert(input: input, onConflict: .id)
        case "noteIdName": try upsert(input: input, onConflict: .noteIdName)
        case let other?: throw Unreadable("an attachment has no unique \(other)")
        }
    }

    func update(_ id: String, _ input: UpdateAttachmentInput, ifMatch: Int64?) throws -> Notes.Attachment {
        try refuseVersion(ifMatch)
        return try update(id: id, input: input)
    }
}
