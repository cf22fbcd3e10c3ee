import Notes

/// Which rows are asked for.
protocol NotesQuery {
    associatedtype Filter: Where
    associatedtype Sequence: Order

    init(`where`: Filter?, orderBy: [Sequence], limit: Int64?, offset: Int64?)

    /// Takes the members that not every query has.
    mutating func takeOwn(_ members: Members) throws
}

extension NotesQuery {
    mutating func takeOwn(_ members: Members) throws {}

    static func read(_ json: JSON?) throws -> Self {
        let given = try (json ?? .object([:])).object()
        var query = Self(
            where: try given["where"].map(Filter.read), orderBy: try given["orderBy"]?.list().map(Sequence.read) ?? [],
            limit: try given["limit"].map(Int64.read), offset: try given["offset"].map(Int64.read))
        let members = try Members(.object(given))
        try query.takeOwn(members)
        return try members.complete(query)
    }
}

extension NotebookQuery: NotesQuery {}
extension TagQuery: NotesQuery {}
extension NoteTagQuery: NotesQuery {}
extension AttachmentQuery: NotesQuery {}
extension NotebookSummaryQuery: NotesQuery {}
extension TagUseQuery: NotesQuery {}

extension NoteQuery: NotesQuery {
    init(`where`: NoteWhere?, orderBy: [NoteOrder], limit: Int64?, offset: Int64?) {
        self.init(where: `where`, search: nil, deleted: nil, orderBy: orderBy, limit: limit, offset: offset)
    }

    mutating func takeOwn(_ members: Members) throws {
        search = try members.optional("search")
        deleted = try members.optional("deleted")
    }
}

extension TextSearch: Readable {
    static func read(_ json: JSON) throws -> TextSearch {
        let members = try Members(json)
        return try members.complete(
            TextSearch(text: members.required("text"), prefix: members.optional("prefix") ?? false))
    }
}

extension DeletedRows: Readable {
    static func read(_ json: JSON) throws -> DeletedRows {
        switch try json.text() {
        case "included": .included
        case "only": .only
        default: throw Unreadable("\(json) says not which deleted rows")
        }
    }
}

extension SnippetOptions: Readable {
    static func read(_ json: JSON) throws -> SnippetOptions {
        let members = try Members(json)
        return try members.complete(
            SnippetOptions(
                open: members.required("open"), close: members.required("close"), words: members.required("words")))
    }
}
