// What an app can call in Kotlin, in the order of the sources. `cargo xtask api` writes this file.
class InternalException(message: String) : kotlin.Exception(message)
public interface BackgroundJobInterface
  fun cancel(): kotlin.Boolean
  fun runNow()
  fun runWithin(deadlineMillis: kotlin.Long): JobRun
  fun signal(signal: JobSignal)
  fun status(): JobStatus
  fun stop()
open class BackgroundJob: AutoCloseable, BackgroundJobInterface
  companion object
    fun start(database: DatabaseCore, name: kotlin.String, body: JobBody, options: JobOptions? = null, observer: JobObserver? = null): BackgroundJob
public interface DatabaseCoreInterface
  fun shutdown(deadlineMillis: kotlin.Long): ShutdownReport
open class DatabaseCore: AutoCloseable, DatabaseCoreInterface
public interface EventBridgeInterface
  fun counters(): EventBridgeCounters
  fun discard(id: kotlin.Long): kotlin.Boolean
  fun finish(deadlineMillis: kotlin.Long): kotlin.Long
  fun nativeNumber(): kotlin.ULong
  fun parked(): List<ParkedEvent>
  fun replay(): kotlin.Long
  fun submit(event: kotlin.String, key: kotlin.String? = null)
open class EventBridge: AutoCloseable, EventBridgeInterface
  companion object
    fun start(database: DatabaseCore, name: kotlin.String, handler: EventHandler, options: EventBridgeOptions? = null): EventBridge
public interface EventHandler
  fun handle(events: List<kotlin.String>)
open class EventHandlerImpl: AutoCloseable, EventHandler
public interface JobBody
  fun run(context: JobContext)
open class JobBodyImpl: AutoCloseable, JobBody
public interface JobContextInterface
  fun isCancelled(): kotlin.Boolean
  fun progress(done: kotlin.Long, total: kotlin.Long)
open class JobContext: AutoCloseable, JobContextInterface
public interface JobObserver
  fun progressed(progress: JobProgress)
open class JobObserverImpl: AutoCloseable, JobObserver
public interface LiveObserver
  fun delivered(failure: StoreException?): kotlin.Boolean
  fun ended()
open class LiveObserverImpl: AutoCloseable, LiveObserver
public interface LiveSubscriptionInterface
  fun cancel()
  fun finish()
  fun isActive(): kotlin.Boolean
open class LiveSubscription: AutoCloseable, LiveSubscriptionInterface
public interface LogSink
  fun receive(records: List<LogRecord>, dropped: kotlin.Long)
open class LogSinkImpl: AutoCloseable, LogSink
public interface TelemetryInterface
  fun counters(): TelemetryCounters
  fun flush(deadlineMillis: kotlin.Long): kotlin.Boolean
