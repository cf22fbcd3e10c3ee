import Foundation
import Notes

/// Rows whose fields are read alone, and over which something is computed.
protocol Selecting: Rows {
    associatedtype Column: AnswerColumn

    func select(columns: [Column], `where`: Filter?, options: SelectOptions?) throws -> [[Scalar]]
}

extension Selecting {
    /// Gives the answer that a step asks for.
    func answer(_ step: Step) throws -> JSON {
        let columns = try step.argument("columns").list().map(Column.read)
        let options = try step["options"].map(SelectOptions.read)
        return form(of: try select(columns: columns, where: step["where"].map(Filter.read), options: options))
    }
}

/// What stands in a column of an answer: `"cost"` is a field, `"count"` how many rows there are, `{ "sum": "cost" }` a sum.
protocol AnswerColumn: Readable {
    associatedtype Field

    static func field(_ field: Field) -> Self
    static var count: Self { get }
    static func coalesce(_ fields: [Field]) -> Self
    static func sum(_ field: Field) -> Self
    static func avg(_ field: Field) -> Self
    static func min(_ field: Field) -> Self
    static func max(_ field: Field) -> Self
    /// Gives the field that a step names; nothing when no step names it.
    static func field(named name: String) -> Field?
}

extension AnswerColumn {
    static func read(_ json: JSON) throws -> Self {
        if case .text(let name) = json { return name == "count" ? .count : .field(try known(name)) }
        let (measure, field) = try json.pair()
        if measure == "coalesce" { return .coalesce(try field.list().map { try known($0.text()) }) }
        let measured = try known(field.text())
        switch measure {
        case "sum": return .sum(measured)
        case "avg": return .avg(measured)
        case "min": return .min(measured)
        case "max": return .max(measured)
        default: throw Unreadable("\(measure) is not computed")
        }
    }

    private static func known(_ name: String) throws -> Field {
        guard let field = field(named: name) else { throw Unreadable("\(Self.self) has no field \(name)") }
        return field
    }
}

extension NoteStore: Selecting {}
extension NotebookSummaryStore: Selecting {}

extension NoteColumn: AnswerColumn {
    static func field(named name: String) -> NoteField? {
        switch name {
        case "title": .title
        case "summary": .summary
        case "priority": .priority
        case "wordCount": .wordCount
        case "cost": .cost
        case "meta": .meta
        default: nil
        }
    }
}

extension NotebookSummaryColumn: AnswerColumn {
    static func field(named name: String) -> NotebookSummaryField? {
        switch name {
        case "name": .name
        case "notes": .notes
        case "dearest": .dearest
        default: nil
        }
    }
}

extension SelectOptions: Readable {
    static func read(_ json: JSON) throws -> SelectOptions {
        let given = try json.object()
        return try Members(json).complete(
            SelectOptions(
                having: given["having"]?.list().map(ColumnCondition.read) ?? [],
                orderBy: given["orderBy"]?.list().map(ColumnOrder.read) ?? [],
                distinct: given["distinct"].map(Bool.read) ?? false,
                limit: given["limit"].map(Int64.read), offset: given["offset"].map(Int64.read)))
    }
}

extension ColumnCondition: Readable {
    static func read(_ json: JSON) throws -> ColumnCondition {
        let members = try Members(json)
        return try members.complete(
            ColumnCondition(column: members.required("column"), filter: members.required("filter")))
    }
}

extension ColumnOrder: Readable {
    static func read(_ json: JSON) throws -> ColumnOrder {
        let members = try Members(json)
        return try members.complete(ColumnOrder(column: members.required("column"), order: members.required("order")))
    }
}

extension NumberFilter: Readable {
    static func read(_ json: JSON) throws -> NumberFilter {
        let (name, value) = try json.pair()
        let number = try Decimal.read(value)
        switch name {
        case "eq": return .eq(number)
        case "ne": return .ne(number)
        case "lt": return .lt(number)
        case "lte": return .lte(number)
        case "gt": return .gt(number)
        case "gte": return .gte(number)
        default: throw Unreadable("\(name) compares no numbers")
        }
    }
}

extension Scalar: Form {
    /// Reads a value for a statement: `{ "integer": 4 }`.
    static func read(_ json: JSON) throws -> Scalar {
        let (kind, value) = try json.pair()
        switch kind {
        case "integer": return .integer(try Int64.read(value))
        case "text": return .text(try value.text())
        case "uuid": return .uuid(try UUID.read(value))
        default: throw Unreadable("no statement takes a \(kind)")
        }
    }

    var form: JSON {
        switch self {
        case .null: .null
        case .integer(let value): value.form
        case .float(let value): value.form
        case .decimal(let value): value.form
        case .boolean(let value): value.form
        case .text(let value): value.form
        case .dateTime(let value): value.form
        case .uuid(let value): value.form
        case .bytes(let value): value.form
        case .json(let text): documentForm(of: text)
        }
    }
}

extension QueryPlan: Shown {
    var form: JSON {
        .object(["sql": sql.form, "steps": steps.form, "scanned": .list(scanned.map(\.form))])
    }
}
