package dev.larder.notes

import dev.larder.LogLevel
import dev.larder.LogRecord
import dev.larder.LogSink
import dev.larder.StoreException
import dev.larder.TelemetryOptions
import dev.larder.initTelemetry
import java.util.concurrent.ConcurrentLinkedQueue
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What the core says comes to a sink of the app's. It begins once in a process, and so in one test. */
internal class TelemetryTest {
    @Test
    fun `a sink gets each call without its values`() = withDatabase { database ->
        val heard = ConcurrentLinkedQueue<LogRecord>()
        val sink = object : LogSink {
            override fun receive(records: List<LogRecord>, dropped: Long) {
                heard += records
            }
        }
        val telemetry = initTelemetry(TelemetryOptions(level = LogLevel.INFO), sink)

        database.tags().create(CreateTagInput(label = "secret words"))

        assertTrue(telemetry.flush(30_000))
        assertTrue(heard.any { it.fields["model"] == "Tag" && it.fields["verb"] == "create" && it.fields["rows"] == "1" })
        assertFalse(heard.any { "secret" in it.toString() })
        assertTrue(telemetry.counters().writes > 0)
        assertThrows(StoreException.Validation::class.java) { initTelemetry() }
    }
}
