// What an app can call in Kotlin, in the order of the sources. `cargo xtask api` writes this file.
class InternalException(message: String) : kotlin.Exception(message)
public interface AttachmentStoreInterface
  fun batchCreate(inputs: List<CreateAttachmentInput>): AttachmentBatch
  fun batchDelete(ids: List<kotlin.String>): AttachmentBatch
  fun batchGet(ids: List<kotlin.String>): AttachmentBatch
  fun batchUpdate(items: List<AttachmentBatchUpdate>): AttachmentBatch
  fun batchUpsert(inputs: List<CreateAttachmentInput>): AttachmentBatch
  fun count(where: AttachmentWhere? = null): kotlin.Long
  fun create(input: CreateAttachmentInput): Attachment
  fun createMany(inputs: List<CreateAttachmentInput>): kotlin.Long
  fun delete(id: kotlin.String): Attachment
  fun deleteMany(where: AttachmentWhere): kotlin.Long
  fun exists(where: AttachmentWhere? = null): kotlin.Boolean
  fun explain(query: AttachmentQuery = AttachmentQuery()): QueryPlan
  fun findFirst(query: AttachmentQuery = AttachmentQuery()): Attachment?
  fun findMany(query: AttachmentQuery = AttachmentQuery()): List<Attachment>
  fun findManyWith(query: AttachmentQuery, include: List<AttachmentInclude>): List<AttachmentWith>
  fun findPage(query: AttachmentQuery = AttachmentQuery(), start: PageStart? = null): AttachmentKeysetPage
  fun findUnique(id: kotlin.String): Attachment?
  fun paginate(query: AttachmentQuery = AttachmentQuery(), page: PageInput = PageInput()): AttachmentPage
  fun select(columns: List<AttachmentColumn>, where: AttachmentWhere? = null, options: SelectOptions? = null): List<List<Scalar>>
  fun update(id: kotlin.String, input: UpdateAttachmentInput): Attachment
  fun updateMany(where: AttachmentWhere, input: UpdateAttachmentInput): kotlin.Long
  fun upsert(input: CreateAttachmentInput, onConflict: AttachmentConflict? = null): Attachment
open class AttachmentStore: AutoCloseable, AttachmentStoreInterface
public interface DatabaseInterface
  fun attachments(): AttachmentStore
  fun core(): DatabaseCore
  fun health(): DatabaseHealth
  fun noteTags(): NoteTagStore
  fun notebookSummaries(): NotebookSummaryStore
  fun notebooks(): NotebookStore
  fun notes(): NoteStore
  fun observe(body: TransactionBody, observer: LiveObserver): LiveSubscription
  fun query(sql: kotlin.String, params: List<Scalar> = listOf()): List<List<Scalar>>
  fun resume()
  fun runSnapshot(body: TransactionBody)
  fun runTransaction(body: TransactionBody)
  fun shutdown(deadlineMillis: kotlin.Long? = null)
  fun suspend(deadlineMillis: kotlin.Long)
  fun tagUses(): TagUseStore
  fun tags(): TagStore
open class Database: AutoCloseable, DatabaseInterface
  companion object
    fun inMemory(options: DatabaseOptions? = null): Database
    fun open(path: kotlin.String, options: DatabaseOptions? = null): Database
public interface DatabaseTransactionInterface
  fun attachments(): AttachmentStore
  fun deferForeignKeys()
  fun noteTags(): NoteTagStore
  fun notebookSummaries(): NotebookSummaryStore
  fun notebooks(): NotebookStore
  fun notes(): NoteStore
  fun query(sql: kotlin.String, params: List<Scalar> = listOf()): List<List<Scalar>>
  fun tagUses(): TagUseStore
  fun tags(): TagStore
open class DatabaseTransaction: AutoCloseable, DatabaseTransactionInterface
public interface NoteStoreInterface
  fun batchCreate(inputs: List<CreateNoteInput>): NoteBatch
  fun batchDelete(ids: List<Uuid>): NoteBatch
  fun batchGet(ids: List<Uuid>): NoteBatch
  fun batchUpdate(items: List<NoteBatchUpdate>): NoteBatch
  fun batchUpsert(inputs: List<CreateNoteInput>): NoteBatch
  fun count(where: NoteWhere? = null): kotlin.Long
  fun create(input: CreateNoteInput): Note
  fun createMany(inputs: List<CreateNoteInput>): kotlin.Long
  fun delete(id: Uuid): Note
  fun deleteMany(where: NoteWhere): kotlin.Long
  fun exists(where: NoteWhere? = null): kotlin.Boolean
  fun explain(query: NoteQuery = NoteQuery()): QueryPlan
  fun findFirst(query: NoteQuery = NoteQuery()): Note?
  fun findMany(query: NoteQuery = NoteQuery()): List<Note>
  fun findManyWith(query: NoteQuery, include: List<NoteInclude>): List<NoteWith>
  fun findPage(query: NoteQuery = NoteQuery(), start: PageStart? = null): NoteKeysetPage
  fun findSnippets(query: NoteQuery, snippet: SnippetOptions): List<NoteMatch>
  fun findUnique(id: Uuid): Note?
  fun paginate(query: NoteQuery = NoteQuery(), page: PageInput = PageInput()): NotePage
  fun purgeExpired(): kotlin.Long
  fun restore(id: Uuid): Note
  fun select(columns: List<NoteColumn>, where: NoteWhere? = null, options: SelectOptions? = null): List<List<Scalar>>
  fun update(id: Uuid, input: UpdateNoteInput, ifMatch: kotlin.Long? = null): Note
  fun updateMany(where: NoteWhere, input: UpdateNoteInput): kotlin.Long
  fun upsert(input: CreateNoteInput): Note
