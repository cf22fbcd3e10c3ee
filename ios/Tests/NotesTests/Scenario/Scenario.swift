import Foundation
import Notes

/// Runs the steps of the scenario on a new file and keeps what did not agree.
final class Scenario {
    /// A line for each step that did not agree: its name, what was expected and what came.
    private(set) var disagreements: [String] = []
    /// How many steps agreed, those of transactions included.
    private(set) var agreed = 0

    private let folder: URL
    private var database: Database
    private var references = References()
    private var live: [String: Watched] = [:]

    init(in folder: URL) throws {
        self.folder = folder
        database = try Database.open(path: folder.appendingPathComponent("notes.db").path)
    }

    func run(_ steps: [JSON]) {
        run(steps, in: nil)
    }

    private func run(_ steps: [JSON], in transaction: DatabaseTransaction?) {
        for json in steps {
            do {
                let step = try Step(json).resolved(by: references)
                if let difference = try run(step, in: transaction) {
                    disagreements.append("\(step.name): \(difference)")
                } else {
                    agreed += 1
                }
            } catch {
                disagreements.append("\(json): \(error)")
            }
        }
    }

    /// Gives what did not agree.
    private func run(_ step: Step, in transaction: DatabaseTransaction?) throws -> String? {
        let own: (any Stores)? = step["on"] == .text("database") ? nil : transaction
        let outcome: Result<JSON, StoreError>
        do {
            // The database as it is now: an earlier step may have opened it again.
            outcome = .success(try result(of: step, on: own ?? database))
        } catch let error as StoreError {
            outcome = .failure(error)
        }
        switch (outcome, step["expect"], step["error"]) {
        case (.success(let result), let expected, nil):
            if let name = try step["save"]?.text() { references.save(result, as: name) }
            return expected.flatMap { difference(expected: $0, actual: result) }
        case (.success(let result), _, let error?):
            return "expected the error \(error), came \(result)"
        case (.failure(let error), _, let expected?):
            let came = form(of: error)
            return difference(expected: expected, actual: came, at: "error").map { "\($0) in \(came)" }
        case (.failure(let error), let expected, nil):
            return "expected \(expected?.description ?? "success"), came the error \(form(of: error))"
        }
    }

    private func result(of step: Step, on stores: any Stores) throws -> JSON {
        switch step.call {
        case "transaction": try transaction(step)
        case "reopen": try reopen()
        case "shutdown": try database.shutdown()
        case "suspend": try database.suspend(deadlineMillis: Int64.read(step.argument("deadlineMillis")))
        case "resume": try database.resume()
        case "read":
            let steps = try step.argument("steps").list()
            try database.read { stores in run(steps, in: stores) }
        case "live":
            // What it refers to is known when it begins.
            let steps = try step.argument("steps").list().map { try Step($0).resolved(by: references) }
            live[try step.argument("as").text()] = Watched(
                database.live { stores in JSON.list(try steps.map { try read($0, on: stores) }) })
        case "next": return try watched(step).next() ?? .null
        case "cancel": try watched(step).cancel()
        case "openNowhere": _ = try Database.open(path: folder.appendingPathComponent("nowhere/notes.db").path)
        case "panic": try panicDrill(database: database)
        default: return try read(step, on: stores)
        }
        return .null
    }

    private func watched(_ step: Step) throws -> Watched {
        let name = try step.argument("of").text()
        guard let watched = live[name] else { throw Unreadable("there is no live query \(name)") }
        return watched
    }

    /// Throws what the transaction throws; the host's own error must come back as itself.
    private func transaction(_ step: Step) throws {
        let steps = try step.argument("steps").list()
        let own = HostError()
        do {
            try database.transaction { transaction in
                if step["deferForeignKeys"] == .bool(true) { try transaction.deferForeignKeys() }
                run(steps, in: transaction)
                if step["throws"] == .bool(true) { throw own }
            }
            if step["throws"] == .bool(true) { throw Unreadable("the host's own error did not come back") }
        } catch let error as HostError where error == own {}
    }

    private func reopen() throws {
        try database.shutdown()
        database = try Database.open(path: folder.appendingPathComponent("notes.db").path)
    }
}

/// Makes a call of a store, or one that the stores share.
private func read(_ step: Step, on stores: any Stores) throws -> JSON {
    if step.call == "query" {
        let params = try step["params"]?.list().map(Scalar.read) ?? []
        return form(of: try stores.query(sql: step.argument("sql").text(), params: params))
    }
    let words = step.call.split(separator: ".").map(String.init)
    guard words.count == 2 else { throw Unreadable("there is no call \(step.call)") }
    return try stores.store(of: words[0]).call(words[1], step)
}

/// An error of the host's own, told from every other by its identity.
struct HostError: Error, Equatable {
    private let id = UUID()
}
