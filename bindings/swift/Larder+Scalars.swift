import Foundation

// How scalars cross the border: the core's `uniffi.toml` names these for the generated code. A value that the core
// sent always reads; if one does not, the call throws.

extension UUID {
    /// Reads 32 hexadecimal digits; hyphens are passed over.
    init(larder text: String) throws {
        var bytes: (UInt64, UInt64) = (0, 0)
        var digits = 0
        for character in text.utf8 where character != UInt8(ascii: "-") {
            guard let digit = hexadecimal(character), digits < 32 else { throw unreadable("Uuid", text) }
            if digits < 16 {
                bytes.0 = bytes.0 << 4 | digit
            } else {
                bytes.1 = bytes.1 << 4 | digit
            }
            digits += 1
        }
        guard digits == 32 else { throw unreadable("Uuid", text) }
        bytes = (bytes.0.bigEndian, bytes.1.bigEndian)
        self.init(uuid: withUnsafeBytes(of: bytes) { $0.loadUnaligned(as: uuid_t.self) })
    }
}

extension Foundation.Decimal {
    /// Reads digits with a point, whatever the user's locale.
    init(larder text: String) throws {
        guard let number = Foundation.Decimal(string: text) else { throw unreadable("Decimal", text) }
        self = number
    }
}

extension Date {
    /// Reads microseconds since 1970; a `Date` counts seconds since 2001.
    init(larder microseconds: Int64) {
        self.init(timeIntervalSinceReferenceDate: Double(microseconds &- Self.microsecondsTo2001) / 1e6)
    }

    /// Gives microseconds since 1970; a date that is none, or is far from every year that the core takes, gives a
    /// number that the core refuses.
    ///
    /// The fraction is counted apart: all digits of the product would not fit a Double, and it would round twice.
    var larder: Int64 {
        let whole = timeIntervalSinceReferenceDate.rounded(.down)
        guard let seconds = Int64(exactly: whole), seconds.magnitude < Self.secondsIn30000Years else { return Int64.max }
        let fraction = ((timeIntervalSinceReferenceDate - whole) * 1e6).rounded()
        return seconds * 1_000_000 + Int64(fraction) + Self.microsecondsTo2001
    }

    private static let secondsIn30000Years = UInt64(946_728_000_000)
    private static let microsecondsTo2001: Int64 = 978_307_200_000_000
}

private func hexadecimal(_ character: UInt8) -> UInt64? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(character - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(character - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(character - UInt8(ascii: "A") + 10)
    default: nil
    }
}

private func unreadable(_ scalar: String, _ text: String) -> StoreError {
    StoreError.Unreadable(subject: scalar, rule: "no \(scalar): \(text)")
}