open class NoteStore: AutoCloseable, NoteStoreInterface
public interface NoteTagStoreInterface
  fun batchCreate(inputs: List<CreateNoteTagInput>): NoteTagBatch
  fun batchDelete(ids: List<NoteTagKey>): NoteTagBatch
  fun batchGet(ids: List<NoteTagKey>): NoteTagBatch
  fun batchUpdate(items: List<NoteTagBatchUpdate>): NoteTagBatch
  fun batchUpsert(inputs: List<CreateNoteTagInput>): NoteTagBatch
  fun count(where: NoteTagWhere? = null): kotlin.Long
  fun create(input: CreateNoteTagInput): NoteTag
  fun createMany(inputs: List<CreateNoteTagInput>): kotlin.Long
  fun delete(id: NoteTagKey): NoteTag
  fun deleteMany(where: NoteTagWhere): kotlin.Long
  fun exists(where: NoteTagWhere? = null): kotlin.Boolean
  fun explain(query: NoteTagQuery = NoteTagQuery()): QueryPlan
  fun findFirst(query: NoteTagQuery = NoteTagQuery()): NoteTag?
  fun findMany(query: NoteTagQuery = NoteTagQuery()): List<NoteTag>
  fun findManyWith(query: NoteTagQuery, include: List<NoteTagInclude>): List<NoteTagWith>
  fun findPage(query: NoteTagQuery = NoteTagQuery(), start: PageStart? = null): NoteTagKeysetPage
  fun findUnique(id: NoteTagKey): NoteTag?
  fun paginate(query: NoteTagQuery = NoteTagQuery(), page: PageInput = PageInput()): NoteTagPage
  fun select(columns: List<NoteTagColumn>, where: NoteTagWhere? = null, options: SelectOptions? = null): List<List<Scalar>>
  fun update(id: NoteTagKey, input: UpdateNoteTagInput): NoteTag
  fun updateMany(where: NoteTagWhere, input: UpdateNoteTagInput): kotlin.Long
  fun upsert(input: CreateNoteTagInput): NoteTag
open class NoteTagStore: AutoCloseable, NoteTagStoreInterface
public interface NotebookStoreInterface
  fun batchCreate(inputs: List<CreateNotebookInput>): NotebookBatch
  fun batchDelete(ids: List<Uuid>): NotebookBatch
  fun batchGet(ids: List<Uuid>): NotebookBatch
  fun batchUpdate(items: List<NotebookBatchUpdate>): NotebookBatch
  fun batchUpsert(inputs: List<CreateNotebookInput>): NotebookBatch
  fun count(where: NotebookWhere? = null): kotlin.Long
  fun create(input: CreateNotebookInput): Notebook
  fun createMany(inputs: List<CreateNotebookInput>): kotlin.Long
  fun delete(id: Uuid): Notebook
  fun deleteMany(where: NotebookWhere): kotlin.Long
  fun exists(where: NotebookWhere? = null): kotlin.Boolean
  fun explain(query: NotebookQuery = NotebookQuery()): QueryPlan
  fun findFirst(query: NotebookQuery = NotebookQuery()): Notebook?
  fun findMany(query: NotebookQuery = NotebookQuery()): List<Notebook>
  fun findManyWith(query: NotebookQuery, include: List<NotebookInclude>): List<NotebookWith>
  fun findPage(query: NotebookQuery = NotebookQuery(), start: PageStart? = null): NotebookKeysetPage
  fun findUnique(id: Uuid): Notebook?
  fun paginate(query: NotebookQuery = NotebookQuery(), page: PageInput = PageInput()): NotebookPage
  fun select(columns: List<NotebookColumn>, where: NotebookWhere? = null, options: SelectOptions? = null): List<List<Scalar>>
  fun update(id: Uuid, input: UpdateNotebookInput): Notebook
  fun updateMany(where: NotebookWhere, input: UpdateNotebookInput): kotlin.Long
  fun upsert(input: CreateNotebookInput, onConflict: NotebookConflict? = null): Notebook
open class NotebookStore: AutoCloseable, NotebookStoreInterface
public interface NotebookSummaryStoreInterface
  fun count(where: NotebookSummaryWhere? = null): kotlin.Long
  fun exists(where: NotebookSummaryWhere? = null): kotlin.Boolean
  fun explain(query: NotebookSummaryQuery = NotebookSummaryQuery()): QueryPlan
  fun findFirst(query: NotebookSummaryQuery = NotebookSummaryQuery()): NotebookSummary?
  fun findMany(query: NotebookSummaryQuery = NotebookSummaryQuery()): List<NotebookSummary>
  fun findPage(query: NotebookSummaryQuery = NotebookSummaryQuery(), start: PageStart? = null): NotebookSummaryKeysetPage
  fun findUnique(id: Uuid): NotebookSummary?
  fun paginate(query: NotebookSummaryQuery = NotebookSummaryQuery(), page: PageInput = PageInput()): NotebookSummaryPage
  fun select(columns: List<NotebookSummaryColumn>, where: NotebookSummaryWhere? = null, options: SelectOptions? = null): List<List<Scalar>>