open class Telemetry: AutoCloseable, TelemetryInterface
data class BatchSummary(
  val total: kotlin.Long,
  val succeeded: kotlin.Long,
  val failed: kotlin.Long,
)
data class ColumnCondition(
  val column: kotlin.Long,
  val filter: NumberFilter,
)
data class ColumnOrder(
  val column: kotlin.Long,
  val order: SortOrder,
)
data class DatabaseHealth(
  val logFileBytes: kotlin.Long,
  val logBytes: kotlin.Long,
  val checkpointedAt: DateTime?,
  val readersOpen: kotlin.Long,
  val readersInUse: kotlin.Long,
  val writerInUse: kotlin.Boolean,
  val waiting: kotlin.Long,
  val waits: kotlin.Long,
  val cacheHits: kotlin.Long,
  val cacheMisses: kotlin.Long,
)
data class DatabaseOptions(
  val durability: Durability? = null,
  val busyTimeoutMillis: kotlin.Long? = null,
  val cacheSizeBytes: kotlin.Long? = null,
  val readers: kotlin.Long? = null,
  val logLimitBytes: kotlin.Long? = null,
  val waitsForResume: kotlin.Boolean = false,
)
data class EventBridgeCounters(
  val accepted: kotlin.Long,
  val refused: kotlin.Long,
  val merged: kotlin.Long,
  val dropped: kotlin.Long,
  val handled: kotlin.Long,
  val parked: kotlin.Long,
  val failures: kotlin.Long,
  val waiting: kotlin.Long,
)
data class EventBridgeOptions(
  val capacity: kotlin.Long? = null,
  val overflow: EventOverflow? = null,
  val coalesces: kotlin.Boolean = false,
  val batchSize: kotlin.Long? = null,
  val batchWindowMillis: kotlin.Long? = null,
  val attempts: kotlin.Long? = null,
  val pauseMillis: kotlin.Long? = null,
  val durable: kotlin.Boolean = false,
)
data class JobOptions(
  val everyMillis: kotlin.Long? = null,
  val jitterMillis: kotlin.Long? = null,
  val signals: List<JobSignal> = listOf(),
  val pauseMillis: kotlin.Long? = null,
  val longestPauseMillis: kotlin.Long? = null,
)
data class JobProgress(
  val done: kotlin.Long,
  val total: kotlin.Long,
)
data class JobRun(
  val beganAt: DateTime,
  val endedAt: DateTime,
  val outcome: JobOutcome,
)
data class JobStatus(
  val isRunning: kotlin.Boolean,
  val progress: JobProgress?,
  val last: JobRun?,
  val failures: kotlin.Long,
  val nextInMillis: kotlin.Long?,
)
data class LogRecord(
  val time: DateTime,
  val level: LogLevel,
  val target: kotlin.String,
  val message: kotlin.String,
  val fields: Map<kotlin.String, kotlin.String>,
  val spans: List<kotlin.String>,
)
data class PageInfo(
  val limit: kotlin.Long,
  val offset: kotlin.Long,
  val hasNextPage: kotlin.Boolean,
  val hasPreviousPage: kotlin.Boolean,
)
data class PageInput(
  val limit: kotlin.Long? = null,
  val offset: kotlin.Long? = null,
)
data class ParkedEvent(
  val id: kotlin.Long,
  val event: kotlin.String,
  val acceptedAt: DateTime,
  val attempts: kotlin.Long,
  val error: kotlin.String,
)
data class QueryPlan(
  val sql: kotlin.String,
  val steps: kotlin.String,
  val scanned: List<kotlin.String>,
)
data class SelectOptions(
  val having: List<ColumnCondition> = listOf(),
  val orderBy: List<ColumnOrder> = listOf(),
  val distinct: kotlin.Boolean = false,
  val limit: kotlin.Long? = null,
  val offset: kotlin.Long? = null,
)
data class ShutdownReport(
  val eventsLeft: kotlin.Long,
  val jobsCancelled: kotlin.Long,
)
data class SnippetOptions(
  val open: kotlin.String,
  val close: kotlin.String,
  val words: kotlin.Long = 16L,
)
data class TelemetryCounters(
  val reads: kotlin.Long,
  val readsFailed: kotlin.Long,
  val rowsRead: kotlin.Long,
  val readMicros: kotlin.Long,
  val writes: kotlin.Long,
  val writesFailed: kotlin.Long,
  val rowsWritten: kotlin.Long,
  val writeMicros: kotlin.Long,
  val slowStatements: kotlin.Long,
  val hops: kotlin.Long,
  val hopWaitMicros: kotlin.Long,
  val longestHopWaitMicros: kotlin.Long,
  val droppedRecords: kotlin.Long,
)
data class TelemetryOptions(
  val level: LogLevel? = null,
  val slowStatementMillis: kotlin.Long? = null,
  val name: kotlin.String? = null,
  val batchSize: kotlin.Long? = null,
  val intervalMillis: kotlin.Long? = null,
  val capacity: kotlin.Long? = null,
  val counts: kotlin.Boolean = true,
)
data class TextSearch(
  val text: kotlin.String,
  val prefix: kotlin.Boolean = false,
)
enum class BatchErrorCode
  NOT_FOUND
  CONFLICT
  VALIDATION_ERROR
  DATABASE_ERROR
sealed class BoolChange
  data class Set(val v1: kotlin.Boolean) : BoolChange()
  object Clear : BoolChange()
