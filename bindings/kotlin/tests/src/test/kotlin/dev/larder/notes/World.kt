package dev.larder.notes

import java.util.UUID
import kotlin.random.Random
import org.junit.jupiter.api.Assertions.assertEquals

/** How many values a property is tried with. */
internal const val CASES = 200

/** Gives a property its values, the same in every run. A failure names the case. */
internal fun forAll(property: (Random) -> Unit) {
    repeat(CASES) { case ->
        try {
            property(Random(case))
        } catch (failure: Throwable) {
            throw AssertionError("case $case: ${failure.message}", failure)
        }
    }
}

/** Runs the test on a database in memory and shuts it down. */
internal fun withDatabase(test: (Database) -> Unit) {
    val database = Database.inMemory()
    try {
        test(database)
    } finally {
        database.shutdown()
    }
}

/** Creates the note and gives it as another call reads it, after a look that both calls agree. */
internal fun Database.readBack(input: CreateNoteInput): Note {
    val created = notes().create(input)
    val read = checkNotNull(notes().findUnique(created.id))
    assertEquals(created, read)
    return read
}

/** A note, and what hangs on it. */
internal fun Database.attachment(name: String, size: Long = 1, checksum: ByteArray = ByteArray(CHECKSUM)): Attachment {
    val note = notes().findFirst()?.id ?: notes().create(CreateNoteInput(title = "holder")).id
    return attachments().create(
        CreateAttachmentInput(noteId = note, name = name, mediaType = "text/plain", size = size, checksum = checksum),
    )
}

/** The length of a SHA-256. */
internal const val CHECKSUM = 32

internal fun Random.uuid(): UUID = UUID(nextLong(), nextLong())

/** A text of any Unicode characters, NUL and emoji among them. */
internal fun Random.text(length: IntRange): String = buildString {
    repeat(length.random(this@text)) {
        when (nextInt(6)) {
            0 -> append(listOf("\u0000", "\uFEFF", "\uFFFF", "e\u0301", "👩‍👩‍👧", "\r\n", "'", "\"", "\\").random(this@text))
            1 -> appendCodePoint(nextInt(0x10000, 0x110000))
            2 -> appendCodePoint(generateSequence { nextInt(0x80, 0x10000) }.first { it !in 0xD800..0xDFFF })
            else -> append(nextInt(0x20, 0x7F).toChar())
        }
    }
}
