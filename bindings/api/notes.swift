// What an app can call in Swift, in the order of the sources. `cargo xtask api` writes this file.
public protocol AttachmentStoreProtocol: AnyObject, Sendable
  func batchCreate(inputs: [CreateAttachmentInput]) throws -> AttachmentBatch
  func batchDelete(ids: [String]) throws -> AttachmentBatch
  func batchGet(ids: [String]) throws -> AttachmentBatch
  func batchUpdate(items: [AttachmentBatchUpdate]) throws -> AttachmentBatch
  func batchUpsert(inputs: [CreateAttachmentInput]) throws -> AttachmentBatch
  func count(`where`: AttachmentWhere?) throws -> Int64
  func create(input: CreateAttachmentInput) throws -> Attachment
  func createMany(inputs: [CreateAttachmentInput]) throws -> Int64
  func delete(id: String) throws -> Attachment
  func deleteMany(`where`: AttachmentWhere) throws -> Int64
  func exists(`where`: AttachmentWhere?) throws -> Bool
  func explain(query: AttachmentQuery) throws -> QueryPlan
  func findFirst(query: AttachmentQuery) throws -> Attachment?
  func findMany(query: AttachmentQuery) throws -> [Attachment]
  func findManyWith(query: AttachmentQuery, include: [AttachmentInclude]) throws -> [AttachmentWith]
  func findPage(query: AttachmentQuery, start: PageStart?) throws -> AttachmentKeysetPage
  func findUnique(id: String) throws -> Attachment?
  func paginate(query: AttachmentQuery, page: PageInput) throws -> AttachmentPage
  func select(columns: [AttachmentColumn], `where`: AttachmentWhere?, options: SelectOptions?) throws -> [[Scalar]]
  func update(id: String, input: UpdateAttachmentInput) throws -> Attachment
  func updateMany(`where`: AttachmentWhere, input: UpdateAttachmentInput) throws -> Int64
  func upsert(input: CreateAttachmentInput, onConflict: AttachmentConflict?) throws -> Attachment
open class AttachmentStore: AttachmentStoreProtocol, @unchecked Sendable
  open func batchCreate(inputs: [CreateAttachmentInput]) throws -> AttachmentBatch
  open func batchDelete(ids: [String]) throws -> AttachmentBatch
  open func batchGet(ids: [String]) throws -> AttachmentBatch
  open func batchUpdate(items: [AttachmentBatchUpdate]) throws -> AttachmentBatch
  open func batchUpsert(inputs: [CreateAttachmentInput]) throws -> AttachmentBatch
  open func count(`where`: AttachmentWhere? = nil) throws -> Int64
  open func create(input: CreateAttachmentInput) throws -> Attachment
  open func createMany(inputs: [CreateAttachmentInput]) throws -> Int64
  open func delete(id: String) throws -> Attachment
  open func deleteMany(`where`: AttachmentWhere) throws -> Int64
  open func exists(`where`: AttachmentWhere? = nil) throws -> Bool
  open func explain(query: AttachmentQuery = AttachmentQuery()) throws -> QueryPlan
  open func findFirst(query: AttachmentQuery = AttachmentQuery()) throws -> Attachment?
  open func findMany(query: AttachmentQuery = AttachmentQuery()) throws -> [Attachment]
  open func findManyWith(query: AttachmentQuery, include: [AttachmentInclude]) throws -> [AttachmentWith]
  open func findPage(query: AttachmentQuery = AttachmentQuery(), start: PageStart? = nil) throws -> AttachmentKeysetPage
  open func findUnique(id: String) throws -> Attachment?
  open func paginate(query: AttachmentQuery = AttachmentQuery(), page: PageInput = PageInput()) throws -> AttachmentPage
  open func select(columns: [AttachmentColumn], `where`: AttachmentWhere? = nil, options: SelectOptions? = nil) throws -> [[Scalar]]
  open func update(id: String, input: UpdateAttachmentInput) throws -> Attachment
  open func updateMany(`where`: AttachmentWhere, input: UpdateAttachmentInput) throws -> Int64
  open func upsert(input: CreateAttachmentInput, onConflict: AttachmentConflict? = nil) throws -> Attachment
public protocol DatabaseProtocol: AnyObject, Sendable
  func attachments() -> AttachmentStore
  func core() -> DatabaseCore
  func health() -> DatabaseHealth
  func noteTags() -> NoteTagStore
  func notebookSummaries() -> NotebookSummaryStore
  func notebooks() -> NotebookStore
  func notes() -> NoteStore
  func observe(body: TransactionBody, observer: LiveObserver) throws -> LiveSubscription
  func query(sql: String, params: [Scalar]) throws -> [[Scalar]]
  func resume() throws
  func runSnapshot(body: TransactionBody) throws
  func runTransaction(body: TransactionBody) throws
  func shutdown(deadlineMillis: Int64?) throws
  func suspend(deadlineMillis: Int64) throws
  func tagUses() -> TagUseStore
  func tags() -> TagStore
open class Database: DatabaseProtocol, @unchecked Sendable
  public static func inMemory(options: DatabaseOptions? = nil) throws -> Database
  public static func `open`(path: String, options: DatabaseOptions? = nil) throws -> Database
  open func attachments() -> AttachmentStore
  open func core() -> DatabaseCore
  open func health() -> DatabaseHealth
  open func noteTags() -> NoteTagStore
  open func notebookSummaries() -> NotebookSummaryStore
  open func notebooks() -> NotebookStore
  open func notes() -> NoteStore
  open func observe(body: TransactionBody, observer: LiveObserver) throws -> LiveSubscription
  open func query(sql: String, params: [Scalar] = []) throws -> [[Scalar]]
  open func resume() throws
  open func runSnapshot(body: TransactionBody) throws
  open func runTransaction(body: TransactionBody) throws
  open func shutdown(deadlineMillis: Int64? = nil) throws
  open func suspend(deadlineMillis: Int64) throws
  open func tagUses() -> TagUseStore
  open func tags() -> TagStore
public protocol DatabaseTransactionProtocol: AnyObject, Sendable
  func attachments() -> AttachmentStore
  func deferForeignKeys() throws
  func noteTags() -> NoteTagStore
  func notebookSummaries() -> NotebookSummaryStore
  func notebooks() -> NotebookStore
  func notes() -> NoteStore
  func query(sql: String, params: [Scalar]) throws -> [[Scalar]]
  func tagUses() -> TagUseStore
  func tags() -> TagStore
open class DatabaseTransaction: DatabaseTransactionProtocol, @unchecked Sendable
  open func attachments() -> AttachmentStore
  open func deferForeignKeys() throws
  open func noteTags() -> NoteTagStore
  open func notebookSummaries() -> NotebookSummaryStore
  open func notebooks() -> NotebookStore
  open func notes() -> NoteStore
  open func query(sql: String, params: [Scalar] = []) throws -> [[Scalar]]
  open func tagUses() -> TagUseStore
  open func tags() -> TagStore
