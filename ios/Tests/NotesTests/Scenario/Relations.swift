import Notes

/// What can be asked of the one row of a relation.
protocol ToOneFilter: NamedFilter where Value: Where {
    associatedtype Value
    static func `is`(_ filter: Value) -> Self
    static var isNone: Self { get }
    static var isSome: Self { get }
}

extension ToOneFilter {
    static func named(_ name: String, _ argument: Argument<Value>) throws -> Self? {
        switch name {
        case "is": return .is(try argument.value())
        case "isNone":
            try argument.holds()
            return .isNone
        case "isSome":
            try argument.holds()
            return .isSome
        default: return nil
        }
    }
}

/// What can be asked of the many rows of a relation.
protocol ToManyFilter: NamedFilter where Value: Where {
    associatedtype Value
    static func some(_ filter: Value) -> Self
    static func every(_ filter: Value) -> Self
    static func none(_ filter: Value) -> Self
}

extension ToManyFilter {
    static func named(_ name: String, _ argument: Argument<Value>) throws -> Self? {
        switch name {
        case "some": .some(try argument.value())
        case "every": .every(try argument.value())
        case "none": .none(try argument.value())
        default: nil
        }
    }
}

extension NotebookFilter: ToOneFilter {}
extension NoteFilter: ToOneFilter {}
extension TagFilter: ToOneFilter {}

extension NoteListFilter: ToManyFilter {}
extension NoteTagListFilter: ToManyFilter {}
extension AttachmentListFilter: ToManyFilter {}
