import Foundation
import Notes

/// What can be asked of one field, or of a relation.
protocol NamedFilter {
    associatedtype Value
    /// Gives the operator of this name; nothing when the filter has none.
    static func named(_ name: String, _ argument: Argument<Value>) throws -> Self?
}

/// What can be asked of one field.
protocol FieldFilter: NamedFilter {
    associatedtype Value
    static func eq(_ value: Value) -> Self
    static func ne(_ value: Value) -> Self
    static func `in`(_ values: [Value]) -> Self
    static func notIn(_ values: [Value]) -> Self
}

/// The argument of an operator, and how one value of it is read.
struct Argument<Value> {
    let json: JSON
    let read: (JSON) throws -> Value

    func value() throws -> Value { try read(json) }
    func values() throws -> [Value] { try json.list().map(read) }
    func holds() throws {
        guard json == .bool(true) else { throw Unreadable("this operator takes true, not \(json)") }
    }
}

extension FieldFilter {
    static func equality(_ name: String, _ argument: Argument<Value>) throws -> Self? {
        switch name {
        case "eq": .eq(try argument.value())
        case "ne": .ne(try argument.value())
        case "in": .in(try argument.values())
        case "notIn": .notIn(try argument.values())
        default: nil
        }
    }
}

protocol OrderedFilter: FieldFilter {
    static func lt(_ value: Value) -> Self
    static func lte(_ value: Value) -> Self
    static func gt(_ value: Value) -> Self
    static func gte(_ value: Value) -> Self
    static func between(_ low: Value, _ high: Value) -> Self
}

extension OrderedFilter {
    static func order(_ name: String, _ argument: Argument<Value>) throws -> Self? {
        switch name {
        case "lt": return .lt(try argument.value())
        case "lte": return .lte(try argument.value())
        case "gt": return .gt(try argument.value())
        case "gte": return .gte(try argument.value())
        case "between":
            let ends = try argument.values()
            guard ends.count == 2 else { throw Unreadable("between takes two values") }
            return .between(ends[0], ends[1])
        default: return try equality(name, argument)
        }
    }

    static func named(_ name: String, _ argument: Argument<Value>) throws -> Self? { try order(name, argument) }
}

protocol TextualFilter: OrderedFilter where Value == String {
    static func contains(_ text: String) -> Self
    static func startsWith(_ text: String) -> Self
    static func endsWith(_ text: String) -> Self
    static func containsIgnoreCase(_ text: String) -> Self
    static func startsWithIgnoreCase(_ text: String) -> Self
    static func endsWithIgnoreCase(_ text: String) -> Self
}

extension TextualFilter {
    static func part(_ name: String, _ argument: Argument<String>) throws -> Self? {
        switch name {
        case "contains": .contains(try argument.value())
        case "startsWith": .startsWith(try argument.value())
        case "endsWith": .endsWith(try argument.value())
        case "containsIgnoreCase": .containsIgnoreCase(try argument.value())
        case "startsWithIgnoreCase": .startsWithIgnoreCase(try argument.value())
        case "endsWithIgnoreCase": .endsWithIgnoreCase(try argument.value())
        default: try order(name, argument)
        }
    }

    static func named(_ name: String, _ argument: Argument<String>) throws -> Self? { try part(name, argument) }
}

/// A filter of a field that may hold nothing.
protocol NullableFilter: FieldFilter {
    static var isNull: Self { get }
    static var isNotNull: Self { get }
}

extension NullableFilter {
    static func presence(_ name: String, _ argument: Argument<Value>) throws -> Self? {
        switch name {
        case "isNull":
            try argument.holds()
            return .isNull
        case "isNotNull":
            try argument.holds()
            return .isNotNull
        default: return nil
        }
    }
}

extension NullableFilter where Self: OrderedFilter {
    static func named(_ name: String, _ argument: Argument<Value>) throws -> Self? {
        try presence(name, argument) ?? order(name, argument)
    }
}

extension TextFilter: TextualFilter {}
extension IntFilter: OrderedFilter {}
extension FloatFilter: OrderedFilter {}
extension DateTimeFilter: OrderedFilter {}
extension UuidFilter: OrderedFilter {}
extension BytesFilter: OrderedFilter {}
extension OptionalDateTimeFilter: OrderedFilter, NullableFilter {}
extension OptionalDecimalFilter: OrderedFilter, NullableFilter {}
extension OptionalUuidFilter: OrderedFilter, NullableFilter {}

extension OptionalTextFilter: TextualFilter, NullableFilter {
    static func named(_ name: String, _ argument: Argument<String>) throws -> Self? {
        try presence(name, argument) ?? part(name, argument)
    }
}

extension PriorityFilter: FieldFilter {
    static func named(_ name: String, _ argument: Argument<Priority>) throws -> Self? { try equality(name, argument) }
}

extension OptionalHueFilter: NullableFilter {
    static func named(_ name: String, _ argument: Argument<Hue>) throws -> Self? {
        try presence(name, argument) ?? equality(name, argument)
    }
}

extension BoolFilter: FieldFilter {
    static func named(_ name: String, _ argument: Argument<Bool>) throws -> Self? {
        switch name {
        case "isTrue":
            try argument.holds()
            return .isTrue
        case "isFalse":
            try argument.holds()
            return .isFalse
        default: return try equality(name, argument)
        }
    }
}