public protocol NoteStoreProtocol: AnyObject, Sendable
  func batchCreate(inputs: [CreateNoteInput]) throws -> NoteBatch
  func batchDelete(ids: [Uuid]) throws -> NoteBatch
  func batchGet(ids: [Uuid]) throws -> NoteBatch
  func batchUpdate(items: [NoteBatchUpdate]) throws -> NoteBatch
  func batchUpsert(inputs: [CreateNoteInput]) throws -> NoteBatch
  func count(`where`: NoteWhere?) throws -> Int64
  func create(input: CreateNoteInput) throws -> Note
  func createMany(inputs: [CreateNoteInput]) throws -> Int64
  func delete(id: Uuid) throws -> Note
  func deleteMany(`where`: NoteWhere) throws -> Int64
  func exists(`where`: NoteWhere?) throws -> Bool
  func explain(query: NoteQuery) throws -> QueryPlan
  func findFirst(query: NoteQuery) throws -> Note?
  func findMany(query: NoteQuery) throws -> [Note]
  func findManyWith(query: NoteQuery, include: [NoteInclude]) throws -> [NoteWith]
  func findPage(query: NoteQuery, start: PageStart?) throws -> NoteKeysetPage
  func findSnippets(query: NoteQuery, snippet: SnippetOptions) throws -> [NoteMatch]
  func findUnique(id: Uuid) throws -> Note?
  func paginate(query: NoteQuery, page: PageInput) throws -> NotePage
  func purgeExpired() throws -> Int64
  func restore(id: Uuid) throws -> Note
  func select(columns: [NoteColumn], `where`: NoteWhere?, options: SelectOptions?) throws -> [[Scalar]]
  func update(id: Uuid, input: UpdateNoteInput, ifMatch: Int64?) throws -> Note
  func updateMany(`where`: NoteWhere, input: UpdateNoteInput) throws -> Int64
  func upsert(input: CreateNoteInput) throws -> Note
open class NoteStore: NoteStoreProtocol, @unchecked Sendable
  open func batchCreate(inputs: [CreateNoteInput]) throws -> NoteBatch
  open func batchDelete(ids: [Uuid]) throws -> NoteBatch
  open func batchGet(ids: [Uuid]) throws -> NoteBatch
  open func batchUpdate(items: [NoteBatchUpdate]) throws -> NoteBatch
  open func batchUpsert(inputs: [CreateNoteInput]) throws -> NoteBatch
  open func count(`where`: NoteWhere? = nil) throws -> Int64
  open func create(input: CreateNoteInput) throws -> Note
  open func createMany(inputs: [CreateNoteInput]) throws -> Int64
  open func delete(id: Uuid) throws -> Note
  open func deleteMany(`where`: NoteWhere) throws -> Int64
  open func exists(`where`: NoteWhere? = nil) throws -> Bool
  open func explain(query: NoteQuery = NoteQuery()) throws -> QueryPlan
  open func findFirst(query: NoteQuery = NoteQuery()) throws -> Note?
  open func findMany(query: NoteQuery = NoteQuery()) throws -> [Note]
  open func findManyWith(query: NoteQuery, include: [NoteInclude]) throws -> [NoteWith]
  open func findPage(query: NoteQuery = NoteQuery(), start: PageStart? = nil) throws -> NoteKeysetPage
  open func findSnippets(query: NoteQuery, snippet: SnippetOptions) throws -> [NoteMatch]
  open func findUnique(id: Uuid) throws -> Note?
  open func paginate(query: NoteQuery = NoteQuery(), page: PageInput = PageInput()) throws -> NotePage
  open func purgeExpired() throws -> Int64
  open func restore(id: Uuid) throws -> Note
  open func select(columns: [NoteColumn], `where`: NoteWhere? = nil, options: SelectOptions? = nil) throws -> [[Scalar]]
  open func update(id: Uuid, input: UpdateNoteInput, ifMatch: Int64? = nil) throws -> Note
  open func updateMany(`where`: NoteWhere, input: UpdateNoteInput) throws -> Int64
  open func upsert(input: CreateNoteInput) throws -> Note
public protocol NoteTagStoreProtocol: AnyObject, Sendable
  func batchCreate(inputs: [CreateNoteTagInput]) throws -> NoteTagBatch
  func batchDelete(ids: [NoteTagKey]) throws -> NoteTagBatch
  func batchGet(ids: [NoteTagKey]) throws -> NoteTagBatch
  func batchUpdate(items: [NoteTagBatchUpdate]) throws -> NoteTagBatch
  func batchUpsert(inputs: [CreateNoteTagInput]) throws -> NoteTagBatch
  func count(`where`: NoteTagWhere?) throws -> Int64
  func create(input: CreateNoteTagInput) throws -> NoteTag
  func createMany(inputs: [CreateNoteTagInput]) throws -> Int64
  func delete(id: NoteTagKey) throws -> NoteTag
  func deleteMany(`where`: NoteTagWhere) throws -> Int64
  func exists(`where`: NoteTagWhere?) throws -> Bool
  func explain(query: NoteTagQuery) throws -> QueryPlan
  func findFirst(query: NoteTagQuery) throws -> NoteTag?
  func findMany(query: NoteTagQuery) throws -> [NoteTag]
  func findManyWith(query: NoteTagQuery, include: [NoteTagInclude]) throws -> [NoteTagWith]
  func findPage(query: NoteTagQuery, start: PageStart?) throws -> NoteTagKeysetPage
  func findUnique(id: NoteTagKey) throws -> NoteTag?
  func paginate(query: NoteTagQuery, page: PageInput) throws -> NoteTagPage
  func select(columns: [NoteTagColumn], `where`: NoteTagWhere?, options: SelectOptions?) throws -> [[Scalar]]
  func update(id: NoteTagKey, input: UpdateNoteTagInput) throws -> NoteTag
  func updateMany(`where`: NoteTagWhere, input: UpdateNoteTagInput) throws -> Int64
  func upsert(input: CreateNoteTagInput) throws -> NoteTag