open class NotebookSummaryStore: AutoCloseable, NotebookSummaryStoreInterface
public interface TagStoreInterface
  fun batchCreate(inputs: List<CreateTagInput>): TagBatch
  fun batchDelete(ids: List<kotlin.Long>): TagBatch
  fun batchGet(ids: List<kotlin.Long>): TagBatch
  fun batchUpdate(items: List<TagBatchUpdate>): TagBatch
  fun batchUpsert(inputs: List<CreateTagInput>): TagBatch
  fun count(where: TagWhere? = null): kotlin.Long
  fun create(input: CreateTagInput): Tag
  fun createMany(inputs: List<CreateTagInput>): kotlin.Long
  fun delete(id: kotlin.Long): Tag
  fun deleteMany(where: TagWhere): kotlin.Long
  fun exists(where: TagWhere? = null): kotlin.Boolean
  fun explain(query: TagQuery = TagQuery()): QueryPlan
  fun findFirst(query: TagQuery = TagQuery()): Tag?
  fun findMany(query: TagQuery = TagQuery()): List<Tag>
  fun findManyWith(query: TagQuery, include: List<TagInclude>): List<TagWith>
  fun findPage(query: TagQuery = TagQuery(), start: PageStart? = null): TagKeysetPage
  fun findUnique(id: kotlin.Long): Tag?
  fun paginate(query: TagQuery = TagQuery(), page: PageInput = PageInput()): TagPage
  fun select(columns: List<TagColumn>, where: TagWhere? = null, options: SelectOptions? = null): List<List<Scalar>>
  fun update(id: kotlin.Long, input: UpdateTagInput): Tag
  fun updateMany(where: TagWhere, input: UpdateTagInput): kotlin.Long
  fun upsert(input: CreateTagInput, onConflict: TagConflict? = null): Tag
open class TagStore: AutoCloseable, TagStoreInterface
public interface TagUseStoreInterface
  fun count(where: TagUseWhere? = null): kotlin.Long
  fun exists(where: TagUseWhere? = null): kotlin.Boolean
  fun explain(query: TagUseQuery = TagUseQuery()): QueryPlan
  fun findFirst(query: TagUseQuery = TagUseQuery()): TagUse?
  fun findMany(query: TagUseQuery = TagUseQuery()): List<TagUse>
  fun paginate(query: TagUseQuery = TagUseQuery(), page: PageInput = PageInput()): TagUsePage
  fun select(columns: List<TagUseColumn>, where: TagUseWhere? = null, options: SelectOptions? = null): List<List<Scalar>>
open class TagUseStore: AutoCloseable, TagUseStoreInterface
public interface TransactionBody
  fun run(transaction: DatabaseTransaction)
