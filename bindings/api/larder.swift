// What an app can call in Swift, in the order of the sources. `cargo xtask api` writes this file.
public protocol BackgroundJobProtocol: AnyObject, Sendable
  func cancel() -> Bool
  func runNow() throws
  func runWithin(deadlineMillis: Int64) throws -> JobRun
  func signal(signal: JobSignal) throws
  func status() throws -> JobStatus
  func stop()
open class BackgroundJob: BackgroundJobProtocol, @unchecked Sendable
  public static func start(database: DatabaseCore, name: String, body: JobBody, options: JobOptions? = nil, observer: JobObserver? = nil) throws -> BackgroundJob
  open func cancel() -> Bool
  open func runNow() throws
  open func runWithin(deadlineMillis: Int64) throws -> JobRun
  open func signal(signal: JobSignal) throws
  open func status() throws -> JobStatus
  open func stop()
public protocol DatabaseCoreProtocol: AnyObject, Sendable
  func shutdown(deadlineMillis: Int64) throws -> ShutdownReport
open class DatabaseCore: DatabaseCoreProtocol, @unchecked Sendable
  open func shutdown(deadlineMillis: Int64) throws -> ShutdownReport
public protocol EventBridgeProtocol: AnyObject, Sendable
  func counters() -> EventBridgeCounters
  func discard(id: Int64) throws -> Bool
  func finish(deadlineMillis: Int64) throws -> Int64
  func nativeNumber() -> UInt64
  func parked() throws -> [ParkedEvent]
  func replay() throws -> Int64
  func submit(event: String, key: String?) throws
open class EventBridge: EventBridgeProtocol, @unchecked Sendable
  public static func start(database: DatabaseCore, name: String, handler: EventHandler, options: EventBridgeOptions? = nil) throws -> EventBridge
  open func counters() -> EventBridgeCounters
  open func discard(id: Int64) throws -> Bool
  open func finish(deadlineMillis: Int64) throws -> Int64
  open func nativeNumber() -> UInt64
  open func parked() throws -> [ParkedEvent]
  open func replay() throws -> Int64
  open func submit(event: String, key: String? = nil) throws
public protocol EventHandler: AnyObject, Sendable
  func handle(events: [String]) throws
open class EventHandlerImpl: EventHandler, @unchecked Sendable
  open func handle(events: [String]) throws
public protocol JobBody: AnyObject, Sendable
  func run(context: JobContext) throws
open class JobBodyImpl: JobBody, @unchecked Sendable
  open func run(context: JobContext) throws
public protocol JobContextProtocol: AnyObject, Sendable
  func isCancelled() -> Bool
  func progress(done: Int64, total: Int64)
open class JobContext: JobContextProtocol, @unchecked Sendable
  open func isCancelled() -> Bool
  open func progress(done: Int64, total: Int64)
public protocol JobObserver: AnyObject, Sendable
  func progressed(progress: JobProgress)
open class JobObserverImpl: JobObserver, @unchecked Sendable
  open func progressed(progress: JobProgress)
public protocol LiveObserver: AnyObject, Sendable
  func delivered(failure: StoreError?) -> Bool
  func ended()
open class LiveObserverImpl: LiveObserver, @unchecked Sendable
  open func delivered(failure: StoreError?) -> Bool
  open func ended()
public protocol LiveSubscriptionProtocol: AnyObject, Sendable
  func cancel()
  func finish()
  func isActive() -> Bool
open class LiveSubscription: LiveSubscriptionProtocol, @unchecked Sendable
  open func cancel()
  open func finish()
  open func isActive() -> Bool
public protocol LogSink: AnyObject, Sendable
  func receive(records: [LogRecord], dropped: Int64) throws
open class LogSinkImpl: LogSink, @unchecked Sendable
  open func receive(records: [LogRecord], dropped: Int64) throws
public protocol TelemetryProtocol: AnyObject, Sendable
  func counters() -> TelemetryCounters
  func flush(deadlineMillis: Int64) throws -> Bool
open class Telemetry: TelemetryProtocol, @unchecked Sendable
  open func counters() -> TelemetryCounters
  open func flush(deadlineMillis: Int64) throws -> Bool
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
public struct EventBridgeCounters: Equatable, Hashable, Sendable
  public var accepted: Int64
  public var refused: Int64
  public var merged: Int64
  public var dropped: Int64
  public var handled: Int64
  public var parked: Int64
  public var failures: Int64
  public var waiting: Int64
  public init(accepted: Int64, refused: Int64, merged: Int64, dropped: Int64, handled: Int64, parked: Int64, failures: Int64, waiting: Int64)
