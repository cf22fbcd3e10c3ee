import Foundation

/// SplitMix64 from a fixed seed: a value that fails once fails every time.
struct Randomness: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Gives text of all planes, NUL and combining characters included.
    mutating func text(upTo length: Int) -> String {
        let pieces = ["a", "Z", " ", "\0", "\n", "'", "\"", "%", "_", "\u{301}", "é", "ß", "中", "\u{FEFF}", "👩‍👩‍👧", "🇩🇪", "\u{10FFFF}"]
        let count = Int.random(in: 0...length, using: &self)
        return (0..<count).map { _ in
            let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &self))
            return Bool.random(using: &self) ? scalar.map { String($0) } ?? "?" : pieces.randomElement(using: &self) ?? ""
        }.joined()
    }

    /// Gives a double with any bits but those of a NaN.
    mutating func double() -> Double {
        let bits = Double(bitPattern: next())
        return bits.isNaN ? Double(Int64(truncatingIfNeeded: next())) : bits
    }

    mutating func data(count: Int) -> Data {
        Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &self) })
    }

    mutating func uuid() -> UUID {
        UUID(uuid: data(count: 16).withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) })
    }

    mutating func json(depth: Int) -> JSON {
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &self) {
        case 0: .null
        case 1: .bool(Bool.random(using: &self))
        case 2: .integer(Int64(truncatingIfNeeded: next()))
        case 3: .number(Double.random(in: -1e6...1e6, using: &self))
        case 4: .text(text(upTo: 8))
        case 5: .list((0..<3).map { _ in json(depth: depth - 1) })
        default:
            .object(Dictionary((0..<3).map { _ in (text(upTo: 5), json(depth: depth - 1)) }, uniquingKeysWith: { $1 }))
        }
    }
}

/// How many random values a property is tried with.
let attempts = 200
