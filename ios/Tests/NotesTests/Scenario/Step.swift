/// One step of the scenario, its arguments written out.
struct Step {
    let name: String
    let call: String
    private let members: [String: JSON]

    private static let known: Set<String> = [
        "name", "call", "with", "id", "ids", "items", "query", "page", "start", "include", "columns", "options",
        "snippet", "sql", "params", "where", "ifMatch", "onConflict", "steps", "as", "of", "deadlineMillis", "deferForeignKeys", "throws", "on", "save", "expect", "error",
    ]

    init(_ json: JSON) throws {
        members = try json.object()
        name = try members["name"]?.text() ?? "a step without a name"
        let unknown = Set(members.keys).subtracting(Self.known)
        guard unknown.isEmpty else { throw Unreadable("\(name): a step has no \(unknown.sorted())") }
        guard let call = members["call"] else { throw Unreadable("\(name): it calls nothing") }
        self.call = try call.text()
    }

    /// Gives the step with what earlier ones saved in its arguments and expectations. The steps of a transaction
    /// wait for each other and resolve their own.
    func resolved(by references: References) throws -> Step {
        var members = members
        let steps = members.removeValue(forKey: "steps")
        var resolved = try references.resolved(.object(members)).object()
        resolved["steps"] = steps
        return try Step(.object(resolved))
    }

    /// Gives an argument that may be left out.
    subscript(name: String) -> JSON? { members[name] }

    func argument(_ argument: String) throws -> JSON {
        guard let value = members[argument] else { throw Unreadable("\(argument) is missing") }
        return value
    }
}