open class NoteTagStore: NoteTagStoreProtocol, @unchecked Sendable
  open func batchCreate(inputs: [CreateNoteTagInput]) throws -> NoteTagBatch
  open func batchDelete(ids: [NoteTagKey]) throws -> NoteTagBatch
  open func batchGet(ids: [NoteTagKey]) throws -> NoteTagBatch
  open func batchUpdate(items: [NoteTagBatchUpdate]) throws -> NoteTagBatch
  open func batchUpsert(inputs: [CreateNoteTagInput]) throws -> NoteTagBatch
  open func count(`where`: NoteTagWhere? = nil) throws -> Int64
  open func create(input: CreateNoteTagInput) throws -> NoteTag
  open func createMany(inputs: [CreateNoteTagInput]) throws -> Int64
  open func delete(id: NoteTagKey) throws -> NoteTag
  open func deleteMany(`where`: NoteTagWhere) throws -> Int64
  open func exists(`where`: NoteTagWhere? = nil) throws -> Bool
  open func explain(query: NoteTagQuery = NoteTagQuery()) throws -> QueryPlan
  open func findFirst(query: NoteTagQuery = NoteTagQuery()) throws -> NoteTag?
  open func findMany(query: NoteTagQuery = NoteTagQuery()) throws -> [NoteTag]
  open func findManyWith(query: NoteTagQuery, include: [NoteTagInclude]) throws -> [NoteTagWith]
  open func findPage(query: NoteTagQuery = NoteTagQuery(), start: PageStart? = nil) throws -> NoteTagKeysetPage
  open func findUnique(id: NoteTagKey) throws -> NoteTag?
  open func paginate(query: NoteTagQuery = NoteTagQuery(), page: PageInput = PageInput()) throws -> NoteTagPage
  open func select(columns: [NoteTagColumn], `where`: NoteTagWhere? = nil, options: SelectOptions? = nil) throws -> [[Scalar]]
  open func update(id: NoteTagKey, input: UpdateNoteTagInput) throws -> NoteTag
  open func updateMany(`where`: NoteTagWhere, input: UpdateNoteTagInput) throws -> Int64
  open func upsert(input: CreateNoteTagInput) throws -> NoteTag
public protocol NotebookStoreProtocol: AnyObject, Sendable
  func batchCreate(inputs: [CreateNotebookInput]) throws -> NotebookBatch
  func batchDelete(ids: [Uuid]) throws -> NotebookBatch
  func batchGet(ids: [Uuid]) throws -> NotebookBatch
  func batchUpdate(items: [NotebookBatchUpdate]) throws -> NotebookBatch
  func batchUpsert(inputs: [CreateNotebookInput]) throws -> NotebookBatch
  func count(`where`: NotebookWhere?) throws -> Int64
  func create(input: CreateNotebookInput) throws -> Notebook
  func createMany(inputs: [CreateNotebookInput]) throws -> Int64
  func delete(id: Uuid) throws -> Notebook
  func deleteMany(`where`: NotebookWhere) throws -> Int64
  func exists(`where`: NotebookWhere?) throws -> Bool
  func explain(query: NotebookQuery) throws -> QueryPlan
  func findFirst(query: NotebookQuery) throws -> Notebook?
  func findMany(query: NotebookQuery) throws -> [Notebook]
  func findManyWith(query: NotebookQuery, include: [NotebookInclude]) throws -> [NotebookWith]
  func findPage(query: NotebookQuery, start: PageStart?) throws -> NotebookKeysetPage
  func findUnique(id: Uuid) throws -> Notebook?
  func paginate(query: NotebookQuery, page: PageInput) throws -> NotebookPage
  func select(columns: [NotebookColumn], `where`: NotebookWhere?, options: SelectOptions?) throws -> [[Scalar]]
  func update(id: Uuid, input: UpdateNotebookInput) throws -> Notebook
  func updateMany(`where`: NotebookWhere, input: UpdateNotebookInput) throws -> Int64
  func upsert(input: CreateNotebookInput, onConflict: NotebookConflict?) throws -> Notebook
open class NotebookStore: NotebookStoreProtocol, @unchecked Sendable
  open func batchCreate(inputs: [CreateNotebookInput]) throws -> NotebookBatch
  open func batchDelete(ids: [Uuid]) throws -> NotebookBatch
  open func batchGet(ids: [Uuid]) throws -> NotebookBatch
  open func batchUpdate(items: [NotebookBatchUpdate]) throws -> NotebookBatch
  open func batchUpsert(inputs: [CreateNotebookInput]) throws -> NotebookBatch
  open func count(`where`: NotebookWhere? = nil) throws -> Int64
  open func create(input: CreateNotebookInput) throws -> Notebook
  open func createMany(inputs: [CreateNotebookInput]) throws -> Int64
  open func delete(id: Uuid) throws -> Notebook
  open func deleteMany(`where`: NotebookWhere) throws -> Int64
  open func exists(`where`: NotebookWhere? = nil) throws -> Bool
  open func explain(query: NotebookQuery = NotebookQuery()) throws -> QueryPlan
  open func findFirst(query: NotebookQuery = NotebookQuery()) throws -> Notebook?
  open func findMany(query: NotebookQuery = NotebookQuery()) throws -> [Notebook]
  open func findManyWith(query: NotebookQuery, include: [NotebookInclude]) throws -> [NotebookWith]
  open func findPage(query: NotebookQuery = NotebookQuery(), start: PageStart? = nil) throws -> NotebookKeysetPage
  open func findUnique(id: Uuid) throws -> Notebook?
  open func paginate(query: NotebookQuery = NotebookQuery(), page: PageInput = PageInput()) throws -> NotebookPage
  open func select(columns: [NotebookColumn], `where`: NotebookWhere? = nil, options: SelectOptions? = nil) throws -> [[Scalar]]
  open func update(id: Uuid, input: UpdateNotebookInput) throws -> Notebook
  open func updateMany(`where`: NotebookWhere, input: UpdateNotebookInput) throws -> Int64
  open func upsert(input: CreateNotebookInput, onConflict: NotebookConflict? = nil) throws -> Notebook
public protocol NotebookSummaryStoreProtocol: AnyObject, Sendable
  func count(`where`: NotebookSummaryWhere?) throws -> Int64
  func exists(`where`: NotebookSummaryWhere?) throws -> Bool
  func explain(query: NotebookSummaryQuery) throws -> QueryPlan
  func findFirst(query: NotebookSummaryQuery) throws -> NotebookSummary?
  func findMany(query: NotebookSummaryQuery) throws -> [NotebookSummary]
  func findPage(query: NotebookSummaryQuery, start: PageStart?) throws -> NotebookSummaryKeysetPage
  func findUnique(id: Uuid) throws -> NotebookSummary?
  func paginate(query: NotebookSummaryQuery, page: PageInput) throws -> NotebookSummaryPage
  func select(columns: [NotebookSummaryColumn], `where`: NotebookSummaryWhere?, options: SelectOptions?) throws -> [[Scalar]]