sealed class BoolFilter
  data class Eq(val v1: kotlin.Boolean) : BoolFilter()
  data class Ne(val v1: kotlin.Boolean) : BoolFilter()
  data class In(val v1: List<kotlin.Boolean>) : BoolFilter()
  data class NotIn(val v1: List<kotlin.Boolean>) : BoolFilter()
  object IsTrue : BoolFilter()
  object IsFalse : BoolFilter()
sealed class BytesChange
  data class Set(val v1: kotlin.ByteArray) : BytesChange()
  object Clear : BytesChange()
sealed class BytesFilter
  data class Eq(val v1: kotlin.ByteArray) : BytesFilter()
  data class Ne(val v1: kotlin.ByteArray) : BytesFilter()
  data class In(val v1: List<kotlin.ByteArray>) : BytesFilter()
  data class NotIn(val v1: List<kotlin.ByteArray>) : BytesFilter()
  data class Lt(val v1: kotlin.ByteArray) : BytesFilter()
  data class Lte(val v1: kotlin.ByteArray) : BytesFilter()
  data class Gt(val v1: kotlin.ByteArray) : BytesFilter()
  data class Gte(val v1: kotlin.ByteArray) : BytesFilter()
  data class Between(val v1: kotlin.ByteArray, val v2: kotlin.ByteArray) : BytesFilter()
sealed class DateTimeChange
  data class Set(val v1: dev.larder.DateTime) : DateTimeChange()
  object Clear : DateTimeChange()
sealed class DateTimeFilter
  data class Eq(val v1: dev.larder.DateTime) : DateTimeFilter()
  data class Ne(val v1: dev.larder.DateTime) : DateTimeFilter()
  data class In(val v1: List<dev.larder.DateTime>) : DateTimeFilter()
  data class NotIn(val v1: List<dev.larder.DateTime>) : DateTimeFilter()
  data class Lt(val v1: dev.larder.DateTime) : DateTimeFilter()
  data class Lte(val v1: dev.larder.DateTime) : DateTimeFilter()
  data class Gt(val v1: dev.larder.DateTime) : DateTimeFilter()
  data class Gte(val v1: dev.larder.DateTime) : DateTimeFilter()
  data class Between(val v1: dev.larder.DateTime, val v2: dev.larder.DateTime) : DateTimeFilter()
sealed class DecimalChange
  data class Set(val v1: dev.larder.Decimal) : DecimalChange()
  object Clear : DecimalChange()
sealed class DecimalFilter
  data class Eq(val v1: dev.larder.Decimal) : DecimalFilter()
  data class Ne(val v1: dev.larder.Decimal) : DecimalFilter()
  data class In(val v1: List<dev.larder.Decimal>) : DecimalFilter()
  data class NotIn(val v1: List<dev.larder.Decimal>) : DecimalFilter()
  data class Lt(val v1: dev.larder.Decimal) : DecimalFilter()
  data class Lte(val v1: dev.larder.Decimal) : DecimalFilter()
  data class Gt(val v1: dev.larder.Decimal) : DecimalFilter()
  data class Gte(val v1: dev.larder.Decimal) : DecimalFilter()
  data class Between(val v1: dev.larder.Decimal, val v2: dev.larder.Decimal) : DecimalFilter()
enum class DeletedRows
  INCLUDED
  ONLY
enum class Durability
  NORMAL
  FULL
enum class EventOverflow
  REJECT
  DROP_OLDEST
  GROW
sealed class FloatChange
  data class Set(val v1: kotlin.Double) : FloatChange()
  object Clear : FloatChange()
sealed class FloatFilter
  data class Eq(val v1: kotlin.Double) : FloatFilter()
  data class Ne(val v1: kotlin.Double) : FloatFilter()
  data class In(val v1: List<kotlin.Double>) : FloatFilter()
  data class NotIn(val v1: List<kotlin.Double>) : FloatFilter()
  data class Lt(val v1: kotlin.Double) : FloatFilter()
  data class Lte(val v1: kotlin.Double) : FloatFilter()
  data class Gt(val v1: kotlin.Double) : FloatFilter()
  data class Gte(val v1: kotlin.Double) : FloatFilter()
  data class Between(val v1: kotlin.Double, val v2: kotlin.Double) : FloatFilter()
sealed class IntChange
  data class Set(val v1: kotlin.Long) : IntChange()
  object Clear : IntChange()