open class TransactionBodyImpl: AutoCloseable, TransactionBody
data class Attachment(
  val id: kotlin.String,
  val noteId: Uuid,
  val name: kotlin.String,
  val mediaType: kotlin.String,
  val size: kotlin.Long,
  val checksum: kotlin.ByteArray,
  val source: kotlin.String?,
)
data class AttachmentBatch(
  val results: List<AttachmentBatchResult>,
  val summary: BatchSummary,
)
data class AttachmentBatchUpdate(
  val id: kotlin.String,
  val input: UpdateAttachmentInput,
)
data class AttachmentKeysetPage(
  val items: List<Attachment>,
  val before: kotlin.String?,
  val after: kotlin.String?,
)
data class AttachmentPage(
  val items: List<Attachment>,
  val totalCount: kotlin.Long,
  val pageInfo: PageInfo,
)
data class AttachmentQuery(
  val where: AttachmentWhere? = null,
  val orderBy: List<AttachmentOrder> = listOf(),
  val limit: kotlin.Long? = null,
  val offset: kotlin.Long? = null,
)
data class AttachmentWith(
  val record: Attachment,
  val note: NoteWith?,
)
data class CreateAttachmentInput(
  val id: kotlin.String? = null,
  val noteId: Uuid,
  val name: kotlin.String,
  val mediaType: kotlin.String,
  val size: kotlin.Long,
  val checksum: kotlin.ByteArray,
  val source: kotlin.String? = null,
)
data class CreateNoteInput(
  val id: Uuid? = null,
  val notebookId: Uuid? = null,
  val title: kotlin.String,
  val body: kotlin.String? = null,
  val summary: kotlin.String? = null,
  val pinned: kotlin.Boolean? = null,
  val priority: Priority? = null,
  val position: kotlin.Double? = null,
  val wordCount: kotlin.Long? = null,
  val dueAt: DateTime? = null,
  val cost: Decimal? = null,
  val meta: Json? = null,
  val place: Place? = null,
  val keywords: List<kotlin.String>? = null,
  val createdAt: DateTime? = null,
)
data class CreateNoteTagInput(
  val noteId: Uuid,
  val tagId: kotlin.Long,
  val addedAt: DateTime? = null,
)
data class CreateNotebookInput(
  val id: Uuid? = null,
  val name: kotlin.String,
  val hue: Hue? = null,
  val budget: Decimal? = null,
  val createdAt: DateTime? = null,
)
data class CreateTagInput(
  val id: kotlin.Long? = null,
  val label: kotlin.String,
  val hue: Hue? = null,
)
data class Note(
  val id: Uuid,
  val notebookId: Uuid?,
  val title: kotlin.String,
  val body: kotlin.String,
  val summary: kotlin.String?,
  val pinned: kotlin.Boolean,
  val priority: Priority,
  val position: kotlin.Double,
  val wordCount: kotlin.Long,
  val dueAt: DateTime?,
  val cost: Decimal?,
  val meta: Json?,
  val place: Place?,
  val keywords: List<kotlin.String>,
  val version: kotlin.Long,
  val createdAt: DateTime,
  val updatedAt: DateTime,
  val deletedAt: DateTime?,
)
data class NoteBatch(
  val results: List<NoteBatchResult>,
  val summary: BatchSummary,
)
data class NoteBatchUpdate(
  val id: Uuid,
  val input: UpdateNoteInput,
  val ifMatch: kotlin.Long? = null,
)
data class NoteKeysetPage(
  val items: List<Note>,
  val before: kotlin.String?,
  val after: kotlin.String?,
)
data class NoteMatch(
  val item: Note,
  val snippet: kotlin.String,
)
data class NotePage(
  val items: List<Note>,
  val totalCount: kotlin.Long,
  val pageInfo: PageInfo,
)
data class NoteQuery(
  val where: NoteWhere? = null,
  val search: TextSearch? = null,
  val deleted: DeletedRows? = null,
  val orderBy: List<NoteOrder> = listOf(),
  val limit: kotlin.Long? = null,
  val offset: kotlin.Long? = null,
)
data class NoteTag(
  val noteId: Uuid,
  val tagId: kotlin.Long,
  val addedAt: DateTime,
)
data class NoteTagBatch(
  val results: List<NoteTagBatchResult>,
  val summary: BatchSummary,
)
data class NoteTagBatchUpdate(
  val id: NoteTagKey,
  val input: UpdateNoteTagInput,
)
data class NoteTagKey(
  val noteId: Uuid,
  val tagId: kotlin.Long,
)
data class NoteTagKeysetPage(
  val items: List<NoteTag>,
  val before: kotlin.String?,
  val after: kotlin.String?,
)
data class NoteTagPage(
  val items: List<NoteTag>,
  val totalCount: kotlin.Long,
  val pageInfo: PageInfo,
)
data class NoteTagQuery(
  val where: NoteTagWhere? = null,
  val orderBy: List<NoteTagOrder> = listOf(),
  val limit: kotlin.Long? = null,
  val offset: kotlin.Long? = null,
)
data class NoteTagWith(
  val record: NoteTag,
  val note: NoteWith?,
  val tag: TagWith?,
)
data class NoteWith(
  val record: Note,
  val notebook: NotebookWith?,
  val attachments: List<AttachmentWith>?,
  val tags: List<NoteTagWith>?,
)
data class Notebook(
  val id: Uuid,
  val name: kotlin.String,
  val hue: Hue?,
  val budget: Decimal?,
  val createdAt: DateTime,
)
data class NotebookBatch(
  val results: List<NotebookBatchResult>,
  val summary: BatchSummary,
)
data class NotebookBatchUpdate(
  val id: Uuid,
  val input: UpdateNotebookInput,
)
data class NotebookKeysetPage(
  val items: List<Notebook>,
  val before: kotlin.String?,
  val after: kotlin.String?,
)
data class NotebookPage(
  val items: List<Notebook>,
  val totalCount: kotlin.Long,
  val pageInfo: PageInfo,
)
data class NotebookQuery(
  val where: NotebookWhere? = null,
  val orderBy: List<NotebookOrder> = listOf(),
  val limit: kotlin.Long? = null,
  val offset: kotlin.Long? = null,
)
data class NotebookSummary(
  val id: Uuid,
  val name: kotlin.String,
  val notes: kotlin.Long,
  val dearest: Decimal?,
  val lastWrittenAt: DateTime?,
)
data class NotebookSummaryKeysetPage(
  val items: List<NotebookSummary>,
  val before: kotlin.String?,
  val after: kotlin.String?,
)
data class NotebookSummaryPage(
  val items: List<NotebookSummary>,
  val totalCount: kotlin.Long,
  val pageInfo: PageInfo,
)
data class NotebookSummaryQuery(
  val where: NotebookSummaryWhere? = null,
  val orderBy: List<NotebookSummaryOrder> = listOf(),
  val limit: kotlin.Long? = null,
  val offset: kotlin.Long? = null,
)
data class NotebookWith(
  val record: Notebook,
  val notes: List<NoteWith>?,
)
data class Place(
  val name: kotlin.String,
  val latitude: kotlin.Double,
  val longitude: kotlin.Double,
  val visits: kotlin.Long? = null,
)
data class Tag(
  val id: kotlin.Long,
  val label: kotlin.String,
  val hue: Hue?,
)
data class TagBatch(
  val results: List<TagBatchResult>,
  val summary: BatchSummary,
)
data class TagBatchUpdate(
  val id: kotlin.Long,
  val input: UpdateTagInput,
)
data class TagKeysetPage(
  val items: List<Tag>,
  val before: kotlin.String?,
  val after: kotlin.String?,
)
data class TagPage(
  val items: List<Tag>,
  val totalCount: kotlin.Long,
  val pageInfo: PageInfo,
)
data class TagQuery(
  val where: TagWhere? = null,
  val orderBy: List<TagOrder> = listOf(),
  val limit: kotlin.Long? = null,
  val offset: kotlin.Long? = null,
)
data class TagUse(
  val label: kotlin.String,
  val noteTitle: kotlin.String,
)
data class TagUsePage(
  val items: List<TagUse>,
  val totalCount: kotlin.Long,
  val pageInfo: PageInfo,
)
data class TagUseQuery(
  val where: TagUseWhere? = null,
  val orderBy: List<TagUseOrder> = listOf(),
  val limit: kotlin.Long? = null,
  val offset: kotlin.Long? = null,
)
data class TagWith(
  val record: Tag,
  val notes: List<NoteTagWith>?,
)
data class UpdateAttachmentInput(
  val noteId: Uuid? = null,
  val name: kotlin.String? = null,
  val mediaType: kotlin.String? = null,
  val size: kotlin.Long? = null,
  val checksum: kotlin.ByteArray? = null,
  val source: TextChange? = null,
)
data class UpdateNoteInput(
  val notebookId: UuidChange? = null,
  val title: kotlin.String? = null,
  val body: kotlin.String? = null,
  val summary: TextChange? = null,
  val pinned: kotlin.Boolean? = null,
  val priority: Priority? = null,
  val position: kotlin.Double? = null,
  val wordCount: kotlin.Long? = null,
  val dueAt: DateTimeChange? = null,
  val cost: DecimalChange? = null,
  val meta: JsonChange? = null,
  val place: PlaceChange? = null,
  val keywords: List<kotlin.String>? = null,
  val createdAt: DateTime? = null,
)
data class UpdateNoteTagInput(
  val addedAt: DateTime? = null,
)
data class UpdateNotebookInput(
  val name: kotlin.String? = null,
  val hue: HueChange? = null,
  val budget: DecimalChange? = null,
  val createdAt: DateTime? = null,
)
data class UpdateTagInput(
  val label: kotlin.String? = null,
  val hue: HueChange? = null,
)
sealed class AttachmentBatchResult
  data class Ok(val value: dev.larder.notes.Attachment) : AttachmentBatchResult()
  data class Error(val code: dev.larder.BatchErrorCode, val message: kotlin.String) : AttachmentBatchResult()
