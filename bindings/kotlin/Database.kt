package dev.larder.notes

import kotlin.coroutines.coroutineContext
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withContext

/**
 * Runs the body in a transaction on the calling thread and gives what it returns: all of its writes, or none when it
 * throws. Blocks until it is done.
 *
 * The body writes through the stores of the transaction. A call of the database's own stores inside it throws
 * [dev.larder.StoreException.Reentrant]. A transaction that is kept past the end of the body takes no more calls.
 *
 * @throws Throwable what the body threw, as itself; else [dev.larder.StoreException] for what the transaction's
 *   begin or commit can give.
 */
public fun <T> Database.transaction(body: (DatabaseTransaction) -> T): T = within(::runTransaction, body)

/**
 * Runs the body on one state of the database and gives what it returns: several reads that belong together, whatever others
 * write meanwhile.
 *
 * The body reads through the stores that it is given; a call that writes throws [dev.larder.StoreException.ReadOnly]. The
 * write-ahead log grows while it runs, so do not wait in it for anything else.
 *
 * @throws Throwable what the body threw, as itself; else [dev.larder.StoreException].
 */
public fun <T> Database.read(body: (DatabaseTransaction) -> T): T = within(::runSnapshot, body)

private fun <T> within(run: (TransactionBody) -> Unit, body: (DatabaseTransaction) -> T): T {
    val closure = ClosureBody(body)
    try {
        run(closure)
    } catch (failure: Exception) {
        // What the body threw comes back as itself; anything else is the transaction's own error.
        throw closure.outcome?.exceptionOrNull() ?: failure
    }
    return checkNotNull(closure.outcome) { "the body did not run" }.getOrThrow()
}

/**
 * Runs the work on a thread that may block ([Dispatchers.IO]) and gives what it returns.
 *
 * A coroutine that is cancelled before the work begins throws [kotlinx.coroutines.CancellationException], and nothing
 * is done. Work that has begun runs to its end, and what it did is told: a write that was made is never reported as
 * cancelled.
 *
 * @throws Throwable what the work threw, as itself.
 */
public suspend fun <T> Database.background(work: (Database) -> T): T {
    val caller = coroutineContext
    caller.ensureActive()
    // Both are needed: the way back from another dispatcher would throw the outcome away for a cancelled caller.
    return withContext(NonCancellable) {
        withContext(Dispatchers.IO) {
            caller.ensureActive()
            work(this@background)
        }
    }
}

/**
 * Runs the body in a transaction on a thread that may block; see [transaction] and [background].
 *
 * @throws Throwable what the body threw, as itself; else what [transaction] throws.
 */
public suspend fun <T> Database.backgroundTransaction(body: (DatabaseTransaction) -> T): T =
    background { database -> database.transaction(body) }

/** Carries a closure, and what became of it, across the border, which knows neither its type nor its exceptions. */
private class ClosureBody<T>(private val body: (DatabaseTransaction) -> T) : TransactionBody {
    var outcome: Result<T>? = null

    override fun run(transaction: DatabaseTransaction) {
        val outcome = runCatching { body(transaction) }
        this.outcome = outcome
        if (outcome.isFailure) throw RollBack
    }
}

/** Tells the core to roll back. It has no stack: the exception that the body threw has its own. */
private object RollBack : Exception("the body threw", null, false, false) {
    private fun readResolve(): Any = RollBack
}
