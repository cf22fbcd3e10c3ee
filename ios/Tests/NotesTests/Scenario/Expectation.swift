/// Says where a result differs from what a step expects; nothing when it agrees.
///
/// An expected object may leave members out; `"$any"` stands for any value but null.
func difference(expected: JSON, actual: JSON, at path: String = "result") -> String? {
    switch (expected, actual) {
    case (.text("$any"), .null):
        return "\(path): expected a value, came null"
    case (.text("$any"), _):
        return nil
    case (.object(let expected), .object(let actual)):
        for (name, value) in expected.sorted(by: { $0.key < $1.key }) {
            guard let came = actual[name] else { return "\(path).\(name): expected \(value), came no such member" }
            if let found = difference(expected: value, actual: came, at: "\(path).\(name)") { return found }
        }
        return nil
    case (.list(let expected), .list(let actual)) where expected.count == actual.count:
        for (index, (value, came)) in zip(expected, actual).enumerated() {
            if let found = difference(expected: value, actual: came, at: "\(path)[\(index)]") { return found }
        }
        return nil
    default:
        return expected == actual ? nil : "\(path): expected \(expected), came \(actual)"
    }
}
