package dev.larder.notes

import dev.larder.BackgroundJob
import dev.larder.EventBridge
import dev.larder.EventBridgeOptions
import dev.larder.EventHandler
import dev.larder.JobBody
import dev.larder.JobContext
import dev.larder.JobObserver
import dev.larder.JobOptions
import dev.larder.JobOutcome
import dev.larder.JobProgress
import dev.larder.StoreException
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit.SECONDS
import kotlin.concurrent.thread
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Events come from any thread, and jobs run beside the app. */
internal class EventTest {
    @Test
    fun `events of any thread are written before the end`() = withDatabase { database ->
        val bridge = EventBridge.start(database.core(), "clicks", Writing(database))

        (0 until 4).map { of -> thread { repeat(50) { bridge.submit("$of:$it") } } }.forEach(Thread::join)

        assertEquals(0, bridge.finish(PATIENCE))
        assertEquals(200, database.tags().count())
        assertEquals(200, bridge.counters().handled)
        assertThrows(StoreException.Closed::class.java) { bridge.submit("late") }
    }

    @Test
    fun `what a handler throws is parked until it is replayed`() = withDatabase { database ->
        val failing = Failing()
        val options = EventBridgeOptions(attempts = 1)
        val bridge = EventBridge.start(database.core(), "parked", failing, options)
        bridge.submit("one")
        assertTrue(failing.failed.await(30, SECONDS))
        bridge.finish(PATIENCE)

        val parked = bridge.parked().single()
        assertEquals("one", parked.event)
        assertTrue("not today" in parked.error, parked.error)

        val handled = mutableListOf<String>()
        val later = EventBridge.start(database.core(), "parked", object : EventHandler {
            override fun handle(events: List<String>) {
                handled += events
            }
        })
        assertEquals(1, later.replay())
        assertEquals(0, later.finish(PATIENCE))
        assertEquals(listOf("one"), handled)
    }

    @Test
    fun `a job writes and says how far it is`() = withDatabase { database ->
        val heard = mutableListOf<JobProgress>()
        val body = object : JobBody {
            override fun run(context: JobContext) {
                database.tags().create(CreateTagInput(label = "synced"))
                context.progress(1, 1)
            }
        }
        val observer = object : JobObserver {
            override fun progressed(progress: JobProgress) {
                heard += progress
            }
        }
        val job = BackgroundJob.start(database.core(), "sync", body, JobOptions(), observer)

        val run = job.runWithin(PATIENCE)

        assertEquals(JobOutcome.Done, run.outcome)
        assertEquals(run, job.status().last)
        assertEquals(listOf(JobProgress(1, 1)), heard)
        assertEquals(1, database.tags().count())
    }

    @Test
    fun `a deadline reaches the statement that runs`() = withDatabase { database ->
        val body = object : JobBody {
            override fun run(context: JobContext) {
                database.query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
            }
        }
        val job = BackgroundJob.start(database.core(), "endless", body)

        assertEquals(JobOutcome.Cancelled, job.runWithin(50).outcome)
        job.stop()
        assertThrows(StoreException.Closed::class.java) { job.runNow() }
    }

    private class Writing(private val database: Database) : EventHandler {
        override fun handle(events: List<String>) {
            database.tags().createMany(events.map { CreateTagInput(label = it) })
        }
    }

    private class Failing : EventHandler {
        val failed = CountDownLatch(1)

        override fun handle(events: List<String>) {
            failed.countDown()
            throw IllegalStateException("not today")
        }
    }

    private companion object {
        const val PATIENCE = 30_000L
    }
}
