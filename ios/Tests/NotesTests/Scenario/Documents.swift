import Notes

/// What can be asked of a document, or of a value in it.
extension OptionalJsonFilter: NullableFilter {
    static func named(_ name: String, _ argument: Argument<String>) throws -> Self? {
        switch name {
        case "path":
            let parts = try argument.json.list()
            guard parts.count == 2 else { throw Unreadable("path takes a path and a condition") }
            return .path(try parts[0].text(), try JsonCondition.read(parts[1]))
        case "hasKey": return .hasKey(try argument.json.text())
        default: return try presence(name, argument) ?? equality(name, argument)
        }
    }
}

extension JsonCondition: Readable {
    static func read(_ json: JSON) throws -> JsonCondition {
        let (name, operand) = try json.pair()
        switch name {
        case "exists": return .exists
        case "isNull": return .isNull
        case "eq": return .eq(try JsonValue.read(operand))
        case "ne": return .ne(try JsonValue.read(operand))
        case "lt": return .lt(try JsonValue.read(operand))
        case "lte": return .lte(try JsonValue.read(operand))
        case "gt": return .gt(try JsonValue.read(operand))
        case "gte": return .gte(try JsonValue.read(operand))
        case "contains": return .contains(try operand.text())
        case "startsWith": return .startsWith(try operand.text())
        case "endsWith": return .endsWith(try operand.text())
        default: throw Unreadable("\(name) is no operator of a value in a document")
        }
    }
}

extension JsonValue: Readable {
    static func read(_ json: JSON) throws -> JsonValue {
        let (name, value) = try json.pair()
        switch name {
        case "text": return .text(try value.text())
        case "integer": return .integer(try Int64.read(value))
        case "number": return .number(try Double.read(value))
        case "boolean": return .boolean(try Bool.read(value))
        default: throw Unreadable("\(name) is no value in a document")
        }
    }
}
