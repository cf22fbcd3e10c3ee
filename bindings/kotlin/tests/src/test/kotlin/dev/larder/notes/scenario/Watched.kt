package dev.larder.notes.scenario

import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.serialization.json.JsonElement

/** A live query of the scenario and what it has heard. */
internal class Watched(values: Flow<JsonElement>) {
    private val heard = Channel<JsonElement>(Channel.UNLIMITED)
    private val collecting = CoroutineScope(Dispatchers.Default).launch {
        val end = runCatching { values.collect { heard.send(it) } }
        heard.close(end.exceptionOrNull()?.takeUnless { it is kotlinx.coroutines.CancellationException })
    }

    /** Waits for the next value; gives null when there is none. */
    fun next(): JsonElement? = runBlocking {
        withTimeout(30.seconds) { heard.receiveCatching() }.let { it.exceptionOrNull()?.let { thrown -> throw thrown } ?: it.getOrNull() }
    }

    fun cancel() {
        collecting.cancel()
    }
}
