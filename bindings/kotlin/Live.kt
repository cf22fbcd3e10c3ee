package dev.larder.notes

import dev.larder.LiveObserver
import dev.larder.StoreException
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ProducerScope
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow

/**
 * Gives what [read] reads, and then each value that is another one than before, whoever wrote what it is of: this database, a
 * trigger, another process.
 *
 * [read] reads one state of the database through the stores that it is given, on a thread of the core. It is called again for
 * the rows that it read last, and those that would be among them; whatever it reads with `query` lets any write call it again.
 * Nothing comes of what is rolled back. A value that nobody took gives way to the next.
 *
 * The flow is cold: each collector has a live query of its own, which ends with it. The values arrive where they are collected.
 * What [read] throws ends the flow with it, except for what passes ([StoreException.Busy], [StoreException.Interrupted],
 * [StoreException.Suspended]), after which it is called again. Shutting the database down ends the flow.
 */
public fun <T> Database.live(read: (DatabaseTransaction) -> T): Flow<T> = callbackFlow {
    val reading = LiveReading(read, this)
    observe(reading, reading).use { subscription -> awaitClose { subscription.cancel() } }
}.buffer(Channel.CONFLATED)

/** A live query as the core calls it: [run] and [delivered] on one thread, one after the other. */
private class LiveReading<T>(
    private val read: (DatabaseTransaction) -> T,
    private val values: ProducerScope<T>,
) : TransactionBody, LiveObserver {
    private var outcome: Result<T>? = null
    private var last: Result<T>? = null

    override fun run(transaction: DatabaseTransaction) {
        val outcome = runCatching { read(transaction) }
        this.outcome = outcome
        outcome.getOrThrow()
    }

    override fun delivered(failure: StoreException?): Boolean {
        val outcome = outcome.also { outcome = null }
        // As itself: the core knows only that it threw.
        val thrown = outcome?.exceptionOrNull() ?: failure
        if (thrown != null || outcome == null) {
            values.close(thrown)
            return false
        }
        val isSame = runCatching { outcome == last }.getOrElse {
            values.close(it)
            return false
        }
        if (isSame) return true
        last = outcome
        return !values.trySend(outcome.getOrThrow()).isClosed
    }

    override fun ended() {
        values.close()
    }
}
