import Foundation
import Notes
import Testing

/// Live queries as sequences.
@Suite struct LiveTests {
    @Test @MainActor func theValuesArriveOnTheMainActor() async throws {
        let database = try Database.inMemory()
        var labels: [[String]] = []

        for try await tags in database.live({ try $0.tags().findMany() }) {
            MainActor.assertIsolated()
            labels.append(tags.map(\.label))
            if labels.count == 1 { _ = try database.tags().create(input: CreateTagInput(label: "home")) }
            if labels.count == 2 { break }
        }

        #expect(labels == [[], ["home"]])
    }

    @Test func whatTheClosureThrowsEndsTheSequenceAsItself() async throws {
        struct Own: Error {}
        let database = try Database.inMemory()
        var counts: [Int64] = []

        await #expect(throws: Own.self) {
            for try await count in database.live({ stores in
                let count = try stores.tags().count()
                if count == 1 { throw Own() }
                return count
            }) {
                counts.append(count)
                _ = try database.tags().create(input: CreateTagInput(label: "home"))
            }
        }

        #expect(counts == [0])
    }

    @Test func aWriteInsideTheClosureIsRefused() async throws {
        let database = try Database.inMemory()

        await #expect(throws: StoreError.ReadOnly) {
            for try await _ in database.live({ try $0.tags().create(input: CreateTagInput(label: "no")) }) {}
        }
    }

    @Test func aSequenceEndsWithItsTaskAndWithTheDatabase() async throws {
        let database = try Database.inMemory()
        let (begun, begin) = AsyncStream.makeStream(of: Int64.self)
        let endless = Task {
            for try await count in database.live({ try $0.tags().count() }) { begin.yield(count) }
            return "ended"
        }
        for await count in begun.prefix(1) { #expect(count == 0) }

        try database.shutdown()

        #expect(try await endless.value == "ended")
        await #expect(throws: StoreError.Closed) {
            for try await _ in database.live({ try $0.tags().count() }) {}
        }
    }

    @Test func whoTakesLateTakesTheLatest() async throws {
        let database = try Database.inMemory()
        var counts = database.live({ try $0.tags().count() }).makeAsyncIterator()
        #expect(try await counts.next() == 0)

        for label in ["a", "b", "c"] { _ = try database.tags().create(input: CreateTagInput(label: label)) }

        var last: Int64 = 0
        while last < 3, let count = try await counts.next() {
            #expect(count > last)
            last = count
        }
        #expect(last == 3)
    }
}