public struct EventBridgeOptions: Equatable, Hashable, Sendable
  public var capacity: Int64?
  public var overflow: EventOverflow?
  public var coalesces: Bool
  public var batchSize: Int64?
  public var batchWindowMillis: Int64?
  public var attempts: Int64?
  public var pauseMillis: Int64?
  public var durable: Bool
  public init(capacity: Int64? = nil, overflow: EventOverflow? = nil, coalesces: Bool = false, batchSize: Int64? = nil, batchWindowMillis: Int64? = nil, attempts: Int64? = nil, pauseMillis: Int64? = nil, durable: Bool = false)
public struct JobOptions: Equatable, Hashable, Sendable
  public var everyMillis: Int64?
  public var jitterMillis: Int64?
  public var signals: [JobSignal]
  public var pauseMillis: Int64?
  public var longestPauseMillis: Int64?
  public init(everyMillis: Int64? = nil, jitterMillis: Int64? = nil, signals: [JobSignal] = [], pauseMillis: Int64? = nil, longestPauseMillis: Int64? = nil)
public struct JobProgress: Equatable, Hashable, Sendable
  public var done: Int64
  public var total: Int64
  public init(done: Int64, total: Int64)
public struct JobRun: Equatable, Hashable, Sendable
  public var beganAt: DateTime
  public var endedAt: DateTime
  public var outcome: JobOutcome
  public init(beganAt: DateTime, endedAt: DateTime, outcome: JobOutcome)
public struct JobStatus: Equatable, Hashable, Sendable
  public var isRunning: Bool
  public var progress: JobProgress?
  public var last: JobRun?
  public var failures: Int64
  public var nextInMillis: Int64?
  public init(isRunning: Bool, progress: JobProgress?, last: JobRun?, failures: Int64, nextInMillis: Int64?)
public struct LogRecord: Equatable, Hashable, Sendable
  public var time: DateTime
  public var level: LogLevel
  public var target: String
  public var message: String
  public var fields: [String: String]
  public var spans: [String]
  public init(time: DateTime, level: LogLevel, target: String, message: String, fields: [String: String], spans: [String])
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
public struct ParkedEvent: Equatable, Hashable, Sendable
  public var id: Int64
  public var event: String
  public var acceptedAt: DateTime
  public var attempts: Int64
  public var error: String
  public init(id: Int64, event: String, acceptedAt: DateTime, attempts: Int64, error: String)
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
public struct ShutdownReport: Equatable, Hashable, Sendable
  public var eventsLeft: Int64
  public var jobsCancelled: Int64
  public init(eventsLeft: Int64, jobsCancelled: Int64)
public struct SnippetOptions: Equatable, Hashable, Sendable
  public var `open`: String
  public var close: String
  public var words: Int64
  public init(`open`: String, close: String, words: Int64 = Int64(16))
public struct TelemetryCounters: Equatable, Hashable, Sendable
  public var reads: Int64
  public var readsFailed: Int64
  public var rowsRead: Int64
  public var readMicros: Int64
  public var writes: Int64
  public var writesFailed: Int64
  public var rowsWritten: Int64
  public var writeMicros: Int64
  public var slowStatements: Int64
  public var hops: Int64
  public var hopWaitMicros: Int64
  public var longestHopWaitMicros: Int64
  public var droppedRecords: Int64
  public init(reads: Int64, readsFailed: Int64, rowsRead: Int64, readMicros: Int64, writes: Int64, writesFailed: Int64, rowsWritten: Int64, writeMicros: Int64, slowStatements: Int64, hops: Int64, hopWaitMicros: Int64, longestHopWaitMicros: Int64, droppedRecords: Int64)
public struct TelemetryOptions: Equatable, Hashable, Sendable
  public var level: LogLevel?
  public var slowStatementMillis: Int64?
  public var name: String?
  public var batchSize: Int64?
  public var intervalMillis: Int64?
  public var capacity: Int64?
  public var counts: Bool
  public init(level: LogLevel? = nil, slowStatementMillis: Int64? = nil, name: String? = nil, batchSize: Int64? = nil, intervalMillis: Int64? = nil, capacity: Int64? = nil, counts: Bool = true)
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
public enum EventOverflow: Equatable, Hashable, Sendable
  case reject
  case dropOldest
  case grow
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
public enum JobOutcome: Equatable, Hashable, Sendable
  case done
  case failed(reason: String)
  case cancelled
public enum JobSignal: Equatable, Hashable, Sendable
  case online
  case foreground
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
public enum LogLevel: Equatable, Hashable, Sendable
  case error
  case warn
  case info
  case debug
  case trace
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
public func shutdownAll(deadlineMillis: Int64) throws -> Bool
public func initTelemetry(options: TelemetryOptions? = nil, sink: LogSink? = nil) throws -> Telemetry
