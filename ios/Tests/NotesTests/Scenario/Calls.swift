import Foundation
import Notes

/// The verbs that every store has. The generated stores meet it as they are.
protocol Store: KeyedRows {
    associatedtype Create: Input
    associatedtype Update: Input
    associatedtype Batch
    associatedtype BatchUpdate: BatchItem where BatchUpdate.Key == Key, BatchUpdate.Update == Update

    func batchCreate(inputs: [Create]) throws -> Batch
    func batchDelete(ids: [Key]) throws -> Batch
    func batchGet(ids: [Key]) throws -> Batch
    func batchUpdate(items: [BatchUpdate]) throws -> Batch
    func batchUpsert(inputs: [Create]) throws -> Batch
    func create(input: Create) throws -> Record
    func createMany(inputs: [Create]) throws -> Int64
    func delete(id: Key) throws -> Record
    func deleteMany(`where`: Filter) throws -> Int64
    func updateMany(`where`: Filter, input: Update) throws -> Int64

    /// `upsert`, whose conflict has a type of its own in each model that has a choice.
    func upsert(_ input: Create, onConflict: String?) throws -> Record
    /// `update`, which takes a version in a model that has one.
    func update(_ id: Key, _ input: Update, ifMatch: Int64?) throws -> Record
    /// Makes a call that not every model has; gives nothing when this one does not have it.
    func callOwn(_ verb: String, _ step: Step) throws -> JSON?
}

extension Store {
    func callOwn(_ verb: String, _ step: Step) throws -> JSON? { nil }

    func call(_ verb: String, _ step: Step) throws -> JSON {
        switch verb {
        case "create": form(of: try create(input: input(step.argument("with"))))
        case "createMany": form(of: try createMany(inputs: inputs(step)))
        case "upsert": form(of: try upsert(input(step.argument("with")), onConflict: step["onConflict"]?.text()))
        case "delete": form(of: try delete(id: Key.read(step.argument("id"))))
        case "update":
            form(
                of: try update(
                    Key.read(step.argument("id")), input(step.argument("with")), ifMatch: step["ifMatch"].map(Int64.read)))
        case "updateMany":
            form(of: try updateMany(where: Filter.read(step.argument("where")), input: input(step.argument("with"))))
        case "deleteMany": form(of: try deleteMany(where: Filter.read(step.argument("where"))))
        case "batchGet": form(of: try batchGet(ids: keys(step)))
        case "batchDelete": form(of: try batchDelete(ids: keys(step)))
        case "batchCreate": form(of: try batchCreate(inputs: inputs(step)))
        case "batchUpsert": form(of: try batchUpsert(inputs: inputs(step)))
        case "batchUpdate": form(of: try batchUpdate(items: step.argument("items").list().map(BatchUpdate.read)))
        default: try callOwn(verb, step) ?? readKeyed(verb, step)
        }
    }

    private func keys(_ step: Step) throws -> [Key] {
        try step.argument("ids").list().map(Key.read)
    }

    private func inputs(_ step: Step) throws -> [Create] {
        try step.argument("with").list().map(input)
    }
}

/// One of the updates of a batch.
protocol BatchItem {
    associatedtype Key: Form
    associatedtype Update: Input

    init(id: Key, input: Update)

    /// Takes the version that a model may have.
    mutating func takeVersion(_ version: Int64?) throws
}

extension BatchItem {
    mutating func takeVersion(_ version: Int64?) throws { try refuseVersion(version) }

    static func read(_ json: JSON) throws -> Self {
        let members = try json.object()
        let unknown = Set(members.keys).subtracting(["id", "with", "ifMatch"])
        guard unknown.isEmpty, let id = members["id"], let with = members["with"] else {
            throw Unreadable("\(json) is no update of a batch")
        }
        var item = Self(id: try Key.read(id), input: try input(with))
        try item.takeVersion(members["ifMatch"].map(Int64.read))
        return item
    }
}

extension NotebookBatchUpdate: BatchItem {}
extension TagBatchUpdate: BatchItem {}
extension NoteTagBatchUpdate: BatchItem {}
extension AttachmentBatchUpdate: BatchItem {}

extension NoteBatchUpdate: BatchItem {
    init(id: UUID, input: UpdateNoteInput) {
        self.init(id: id, input: input, ifMatch: nil)
    }

    mutating func takeVersion(_ version: Int64?) { ifMatch = version }
}

/// Refuses a version that a step gives to a model without one.
func refuseVersion(_ version: Int64?) throws {
    if version != nil { throw Unreadable("only a note has a version") }
}