open class NotebookSummaryStore: NotebookSummaryStoreProtocol, @unchecked Sendable
  open func count(`where`: NotebookSummaryWhere? = nil) throws -> Int64
  open func exists(`where`: NotebookSummaryWhere? = nil) throws -> Bool
  open func explain(query: NotebookSummaryQuery = NotebookSummaryQuery()) throws -> QueryPlan
  open func findFirst(query: NotebookSummaryQuery = NotebookSummaryQuery()) throws -> NotebookSummary?
  open func findMany(query: NotebookSummaryQuery = NotebookSummaryQuery()) throws -> [NotebookSummary]
  open func findPage(query: NotebookSummaryQuery = NotebookSummaryQuery(), start: PageStart? = nil) throws -> NotebookSummaryKeysetPage
  open func findUnique(id: Uuid) throws -> NotebookSummary?
  open func paginate(query: NotebookSummaryQuery = NotebookSummaryQuery(), page: PageInput = PageInput()) throws -> NotebookSummaryPage
  open func select(columns: [NotebookSummaryColumn], `where`: NotebookSummaryWhere? = nil, options: SelectOptions? = nil) throws -> [[Scalar]]
public protocol TagStoreProtocol: AnyObject, Sendable
  func batchCreate(inputs: [CreateTagInput]) throws -> TagBatch
  func batchDelete(ids: [Int64]) throws -> TagBatch
  func batchGet(ids: [Int64]) throws -> TagBatch
  func batchUpdate(items: [TagBatchUpdate]) throws -> TagBatch
  func batchUpsert(inputs: [CreateTagInput]) throws -> TagBatch
  func count(`where`: TagWhere?) throws -> Int64
  func create(input: CreateTagInput) throws -> Tag
  func createMany(inputs: [CreateTagInput]) throws -> Int64
  func delete(id: Int64) throws -> Tag
  func deleteMany(`where`: TagWhere) throws -> Int64
  func exists(`where`: TagWhere?) throws -> Bool
  func explain(query: TagQuery) throws -> QueryPlan
  func findFirst(query: TagQuery) throws -> Tag?
  func findMany(query: TagQuery) throws -> [Tag]
  func findManyWith(query: TagQuery, include: [TagInclude]) throws -> [TagWith]
  func findPage(query: TagQuery, start: PageStart?) throws -> TagKeysetPage
  func findUnique(id: Int64) throws -> Tag?
  func paginate(query: TagQuery, page: PageInput) throws -> TagPage
  func select(columns: [TagColumn], `where`: TagWhere?, options: SelectOptions?) throws -> [[Scalar]]
  func update(id: Int64, input: UpdateTagInput) throws -> Tag
  func updateMany(`where`: TagWhere, input: UpdateTagInput) throws -> Int64
  func upsert(input: CreateTagInput, onConflict: TagConflict?) throws -> Tag
open class TagStore: TagStoreProtocol, @unchecked Sendable
  open func batchCreate(inputs: [CreateTagInput]) throws -> TagBatch
  open func batchDelete(ids: [Int64]) throws -> TagBatch
  open func batchGet(ids: [Int64]) throws -> TagBatch
  open func batchUpdate(items: [TagBatchUpdate]) throws -> TagBatch
  open func batchUpsert(inputs: [CreateTagInput]) throws -> TagBatch
  open func count(`where`: TagWhere? = nil) throws -> Int64
  open func create(input: CreateTagInput) throws -> Tag
  open func createMany(inputs: [CreateTagInput]) throws -> Int64
  open func delete(id: Int64) throws -> Tag
  open func deleteMany(`where`: TagWhere) throws -> Int64
  open func exists(`where`: TagWhere? = nil) throws -> Bool
  open func explain(query: TagQuery = TagQuery()) throws -> QueryPlan
  open func findFirst(query: TagQuery = TagQuery()) throws -> Tag?
  open func findMany(query: TagQuery = TagQuery()) throws -> [Tag]
  open func findManyWith(query: TagQuery, include: [TagInclude]) throws -> [TagWith]
  open func findPage(query: TagQuery = TagQuery(), start: PageStart? = nil) throws -> TagKeysetPage
  open func findUnique(id: Int64) throws -> Tag?
  open func paginate(query: TagQuery = TagQuery(), page: PageInput = PageInput()) throws -> TagPage
  open func select(columns: [TagColumn], `where`: TagWhere? = nil, options: SelectOptions? = nil) throws -> [[Scalar]]
  open func update(id: Int64, input: UpdateTagInput) throws -> Tag
  open func updateMany(`where`: TagWhere, input: UpdateTagInput) throws -> Int64
  open func upsert(input: CreateTagInput, onConflict: TagConflict? = nil) throws -> Tag
public protocol TagUseStoreProtocol: AnyObject, Sendable
  func count(`where`: TagUseWhere?) throws -> Int64
  func exists(`where`: TagUseWhere?) throws -> Bool
  func explain(query: TagUseQuery) throws -> QueryPlan
  func findFirst(query: TagUseQuery) throws -> TagUse?
  func findMany(query: TagUseQuery) throws -> [TagUse]
  func paginate(query: TagUseQuery, page: PageInput) throws -> TagUsePage
  func select(columns: [TagUseColumn], `where`: TagUseWhere?, options: SelectOptions?) throws -> [[Scalar]]
open class TagUseStore: TagUseStoreProtocol, @unchecked Sendable
  open func count(`where`: TagUseWhere? = nil) throws -> Int64
  open func exists(`where`: TagUseWhere? = nil) throws -> Bool
  open func explain(query: TagUseQuery = TagUseQuery()) throws -> QueryPlan
  open func findFirst(query: TagUseQuery = TagUseQuery()) throws -> TagUse?
  open func findMany(query: TagUseQuery = TagUseQuery()) throws -> [TagUse]
  open func paginate(query: TagUseQuery = TagUseQuery(), page: PageInput = PageInput()) throws -> TagUsePage
  open func select(columns: [TagUseColumn], `where`: TagUseWhere? = nil, options: SelectOptions? = nil) throws -> [[Scalar]]
public protocol TransactionBody: AnyObject, Sendable
  func run(transaction: DatabaseTransaction) throws
open class TransactionBodyImpl: TransactionBody, @unchecked Sendable
  open func run(transaction: DatabaseTransaction) throws
public struct Attachment: Equatable, Hashable, Sendable
  public var id: String
  public var noteId: Uuid
  public var name: String
  public var mediaType: String
  public var size: Int64
  public var checksum: Data
  public var source: String?
  public init(id: String, noteId: Uuid, name: String, mediaType: String, size: Int64, checksum: Data, source: String?)
public struct AttachmentBatch: Equatable, Hashable, Sendable
  public var results: [AttachmentBatchResult]
  public var summary: BatchSummary
  public init(results: [AttachmentBatchResult], summary: BatchSummary)
public struct AttachmentBatchUpdate: Equatable, Hashable, Sendable
  public var id: String
  public var input: UpdateAttachmentInput
  public init(id: String, input: UpdateAttachmentInput)
public struct AttachmentKeysetPage: Equatable, Hashable, Sendable
  public var items: [Attachment]
  public var before: String?
  public var after: String?
  public init(items: [Attachment], before: String?, after: String?)