sealed class IntFilter
  data class Eq(val v1: kotlin.Long) : IntFilter()
  data class Ne(val v1: kotlin.Long) : IntFilter()
  data class In(val v1: List<kotlin.Long>) : IntFilter()
  data class NotIn(val v1: List<kotlin.Long>) : IntFilter()
  data class Lt(val v1: kotlin.Long) : IntFilter()
  data class Lte(val v1: kotlin.Long) : IntFilter()
  data class Gt(val v1: kotlin.Long) : IntFilter()
  data class Gte(val v1: kotlin.Long) : IntFilter()
  data class Between(val v1: kotlin.Long, val v2: kotlin.Long) : IntFilter()
sealed class JobOutcome
  object Done : JobOutcome()
  data class Failed(val reason: kotlin.String) : JobOutcome()
  object Cancelled : JobOutcome()
enum class JobSignal
  ONLINE
  FOREGROUND
sealed class JsonChange
  data class Set(val v1: dev.larder.Json) : JsonChange()
  object Clear : JsonChange()
sealed class JsonCondition
  object Exists : JsonCondition()
  object IsNull : JsonCondition()
  data class Eq(val v1: dev.larder.JsonValue) : JsonCondition()
  data class Ne(val v1: dev.larder.JsonValue) : JsonCondition()
  data class Lt(val v1: dev.larder.JsonValue) : JsonCondition()
  data class Lte(val v1: dev.larder.JsonValue) : JsonCondition()
  data class Gt(val v1: dev.larder.JsonValue) : JsonCondition()
  data class Gte(val v1: dev.larder.JsonValue) : JsonCondition()
  data class Contains(val v1: kotlin.String) : JsonCondition()
  data class StartsWith(val v1: kotlin.String) : JsonCondition()
  data class EndsWith(val v1: kotlin.String) : JsonCondition()
sealed class JsonFilter
  data class Eq(val v1: dev.larder.Json) : JsonFilter()
  data class Ne(val v1: dev.larder.Json) : JsonFilter()
  data class In(val v1: List<dev.larder.Json>) : JsonFilter()
  data class NotIn(val v1: List<dev.larder.Json>) : JsonFilter()
  data class Path(val v1: kotlin.String, val v2: dev.larder.JsonCondition) : JsonFilter()
  data class HasKey(val v1: kotlin.String) : JsonFilter()
sealed class JsonValue
  data class Text(val v1: kotlin.String) : JsonValue()
  data class Integer(val v1: kotlin.Long) : JsonValue()
  data class Number(val v1: kotlin.Double) : JsonValue()
  data class Boolean(val v1: kotlin.Boolean) : JsonValue()
enum class LogLevel
  ERROR
  WARN
  INFO
  DEBUG
  TRACE
sealed class NumberFilter
  data class Eq(val v1: dev.larder.Decimal) : NumberFilter()
  data class Ne(val v1: dev.larder.Decimal) : NumberFilter()
  data class Lt(val v1: dev.larder.Decimal) : NumberFilter()
  data class Lte(val v1: dev.larder.Decimal) : NumberFilter()
  data class Gt(val v1: dev.larder.Decimal) : NumberFilter()
  data class Gte(val v1: dev.larder.Decimal) : NumberFilter()
sealed class OptionalBoolFilter
  data class Eq(val v1: kotlin.Boolean) : OptionalBoolFilter()
  data class Ne(val v1: kotlin.Boolean) : OptionalBoolFilter()
  data class In(val v1: List<kotlin.Boolean>) : OptionalBoolFilter()
  data class NotIn(val v1: List<kotlin.Boolean>) : OptionalBoolFilter()
  object IsTrue : OptionalBoolFilter()
  object IsFalse : OptionalBoolFilter()
  object IsNull : OptionalBoolFilter()
  object IsNotNull : OptionalBoolFilter()
