import Notes

/// What a call names: the rows of a model or of a view, and the verbs that both have.
protocol Rows {
    associatedtype Record
    associatedtype Page
    associatedtype Filter: Where
    associatedtype Query: NotesQuery where Query.Filter == Filter

    func count(`where`: Filter?) throws -> Int64
    func exists(`where`: Filter?) throws -> Bool
    func findFirst(query: Query) throws -> Record?
    func findMany(query: Query) throws -> [Record]
    func paginate(query: Query, page: PageInput) throws -> Page

    /// Makes the call that a step asks for and gives the form of its result.
    func call(_ verb: String, _ step: Step) throws -> JSON
}

/// Rows that have a key.
protocol KeyedRows: Rows {
    associatedtype Key: Form
    associatedtype KeysetPage

    func findPage(query: Query, start: PageStart?) throws -> KeysetPage
    func findUnique(id: Key) throws -> Record?
}

extension Rows {
    func call(_ verb: String, _ step: Step) throws -> JSON { try read(verb, step) }

    /// Makes a call that needs no key.
    func read(_ verb: String, _ step: Step) throws -> JSON {
        switch verb {
        case "findMany": form(of: try findMany(query: Query.read(step["query"])))
        case "findFirst": form(of: try findFirst(query: Query.read(step["query"])) as Any)
        case "paginate": form(of: try paginate(query: Query.read(step["query"]), page: pageInput(step["page"])))
        case "count": form(of: try count(where: step["where"].map(Filter.read)))
        case "exists": form(of: try exists(where: step["where"].map(Filter.read)))
        default: try readParts(verb, step)
        }
    }

    /// Makes a call that gives more than rows, or less.
    private func readParts(_ verb: String, _ step: Step) throws -> JSON {
        switch (verb, self) {
        case ("select", let rows as any Selecting): return try rows.answer(step)
        case ("findManyWith", let rows as any Including): return try rows.rowsWith(step)
        default: throw Unreadable("\(Self.self) has no verb \(verb)")
        }
    }
}

extension KeyedRows {
    func call(_ verb: String, _ step: Step) throws -> JSON { try readKeyed(verb, step) }

    /// Makes a call that changes nothing.
    func readKeyed(_ verb: String, _ step: Step) throws -> JSON {
        switch verb {
        case "findUnique": form(of: try findUnique(id: Key.read(step.argument("id"))) as Any)
        case "findPage": form(of: try findPage(query: Query.read(step["query"]), start: step["start"].map(PageStart.read)))
        default: try read(verb, step)
        }
    }
}

private func pageInput(_ json: JSON?) throws -> PageInput {
    let members = try Members(json ?? .object([:]))
    return try members.complete(PageInput(limit: members.optional("limit"), offset: members.optional("offset")))
}

extension PageStart: Readable {
    static func read(_ json: JSON) throws -> PageStart {
        let (side, place) = try json.pair()
        func cursor() throws -> String { try Members(place).required("cursor") }
        switch side {
        case "first": return .first
        case "last": return .last
        case "after": return .after(cursor: try cursor())
        case "before": return .before(cursor: try cursor())
        default: throw Unreadable("\(json) is no start of a page")
        }
    }
}

extension NotebookSummaryStore: KeyedRows {}
extension TagUseStore: Rows {}
