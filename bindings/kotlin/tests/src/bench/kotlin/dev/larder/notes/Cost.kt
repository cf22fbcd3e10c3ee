package dev.larder.notes

import java.util.UUID

/** How often an operation is measured; the median of the rounds is told. Odd, so that there is one. */
private const val ROUNDS = 21

/** How many times an operation runs before it is measured, so that the JVM has compiled it. */
private const val WARM_UP = 20_000

/** How long the calls of a round take at least, so that the clock does not count. */
private const val ROUND_NANOSECONDS = 20_000_000L

private const val ROWS = 10_000
private const val PAGE = 50L

/** Measures calls through the generated API and prints a line of JSON for each: the median time of one call. */
internal fun main() {
    val database = Database.inMemory()
    val note = database.notes().create(CreateNoteInput(title = "holder")).id
    val attachments = database.attachments()
    attachments.createMany(List(ROWS) { attachment(note, it) })
    val one = attachments.findFirst()!!.id
    val tag = database.tags().create(CreateTagInput(label = "tag")).id
    val green = UpdateTagInput(hue = HueChange.Set(Hue.GREEN))
    val page = AttachmentQuery(orderBy = listOf(AttachmentOrder.Id(dev.larder.SortOrder.ASCENDING)), limit = PAGE)
    val all = AttachmentQuery()

    measure("empty_call") { emptyCall() }
    measure("point_read") { checkNotNull(attachments.findUnique(one)) }
    measure("page_of_50") { check(attachments.findMany(page).size == PAGE.toInt()) }
    measure("rows_10000") { check(attachments.findMany(all).size == ROWS) }
    measure("write") { check(database.tags().update(tag, green).hue == Hue.GREEN) }
    database.shutdown()
}

private fun attachment(note: UUID, number: Int) = CreateAttachmentInput(
    noteId = note,
    name = "attachment-$number.txt",
    mediaType = "text/plain",
    size = number.toLong(),
    checksum = ByteArray(32) { number.toByte() },
    source = "https://example.org/$number",
)

private fun measure(operation: String, call: () -> Unit) {
    val once = warmUp(call)
    val calls = (ROUND_NANOSECONDS / once).coerceIn(1, WARM_UP.toLong()).toInt()
    val rounds = List(ROUNDS) {
        val start = System.nanoTime()
        repeat(calls) { call() }
        (System.nanoTime() - start) / calls
    }
    println("""{"operation":"$operation","nanoseconds":${rounds.sorted()[ROUNDS / 2]}}""")
}

/** Runs the call until it is warm, or for two seconds, and gives what one takes about. */
private fun warmUp(call: () -> Unit): Long {
    val start = System.nanoTime()
    var calls = 0
    while (calls < WARM_UP && System.nanoTime() - start < 2_000_000_000L) {
        call()
        calls++
    }
    return ((System.nanoTime() - start) / calls).coerceAtLeast(1)
}