sealed class OptionalBytesFilter
  data class Eq(val v1: kotlin.ByteArray) : OptionalBytesFilter()
  data class Ne(val v1: kotlin.ByteArray) : OptionalBytesFilter()
  data class In(val v1: List<kotlin.ByteArray>) : OptionalBytesFilter()
  data class NotIn(val v1: List<kotlin.ByteArray>) : OptionalBytesFilter()
  data class Lt(val v1: kotlin.ByteArray) : OptionalBytesFilter()
  data class Lte(val v1: kotlin.ByteArray) : OptionalBytesFilter()
  data class Gt(val v1: kotlin.ByteArray) : OptionalBytesFilter()
  data class Gte(val v1: kotlin.ByteArray) : OptionalBytesFilter()
  data class Between(val v1: kotlin.ByteArray, val v2: kotlin.ByteArray) : OptionalBytesFilter()
  object IsNull : OptionalBytesFilter()
  object IsNotNull : OptionalBytesFilter()
sealed class OptionalDateTimeFilter
  data class Eq(val v1: dev.larder.DateTime) : OptionalDateTimeFilter()
  data class Ne(val v1: dev.larder.DateTime) : OptionalDateTimeFilter()
  data class In(val v1: List<dev.larder.DateTime>) : OptionalDateTimeFilter()
  data class NotIn(val v1: List<dev.larder.DateTime>) : OptionalDateTimeFilter()
  data class Lt(val v1: dev.larder.DateTime) : OptionalDateTimeFilter()
  data class Lte(val v1: dev.larder.DateTime) : OptionalDateTimeFilter()
  data class Gt(val v1: dev.larder.DateTime) : OptionalDateTimeFilter()
  data class Gte(val v1: dev.larder.DateTime) : OptionalDateTimeFilter()
  data class Between(val v1: dev.larder.DateTime, val v2: dev.larder.DateTime) : OptionalDateTimeFilter()
  object IsNull : OptionalDateTimeFilter()
  object IsNotNull : OptionalDateTimeFilter()
sealed class OptionalDecimalFilter
  data class Eq(val v1: dev.larder.Decimal) : OptionalDecimalFilter()
  data class Ne(val v1: dev.larder.Decimal) : OptionalDecimalFilter()
  data class In(val v1: List<dev.larder.Decimal>) : OptionalDecimalFilter()
  data class NotIn(val v1: List<dev.larder.Decimal>) : OptionalDecimalFilter()
  data class Lt(val v1: dev.larder.Decimal) : OptionalDecimalFilter()
  data class Lte(val v1: dev.larder.Decimal) : OptionalDecimalFilter()
  data class Gt(val v1: dev.larder.Decimal) : OptionalDecimalFilter()
  data class Gte(val v1: dev.larder.Decimal) : OptionalDecimalFilter()
  data class Between(val v1: dev.larder.Decimal, val v2: dev.larder.Decimal) : OptionalDecimalFilter()
  object IsNull : OptionalDecimalFilter()
  object IsNotNull : OptionalDecimalFilter()
sealed class OptionalFloatFilter
  data class Eq(val v1: kotlin.Double) : OptionalFloatFilter()
  data class Ne(val v1: kotlin.Double) : OptionalFloatFilter()
  data class In(val v1: List<kotlin.Double>) : OptionalFloatFilter()
  data class NotIn(val v1: List<kotlin.Double>) : OptionalFloatFilter()
  data class Lt(val v1: kotlin.Double) : OptionalFloatFilter()
  data class Lte(val v1: kotlin.Double) : OptionalFloatFilter()
  data class Gt(val v1: kotlin.Double) : OptionalFloatFilter()
  data class Gte(val v1: kotlin.Double) : OptionalFloatFilter()
  data class Between(val v1: kotlin.Double, val v2: kotlin.Double) : OptionalFloatFilter()
  object IsNull : OptionalFloatFilter()
  object IsNotNull : OptionalFloatFilter()
sealed class OptionalIntFilter
  data class Eq(val v1: kotlin.Long) : OptionalIntFilter()
  data class Ne(val v1: kotlin.Long) : OptionalIntFilter()
  data class In(val v1: List<kotlin.Long>) : OptionalIntFilter()
  data class NotIn(val v1: List<kotlin.Long>) : OptionalIntFilter()
  data class Lt(val v1: kotlin.Long) : OptionalIntFilter()
  data class Lte(val v1: kotlin.Long) : OptionalIntFilter()
  data class Gt(val v1: kotlin.Long) : OptionalIntFilter()
  data class Gte(val v1: kotlin.Long) : OptionalIntFilter()
  data class Between(val v1: kotlin.Long, val v2: kotlin.Long) : OptionalIntFilter()
  object IsNull : OptionalIntFilter()
  object IsNotNull : OptionalIntFilter()
