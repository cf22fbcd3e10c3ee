import Foundation
import Notes
import Testing

/// A `Date` holds seconds since 2001 in a Double: each microsecond for 2^33 seconds to either side, from 1729 to 2272,
/// and beyond that the steps of its own.
@Suite struct DateTests {
    private let database: Database
    private var random = Randomness(seed: 19_700_101)

    init() throws {
        database = try Database.inMemory()
    }

    private func stored(_ date: Date) throws -> Date? {
        let id = try database.notes().create(input: CreateNoteInput(title: "t", dueAt: date)).id
        return try database.notes().findUnique(id: id)?.dueAt
    }

    private let in1729: Int64 = -7_605_619_200_000_000
    private let in2272: Int64 = 9_561_628_799_999_999

    @Test mutating func eachMicrosecondFrom1729To2272ComesBack() throws {
        let known: [Int64] = [in1729, in2272, 0, 1, -1, 978_307_200_000_000, 978_307_199_999_999, 1_769_903_999_123_456]
        for microseconds in known + (0..<attempts).map({ _ in Int64.random(in: in1729...in2272, using: &random) }) {
            let date = Date(microsecondsSince1970: microseconds)
            let came = try #require(try stored(date))
            #expect(came == date)
            #expect(came.microsecondsSince1970 == microseconds)
        }
    }

    @Test mutating func otherYearsComeBackAsCloseAsADateCanSay() throws {
        let ends = [Date.distantPast, .distantFuture, Date(microsecondsSince1970: -62_167_219_200_000_000)]
        let seconds = (0..<attempts).map { _ in Double.random(in: -63_000_000_000...252_000_000_000, using: &random) }
        for date in ends + seconds.map(Date.init(timeIntervalSinceReferenceDate:)) {
            let came = try #require(try stored(date))
            let step = max(date.timeIntervalSinceReferenceDate.ulp, 1e-6)
            #expect(abs(came.timeIntervalSince(date)) <= step)
            // What has come once does not move any more.
            #expect(try stored(came) == came)
        }
    }

    @Test func aDateThatTheDatabaseCannotHoldIsRefused() throws {
        let seconds: [Double] = [
            .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e13, -1e13,
            9_223_372_036_854.775, 9_222_393_729_654.775, 9_222_393_729_655, -9_223_372_036_854.775, 252_423_993_600, -63_145_526_401,
        ]
        for seconds in seconds {
            #expect(refusedValue { try stored(Date(timeIntervalSinceReferenceDate: seconds)) }, "\(seconds)")
        }
        #expect(try database.notes().count() == 0)
    }

    @Test func aFilterFindsTheMicrosecond() throws {
        let date = Date(microsecondsSince1970: 1_769_903_999_123_456)
        let id = try database.notes().create(input: CreateNoteInput(title: "t", dueAt: date)).id
        let next = Date(microsecondsSince1970: 1_769_903_999_123_457)

        #expect(try database.notes().findMany(query: NoteQuery(where: .dueAt(.eq(date)))).map(\.id) == [id])
        #expect(try database.notes().count(where: .dueAt(.gte(next))) == 0)
    }
}
