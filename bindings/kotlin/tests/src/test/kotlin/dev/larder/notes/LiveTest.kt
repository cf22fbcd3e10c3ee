package dev.larder.notes

import dev.larder.StoreException
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Live queries as flows. */
internal class LiveTest {
    @Test
    fun `the values arrive where they are collected`() = collecting { database ->
        val here = Thread.currentThread()
        val labels = database.live { stores -> stores.tags().findMany().map { it.label } }.onEach {
            assertEquals(here, Thread.currentThread())
            if (it.isEmpty()) database.tags().create(CreateTagInput(label = "home"))
        }

        assertEquals(listOf(listOf(), listOf("home")), labels.take(2).toList())
    }

    @Test
    fun `what the closure throws ends the flow as itself`() = collecting { database ->
        val own = IllegalStateException("own")
        val counts = mutableListOf<Long>()
        val flow = database.live { stores ->
            stores.tags().count().also { if (it == 1L) throw own }
        }

        val thrown = runCatching {
            flow.collect {
                counts += it
                database.tags().create(CreateTagInput(label = "home"))
            }
        }.exceptionOrNull()

        // Coroutines may copy an exception to add the caller's stack; the cause is then the original.
        assertTrue(thrown === own || thrown?.cause === own, "$thrown")
        assertEquals(listOf(0L), counts)
    }

    @Test
    fun `a write inside the closure is refused`() = collecting { database ->
        val flow = database.live { stores -> stores.tags().create(CreateTagInput(label = "no")) }

        assertTrue(runCatching { flow.collect() }.exceptionOrNull() is StoreException.ReadOnly)
    }

    @Test
    fun `a flow ends with the database and does not begin after it`() = collecting { database ->
        val counts = database.live { stores -> stores.tags().count() }

        val heard = counts.onEach { database.shutdown() }.toList()

        assertEquals(listOf(0L), heard)
        assertTrue(runCatching { counts.collect() }.exceptionOrNull() is StoreException.Closed)
    }

    @Test
    fun `an error of a closure that is no exception ends the flow as well`() = collecting { database ->
        val own = StackOverflowError("own")

        val thrown = runCatching { database.live { throw own }.collect() }.exceptionOrNull()

        assertTrue(thrown === own || thrown?.cause === own, "$thrown")
    }

    private fun collecting(work: suspend (Database) -> Unit) = withDatabase { database ->
        runBlocking { withTimeout(60.seconds) { work(database) } }
    }
}
