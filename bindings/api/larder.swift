// What an app can call in Swift, in the order of the sources. `cargo xtask api` writes this file.
public struct BatchSummary: Equatable, Hashable, Sendable
  public var total: Int64
  public var succeeded: Int64
  public var failed: Int64
  public init(total: Int64, succeeded: Int64, failed: Int64)
public struct ColumnCondition: Equatable, Hashable, Sendable
  public var column: Int64
  public var filter: NumberFilter
  public init(column: Int64, filter: NumberFilter)
public struct ColumnOrder: Equatable, Hashable, Sendable
  public var column: Int64
  public var order: SortOrder
  public init(column: Int64, order: SortOrder)
public struct DatabaseHealth: Equatable, Hashable, Sendable
  public var logFileBytes: Int64
  public var logBytes: Int64
  public var checkpointedAt: DateTime?
  public var readersOpen: Int64
  public var readersInUse: Int64
  public var writerInUse: Bool
  public var waiting: Int64
  public var waits: Int64
  public var cacheHits: Int64
  public var cacheMisses: Int64
  public init(logFileBytes: Int64, logBytes: Int64, checkpointedAt: DateTime?, readersOpen: Int64, readersInUse: Int64, writerInUse: Bool, waiting: Int64, waits: Int64, cacheHits: Int64, cacheMisses: Int64)
public struct DatabaseOptions: Equatable, Hashable, Sendable
  public var durability: Durability?
  public var busyTimeoutMillis: Int64?
  public var cacheSizeBytes: Int64?
  public var readers: Int64?
  public var logLimitBytes: Int64?
  public var waitsForResume: Bool
  public init(durability: Durability? = nil, busyTimeoutMillis: Int64? = nil, cacheSizeBytes: Int64? = nil, readers: Int64? = nil, logLimitBytes: Int64? = nil, waitsForResume: Bool = false)
public struct PageInfo: Equatable, Hashable, Sendable
  public var limit: Int64
  public var offset: Int64
  public var hasNextPage: Bool
  public var hasPreviousPage: Bool
  public init(limit: Int64, offset: Int64, hasNextPage: Bool, hasPreviousPage: Bool)
public struct PageInput: Equatable, Hashable, Sendable
  public var limit: Int64?
  public var offset: Int64?
  public init(limit: Int64? = nil, offset: Int64? = nil)
public struct QueryPlan: Equatable, Hashable, Sendable
  public var sql: String
  public var steps: String
  public var scanned: [String]
  public init(sql: String, steps: String, scanned: [String])
public struct SelectOptions: Equatable, Hashable, Sendable
  public var having: [ColumnCondition]
  public var orderBy: [ColumnOrder]
  public var distinct: Bool
  public var limit: Int64?
  public var offset: Int64?
  public init(having: [ColumnCondition] = [], orderBy: [ColumnOrder] = [], distinct: Bool = false, limit: Int64? = nil, offset: Int64? = nil)
public struct SnippetOptions: Equatable, Hashable, Sendable
  public var `open`: String
  public var close: String
  public var words: Int64
  public init(`open`: String, close: String, words: Int64 = Int64(16))
public struct TextSearch: Equatable, Hashable, Sendable
  public var text: String
  public var prefix: Bool
  public init(text: String, prefix: Bool = false)
public enum BatchErrorCode: Equatable, Hashable, Sendable
  case notFound
  case conflict
  case validationError
  case databaseError
public enum BoolChange: Equatable, Hashable, Sendable
  case set(Bool)
  case clear
public enum BoolFilter: Equatable, Hashable, Sendable
  case eq(Bool)
  case ne(Bool)
  case `in`([Bool])
  case notIn([Bool])
  case isTrue
  case isFalse
public enum BytesChange: Equatable, Hashable, Sendable
  case set(Data)
  case clear
public enum BytesFilter: Equatable, Hashable, Sendable
  case eq(Data)
  case ne(Data)
  case `in`([Data])
  case notIn([Data])
  case lt(Data)
  case lte(Data)
  case gt(Data)
  case gte(Data)
  case between(Data, Data)
public enum DateTimeChange: Equatable, Hashable, Sendable
  case set(DateTime)
  case clear