sealed class AttachmentColumn
  data class Field(val v1: dev.larder.notes.AttachmentField) : AttachmentColumn()
  data class Coalesce(val v1: List<dev.larder.notes.AttachmentField>) : AttachmentColumn()
  object Count : AttachmentColumn()
  data class Sum(val v1: dev.larder.notes.AttachmentField) : AttachmentColumn()
  data class Avg(val v1: dev.larder.notes.AttachmentField) : AttachmentColumn()
  data class Min(val v1: dev.larder.notes.AttachmentField) : AttachmentColumn()
  data class Max(val v1: dev.larder.notes.AttachmentField) : AttachmentColumn()
enum class AttachmentConflict
  ID
  NOTE_ID_NAME
enum class AttachmentField
  ID
  NOTE_ID
  NAME
  MEDIA_TYPE
  SIZE
  CHECKSUM
  SOURCE
sealed class AttachmentInclude
  data class Note(val include: List<dev.larder.notes.NoteInclude>) : AttachmentInclude()
sealed class AttachmentListFilter
  data class Some(val v1: AttachmentWhere) : AttachmentListFilter()
  data class Every(val v1: AttachmentWhere) : AttachmentListFilter()
  data class None(val v1: AttachmentWhere) : AttachmentListFilter()
sealed class AttachmentOrder
  data class Id(val v1: dev.larder.SortOrder) : AttachmentOrder()
  data class NoteId(val v1: dev.larder.SortOrder) : AttachmentOrder()
  data class Name(val v1: dev.larder.SortOrder) : AttachmentOrder()
  data class MediaType(val v1: dev.larder.SortOrder) : AttachmentOrder()
  data class Size(val v1: dev.larder.SortOrder) : AttachmentOrder()
  data class Checksum(val v1: dev.larder.SortOrder) : AttachmentOrder()
  data class Source(val v1: dev.larder.SortOrder) : AttachmentOrder()
  data class Note(val v1: NoteOrder) : AttachmentOrder()
sealed class AttachmentWhere
  data class Id(val v1: dev.larder.TextFilter) : AttachmentWhere()
  data class NoteId(val v1: dev.larder.UuidFilter) : AttachmentWhere()
  data class Name(val v1: dev.larder.TextFilter) : AttachmentWhere()
  data class MediaType(val v1: dev.larder.TextFilter) : AttachmentWhere()
  data class Size(val v1: dev.larder.IntFilter) : AttachmentWhere()
  data class Checksum(val v1: dev.larder.BytesFilter) : AttachmentWhere()
  data class Source(val v1: dev.larder.OptionalTextFilter) : AttachmentWhere()
  data class Note(val v1: dev.larder.notes.NoteFilter) : AttachmentWhere()
  data class And(val v1: List<dev.larder.notes.AttachmentWhere>) : AttachmentWhere()
  data class Or(val v1: List<dev.larder.notes.AttachmentWhere>) : AttachmentWhere()
  data class Not(val v1: AttachmentWhere) : AttachmentWhere()
enum class Hue
  RED
  GREEN
  BLUE
sealed class HueChange
  data class Set(val v1: dev.larder.notes.Hue) : HueChange()
  object Clear : HueChange()
sealed class HueFilter
  data class Eq(val v1: dev.larder.notes.Hue) : HueFilter()
  data class Ne(val v1: dev.larder.notes.Hue) : HueFilter()
  data class In(val v1: List<dev.larder.notes.Hue>) : HueFilter()
  data class NotIn(val v1: List<dev.larder.notes.Hue>) : HueFilter()
sealed class NoteBatchResult
  data class Ok(val value: dev.larder.notes.Note) : NoteBatchResult()
  data class Error(val code: dev.larder.BatchErrorCode, val message: kotlin.String) : NoteBatchResult()
sealed class NoteColumn
  data class Field(val v1: dev.larder.notes.NoteField) : NoteColumn()
  data class Coalesce(val v1: List<dev.larder.notes.NoteField>) : NoteColumn()
  object Count : NoteColumn()
  data class Sum(val v1: dev.larder.notes.NoteField) : NoteColumn()
  data class Avg(val v1: dev.larder.notes.NoteField) : NoteColumn()
  data class Min(val v1: dev.larder.notes.NoteField) : NoteColumn()
  data class Max(val v1: dev.larder.notes.NoteField) : NoteColumn()
enum class NoteField
  ID
  NOTEBOOK_ID
  TITLE
  BODY
  SUMMARY
  PINNED
  PRIORITY
  POSITION
  WORD_COUNT
  DUE_AT
  COST
  META
  PLACE
  KEYWORDS
  VERSION
  CREATED_AT
  UPDATED_AT
  DELETED_AT
sealed class NoteFilter
  data class Is(val v1: NoteWhere) : NoteFilter()
  object IsNone : NoteFilter()
  object IsSome : NoteFilter()
sealed class NoteInclude
  data class Notebook(val include: List<dev.larder.notes.NotebookInclude>) : NoteInclude()
  data class Attachments(val query: dev.larder.notes.AttachmentQuery, val include: List<dev.larder.notes.AttachmentInclude>) : NoteInclude()
  data class Tags(val query: dev.larder.notes.NoteTagQuery, val include: List<dev.larder.notes.NoteTagInclude>) : NoteInclude()