sealed class OptionalJsonFilter
  data class Eq(val v1: dev.larder.Json) : OptionalJsonFilter()
  data class Ne(val v1: dev.larder.Json) : OptionalJsonFilter()
  data class In(val v1: List<dev.larder.Json>) : OptionalJsonFilter()
  data class NotIn(val v1: List<dev.larder.Json>) : OptionalJsonFilter()
  data class Path(val v1: kotlin.String, val v2: dev.larder.JsonCondition) : OptionalJsonFilter()
  data class HasKey(val v1: kotlin.String) : OptionalJsonFilter()
  object IsNull : OptionalJsonFilter()
  object IsNotNull : OptionalJsonFilter()
sealed class OptionalTextFilter
  data class Eq(val v1: kotlin.String) : OptionalTextFilter()
  data class Ne(val v1: kotlin.String) : OptionalTextFilter()
  data class In(val v1: List<kotlin.String>) : OptionalTextFilter()
  data class NotIn(val v1: List<kotlin.String>) : OptionalTextFilter()
  data class Lt(val v1: kotlin.String) : OptionalTextFilter()
  data class Lte(val v1: kotlin.String) : OptionalTextFilter()
  data class Gt(val v1: kotlin.String) : OptionalTextFilter()
  data class Gte(val v1: kotlin.String) : OptionalTextFilter()
  data class Between(val v1: kotlin.String, val v2: kotlin.String) : OptionalTextFilter()
  data class Contains(val v1: kotlin.String) : OptionalTextFilter()
  data class StartsWith(val v1: kotlin.String) : OptionalTextFilter()
  data class EndsWith(val v1: kotlin.String) : OptionalTextFilter()
  data class ContainsIgnoreCase(val v1: kotlin.String) : OptionalTextFilter()
  data class StartsWithIgnoreCase(val v1: kotlin.String) : OptionalTextFilter()
  data class EndsWithIgnoreCase(val v1: kotlin.String) : OptionalTextFilter()
  object IsNull : OptionalTextFilter()
  object IsNotNull : OptionalTextFilter()
sealed class OptionalUuidFilter
  data class Eq(val v1: dev.larder.Uuid) : OptionalUuidFilter()
  data class Ne(val v1: dev.larder.Uuid) : OptionalUuidFilter()
  data class In(val v1: List<dev.larder.Uuid>) : OptionalUuidFilter()
  data class NotIn(val v1: List<dev.larder.Uuid>) : OptionalUuidFilter()
  data class Lt(val v1: dev.larder.Uuid) : OptionalUuidFilter()
  data class Lte(val v1: dev.larder.Uuid) : OptionalUuidFilter()
  data class Gt(val v1: dev.larder.Uuid) : OptionalUuidFilter()
  data class Gte(val v1: dev.larder.Uuid) : OptionalUuidFilter()
  data class Between(val v1: dev.larder.Uuid, val v2: dev.larder.Uuid) : OptionalUuidFilter()
  object IsNull : OptionalUuidFilter()
  object IsNotNull : OptionalUuidFilter()
sealed class PageStart
  object First : PageStart()
  data class After(val cursor: kotlin.String) : PageStart()
  data class Before(val cursor: kotlin.String) : PageStart()
  object Last : PageStart()
sealed class Scalar
  object Null : Scalar()
  data class Integer(val v1: kotlin.Long) : Scalar()
  data class Float(val v1: kotlin.Double) : Scalar()
  data class Decimal(val v1: dev.larder.Decimal) : Scalar()
  data class Boolean(val v1: kotlin.Boolean) : Scalar()
  data class Text(val v1: kotlin.String) : Scalar()
  data class DateTime(val v1: dev.larder.DateTime) : Scalar()
  data class Uuid(val v1: dev.larder.Uuid) : Scalar()
  data class Bytes(val v1: kotlin.ByteArray) : Scalar()
  data class Json(val v1: dev.larder.Json) : Scalar()
