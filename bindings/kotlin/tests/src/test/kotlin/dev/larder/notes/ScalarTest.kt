package dev.larder.notes

import dev.larder.DatabaseOptions
import dev.larder.FloatFilter
import dev.larder.StoreException
import dev.larder.UuidFilter
import java.math.BigDecimal
import java.math.BigInteger
import java.time.Duration
import java.time.Instant
import kotlin.random.Random
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTimeout
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

private val FIRST_INSTANT = Instant.parse("0000-01-01T00:00:00Z")
private val LAST_INSTANT = Instant.parse("9999-12-31T23:59:59.999999Z")

/** What a value may take until it is refused. */
private val QUICKLY = Duration.ofSeconds(2)

/** Each scalar goes over the border, into the file and back. */
internal class ScalarTest {
    @Test
    fun `a text comes back as it was`() = withDatabase { database ->
        forAll { random ->
            val title = random.text(1..40)
            val body = random.text(0..300)

            val note = database.readBack(CreateNoteInput(title = title, body = body, summary = body))

            assertEquals(listOf(title, body, body), listOf(note.title, note.body, note.summary))
        }
    }

    @Test
    fun `half of a surrogate pair is an invalid value`() = withDatabase { database ->
        for (text in listOf("\uD83D", "a\uDC69", "\uDC69\uD83D", "x".repeat(5_000) + "\uD800")) {
            val error = assertThrows<StoreException.InvalidValue> {
                database.notes().create(CreateNoteInput(title = "t", body = text))
            }
            assertEquals("String", error.subject)
        }
        assertThrows<StoreException.InvalidValue> { database.attachments().findUnique("\uD800") }
        assertThrows<StoreException.InvalidValue> { Database.open("\uD800") }
        assertEquals(0, database.notes().count())
    }

    @Test
    fun `a Long comes back as it was`() = withDatabase { database ->
        val extremes = listOf(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L, 1L shl 53, (1L shl 53) + 1, Int.MIN_VALUE - 1L)
        forAll { random ->
            val number = if (random.nextBoolean()) extremes.random(random) else random.nextLong()
            val size = number and Long.MAX_VALUE

            val note = database.readBack(CreateNoteInput(title = "t", place = Place("here", 0.0, 0.0, number)))
            val attachment = database.attachment(random.uuid().toString(), size)

            assertEquals(number, note.place?.visits)
            assertEquals(size, database.attachments().findUnique(attachment.id)?.size)
        }
    }

    @Test
    fun `a Double comes back as it was`() = withDatabase { database ->
        val extremes = listOf(
            0.0, Double.MIN_VALUE, -Double.MIN_VALUE, java.lang.Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.1, 1e15, 9_007_199_254_740_993.0,
        )
        forAll { random ->
            val any = generateSequence { Double.fromBits(random.nextLong()) }.first { !it.isNaN() && it != 0.0 }
            val number = if (random.nextInt(4) == 0) extremes.random(random) else any

            val note = database.readBack(CreateNoteInput(title = "t", position = number))

            assertEquals(number.toRawBits(), note.position.toRawBits())
        }
    }

    @Test
    fun `negative zero becomes zero and no NaN is taken`() = withDatabase { database ->
        val note = database.readBack(CreateNoteInput(title = "t", position = -0.0))
        assertEquals(0.0.toRawBits(), note.position.toRawBits())

        val nans = listOf(Double.NaN, Double.fromBits(0x7ff0000000000001), Double.fromBits(-1))
        for (nan in nans) {
            assertThrows<StoreException.InvalidValue> {
                database.notes().create(CreateNoteInput(title = "t", position = nan))
            }
            assertThrows<StoreException.InvalidValue> {
                database.notes().count(NoteWhere.Position(FloatFilter.Eq(nan)))
            }
        }
        assertThrows<StoreException.InvalidValue> {
            database.notes().create(CreateNoteInput(title = "t", place = Place("p", Double.POSITIVE_INFINITY, 0.0, null)))
        }
        assertEquals(1, database.notes().count())
    }

    @Test
    fun `a Boolean, an enum and a UUID come back as they were`() = withDatabase { database ->
        forAll { random ->
            val pinned = random.nextBoolean()
            val priority = Priority.entries.random(random)
            val hue = (Hue.entries + null).random(random)
            val id = random.uuid()

            val note = database.readBack(CreateNoteInput(id = id, title = "t", pinned = pinned, priority = priority))
            val notebook = database.notebooks().create(CreateNotebookInput(id = id, name = "n$id", hue = hue))

            assertEquals(listOf(id, pinned, priority), listOf(note.id, note.pinned, note.priority))
            assertEquals(hue, database.notebooks().findUnique(id)?.hue)
            assertEquals(notebook, database.notebooks().findUnique(id))
            assertEquals(1, database.notes().count(NoteWhere.Id(UuidFilter.Eq(id))))
        }
    }

