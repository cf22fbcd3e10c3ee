import Foundation
import Notes
import Testing

/// Each scalar comes back from the database as it went in.
@Suite struct ScalarTests {
    private let database: Database
    private var random = Randomness(seed: 20_010_101)

    init() throws {
        database = try Database.inMemory()
    }

    private func stored(_ note: CreateNoteInput) throws -> Note {
        let id = try database.notes().create(input: note).id
        return try #require(try database.notes().findUnique(id: id))
    }

    @Test mutating func textKeepsEveryCharacter() throws {
        let known = ["", "\0", "a\0b", "👩‍👩‍👧", "e\u{301}", "\u{FEFF}bom", String(repeating: "ü", count: 100_000)]
        for text in known + (0..<attempts).map({ _ in random.text(upTo: 40) }) {
            let note = try stored(CreateNoteInput(title: "t", body: text))
            #expect(note.body.utf8.elementsEqual(text.utf8))
        }
    }

    @Test mutating func integersKeepTheirWholeRange() throws {
        let known = [0, 1, -1, Int64.min, Int64.max, Int64.min + 1, Int64.max - 1]
        for number in known + (0..<attempts).map({ _ in Int64(truncatingIfNeeded: random.next()) }) {
            _ = try database.tags().upsert(input: CreateTagInput(id: number, label: "n-\(number.magnitude)-\(number < 0)".lowercased()))
            #expect(try database.tags().findUnique(id: number)?.id == number)
        }
    }

    @Test mutating func doublesKeepTheirBits() throws {
        let known: [Double] = [
            0, 1.5, -1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
            -.greatestFiniteMagnitude, .infinity, -.infinity, .pi, 0.1, 1e15, 9_007_199_254_740_994,
        ]
        for number in known + (0..<attempts).map({ _ in random.double() }) {
            #expect(try stored(CreateNoteInput(title: "t", position: number)).position.bitPattern == number.bitPattern)
        }
        // SQLite keeps no sign of a zero.
        #expect(try stored(CreateNoteInput(title: "t", position: -0.0)).position == 0)
    }

    @Test func aNumberThatIsNoneIsRefused() throws {
        #expect(refusedValue { try stored(CreateNoteInput(title: "t", position: .nan)) })
        #expect(refusedValue { try stored(CreateNoteInput(title: "t", position: .signalingNaN)) })
        #expect(try database.notes().count() == 0)
    }

    @Test func bothBooleansComeBack() throws {
        for pinned in [true, false] {
            #expect(try stored(CreateNoteInput(title: "t", pinned: pinned)).pinned == pinned)
        }
    }

    @Test mutating func documentsKeepTheirMembers() throws {
        for _ in 0..<attempts {
            let document = random.json(depth: 3)
            let note = try stored(CreateNoteInput(title: "t", meta: try documentText(document)))
            #expect(form(of: note).member("meta") == document)
        }
        #expect(refusedValue { try stored(CreateNoteInput(title: "t", meta: "{")) })
    }

    @Test mutating func bytesComeBack() throws {
        let note = try database.notes().create(input: CreateNoteInput(title: "t")).id
        for index in 0..<attempts {
            let checksum = random.data(count: 32)
            let id = try database.attachments().create(
                input: CreateAttachmentInput(
                    noteId: note, name: "\(index)", mediaType: "text/plain", size: Int64(index), checksum: checksum)
            ).id
            #expect(try database.attachments().findUnique(id: id)?.checksum == checksum)
        }
    }

    @Test mutating func uuidsComeBack() throws {
        let known = [UUID(uuidString: "00000000-0000-0000-0000-000000000000"), UUID(uuidString: "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")]
        for id in known.compactMap(\.self) + (0..<attempts).map({ _ in random.uuid() }) {
            #expect(try stored(CreateNoteInput(id: id, title: "t")).id == id)
        }
    }

    @Test func everyEnumValueComesBack() throws {
        for priority in [Priority.low, .normal, .high] {
            #expect(try stored(CreateNoteInput(title: "t", priority: priority)).priority == priority)
        }
        for hue in [Hue.red, .green, .blue, nil] {
            let id = try database.notebooks().create(input: CreateNotebookInput(name: "\(String(describing: hue))", hue: hue)).id
            #expect(try database.notebooks().findUnique(id: id)?.hue == hue)
        }
    }

    @Test mutating func structuresAndListsComeBack() throws {
        for _ in 0..<attempts {
            let place = Place(
                name: random.text(upTo: 20), latitude: Double.random(in: -90...90, using: &random),
                longitude: Double.random(in: -180...180, using: &random),
                visits: Bool.random(using: &random) ? Int64(truncatingIfNeeded: random.next()) : nil)
            let keywords = (0..<Int.random(in: 0...5, using: &random)).map { _ in random.text(upTo: 10) }
            let note = try stored(CreateNoteInput(title: "t", place: place, keywords: keywords))
            #expect(note.place == place)
            #expect(note.keywords.map { Array($0.utf8) } == keywords.map { Array($0.utf8) })
        }
    }
}

extension JSON {
    func member(_ name: String) -> JSON? {
        try? object()[name]
    }
}

/// Says whether a call was refused with `StoreError.InvalidValue`.
func refusedValue<T>(_ call: () throws -> T) -> Bool {
    do {
        _ = try call()
        return false
    } catch StoreError.InvalidValue {
        return true
    } catch {
        Issue.record("expected InvalidValue, came \(error)")
        return false
    }
}