public struct AttachmentPage: Equatable, Hashable, Sendable
  public var items: [Attachment]
  public var totalCount: Int64
  public var pageInfo: PageInfo
  public init(items: [Attachment], totalCount: Int64, pageInfo: PageInfo)
public struct AttachmentQuery: Equatable, Hashable, Sendable
  public var `where`: AttachmentWhere?
  public var orderBy: [AttachmentOrder]
  public var limit: Int64?
  public var offset: Int64?
  public init(`where`: AttachmentWhere? = nil, orderBy: [AttachmentOrder] = [], limit: Int64? = nil, offset: Int64? = nil)
public struct AttachmentWith: Equatable, Hashable, Sendable
  public var record: Attachment
  public var note: NoteWith?
  public init(record: Attachment, note: NoteWith?)
public struct CreateAttachmentInput: Equatable, Hashable, Sendable
  public var id: String?
  public var noteId: Uuid
  public var name: String
  public var mediaType: String
  public var size: Int64
  public var checksum: Data
  public var source: String?
  public init(id: String? = nil, noteId: Uuid, name: String, mediaType: String, size: Int64, checksum: Data, source: String? = nil)
public struct CreateNoteInput: Equatable, Hashable, Sendable
  public var id: Uuid?
  public var notebookId: Uuid?
  public var title: String
  public var body: String?
  public var summary: String?
  public var pinned: Bool?
  public var priority: Priority?
  public var position: Double?
  public var wordCount: Int64?
  public var dueAt: DateTime?
  public var cost: Decimal?
  public var meta: Json?
  public var place: Place?
  public var keywords: [String]?
  public var createdAt: DateTime?
  public init(id: Uuid? = nil, notebookId: Uuid? = nil, title: String, body: String? = nil, summary: String? = nil, pinned: Bool? = nil, priority: Priority? = nil, position: Double? = nil, wordCount: Int64? = nil, dueAt: DateTime? = nil, cost: Decimal? = nil, meta: Json? = nil, place: Place? = nil, keywords: [String]? = nil, createdAt: DateTime? = nil)
public struct CreateNoteTagInput: Equatable, Hashable, Sendable
  public var noteId: Uuid
  public var tagId: Int64
  public var addedAt: DateTime?
  public init(noteId: Uuid, tagId: Int64, addedAt: DateTime? = nil)
public struct CreateNotebookInput: Equatable, Hashable, Sendable
  public var id: Uuid?
  public var name: String
  public var hue: Hue?
  public var budget: Decimal?
  public var createdAt: DateTime?
  public init(id: Uuid? = nil, name: String, hue: Hue? = nil, budget: Decimal? = nil, createdAt: DateTime? = nil)
public struct CreateTagInput: Equatable, Hashable, Sendable
  public var id: Int64?
  public var label: String
  public var hue: Hue?
  public init(id: Int64? = nil, label: String, hue: Hue? = nil)
public struct Note: Equatable, Hashable, Sendable
  public var id: Uuid
  public var notebookId: Uuid?
  public var title: String
  public var body: String
  public var summary: String?
  public var pinned: Bool
  public var priority: Priority
  public var position: Double
  public var wordCount: Int64
  public var dueAt: DateTime?
  public var cost: Decimal?
  public var meta: Json?
  public var place: Place?
  public var keywords: [String]
  public var version: Int64
  public var createdAt: DateTime
  public var updatedAt: DateTime
  public var deletedAt: DateTime?
  public init(id: Uuid, notebookId: Uuid?, title: String, body: String, summary: String?, pinned: Bool, priority: Priority, position: Double, wordCount: Int64, dueAt: DateTime?, cost: Decimal?, meta: Json?, place: Place?, keywords: [String], version: Int64, createdAt: DateTime, updatedAt: DateTime, deletedAt: DateTime?)
public struct NoteBatch: Equatable, Hashable, Sendable
  public var results: [NoteBatchResult]
  public var summary: BatchSummary
  public init(results: [NoteBatchResult], summary: BatchSummary)
public struct NoteBatchUpdate: Equatable, Hashable, Sendable
  public var id: Uuid
  public var input: UpdateNoteInput
  public var ifMatch: Int64?
  public init(id: Uuid, input: UpdateNoteInput, ifMatch: Int64? = nil)
public struct NoteKeysetPage: Equatable, Hashable, Sendable
  public var items: [Note]
  public var before: String?
  public var after: String?
  public init(items: [Note], before: String?, after: String?)
public struct NoteMatch: Equatable, Hashable, Sendable
  public var item: Note
  public var snippet: String
  public init(item: Note, snippet: String)
public struct NotePage: Equatable, Hashable, Sendable
  public var items: [Note]
  public var totalCount: Int64
  public var pageInfo: PageInfo
  public init(items: [Note], totalCount: Int64, pageInfo: PageInfo)
public struct NoteQuery: Equatable, Hashable, Sendable
  public var `where`: NoteWhere?
  public var search: TextSearch?
  public var deleted: DeletedRows?
  public var orderBy: [NoteOrder]
  public var limit: Int64?
  public var offset: Int64?
  public init(`where`: NoteWhere? = nil, search: TextSearch? = nil, deleted: DeletedRows? = nil, orderBy: [NoteOrder] = [], limit: Int64? = nil, offset: Int64? = nil)
public struct NoteTag: Equatable, Hashable, Sendable
  public var noteId: Uuid
  public var tagId: Int64
  public var addedAt: DateTime
  public init(noteId: Uuid, tagId: Int64, addedAt: DateTime)
public struct NoteTagBatch: Equatable, Hashable, Sendable
  public var results: [NoteTagBatchResult]
  public var summary: BatchSummary
  public init(results: [NoteTagBatchResult], summary: BatchSummary)
public struct NoteTagBatchUpdate: Equatable, Hashable, Sendable
  public var id: NoteTagKey
  public var input: UpdateNoteTagInput
  public init(id: NoteTagKey, input: UpdateNoteTagInput)
public struct NoteTagKey: Equatable, Hashable, Sendable
  public var noteId: Uuid
  public var tagId: Int64
  public init(noteId: Uuid, tagId: Int64)
public struct NoteTagKeysetPage: Equatable, Hashable, Sendable
  public var items: [NoteTag]
  public var before: String?
  public var after: String?
  public init(items: [NoteTag], before: String?, after: String?)
public struct NoteTagPage: Equatable, Hashable, Sendable
  public var items: [NoteTag]
  public var totalCount: Int64
  public var pageInfo: PageInfo
  public init(items: [NoteTag], totalCount: Int64, pageInfo: PageInfo)
public struct NoteTagQuery: Equatable, Hashable, Sendable
  public var `where`: NoteTagWhere?
  public var orderBy: [NoteTagOrder]
  public var limit: Int64?
  public var offset: Int64?
  public init(`where`: NoteTagWhere? = nil, orderBy: [NoteTagOrder] = [], limit: Int64? = nil, offset: Int64? = nil)
