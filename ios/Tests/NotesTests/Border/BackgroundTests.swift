import Foundation
import Notes
import Testing

@Suite struct BackgroundTests {
    private let database: Database

    init() throws {
        database = try Database.inMemory()
    }

    @Test @MainActor func workLeavesTheMainThread() async throws {
        let gate = DispatchSemaphore(value: 0)
        async let opened = database.background { _ in
            (isMain: Thread.isMainThread, passed: gate.wait(timeout: .now() + .seconds(30)) == .success)
        }
        // The main actor goes on while the work waits for it.
        gate.signal()

        let (isMain, passed) = try await opened
        #expect(!isMain)
        #expect(passed)
    }

    @Test func workGivesItsValueAndThrowsItsErrors() async throws {
        let own = HostError()

        let tag = try await database.background { try $0.tags().create(input: CreateTagInput(label: "one")) }
        #expect(tag.label == "one")
        await #expect(throws: StoreError.NotFound(model: "Tag")) {
            try await database.background { _ = try $0.tags().delete(id: 7) }
        }
        await #expect(throws: own) {
            try await database.backgroundTransaction { transaction in
                _ = try transaction.tags().create(input: CreateTagInput(label: "two"))
                throw own
            }
        }
        #expect(try database.tags().count() == 1)
    }

    @Test func aTaskThatIsCancelledBeforeDoesNothing() async throws {
        let database = database
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await database.background { try $0.tags().create(input: CreateTagInput(label: "never")) }
        }

        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try database.tags().count() == 0)
    }

    @Test func aTaskThatIsCancelledInTheQueueDoesNothing() async throws {
        let database = database
        let gate = DispatchSemaphore(value: 0)
        let crowd = (0..<8).map { _ in
            Task { try await database.background { _ in _ = gate.wait(timeout: .now() + .seconds(30)) } }
        }
        let late = Task {
            try await database.background { try $0.tags().create(input: CreateTagInput(label: "never")) }
        }

        late.cancel()

        // It does not wait for those that are before it.
        await #expect(throws: CancellationError.self) { try await late.value }
        for _ in crowd { gate.signal() }
        for task in crowd { try await task.value }
        #expect(try database.tags().count() == 0)
    }

    @Test func workThatHasBegunTellsItsOutcomeThoughItsTaskIsCancelled() async throws {
        let database = database
        let gate = DispatchSemaphore(value: 0)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await database.backgroundTransaction { transaction in
                begin.finish()
                _ = gate.wait(timeout: .now() + .seconds(30))
                return try transaction.tags().create(input: CreateTagInput(label: "written"))
            }
        }

        for await _ in begun {}
        task.cancel()
        gate.signal()

        #expect(try await task.value.label == "written")
        #expect(try database.tags().count() == 1)
    }

    @Test func eightTasksThatWriteAtOnceLoseNothing() async throws {
        let (tasks, writes) = (8, 40)
        let database = database
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    for write in 0..<writes {
                        let input = CreateTagInput(label: "t\(task)-\(write)")
                        _ =
                            write.isMultiple(of: 2)
                            ? try await database.background { try $0.tags().create(input: input) }
                            : try await database.backgroundTransaction { try $0.tags().create(input: input) }
                    }
                }
            }
            try await group.waitForAll()
        }

        #expect(try database.tags().count() == Int64(tasks * writes))
    }
}