    @Test
    fun `an Instant comes back to the microsecond`() = withDatabase { database ->
        val extremes = listOf(FIRST_INSTANT, LAST_INSTANT, Instant.EPOCH, Instant.EPOCH.minusNanos(1_000))
        forAll { random ->
            val seconds = random.nextLong(FIRST_INSTANT.epochSecond, LAST_INSTANT.epochSecond + 1)
            val any = Instant.ofEpochSecond(seconds, random.nextLong(1_000_000_000))
            val instant = if (random.nextInt(8) == 0) extremes.random(random) else any

            val note = database.readBack(CreateNoteInput(title = "t", dueAt = instant))

            assertEquals(instant.minusNanos(instant.nano % 1_000L), note.dueAt)
        }
    }

    @Test
    fun `an Instant outside the years 0000 to 9999 is an invalid value`() = withDatabase { database ->
        val outside = listOf(
            Instant.MIN, Instant.MAX, FIRST_INSTANT.minusNanos(1), LAST_INSTANT.plusNanos(1_000),
            Instant.ofEpochSecond(9_223_372_036_855L), Instant.ofEpochSecond(-9_223_372_036_855L),
        )
        for (instant in outside) {
            assertThrows<StoreException.InvalidValue> {
                database.notes().create(CreateNoteInput(title = "t", dueAt = instant))
            }
        }
        assertEquals(0, database.notes().count())
    }

    @Test
    fun `a BigDecimal of up to 28 digits keeps its value and its scale`() = withDatabase { database ->
        val extremes = listOf("0", "0.00", "1E-28", "-0.0000000000000000000000000001", "9".repeat(28), "-" + "9".repeat(28))
        forAll { random ->
            val number = if (random.nextInt(8) == 0) BigDecimal(extremes.random(random)) else random.decimal()

            val note = database.readBack(CreateNoteInput(title = "t", cost = number))

            assertEquals(number, note.cost)
        }
    }

    @Test
    fun `a BigDecimal with a power of ten is written out`() = withDatabase { database ->
        val note = database.readBack(CreateNoteInput(title = "t", cost = BigDecimal("-1.5E+20")))

        assertEquals(BigDecimal("-150000000000000000000"), note.cost)
    }

    @Test
    fun `a BigDecimal that does not fit is quickly an invalid value`() = withDatabase { database ->
        val many = BigDecimal(BigInteger.TEN.pow(200_000), 3)
        val numbers = listOf(
            BigDecimal("9".repeat(30)), BigDecimal("1E-29"), BigDecimal("1E+29"), BigDecimal("1E+2147483647"),
            BigDecimal("1E-2147483647"), BigDecimal("-7E+1000000"), BigDecimal("0." + "3".repeat(40)), many,
        )
        for (number in numbers) {
            assertTimeout(QUICKLY) {
                assertThrows<StoreException.InvalidValue> {
                    database.notes().create(CreateNoteInput(title = "t", cost = number))
                }
            }
        }
        assertEquals(0, database.notes().count())
    }

    @Test
    fun `a Json text comes back as the same document`() = withDatabase { database ->
        forAll { random ->
            val document = random.document(depth = 4)

            val note = database.readBack(CreateNoteInput(title = "t", meta = document.toString()))

            assertEquals(document, kotlinx.serialization.json.Json.parseToJsonElement(note.meta!!))
        }
        for (text in listOf("", "{", "[1,]", "NaN", "{\"a\":1} x", "'a'", "\u0000")) {
            assertThrows<StoreException.InvalidValue> {
                database.notes().create(CreateNoteInput(title = "t", meta = text))
            }
        }
        assertThrows<StoreException> { database.notes().create(CreateNoteInput(title = "t", meta = "[".repeat(100_000))) }
    }

    @Test
    fun `bytes come back as they were`() = withDatabase { database ->
        forAll { random ->
            val checksum = random.nextBytes(CHECKSUM)

            val attachment = database.attachment(random.uuid().toString(), checksum = checksum)

            assertArrayEquals(checksum, attachment.checksum)
            assertArrayEquals(checksum, database.attachments().findUnique(attachment.id)?.checksum)
        }
        val error = assertThrows<StoreException.Validation> { database.attachment("short", checksum = ByteArray(0)) }
        assertEquals("Attachment.checksum", error.subject)
    }

    @Test
    fun `a type and a list come back as they were`() = withDatabase { database ->
        forAll { random ->
            val place = Place(random.text(0..20), random.nextDouble(-90.0, 90.0), random.nextDouble(), random.nextLong())
            val keywords = List(random.nextInt(20)) { random.text(0..12) }

            val note = database.readBack(CreateNoteInput(title = "t", place = place, keywords = keywords))

            assertEquals(place, note.place)
            assertEquals(keywords, note.keywords)
        }
        assertNull(database.readBack(CreateNoteInput(title = "t")).place)
    }

    @Test
    fun `a refused option is a typed error`() {
        val error = assertThrows<StoreException.Validation> { Database.inMemory(DatabaseOptions(busyTimeoutMillis = -1)) }

        assertEquals("DatabaseOptions.busy_timeout_millis", error.subject)
    }
}

/** The digits, the point among them or before all of them. */
private fun Random.decimal(): BigDecimal {
    val digits = BigInteger(1, nextBytes(12)).mod(BigInteger.TEN.pow(nextInt(1, 29)))
    return BigDecimal(if (nextBoolean()) digits else digits.negate(), nextInt(0, 29))
}
