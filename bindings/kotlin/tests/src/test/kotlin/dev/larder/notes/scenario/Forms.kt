package dev.larder.notes.scenario

import dev.larder.Scalar
import java.math.BigDecimal
import java.time.Instant
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.util.HexFormat
import java.util.UUID
import kotlin.reflect.KProperty1
import kotlin.reflect.full.memberProperties
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

private val SIX_DIGITS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC)

private val THROWABLE = Throwable::class.memberProperties.map { it.name }.toSet()

/** Gives the form of the scenario for what a call gave. */
internal fun form(value: Any?): JsonElement = when (value) {
    null, Unit -> JsonNull
    is JsonElement -> value
    is String -> JsonPrimitive(value)
    is Number -> if (value is BigDecimal) JsonPrimitive(digits(value)) else JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is Instant -> JsonPrimitive(SIX_DIGITS.format(value))
    is UUID -> JsonPrimitive(value.toString())
    is ByteArray -> JsonPrimitive(HexFormat.of().formatHex(value))
    is Enum<*> -> JsonPrimitive(value.name)
    is List<*> -> JsonArray(value.map(::form))
    is Scalar.Null -> JsonNull
    is Scalar.Json -> Json.parseToJsonElement(value.v1)
    is Scalar -> members(value).values.single()
    else -> JsonObject(status(value) + members(value))
}

/** Tells which of the two a result of a batch is; any other object needs no such member. */
private fun status(result: Any): Map<String, JsonElement> {
    val isOfBatch = result::class.java.superclass.simpleName.endsWith("BatchResult")
    return if (isOfBatch) mapOf("status" to JsonPrimitive(result::class.simpleName!!.lowercase())) else emptyMap()
}

/** Gives the fields of a record, or of an error without what every Throwable has. */
internal fun members(record: Any): Map<String, JsonElement> {
    val inherited = if (record is Throwable) THROWABLE else emptySet()
    return record::class.memberProperties.filter { it.name !in inherited }.associate { property ->
        @Suppress("UNCHECKED_CAST")
        val value = (property as KProperty1<Any, *>).get(record)
        val isDocument = property.name in JSON_FIELDS && value is String
        property.name to if (isDocument) Json.parseToJsonElement(value) else form(value)
    }
}

private fun digits(number: BigDecimal): String =
    if (number.signum() == 0) "0" else number.stripTrailingZeros().toPlainString()

/** Says in words where the form differs from what is expected; nothing when it does not. */
internal fun difference(expected: JsonElement, actual: JsonElement, at: String = "result"): String? = when (expected) {
    is JsonNull -> if (actual is JsonNull) null else "$at: expected null, was $actual"
    is JsonObject -> if (actual !is JsonObject) {
        "$at: expected an object, was $actual"
    } else {
        expected.entries.firstNotNullOfOrNull { (name, value) ->
            actual[name]?.let { difference(value, it, "$at.$name") } ?: "$at has no $name".takeIf { name !in actual }
        }
    }
    is JsonArray -> if (actual !is JsonArray || actual.size != expected.size) {
        "$at: expected ${expected.size} items, was $actual"
    } else {
        expected.indices.firstNotNullOfOrNull { difference(expected[it], actual[it], "$at[$it]") }
    }
    is JsonPrimitive -> if (expected.stands(actual)) null else "$at: expected $expected, was $actual"
}

private fun JsonPrimitive.stands(actual: JsonElement): Boolean = when {
    isString && content == "\$any" -> actual !is JsonNull
    actual !is JsonPrimitive || actual is JsonNull || isString != actual.isString -> false
    isString || content in listOf("true", "false") -> content == actual.content
    else -> actual.content.toBigDecimalOrNull()?.compareTo(BigDecimal(content)) == 0
}
