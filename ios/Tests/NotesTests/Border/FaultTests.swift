import Foundation
import Notes
import Testing

@Suite struct FaultTests {
    @Test func aPanicOfTheCoreIsAnErrorAndTheDatabaseWorksOn() throws {
        let database = try Database.inMemory()

        #expect(throws: StoreError.Panicked(reason: "this is a drill")) { try panicDrill(database: database) }

        #expect(try database.tags().count() == 0)
        #expect(try database.tags().create(input: CreateTagInput(label: "after")).label == "after")
    }

    @Test func aDatabaseThatIsShutDownIsClosed() throws {
        let database = try Database.inMemory()
        let tags = database.tags()

        try database.shutdown()

        #expect(throws: StoreError.Closed) { try tags.count() }
        #expect(throws: StoreError.Closed) { try database.transaction { _ in } }
        #expect(throws: StoreError.Closed) { try database.notes().create(input: CreateNoteInput(title: "t")) }
    }

    @Test func aFileThatIsNoDatabaseIsCorrupt() throws {
        try Folder.temporary { folder in
            let file = folder.appendingPathComponent("letter.txt")
            try Data(String(repeating: "Dear SQLite, this is a letter. ", count: 200).utf8).write(to: file)

            #expect(throws: StoreError.Corrupt) { try Database.open(path: file.path) }
        }
    }

    @Test func aFileThatAnotherDatabaseWroteIsReadAgain() throws {
        try Folder.temporary { folder in
            let path = folder.appendingPathComponent("notes ü.db").path
            let first = try Database.open(path: path, options: DatabaseOptions(durability: .full))
            let written = try first.notes().create(input: CreateNoteInput(title: "kept", place: Place(name: "here", latitude: 1, longitude: 2)))
            try first.shutdown()

            let second = try Database.open(path: path)

            #expect(try second.notes().findUnique(id: written.id) == written)
        }
    }

    @Test func errorsAndRecordsMayCrossToAnotherTask() async throws {
        let database = try Database.inMemory()
        let note = try database.notes().create(input: CreateNoteInput(title: "t"))
        let (query, error) = (NoteQuery(where: .title(.eq("t"))), StoreError.Busy)

        let found = try await Task.detached { (try database.notes().findMany(query: query), error) }.value

        #expect(found.0 == [note])
        #expect(found.1 == .Busy)
    }
}
