import Notes

/// The verbs that every store has. The generated stores meet it as they are.
protocol Store {
    associatedtype Record
    associatedtype Page
    associatedtype Key: Form
    associatedtype Create: Input
    associatedtype Update: Input
    associatedtype Filter: Where
    associatedtype Query: NotesQuery where Query.Filter == Filter

    func count(`where`: Filter?) throws -> Int64
    func create(input: Create) throws -> Record
    func createMany(inputs: [Create]) throws -> Int64
    func delete(id: Key) throws -> Record
    func deleteMany(`where`: Filter) throws -> Int64
    func exists(`where`: Filter?) throws -> Bool
    func findFirst(query: Query) throws -> Record?
    func findMany(query: Query) throws -> [Record]
    func findUnique(id: Key) throws -> Record?
    func paginate(query: Query, page: PageInput) throws -> Page
    func updateMany(`where`: Filter, input: Update) throws -> Int64

    /// `upsert`, whose conflict has a type of its own in each model that has a choice.
    func upsert(_ input: Create, onConflict: String?) throws -> Record
    /// `update`, which takes a version in a model that has one.
    func update(_ id: Key, _ input: Update, ifMatch: Int64?) throws -> Record
    /// `restore`, which only a model that is deleted softly has.
    func restoreAny(_ id: Key) throws -> Record
}

extension Store {
    func restoreAny(_ id: Key) throws -> Record {
        throw Unreadable("\(Self.self) has no restore")
    }

    /// Makes the call that a step asks for and gives the form of its result.
    func call(_ verb: String, _ step: Step) throws -> JSON {
        switch verb {
        case "create": form(of: try create(input: Self.input(step.argument("with"))))
        case "createMany": form(of: try createMany(inputs: step.argument("with").list().map(Self.input)))
        case "upsert":
            form(of: try upsert(Self.input(step.argument("with")), onConflict: step["onConflict"]?.text()))
        case "findUnique": form(of: try findUnique(id: Key.read(step.argument("id"))) as Any)
        case "delete": form(of: try delete(id: Key.read(step.argument("id"))))
        case "restore": form(of: try restoreAny(Key.read(step.argument("id"))))
        case "findMany": form(of: try findMany(query: Query.read(step["query"])))
        case "findFirst": form(of: try findFirst(query: Query.read(step["query"])) as Any)
        case "paginate": form(of: try paginate(query: Query.read(step["query"]), page: pageInput(step["page"])))
        case "count": form(of: try count(where: step["where"].map(Filter.read)))
        case "exists": form(of: try exists(where: step["where"].map(Filter.read)))
        case "update":
            form(
                of: try update(
                    Key.read(step.argument("id")), Self.input(step.argument("with")),
                    ifMatch: step["ifMatch"].map(Int64.read)))
        case "updateMany":
            form(of: try updateMany(where: Filter.read(step.argument("where")), input: Self.input(step.argument("with"))))
        case "deleteMany": form(of: try deleteMany(where: Filter.read(step.argument("where"))))
        default: throw Unreadable("\(Self.self) has no verb \(verb)")
        }
    }

    private static func input<I: Input>(_ json: JSON) throws -> I {
        let members = try Members(json)
        return try members.complete(I.read(members))
    }
}

private func pageInput(_ json: JSON?) throws -> PageInput {
    let members = try Members(json ?? .object([:]))
    return try members.complete(PageInput(limit: members.optional("limit"), offset: members.optional("offset")))
}

/// Which rows are asked for.
protocol NotesQuery {
    associatedtype Filter: Where
    associatedtype Sequence: Order
    init(`where`: Filter?, orderBy: [Sequence], limit: Int64?, offset: Int64?)
}

extension NotesQuery {
    static func read(_ json: JSON?) throws -> Self {
        let members = try (json ?? .object([:])).object()
        let query = Self(
            where: try members["where"].map(Filter.read), orderBy: try members["orderBy"]?.list().map(Sequence.read) ?? [],
            limit: try members["limit"].map(Int64.read), offset: try members["offset"].map(Int64.read))
        return try Members(.object(members)).complete(query)
    }
}

extension NotebookQuery: NotesQuery {}
extension NoteQuery: NotesQuery {}
extension TagQuery: NotesQuery {}
extension NoteTagQuery: NotesQuery {}
extension AttachmentQuery: NotesQuery {}