public struct NoteTagWith: Equatable, Hashable, Sendable
  public var record: NoteTag
  public var note: NoteWith?
  public var tag: TagWith?
  public init(record: NoteTag, note: NoteWith?, tag: TagWith?)
public struct NoteWith: Equatable, Hashable, Sendable
  public var record: Note
  public var notebook: NotebookWith?
  public var attachments: [AttachmentWith]?
  public var tags: [NoteTagWith]?
  public init(record: Note, notebook: NotebookWith?, attachments: [AttachmentWith]?, tags: [NoteTagWith]?)
public struct Notebook: Equatable, Hashable, Sendable
  public var id: Uuid
  public var name: String
  public var hue: Hue?
  public var budget: Decimal?
  public var createdAt: DateTime
  public init(id: Uuid, name: String, hue: Hue?, budget: Decimal?, createdAt: DateTime)
public struct NotebookBatch: Equatable, Hashable, Sendable
  public var results: [NotebookBatchResult]
  public var summary: BatchSummary
  public init(results: [NotebookBatchResult], summary: BatchSummary)
public struct NotebookBatchUpdate: Equatable, Hashable, Sendable
  public var id: Uuid
  public var input: UpdateNotebookInput
  public init(id: Uuid, input: UpdateNotebookInput)
public struct NotebookKeysetPage: Equatable, Hashable, Sendable
  public var items: [Notebook]
  public var before: String?
  public var after: String?
  public init(items: [Notebook], before: String?, after: String?)
public struct NotebookPage: Equatable, Hashable, Sendable
  public var items: [Notebook]
  public var totalCount: Int64
  public var pageInfo: PageInfo
  public init(items: [Notebook], totalCount: Int64, pageInfo: PageInfo)
public struct NotebookQuery: Equatable, Hashable, Sendable
  public var `where`: NotebookWhere?
  public var orderBy: [NotebookOrder]
  public var limit: Int64?
  public var offset: Int64?
  public init(`where`: NotebookWhere? = nil, orderBy: [NotebookOrder] = [], limit: Int64? = nil, offset: Int64? = nil)
public struct NotebookSummary: Equatable, Hashable, Sendable
  public var id: Uuid
  public var name: String
  public var notes: Int64
  public var dearest: Decimal?
  public var lastWrittenAt: DateTime?
  public init(id: Uuid, name: String, notes: Int64, dearest: Decimal?, lastWrittenAt: DateTime?)
public struct NotebookSummaryKeysetPage: Equatable, Hashable, Sendable
  public var items: [NotebookSummary]
  public var before: String?
  public var after: String?
  public init(items: [NotebookSummary], before: String?, after: String?)
public struct NotebookSummaryPage: Equatable, Hashable, Sendable
  public var items: [NotebookSummary]
  public var totalCount: Int64
  public var pageInfo: PageInfo
  public init(items: [NotebookSummary], totalCount: Int64, pageInfo: PageInfo)
public struct NotebookSummaryQuery: Equatable, Hashable, Sendable
  public var `where`: NotebookSummaryWhere?
  public var orderBy: [NotebookSummaryOrder]
  public var limit: Int64?
  public var offset: Int64?
  public init(`where`: NotebookSummaryWhere? = nil, orderBy: [NotebookSummaryOrder] = [], limit: Int64? = nil, offset: Int64? = nil)
public struct NotebookWith: Equatable, Hashable, Sendable
  public var record: Notebook
  public var notes: [NoteWith]?
  public init(record: Notebook, notes: [NoteWith]?)
public struct Place: Equatable, Hashable, Sendable
  public var name: String
  public var latitude: Double
  public var longitude: Double
  public var visits: Int64?
  public init(name: String, latitude: Double, longitude: Double, visits: Int64? = nil)
public struct Tag: Equatable, Hashable, Sendable
  public var id: Int64
  public var label: String
  public var hue: Hue?
  public init(id: Int64, label: String, hue: Hue?)
public struct TagBatch: Equatable, Hashable, Sendable
  public var results: [TagBatchResult]
  public var summary: BatchSummary
  public init(results: [TagBatchResult], summary: BatchSummary)
public struct TagBatchUpdate: Equatable, Hashable, Sendable
  public var id: Int64
  public var input: UpdateTagInput
  public init(id: Int64, input: UpdateTagInput)
public struct TagKeysetPage: Equatable, Hashable, Sendable
  public var items: [Tag]
  public var before: String?
  public var after: String?
  public init(items: [Tag], before: String?, after: String?)
public struct TagPage: Equatable, Hashable, Sendable
  public var items: [Tag]
  public var totalCount: Int64
  public var pageInfo: PageInfo
  public init(items: [Tag], totalCount: Int64, pageInfo: PageInfo)
public struct TagQuery: Equatable, Hashable, Sendable
  public var `where`: TagWhere?
  public var orderBy: [TagOrder]
  public var limit: Int64?
  public var offset: Int64?
  public init(`where`: TagWhere? = nil, orderBy: [TagOrder] = [], limit: Int64? = nil, offset: Int64? = nil)
public struct TagUse: Equatable, Hashable, Sendable
  public var label: String
  public var noteTitle: String
  public init(label: String, noteTitle: String)
public struct TagUsePage: Equatable, Hashable, Sendable
  public var items: [TagUse]
  public var totalCount: Int64
  public var pageInfo: PageInfo
  public init(items: [TagUse], totalCount: Int64, pageInfo: PageInfo)
public struct TagUseQuery: Equatable, Hashable, Sendable
  public var `where`: TagUseWhere?
  public var orderBy: [TagUseOrder]
  public var limit: Int64?
  public var offset: Int64?
  public init(`where`: TagUseWhere? = nil, orderBy: [TagUseOrder] = [], limit: Int64? = nil, offset: Int64? = nil)
public struct TagWith: Equatable, Hashable, Sendable
  public var record: Tag
  public var notes: [NoteTagWith]?
  public init(record: Tag, notes: [NoteTagWith]?)
public struct UpdateAttachmentInput: Equatable, Hashable, Sendable
  public var noteId: Uuid?
  public var name: String?
  public var mediaType: String?
  public var size: Int64?
  public var checksum: Data?
  public var source: TextChange?
  public init(noteId: Uuid? = nil, name: String? = nil, mediaType: String? = nil, size: Int64? = nil, checksum: Data? = nil, source: TextChange? = nil)
