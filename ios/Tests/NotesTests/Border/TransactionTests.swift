import Foundation
import Notes
import Testing

@Suite struct TransactionTests {
    private let database: Database

    init() throws {
        database = try Database.inMemory()
    }

    @Test func aTransactionGivesItsValueAndKeepsItsWrites() throws {
        let labels = try database.transaction { transaction in
            try ["one", "two"].map { try transaction.tags().create(input: CreateTagInput(label: $0)).label }
        }

        #expect(labels == ["one", "two"])
        #expect(try database.tags().count() == 2)
    }

    @Test func aTransactionThatThrowsLeavesNothingAndGivesTheHostsErrorBack() throws {
        let own = HostError()

        #expect(throws: own) {
            try database.transaction { transaction in
                _ = try transaction.tags().create(input: CreateTagInput(label: "one"))
                throw own
            }
        }

        #expect(try database.tags().count() == 0)
    }

    @Test func anErrorOfTheCoreInsideATransactionComesBackAsItself() throws {
        #expect(throws: StoreError.NotFound(model: "Tag")) {
            try database.transaction { transaction in
                _ = try transaction.tags().create(input: CreateTagInput(label: "one"))
                _ = try transaction.tags().delete(id: 7)
            }
        }
        #expect(try database.tags().count() == 0)
    }

    @Test func theDatabasesOwnStoresInsideATransactionAreReentrant() throws {
        try database.transaction { transaction in
            _ = try transaction.tags().create(input: CreateTagInput(label: "one"))
            #expect(throws: StoreError.Reentrant) { try database.tags().count() }
            #expect(throws: StoreError.Reentrant) { try database.transaction { _ in } }
            #expect(throws: StoreError.Reentrant) { try database.shutdown() }
        }
        #expect(try database.tags().count() == 1)
    }

    @Test func aTransactionKeptPastItsEndThrowsATypedError() throws {
        let (transaction, store) = try database.transaction { transaction in (transaction, transaction.tags()) }

        #expect(throws: StoreError.self) { try store.create(input: CreateTagInput(label: "late")) }
        #expect(throws: StoreError.self) { try transaction.tags().count() }
        #expect(try database.tags().count() == 0)
    }

    @Test func aBodyMayUseWhatItsCallerHolds() throws {
        var seen: [String] = []
        try database.transaction { transaction in
            seen.append(try transaction.tags().create(input: CreateTagInput(label: "one")).label)
        }
        #expect(seen == ["one"])
    }
}