sealed class NoteListFilter
  data class Some(val v1: NoteWhere) : NoteListFilter()
  data class Every(val v1: NoteWhere) : NoteListFilter()
  data class None(val v1: NoteWhere) : NoteListFilter()
sealed class NoteOrder
  data class Id(val v1: dev.larder.SortOrder) : NoteOrder()
  data class NotebookId(val v1: dev.larder.SortOrder) : NoteOrder()
  data class Title(val v1: dev.larder.SortOrder) : NoteOrder()
  data class Body(val v1: dev.larder.SortOrder) : NoteOrder()
  data class Summary(val v1: dev.larder.SortOrder) : NoteOrder()
  data class Pinned(val v1: dev.larder.SortOrder) : NoteOrder()
  data class Priority(val v1: dev.larder.SortOrder) : NoteOrder()
  data class Position(val v1: dev.larder.SortOrder) : NoteOrder()
  data class WordCount(val v1: dev.larder.SortOrder) : NoteOrder()
  data class DueAt(val v1: dev.larder.SortOrder) : NoteOrder()
  data class Cost(val v1: dev.larder.SortOrder) : NoteOrder()
  data class Meta(val v1: dev.larder.SortOrder) : NoteOrder()
  data class Version(val v1: dev.larder.SortOrder) : NoteOrder()
  data class CreatedAt(val v1: dev.larder.SortOrder) : NoteOrder()
  data class UpdatedAt(val v1: dev.larder.SortOrder) : NoteOrder()
  data class DeletedAt(val v1: dev.larder.SortOrder) : NoteOrder()
  data class MetaPath(val v1: kotlin.String, val v2: dev.larder.SortOrder) : NoteOrder()
  data class Notebook(val v1: NotebookOrder) : NoteOrder()
sealed class NoteTagBatchResult
  data class Ok(val value: dev.larder.notes.NoteTag) : NoteTagBatchResult()
  data class Error(val code: dev.larder.BatchErrorCode, val message: kotlin.String) : NoteTagBatchResult()
sealed class NoteTagColumn
  data class Field(val v1: dev.larder.notes.NoteTagField) : NoteTagColumn()
  data class Coalesce(val v1: List<dev.larder.notes.NoteTagField>) : NoteTagColumn()
  object Count : NoteTagColumn()
  data class Sum(val v1: dev.larder.notes.NoteTagField) : NoteTagColumn()
  data class Avg(val v1: dev.larder.notes.NoteTagField) : NoteTagColumn()
  data class Min(val v1: dev.larder.notes.NoteTagField) : NoteTagColumn()
  data class Max(val v1: dev.larder.notes.NoteTagField) : NoteTagColumn()
enum class NoteTagField
  NOTE_ID
  TAG_ID
  ADDED_AT
sealed class NoteTagInclude
  data class Note(val include: List<dev.larder.notes.NoteInclude>) : NoteTagInclude()
  data class Tag(val include: List<dev.larder.notes.TagInclude>) : NoteTagInclude()
sealed class NoteTagListFilter
  data class Some(val v1: NoteTagWhere) : NoteTagListFilter()
  data class Every(val v1: NoteTagWhere) : NoteTagListFilter()
  data class None(val v1: NoteTagWhere) : NoteTagListFilter()
sealed class NoteTagOrder
  data class NoteId(val v1: dev.larder.SortOrder) : NoteTagOrder()
  data class TagId(val v1: dev.larder.SortOrder) : NoteTagOrder()
  data class AddedAt(val v1: dev.larder.SortOrder) : NoteTagOrder()
  data class Note(val v1: NoteOrder) : NoteTagOrder()
  data class Tag(val v1: TagOrder) : NoteTagOrder()
sealed class NoteTagWhere
  data class NoteId(val v1: dev.larder.UuidFilter) : NoteTagWhere()
  data class TagId(val v1: dev.larder.IntFilter) : NoteTagWhere()
  data class AddedAt(val v1: dev.larder.DateTimeFilter) : NoteTagWhere()
  data class Note(val v1: dev.larder.notes.NoteFilter) : NoteTagWhere()
  data class Tag(val v1: dev.larder.notes.TagFilter) : NoteTagWhere()
  data class And(val v1: List<dev.larder.notes.NoteTagWhere>) : NoteTagWhere()
  data class Or(val v1: List<dev.larder.notes.NoteTagWhere>) : NoteTagWhere()
  data class Not(val v1: NoteTagWhere) : NoteTagWhere()
sealed class NoteWhere
  data class Id(val v1: dev.larder.UuidFilter) : NoteWhere()
  data class NotebookId(val v1: dev.larder.OptionalUuidFilter) : NoteWhere()
  data class Title(val v1: dev.larder.TextFilter) : NoteWhere()
  data class Body(val v1: dev.larder.TextFilter) : NoteWhere()
  data class Summary(val v1: dev.larder.OptionalTextFilter) : NoteWhere()
  data class Pinned(val v1: dev.larder.BoolFilter) : NoteWhere()
  data class Priority(val v1: dev.larder.notes.PriorityFilter) : NoteWhere()
  data class Position(val v1: dev.larder.FloatFilter) : NoteWhere()
  data class WordCount(val v1: dev.larder.IntFilter) : NoteWhere()
  data class DueAt(val v1: dev.larder.OptionalDateTimeFilter) : NoteWhere()
  data class Cost(val v1: dev.larder.OptionalDecimalFilter) : NoteWhere()
  data class Meta(val v1: dev.larder.OptionalJsonFilter) : NoteWhere()
  data class Version(val v1: dev.larder.IntFilter) : NoteWhere()
  data class CreatedAt(val v1: dev.larder.DateTimeFilter) : NoteWhere()
  data class UpdatedAt(val v1: dev.larder.DateTimeFilter) : NoteWhere()
  data class DeletedAt(val v1: dev.larder.OptionalDateTimeFilter) : NoteWhere()
  data class Notebook(val v1: dev.larder.notes.NotebookFilter) : NoteWhere()
  data class Attachments(val v1: dev.larder.notes.AttachmentListFilter) : NoteWhere()
  data class Tags(val v1: dev.larder.notes.NoteTagListFilter) : NoteWhere()
  data class And(val v1: List<dev.larder.notes.NoteWhere>) : NoteWhere()
  data class Or(val v1: List<dev.larder.notes.NoteWhere>) : NoteWhere()
  data class Not(val v1: NoteWhere) : NoteWhere()
