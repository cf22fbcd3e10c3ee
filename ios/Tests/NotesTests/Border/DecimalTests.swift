import Foundation
import Notes
import Testing

/// A decimal comes back with its exact value, or is refused.
@Suite struct DecimalTests {
    private let database: Database
    private var random = Randomness(seed: 28)

    init() throws {
        database = try Database.inMemory()
    }

    private func stored(_ number: Decimal) throws -> Decimal? {
        let id = try database.notes().create(input: CreateNoteInput(title: "t", cost: number)).id
        return try database.notes().findUnique(id: id)?.cost
    }

    @Test mutating func upTo28DigitsComeBackExactly() throws {
        for _ in 0..<attempts {
            let digits = random.digits(count: Int.random(in: 1...28, using: &random))
            let scale = Int.random(in: 0...28, using: &random)
            let number = random.decimal(digits: digits, scale: scale)
            let came = try #require(try stored(number))
            #expect(came == number)
            #expect(came.description == number.description)
            // By the digits alone, without Foundation's reading and writing.
            #expect(significant(came.description) == significant(digits))
        }
    }

    @Test func theEndsOfTheRangeComeBack() throws {
        let known = [
            "0", "-0", "1", "-1", "0.1", "9999999999999999999999999999", "-9999999999999999999999999999",
            "0.0000000000000000000000000001", "79228162514264337593543950335", "100.50", "1e3", "1e-28", "5e27",
        ]
        for text in known {
            let number = try #require(Decimal(string: text))
            #expect(try stored(number) == number, "\(text)")
        }
    }

    @Test func whatHasMoreDigitsIsRefusedAndNotRounded() throws {
        let texts = ["111111111111111111111111111111", "0.00000000000000000000000000001", "1e29", "1e-29", "12345678901234567890.1234567890"]
        let numbers = texts.compactMap { Decimal(string: $0) } + [.greatestFiniteMagnitude, .leastNonzeroMagnitude, .nan, .pi]
        #expect(numbers.count == texts.count + 4)
        for number in numbers where number != Decimal(string: "12345678901234567890.123456789") {
            #expect(refusedValue { try stored(number) }, "\(number)")
        }
    }
}

/// Leaves out the sign, the point and the zeros at both ends.
private func significant(_ digits: String) -> String {
    let trimmed = digits.filter(\.isNumber).drop { $0 == "0" }
    return String(trimmed.reversed().drop { $0 == "0" }.reversed())
}

extension Randomness {
    mutating func digits(count: Int) -> String {
        (0..<count).map { _ in String(Int.random(in: 0...9, using: &self)) }.joined()
    }

    /// Makes a decimal by arithmetic and not from its text.
    mutating func decimal(digits: String, scale: Int) -> Decimal {
        let significand = digits.reduce(Decimal(0)) { $0 * 10 + Decimal($1.wholeNumberValue ?? 0) }
        return Decimal(sign: Bool.random(using: &self) ? .plus : .minus, exponent: -scale, significand: significand)
    }
}