public enum DateTimeFilter: Equatable, Hashable, Sendable
  case eq(DateTime)
  case ne(DateTime)
  case `in`([DateTime])
  case notIn([DateTime])
  case lt(DateTime)
  case lte(DateTime)
  case gt(DateTime)
  case gte(DateTime)
  case between(DateTime, DateTime)
public enum DecimalChange: Equatable, Hashable, Sendable
  case set(Decimal)
  case clear
public enum DecimalFilter: Equatable, Hashable, Sendable
  case eq(Decimal)
  case ne(Decimal)
  case `in`([Decimal])
  case notIn([Decimal])
  case lt(Decimal)
  case lte(Decimal)
  case gt(Decimal)
  case gte(Decimal)
  case between(Decimal, Decimal)
public enum DeletedRows: Equatable, Hashable, Sendable
  case included
  case only
public enum Durability: Equatable, Hashable, Sendable
  case normal
  case full
public enum FloatChange: Equatable, Hashable, Sendable
  case set(Double)
  case clear
public enum FloatFilter: Equatable, Hashable, Sendable
  case eq(Double)
  case ne(Double)
  case `in`([Double])
  case notIn([Double])
  case lt(Double)
  case lte(Double)
  case gt(Double)
  case gte(Double)
  case between(Double, Double)
public enum IntChange: Equatable, Hashable, Sendable
  case set(Int64)
  case clear
public enum IntFilter: Equatable, Hashable, Sendable
  case eq(Int64)
  case ne(Int64)
  case `in`([Int64])
  case notIn([Int64])
  case lt(Int64)
  case lte(Int64)
  case gt(Int64)
  case gte(Int64)
  case between(Int64, Int64)
public enum JsonChange: Equatable, Hashable, Sendable
  case set(Json)
  case clear
public enum JsonCondition: Equatable, Hashable, Sendable
  case exists
  case isNull
  case eq(JsonValue)
  case ne(JsonValue)
  case lt(JsonValue)
  case lte(JsonValue)
  case gt(JsonValue)
  case gte(JsonValue)
  case contains(String)
  case startsWith(String)
  case endsWith(String)
public enum JsonFilter: Equatable, Hashable, Sendable
  case eq(Json)
  case ne(Json)
  case `in`([Json])
  case notIn([Json])
  case path(String, JsonCondition)
  case hasKey(String)
public enum JsonValue: Equatable, Hashable, Sendable
  case text(String)
  case integer(Int64)
  case number(Double)
  case boolean(Bool)
public enum NumberFilter: Equatable, Hashable, Sendable
  case eq(Decimal)
  case ne(Decimal)
  case lt(Decimal)
  case lte(Decimal)
  case gt(Decimal)
  case gte(Decimal)
public enum OptionalBoolFilter: Equatable, Hashable, Sendable
  case eq(Bool)
  case ne(Bool)
  case `in`([Bool])
  case notIn([Bool])
  case isTrue
  case isFalse
  case isNull
  case isNotNull
public enum OptionalBytesFilter: Equatable, Hashable, Sendable
  case eq(Data)
  case ne(Data)
  case `in`([Data])
  case notIn([Data])
  case lt(Data)
  case lte(Data)
  case gt(Data)
  case gte(Data)
  case between(Data, Data)
  case isNull
  case isNotNull
public enum OptionalDateTimeFilter: Equatable, Hashable, Sendable
  case eq(DateTime)
  case ne(DateTime)
  case `in`([DateTime])
  case notIn([DateTime])
  case lt(DateTime)
  case lte(DateTime)
  case gt(DateTime)
  case gte(DateTime)
  case between(DateTime, DateTime)
  case isNull
  case isNotNull
public enum OptionalDecimalFilter: Equatable, Hashable, Sendable
  case eq(Decimal)
  case ne(Decimal)
  case `in`([Decimal])
  case notIn([Decimal])
  case lt(Decimal)
  case lte(Decimal)
  case gt(Decimal)
  case gte(Decimal)
  case between(Decimal, Decimal)
  case isNull
  case isNotNull