sealed class NotebookBatchResult
  data class Ok(val value: dev.larder.notes.Notebook) : NotebookBatchResult()
  data class Error(val code: dev.larder.BatchErrorCode, val message: kotlin.String) : NotebookBatchResult()
sealed class NotebookColumn
  data class Field(val v1: dev.larder.notes.NotebookField) : NotebookColumn()
  data class Coalesce(val v1: List<dev.larder.notes.NotebookField>) : NotebookColumn()
  object Count : NotebookColumn()
  data class Sum(val v1: dev.larder.notes.NotebookField) : NotebookColumn()
  data class Avg(val v1: dev.larder.notes.NotebookField) : NotebookColumn()
  data class Min(val v1: dev.larder.notes.NotebookField) : NotebookColumn()
  data class Max(val v1: dev.larder.notes.NotebookField) : NotebookColumn()
enum class NotebookConflict
  ID
  NAME
enum class NotebookField
  ID
  NAME
  HUE
  BUDGET
  CREATED_AT
sealed class NotebookFilter
  data class Is(val v1: NotebookWhere) : NotebookFilter()
  object IsNone : NotebookFilter()
  object IsSome : NotebookFilter()
sealed class NotebookInclude
  data class Notes(val query: dev.larder.notes.NoteQuery, val include: List<dev.larder.notes.NoteInclude>) : NotebookInclude()
sealed class NotebookOrder
  data class Id(val v1: dev.larder.SortOrder) : NotebookOrder()
  data class Name(val v1: dev.larder.SortOrder) : NotebookOrder()
  data class Hue(val v1: dev.larder.SortOrder) : NotebookOrder()
  data class Budget(val v1: dev.larder.SortOrder) : NotebookOrder()
  data class CreatedAt(val v1: dev.larder.SortOrder) : NotebookOrder()
sealed class NotebookSummaryColumn
  data class Field(val v1: dev.larder.notes.NotebookSummaryField) : NotebookSummaryColumn()
  data class Coalesce(val v1: List<dev.larder.notes.NotebookSummaryField>) : NotebookSummaryColumn()
  object Count : NotebookSummaryColumn()
  data class Sum(val v1: dev.larder.notes.NotebookSummaryField) : NotebookSummaryColumn()
  data class Avg(val v1: dev.larder.notes.NotebookSummaryField) : NotebookSummaryColumn()
  data class Min(val v1: dev.larder.notes.NotebookSummaryField) : NotebookSummaryColumn()
  data class Max(val v1: dev.larder.notes.NotebookSummaryField) : NotebookSummaryColumn()
enum class NotebookSummaryField
  ID
  NAME
  NOTES
  DEAREST
  LAST_WRITTEN_AT
sealed class NotebookSummaryOrder
  data class Id(val v1: dev.larder.SortOrder) : NotebookSummaryOrder()
  data class Name(val v1: dev.larder.SortOrder) : NotebookSummaryOrder()
  data class Notes(val v1: dev.larder.SortOrder) : NotebookSummaryOrder()
  data class Dearest(val v1: dev.larder.SortOrder) : NotebookSummaryOrder()
  data class LastWrittenAt(val v1: dev.larder.SortOrder) : NotebookSummaryOrder()
sealed class NotebookSummaryWhere
  data class Id(val v1: dev.larder.UuidFilter) : NotebookSummaryWhere()
  data class Name(val v1: dev.larder.TextFilter) : NotebookSummaryWhere()
  data class Notes(val v1: dev.larder.IntFilter) : NotebookSummaryWhere()
  data class Dearest(val v1: dev.larder.OptionalDecimalFilter) : NotebookSummaryWhere()
  data class LastWrittenAt(val v1: dev.larder.OptionalDateTimeFilter) : NotebookSummaryWhere()
  data class And(val v1: List<dev.larder.notes.NotebookSummaryWhere>) : NotebookSummaryWhere()
  data class Or(val v1: List<dev.larder.notes.NotebookSummaryWhere>) : NotebookSummaryWhere()
  data class Not(val v1: NotebookSummaryWhere) : NotebookSummaryWhere()
sealed class NotebookWhere
  data class Id(val v1: dev.larder.UuidFilter) : NotebookWhere()
  data class Name(val v1: dev.larder.TextFilter) : NotebookWhere()
  data class Hue(val v1: dev.larder.notes.OptionalHueFilter) : NotebookWhere()
  data class Budget(val v1: dev.larder.OptionalDecimalFilter) : NotebookWhere()
  data class CreatedAt(val v1: dev.larder.DateTimeFilter) : NotebookWhere()
  data class Notes(val v1: dev.larder.notes.NoteListFilter) : NotebookWhere()
  data class And(val v1: List<dev.larder.notes.NotebookWhere>) : NotebookWhere()
  data class Or(val v1: List<dev.larder.notes.NotebookWhere>) : NotebookWhere()
  data class Not(val v1: NotebookWhere) : NotebookWhere()