public struct UpdateNoteInput: Equatable, Hashable, Sendable
  public var notebookId: UuidChange?
  public var title: String?
  public var body: String?
  public var summary: TextChange?
  public var pinned: Bool?
  public var priority: Priority?
  public var position: Double?
  public var wordCount: Int64?
  public var dueAt: DateTimeChange?
  public var cost: DecimalChange?
  public var meta: JsonChange?
  public var place: PlaceChange?
  public var keywords: [String]?
  public var createdAt: DateTime?
  public init(notebookId: UuidChange? = nil, title: String? = nil, body: String? = nil, summary: TextChange? = nil, pinned: Bool? = nil, priority: Priority? = nil, position: Double? = nil, wordCount: Int64? = nil, dueAt: DateTimeChange? = nil, cost: DecimalChange? = nil, meta: JsonChange? = nil, place: PlaceChange? = nil, keywords: [String]? = nil, createdAt: DateTime? = nil)
public struct UpdateNoteTagInput: Equatable, Hashable, Sendable
  public var addedAt: DateTime?
  public init(addedAt: DateTime? = nil)
public struct UpdateNotebookInput: Equatable, Hashable, Sendable
  public var name: String?
  public var hue: HueChange?
  public var budget: DecimalChange?
  public var createdAt: DateTime?
  public init(name: String? = nil, hue: HueChange? = nil, budget: DecimalChange? = nil, createdAt: DateTime? = nil)
public struct UpdateTagInput: Equatable, Hashable, Sendable
  public var label: String?
  public var hue: HueChange?
  public init(label: String? = nil, hue: HueChange? = nil)
public enum AttachmentBatchResult: Equatable, Hashable, Sendable
  case ok(value: Attachment)
  case error(code: BatchErrorCode, message: String)
public enum AttachmentColumn: Equatable, Hashable, Sendable
  case field(AttachmentField)
  case coalesce([AttachmentField])
  case count
  case sum(AttachmentField)
  case avg(AttachmentField)
  case min(AttachmentField)
  case max(AttachmentField)
public enum AttachmentConflict: Equatable, Hashable, Sendable
  case id
  case noteIdName
public enum AttachmentField: Equatable, Hashable, Sendable
  case id
  case noteId
  case name
  case mediaType
  case size
  case checksum
  case source
public enum AttachmentInclude: Equatable, Hashable, Sendable
  case note(include: [NoteInclude])
public enum AttachmentListFilter: Equatable, Hashable, Sendable
  case some(AttachmentWhere)
  case every(AttachmentWhere)
  case none(AttachmentWhere)
public enum AttachmentOrder: Equatable, Hashable, Sendable
  case id(SortOrder)
  case noteId(SortOrder)
  case name(SortOrder)
  case mediaType(SortOrder)
  case size(SortOrder)
  case checksum(SortOrder)
  case source(SortOrder)
  case note(NoteOrder)
public enum AttachmentWhere: Equatable, Hashable, Sendable
  case id(TextFilter)
  case noteId(UuidFilter)
  case name(TextFilter)
  case mediaType(TextFilter)
  case size(IntFilter)
  case checksum(BytesFilter)
  case source(OptionalTextFilter)
  case note(NoteFilter)
  case and([AttachmentWhere])
  case or([AttachmentWhere])
  case not(AttachmentWhere)
public enum Hue: Equatable, Hashable, Sendable
  case red
  case green
  case blue
public enum HueChange: Equatable, Hashable, Sendable
  case set(Hue)
  case clear
public enum HueFilter: Equatable, Hashable, Sendable
  case eq(Hue)
  case ne(Hue)
  case `in`([Hue])
  case notIn([Hue])
public enum NoteBatchResult: Equatable, Hashable, Sendable
  case ok(value: Note)
  case error(code: BatchErrorCode, message: String)
public enum NoteColumn: Equatable, Hashable, Sendable
  case field(NoteField)
  case coalesce([NoteField])
  case count
  case sum(NoteField)
  case avg(NoteField)
  case min(NoteField)
  case max(NoteField)
public enum NoteField: Equatable, Hashable, Sendable
  case id
  case notebookId
  case title
  case body
  case summary
  case pinned
  case priority
  case position
  case wordCount
  case dueAt
  case cost
  case meta
  case place
  case keywords
  case version
  case createdAt
  case updatedAt
  case deletedAt
public enum NoteFilter: Equatable, Hashable, Sendable
  case `is`(NoteWhere)
  case isNone
  case isSome
public enum NoteInclude: Equatable, Hashable, Sendable
  case notebook(include: [NotebookInclude])
  case attachments(query: AttachmentQuery, include: [AttachmentInclude])
  case tags(query: NoteTagQuery, include: [NoteTagInclude])
public enum NoteListFilter: Equatable, Hashable, Sendable
  case some(NoteWhere)
  case every(NoteWhere)
  case none(NoteWhere)
public enum NoteOrder: Equatable, Hashable, Sendable
  case id(SortOrder)
  case notebookId(SortOrder)
  case title(SortOrder)
  case body(SortOrder)
  case summary(SortOrder)
  case pinned(SortOrder)
  case priority(SortOrder)
  case position(SortOrder)
  case wordCount(SortOrder)
  case dueAt(SortOrder)
  case cost(SortOrder)
  case meta(SortOrder)
  case version(SortOrder)
  case createdAt(SortOrder)
  case updatedAt(SortOrder)
  case deletedAt(SortOrder)
  case metaPath(String, SortOrder)
  case notebook(NotebookOrder)
public enum NoteTagBatchResult: Equatable, Hashable, Sendable
  case ok(value: NoteTag)
  case error(code: BatchErrorCode, message: String)
public enum NoteTagColumn: Equatable, Hashable, Sendable
  case field(NoteTagField)
  case coalesce([NoteTagField])
  case count
  case sum(NoteTagField)
  case avg(NoteTagField)
  case min(NoteTagField)
  case max(NoteTagField)
public enum NoteTagField: Equatable, Hashable, Sendable
  case noteId
  case tagId
  case addedAt
public enum NoteTagInclude: Equatable, Hashable, Sendable
  case note(include: [NoteInclude])
  case tag(include: [TagInclude])
public enum NoteTagListFilter: Equatable, Hashable, Sendable
  case some(NoteTagWhere)
  case every(NoteTagWhere)
  case none(NoteTagWhere)
public enum NoteTagOrder: Equatable, Hashable, Sendable
  case noteId(SortOrder)
  case tagId(SortOrder)
  case addedAt(SortOrder)
  case note(NoteOrder)
  case tag(TagOrder)
public enum NoteTagWhere: Equatable, Hashable, Sendable
  case noteId(UuidFilter)
  case tagId(IntFilter)
  case addedAt(DateTimeFilter)
  case note(NoteFilter)
  case tag(TagFilter)
  case and([NoteTagWhere])
  case or([NoteTagWhere])
  case not(NoteTagWhere)