public enum OptionalFloatFilter: Equatable, Hashable, Sendable
  case eq(Double)
  case ne(Double)
  case `in`([Double])
  case notIn([Double])
  case lt(Double)
  case lte(Double)
  case gt(Double)
  case gte(Double)
  case between(Double, Double)
  case isNull
  case isNotNull
public enum OptionalIntFilter: Equatable, Hashable, Sendable
  case eq(Int64)
  case ne(Int64)
  case `in`([Int64])
  case notIn([Int64])
  case lt(Int64)
  case lte(Int64)
  case gt(Int64)
  case gte(Int64)
  case between(Int64, Int64)
  case isNull
  case isNotNull
public enum OptionalJsonFilter: Equatable, Hashable, Sendable
  case eq(Json)
  case ne(Json)
  case `in`([Json])
  case notIn([Json])
  case path(String, JsonCondition)
  case hasKey(String)
  case isNull
  case isNotNull
public enum OptionalTextFilter: Equatable, Hashable, Sendable
  case eq(String)
  case ne(String)
  case `in`([String])
  case notIn([String])
  case lt(String)
  case lte(String)
  case gt(String)
  case gte(String)
  case between(String, String)
  case contains(String)
  case startsWith(String)
  case endsWith(String)
  case containsIgnoreCase(String)
  case startsWithIgnoreCase(String)
  case endsWithIgnoreCase(String)
  case isNull
  case isNotNull
public enum OptionalUuidFilter: Equatable, Hashable, Sendable
  case eq(Uuid)
  case ne(Uuid)
  case `in`([Uuid])
  case notIn([Uuid])
  case lt(Uuid)
  case lte(Uuid)
  case gt(Uuid)
  case gte(Uuid)
  case between(Uuid, Uuid)
  case isNull
  case isNotNull
public enum PageStart: Equatable, Hashable, Sendable
  case first
  case after(cursor: String)
  case before(cursor: String)
  case last
public enum Scalar: Equatable, Hashable, Sendable
  case null
  case integer(Int64)
  case float(Double)
  case decimal(Decimal)
  case boolean(Bool)
  case text(String)
  case dateTime(DateTime)
  case uuid(Uuid)
  case bytes(Data)
  case json(Json)
public enum SortOrder: Equatable, Hashable, Sendable
  case ascending
  case descending
  case ascendingNullsLast
  case descendingNullsFirst
public enum StoreError: Swift.Error, Equatable, Hashable, Foundation.LocalizedError, Sendable
  case NotFound(model: String)
  case Validation(subject: String, rule: String)
  case InvalidValue(subject: String, rule: String)
  case Unreadable(subject: String, rule: String)
  case UniqueViolation(table: String, columns: [String])
  case ForeignKeyViolation(table: String, columns: [String], referencesTable: String, referencesColumns: [String])
  case Conflict(model: String, expected: Int64)
  case Deleted(model: String)
  case Reentrant
  case Busy
  case Interrupted
  case Suspended
  case Closed
  case CannotOpen(path: String, reason: String)
  case SchemaDiffers(differences: [String])
  case Corrupt
  case DiskFull
  case ReadOnly
  case Aborted(reason: String)
  case Panicked(reason: String)
  case Database(reason: String)
  public var errorDescription: String?
public enum TextChange: Equatable, Hashable, Sendable
  case set(String)
  case clear
public enum TextFilter: Equatable, Hashable, Sendable
  case eq(String)
  case ne(String)
  case `in`([String])
  case notIn([String])
  case lt(String)
  case lte(String)
  case gt(String)
  case gte(String)
  case between(String, String)
  case contains(String)
  case startsWith(String)
  case endsWith(String)
  case containsIgnoreCase(String)
  case startsWithIgnoreCase(String)
  case endsWithIgnoreCase(String)
public enum UuidChange: Equatable, Hashable, Sendable
  case set(Uuid)
  case clear
public enum UuidFilter: Equatable, Hashable, Sendable
  case eq(Uuid)
  case ne(Uuid)
  case `in`([Uuid])
  case notIn([Uuid])
  case lt(Uuid)
  case lte(Uuid)
  case gt(Uuid)
  case gte(Uuid)
  case between(Uuid, Uuid)
public typealias DateTime = Date
public typealias Decimal = Foundation.Decimal
public typealias Json = String
public typealias Uuid = UUID
