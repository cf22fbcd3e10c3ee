/// What earlier steps saved, and the short forms of arguments.
struct References {
    private var saved: [String: JSON] = [:]

    mutating func save(_ result: JSON, as name: String) {
        saved[name] = result
    }

    /// Puts saved results in place of `"$milk.id"`, and writes `$repeat` and `$numbers` out.
    func resolved(_ value: JSON) throws -> JSON {
        switch value {
        case .text(let text) where text.hasPrefix("$") && text != "$any" && !text.hasPrefix("$."):
            return try member(of: text.dropFirst())
        case .list(let list):
            return .list(try list.map(resolved))
        case .object(let members):
            if let repeated = members["$repeat"] { return try Self.repetition(repeated.list()) }
            if let numbers = members["$numbers"] { return try Self.numbers(numbers.list()) }
            return .object(try members.mapValues(resolved))
        case .null, .bool, .integer, .number, .text:
            return value
        }
    }

    private func member(of path: Substring) throws -> JSON {
        let names = path.split(separator: ".").map(String.init)
        guard let first = names.first, var value = saved[first] else { throw Unreadable("nothing is saved as $\(path)") }
        for name in names.dropFirst() {
            if case .list(let list) = value, let index = Int(name), list.indices.contains(index) {
                value = list[index]
            } else if let member = try value.object()[name] {
                value = member
            } else {
                throw Unreadable("$\(path) has no member \(name)")
            }
        }
        return value
    }

    private static func repetition(_ parts: [JSON]) throws -> JSON {
        guard parts.count == 2, case .text(let text) = parts[0], case .integer(let times) = parts[1] else {
            throw Unreadable("$repeat takes a text and a number")
        }
        return .text(String(repeating: text, count: Int(times)))
    }

    private static func numbers(_ ends: [JSON]) throws -> JSON {
        guard ends.count == 2, case .integer(let first) = ends[0], case .integer(let last) = ends[1], first <= last else {
            throw Unreadable("$numbers takes the first and the last number")
        }
        return .list((first...last).map(JSON.integer))
    }
}