public enum NoteWhere: Equatable, Hashable, Sendable
  case id(UuidFilter)
  case notebookId(OptionalUuidFilter)
  case title(TextFilter)
  case body(TextFilter)
  case summary(OptionalTextFilter)
  case pinned(BoolFilter)
  case priority(PriorityFilter)
  case position(FloatFilter)
  case wordCount(IntFilter)
  case dueAt(OptionalDateTimeFilter)
  case cost(OptionalDecimalFilter)
  case meta(OptionalJsonFilter)
  case version(IntFilter)
  case createdAt(DateTimeFilter)
  case updatedAt(DateTimeFilter)
  case deletedAt(OptionalDateTimeFilter)
  case notebook(NotebookFilter)
  case attachments(AttachmentListFilter)
  case tags(NoteTagListFilter)
  case and([NoteWhere])
  case or([NoteWhere])
  case not(NoteWhere)
public enum NotebookBatchResult: Equatable, Hashable, Sendable
  case ok(value: Notebook)
  case error(code: BatchErrorCode, message: String)
public enum NotebookColumn: Equatable, Hashable, Sendable
  case field(NotebookField)
  case coalesce([NotebookField])
  case count
  case sum(NotebookField)
  case avg(NotebookField)
  case min(NotebookField)
  case max(NotebookField)
public enum NotebookConflict: Equatable, Hashable, Sendable
  case id
  case name
public enum NotebookField: Equatable, Hashable, Sendable
  case id
  case name
  case hue
  case budget
  case createdAt
public enum NotebookFilter: Equatable, Hashable, Sendable
  case `is`(NotebookWhere)
  case isNone
  case isSome
public enum NotebookInclude: Equatable, Hashable, Sendable
  case notes(query: NoteQuery, include: [NoteInclude])
public enum NotebookOrder: Equatable, Hashable, Sendable
  case id(SortOrder)
  case name(SortOrder)
  case hue(SortOrder)
  case budget(SortOrder)
  case createdAt(SortOrder)
public enum NotebookSummaryColumn: Equatable, Hashable, Sendable
  case field(NotebookSummaryField)
  case coalesce([NotebookSummaryField])
  case count
  case sum(NotebookSummaryField)
  case avg(NotebookSummaryField)
  case min(NotebookSummaryField)
  case max(NotebookSummaryField)
public enum NotebookSummaryField: Equatable, Hashable, Sendable
  case id
  case name
  case notes
  case dearest
  case lastWrittenAt
public enum NotebookSummaryOrder: Equatable, Hashable, Sendable
  case id(SortOrder)
  case name(SortOrder)
  case notes(SortOrder)
  case dearest(SortOrder)
  case lastWrittenAt(SortOrder)
public enum NotebookSummaryWhere: Equatable, Hashable, Sendable
  case id(UuidFilter)
  case name(TextFilter)
  case notes(IntFilter)
  case dearest(OptionalDecimalFilter)
  case lastWrittenAt(OptionalDateTimeFilter)
  case and([NotebookSummaryWhere])
  case or([NotebookSummaryWhere])
  case not(NotebookSummaryWhere)
public enum NotebookWhere: Equatable, Hashable, Sendable
  case id(UuidFilter)
  case name(TextFilter)
  case hue(OptionalHueFilter)
  case budget(OptionalDecimalFilter)
  case createdAt(DateTimeFilter)
  case notes(NoteListFilter)
  case and([NotebookWhere])
  case or([NotebookWhere])
  case not(NotebookWhere)
public enum OptionalHueFilter: Equatable, Hashable, Sendable
  case eq(Hue)
  case ne(Hue)
  case `in`([Hue])
  case notIn([Hue])
  case isNull
  case isNotNull
public enum OptionalPriorityFilter: Equatable, Hashable, Sendable
  case eq(Priority)
  case ne(Priority)
  case `in`([Priority])
  case notIn([Priority])
  case isNull
  case isNotNull
public enum PlaceChange: Equatable, Hashable, Sendable
  case set(Place)
  case clear
public enum Priority: Equatable, Hashable, Sendable
  case low
  case normal
  case high
public enum PriorityChange: Equatable, Hashable, Sendable
  case set(Priority)
  case clear
public enum PriorityFilter: Equatable, Hashable, Sendable
  case eq(Priority)
  case ne(Priority)
  case `in`([Priority])
  case notIn([Priority])
public enum TagBatchResult: Equatable, Hashable, Sendable
  case ok(value: Tag)
  case error(code: BatchErrorCode, message: String)
public enum TagColumn: Equatable, Hashable, Sendable
  case field(TagField)
  case coalesce([TagField])
  case count
  case sum(TagField)
  case avg(TagField)
  case min(TagField)
  case max(TagField)
public enum TagConflict: Equatable, Hashable, Sendable
  case id
  case label
public enum TagField: Equatable, Hashable, Sendable
  case id
  case label
  case hue
public enum TagFilter: Equatable, Hashable, Sendable
  case `is`(TagWhere)
  case isNone
  case isSome
public enum TagInclude: Equatable, Hashable, Sendable
  case notes(query: NoteTagQuery, include: [NoteTagInclude])
public enum TagOrder: Equatable, Hashable, Sendable
  case id(SortOrder)
  case label(SortOrder)
  case hue(SortOrder)
public enum TagUseColumn: Equatable, Hashable, Sendable
  case field(TagUseField)
  case coalesce([TagUseField])
  case count
  case sum(TagUseField)
  case avg(TagUseField)
  case min(TagUseField)
  case max(TagUseField)
public enum TagUseField: Equatable, Hashable, Sendable
  case label
  case noteTitle
public enum TagUseOrder: Equatable, Hashable, Sendable
  case label(SortOrder)
  case noteTitle(SortOrder)
public enum TagUseWhere: Equatable, Hashable, Sendable
  case label(TextFilter)
  case noteTitle(TextFilter)
  case and([TagUseWhere])
  case or([TagUseWhere])
  case not(TagUseWhere)
public enum TagWhere: Equatable, Hashable, Sendable
  case id(IntFilter)
  case label(TextFilter)
  case hue(OptionalHueFilter)
  case notes(NoteTagListFilter)
  case and([TagWhere])
  case or([TagWhere])
  case not(TagWhere)
public func emptyCall()
public func panicDrill(database: Database) throws
extension Database
  public func transaction<T>(_ body: (DatabaseTransaction) throws -> T) throws -> T
  public func read<T>(_ body: (DatabaseTransaction) throws -> T) throws -> T
  public func background<T: Sendable>(_ work: @escaping @Sendable (Database) throws -> T) async throws -> T
  public func backgroundTransaction<T: Sendable>(_ body: @escaping @Sendable (DatabaseTransaction) throws -> T) async throws -> T
extension Database
  public func live<Value: Equatable & Sendable>(_ read: @escaping @Sendable (DatabaseTransaction) throws -> Value) -> AsyncThrowingStream<Value, any Error>
