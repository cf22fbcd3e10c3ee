package dev.larder.notes

import dev.larder.StoreException
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Calls leave the caller's thread, and a cancellation never hides what was written. */
internal class CoroutineTest {
    @Test
    fun `background runs off the caller's thread and gives the value`() = withDatabase { database ->
        runBlocking {
            val (thread, count) = database.background { Thread.currentThread() to it.tags().count() }

            assertNotEquals(Thread.currentThread(), thread)
            assertEquals(0, count)
        }
    }

    @Test
    fun `what the work throws comes back`() = withDatabase { database ->
        runBlocking {
            val own = IllegalArgumentException("own")

            val thrown = runCatching { database.background { throw own } }.exceptionOrNull()
            val missing = runCatching { database.background { it.tags().delete(7) } }.exceptionOrNull()

            // Coroutines may copy an exception to add the caller's stack; the cause is then the original.
            assertTrue(thrown === own || thrown?.cause === own)
            assertEquals("Tag", (missing as StoreException.NotFound).model)
        }
    }

    @Test
    fun `a coroutine that was cancelled before does nothing`() = withDatabase { database ->
        runBlocking {
            val began = AtomicBoolean()
            val job = launch(start = CoroutineStart.LAZY) {
                coroutineContext[Job]!!.cancel()
                database.background { began.set(true) }
            }

            job.join()

            assertTrue(job.isCancelled)
            assertFalse(began.get())
        }
    }

    @Test
    fun `work that has begun runs to its end and its outcome is told`() = withDatabase { database ->
        runBlocking {
            val (began, cancelled) = CountDownLatch(1) to CountDownLatch(1)
            var told: Tag? = null
            val job = launch(Dispatchers.Default) {
                told = database.background {
                    began.countDown()
                    cancelled.await()
                    it.tags().create(CreateTagInput(label = "written"))
                }
            }

            began.await()
            job.cancel()
            cancelled.countDown()
            withTimeout(30.seconds) { job.join() }

            assertEquals("written", told?.label)
            assertEquals(1, database.tags().count())
        }
    }

    @Test
    fun `a transaction in the background commits, and rolls back as itself`() = withDatabase { database ->
        runBlocking {
            val own = CancellationException("the body changed its mind")

            val tag = database.backgroundTransaction { it.tags().create(CreateTagInput(label = "kept")) }
            val thrown = runCatching {
                database.backgroundTransaction {
                    it.tags().create(CreateTagInput(label = "never"))
                    throw own
                }
            }.exceptionOrNull()

            assertTrue(thrown === own || thrown?.cause === own)
            assertEquals(listOf(tag), database.tags().findMany())
        }
    }

    @Test
    fun `eight coroutines that write at once lose nothing`() = withDatabase { database ->
        runBlocking {
            val writers = (0 until 8).map { writer ->
                async(Dispatchers.Default) {
                    repeat(50) { turn ->
                        database.background { it.tags().create(CreateTagInput(label = "t-$writer-$turn")) }
                        database.backgroundTransaction { transaction ->
                            transaction.tags().create(CreateTagInput(label = "u-$writer-$turn"))
                        }
                    }
                }
            }

            withTimeout(60.seconds) { writers.awaitAll() }

            assertEquals(800, database.tags().count())
            assertEquals(800, database.tags().findMany().map { it.label }.toSet().size)
        }
    }
}