sealed class OptionalHueFilter
  data class Eq(val v1: dev.larder.notes.Hue) : OptionalHueFilter()
  data class Ne(val v1: dev.larder.notes.Hue) : OptionalHueFilter()
  data class In(val v1: List<dev.larder.notes.Hue>) : OptionalHueFilter()
  data class NotIn(val v1: List<dev.larder.notes.Hue>) : OptionalHueFilter()
  object IsNull : OptionalHueFilter()
  object IsNotNull : OptionalHueFilter()
sealed class OptionalPriorityFilter
  data class Eq(val v1: dev.larder.notes.Priority) : OptionalPriorityFilter()
  data class Ne(val v1: dev.larder.notes.Priority) : OptionalPriorityFilter()
  data class In(val v1: List<dev.larder.notes.Priority>) : OptionalPriorityFilter()
  data class NotIn(val v1: List<dev.larder.notes.Priority>) : OptionalPriorityFilter()
  object IsNull : OptionalPriorityFilter()
  object IsNotNull : OptionalPriorityFilter()
sealed class PlaceChange
  data class Set(val v1: dev.larder.notes.Place) : PlaceChange()
  object Clear : PlaceChange()
enum class Priority
  LOW
  NORMAL
  HIGH
sealed class PriorityChange
  data class Set(val v1: dev.larder.notes.Priority) : PriorityChange()
  object Clear : PriorityChange()
sealed class PriorityFilter
  data class Eq(val v1: dev.larder.notes.Priority) : PriorityFilter()
  data class Ne(val v1: dev.larder.notes.Priority) : PriorityFilter()
  data class In(val v1: List<dev.larder.notes.Priority>) : PriorityFilter()
  data class NotIn(val v1: List<dev.larder.notes.Priority>) : PriorityFilter()
sealed class TagBatchResult
  data class Ok(val value: dev.larder.notes.Tag) : TagBatchResult()
  data class Error(val code: dev.larder.BatchErrorCode, val message: kotlin.String) : TagBatchResult()
sealed class TagColumn
  data class Field(val v1: dev.larder.notes.TagField) : TagColumn()
  data class Coalesce(val v1: List<dev.larder.notes.TagField>) : TagColumn()
  object Count : TagColumn()
  data class Sum(val v1: dev.larder.notes.TagField) : TagColumn()
  data class Avg(val v1: dev.larder.notes.TagField) : TagColumn()
  data class Min(val v1: dev.larder.notes.TagField) : TagColumn()
  data class Max(val v1: dev.larder.notes.TagField) : TagColumn()
enum class TagConflict
  ID
  LABEL
enum class TagField
  ID
  LABEL
  HUE
sealed class TagFilter
  data class Is(val v1: TagWhere) : TagFilter()
  object IsNone : TagFilter()
  object IsSome : TagFilter()
sealed class TagInclude
  data class Notes(val query: dev.larder.notes.NoteTagQuery, val include: List<dev.larder.notes.NoteTagInclude>) : TagInclude()
sealed class TagOrder
  data class Id(val v1: dev.larder.SortOrder) : TagOrder()
  data class Label(val v1: dev.larder.SortOrder) : TagOrder()
  data class Hue(val v1: dev.larder.SortOrder) : TagOrder()
sealed class TagUseColumn
  data class Field(val v1: dev.larder.notes.TagUseField) : TagUseColumn()
  data class Coalesce(val v1: List<dev.larder.notes.TagUseField>) : TagUseColumn()
  object Count : TagUseColumn()
  data class Sum(val v1: dev.larder.notes.TagUseField) : TagUseColumn()
  data class Avg(val v1: dev.larder.notes.TagUseField) : TagUseColumn()
  data class Min(val v1: dev.larder.notes.TagUseField) : TagUseColumn()
  data class Max(val v1: dev.larder.notes.TagUseField) : TagUseColumn()
enum class TagUseField
  LABEL
  NOTE_TITLE
sealed class TagUseOrder
  data class Label(val v1: dev.larder.SortOrder) : TagUseOrder()
  data class NoteTitle(val v1: dev.larder.SortOrder) : TagUseOrder()
sealed class TagUseWhere
  data class Label(val v1: dev.larder.TextFilter) : TagUseWhere()
  data class NoteTitle(val v1: dev.larder.TextFilter) : TagUseWhere()
  data class And(val v1: List<dev.larder.notes.TagUseWhere>) : TagUseWhere()
  data class Or(val v1: List<dev.larder.notes.TagUseWhere>) : TagUseWhere()
  data class Not(val v1: TagUseWhere) : TagUseWhere()
sealed class TagWhere
  data class Id(val v1: dev.larder.IntFilter) : TagWhere()
  data class Label(val v1: dev.larder.TextFilter) : TagWhere()
  data class Hue(val v1: dev.larder.notes.OptionalHueFilter) : TagWhere()
  data class Notes(val v1: dev.larder.notes.NoteTagListFilter) : TagWhere()
  data class And(val v1: List<dev.larder.notes.TagWhere>) : TagWhere()
  data class Or(val v1: List<dev.larder.notes.TagWhere>) : TagWhere()
  data class Not(val v1: TagWhere) : TagWhere()
fun emptyCall()
fun panicDrill(database: Database)
public fun <T> Database.transaction(body: (DatabaseTransaction) -> T): T
public fun <T> Database.read(body: (DatabaseTransaction) -> T): T
public suspend fun <T> Database.background(work: (Database) -> T): T
public suspend fun <T> Database.backgroundTransaction(body: (DatabaseTransaction) -> T): T
public fun <T> Database.live(read: (DatabaseTransaction) -> T): Flow<T>