enum class SortOrder
  ASCENDING
  DESCENDING
  ASCENDING_NULLS_LAST
  DESCENDING_NULLS_FIRST
sealed class StoreException: kotlin.Exception()
  class NotFound(val model: kotlin.String) : StoreException()
  class Validation(val subject: kotlin.String, val rule: kotlin.String) : StoreException()
  class InvalidValue(val subject: kotlin.String, val rule: kotlin.String) : StoreException()
  class Unreadable(val subject: kotlin.String, val rule: kotlin.String) : StoreException()
  class UniqueViolation(val table: kotlin.String, val columns: List<kotlin.String>) : StoreException()
  class ForeignKeyViolation(val table: kotlin.String, val columns: List<kotlin.String>, val referencesTable: kotlin.String, val referencesColumns: List<kotlin.String>) : StoreException()
  class Conflict(val model: kotlin.String, val expected: kotlin.Long) : StoreException()
  class Deleted(val model: kotlin.String) : StoreException()
  class Reentrant() : StoreException()
  class Busy() : StoreException()
  class Interrupted() : StoreException()
  class Suspended() : StoreException()
  class Closed() : StoreException()
  class CannotOpen(val path: kotlin.String, val reason: kotlin.String) : StoreException()
  class SchemaDiffers(val differences: List<kotlin.String>) : StoreException()
  class Corrupt() : StoreException()
  class DiskFull() : StoreException()
  class ReadOnly() : StoreException()
  class Aborted(val reason: kotlin.String) : StoreException()
  class Panicked(val reason: kotlin.String) : StoreException()
  class Database(val reason: kotlin.String) : StoreException()
sealed class TextChange
  data class Set(val v1: kotlin.String) : TextChange()
  object Clear : TextChange()
sealed class TextFilter
  data class Eq(val v1: kotlin.String) : TextFilter()
  data class Ne(val v1: kotlin.String) : TextFilter()
  data class In(val v1: List<kotlin.String>) : TextFilter()
  data class NotIn(val v1: List<kotlin.String>) : TextFilter()
  data class Lt(val v1: kotlin.String) : TextFilter()
  data class Lte(val v1: kotlin.String) : TextFilter()
  data class Gt(val v1: kotlin.String) : TextFilter()
  data class Gte(val v1: kotlin.String) : TextFilter()
  data class Between(val v1: kotlin.String, val v2: kotlin.String) : TextFilter()
  data class Contains(val v1: kotlin.String) : TextFilter()
  data class StartsWith(val v1: kotlin.String) : TextFilter()
  data class EndsWith(val v1: kotlin.String) : TextFilter()
  data class ContainsIgnoreCase(val v1: kotlin.String) : TextFilter()
  data class StartsWithIgnoreCase(val v1: kotlin.String) : TextFilter()
  data class EndsWithIgnoreCase(val v1: kotlin.String) : TextFilter()
sealed class UuidChange
  data class Set(val v1: dev.larder.Uuid) : UuidChange()
  object Clear : UuidChange()
sealed class UuidFilter
  data class Eq(val v1: dev.larder.Uuid) : UuidFilter()
  data class Ne(val v1: dev.larder.Uuid) : UuidFilter()
  data class In(val v1: List<dev.larder.Uuid>) : UuidFilter()
  data class NotIn(val v1: List<dev.larder.Uuid>) : UuidFilter()
  data class Lt(val v1: dev.larder.Uuid) : UuidFilter()
  data class Lte(val v1: dev.larder.Uuid) : UuidFilter()
  data class Gt(val v1: dev.larder.Uuid) : UuidFilter()
  data class Gte(val v1: dev.larder.Uuid) : UuidFilter()
  data class Between(val v1: dev.larder.Uuid, val v2: dev.larder.Uuid) : UuidFilter()
public typealias DateTime = java.time.Instant
public typealias Decimal = java.math.BigDecimal
public typealias Json = kotlin.String
public typealias Uuid = java.util.UUID
fun shutdownAll(deadlineMillis: kotlin.Long): kotlin.Boolean
fun initTelemetry(options: TelemetryOptions? = null, sink: LogSink? = null): Telemetry
