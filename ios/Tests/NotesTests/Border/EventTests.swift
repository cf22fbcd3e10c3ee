import Foundation
import Notes
import Testing

/// Events come from any thread, and jobs run beside the app.
@Suite struct EventTests {
    private static let patience: Int64 = 30_000

    @Test func eventsOfAnyThreadAreWrittenBeforeTheEnd() throws {
        let database = try Database.inMemory()
        let bridge = try EventBridge.start(database: database.core(), name: "clicks", handler: Writing(database: database))

        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            for at in 0..<50 { try? bridge.submit(event: "\(thread):\(at)") }
        }

        #expect(try bridge.finish(deadlineMillis: Self.patience) == 0)
        #expect(try database.tags().count() == 200)
        #expect(bridge.counters().handled == 200)
        #expect(throws: StoreError.Closed) { try bridge.submit(event: "late") }
    }

    @Test func whatAHandlerThrowsIsParkedUntilItIsReplayed() throws {
        let database = try Database.inMemory()
        let failing = Failing()
        let bridge = try EventBridge.start(
            database: database.core(), name: "parked", handler: failing, options: EventBridgeOptions(attempts: 1))
        try bridge.submit(event: "one")
        #expect(failing.failed.wait(timeout: .now() + 30) == .success)
        _ = try bridge.finish(deadlineMillis: Self.patience)

        let parked = try bridge.parked()
        #expect(parked.map(\.event) == ["one"])
        #expect(parked.first?.error.contains("NotToday") == true)

        let later = try EventBridge.start(database: database.core(), name: "parked", handler: Writing(database: database))
        #expect(try later.replay() == 1)
        #expect(try later.finish(deadlineMillis: Self.patience) == 0)
        #expect(try database.tags().findMany().map(\.label) == ["one"])
    }

    @Test func aJobWritesAndSaysHowFarItIs() throws {
        let database = try Database.inMemory()
        let heard = Heard()
        let job = try BackgroundJob.start(
            database: database.core(), name: "sync", body: Syncing(database: database), observer: heard)

        let run = try job.runWithin(deadlineMillis: Self.patience)

        #expect(run.outcome == .done)
        #expect(try job.status().last == run)
        #expect(heard.progress == [JobProgress(done: 1, total: 1)])
        #expect(try database.tags().count() == 1)
    }

    @Test func aDeadlineReachesTheStatementThatRuns() throws {
        let database = try Database.inMemory()
        let job = try BackgroundJob.start(database: database.core(), name: "endless", body: Endless(database: database))

        #expect(try job.runWithin(deadlineMillis: 50).outcome == .cancelled)
        job.stop()
        #expect(throws: StoreError.Closed) { try job.runNow() }
    }
}

private struct NotToday: Error {}

private final class Writing: EventHandler {
    let database: Database

    init(database: Database) {
        self.database = database
    }

    func handle(events: [String]) throws {
        _ = try database.tags().createMany(inputs: events.map { CreateTagInput(label: $0) })
    }
}

private final class Failing: EventHandler {
    let failed = DispatchSemaphore(value: 0)

    func handle(events: [String]) throws {
        failed.signal()
        throw NotToday()
    }
}

private final class Syncing: JobBody {
    let database: Database

    init(database: Database) {
        self.database = database
    }

    func run(context: JobContext) throws {
        _ = try database.tags().create(input: CreateTagInput(label: "synced"))
        context.progress(done: 1, total: 1)
    }
}

private final class Endless: JobBody {
    let database: Database

    init(database: Database) {
        self.database = database
    }

    func run(context: JobContext) throws {
        _ = try database.query(
            sql: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
    }
}

/// Unchecked: a job runs once at a time, and the test looks after its run.
private final class Heard: JobObserver, @unchecked Sendable {
    private(set) var progress: [JobProgress] = []

    func progressed(progress: JobProgress) {
        self.progress.append(progress)
    }
}
