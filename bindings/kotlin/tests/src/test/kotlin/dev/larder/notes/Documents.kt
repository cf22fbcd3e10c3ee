package dev.larder.notes

import kotlin.random.Random
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** A JSON document of any shape; its numbers are whole, so that it may be compared by its text. */
internal fun Random.document(depth: Int): JsonElement = when (nextInt(if (depth == 0) 4 else 6)) {
    0 -> JsonNull
    1 -> JsonPrimitive(nextBoolean())
    2 -> JsonPrimitive(nextLong())
    3 -> JsonPrimitive(text(0..20))
    4 -> JsonArray(List(nextInt(5)) { document(depth - 1) })
    else -> JsonObject(List(nextInt(5)) { text(0..8) to document(depth - 1) }.toMap())
}
