package dev.larder.notes.scenario

import java.math.BigDecimal
import java.time.Instant
import java.util.HexFormat
import java.util.UUID
import kotlin.reflect.KClass
import kotlin.reflect.KType
import kotlin.reflect.full.primaryConstructor
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/** The fields of the schema that are `Json`: in Kotlin their type is `String`, as that of a text. */
internal val JSON_FIELDS = setOf("meta")

private val INPUTS = setOf("input", "inputs")

/** How the first value of a variant is called when it has no name of its own. */
private const val UNNAMED = "v1"

/** What a text of the data means where the type is `String`. */
internal enum class Text { PLAIN, JSON }

/** Makes the typed argument that a form of the scenario stands for. */
internal fun argument(form: JsonElement, type: KType, text: Text = Text.PLAIN): Any? {
    val target = type.classifier as KClass<*>
    if (form is JsonNull) {
        return if (target.simpleName.orEmpty().endsWith("Change")) target.variant("clear").objectInstance else null
    }
    return when (target) {
        String::class -> if (text == Text.JSON) document(form) else form.jsonPrimitive.content
        Long::class -> form.jsonPrimitive.long
        Double::class -> form.jsonPrimitive.double
        Boolean::class -> form.jsonPrimitive.boolean
        Instant::class -> Instant.parse(form.jsonPrimitive.content)
        BigDecimal::class -> BigDecimal(form.jsonPrimitive.content)
        UUID::class -> UUID.fromString(form.jsonPrimitive.content)
        ByteArray::class -> HexFormat.of().parseHex(form.jsonPrimitive.content)
        List::class -> form.jsonArray.map { argument(it, type.arguments.single().type!!, text) }
        else -> when {
            target.java.isEnum -> target.constant(form.jsonPrimitive.content)
            target.isSealed -> target.sealed(form, text)
            else -> target.record(form.jsonObject)
        }
    }
}

private fun document(form: JsonElement): String =
    (form as? JsonObject)?.get("\$raw")?.jsonPrimitive?.content ?: form.toString()

private fun KClass<*>.constant(name: String): Any =
    java.enumConstants.single { (it as Enum<*>).name.replace("_", "").equals(name.replace("_", ""), ignoreCase = true) }

/** A change holds its value; what else is sealed has one member, which names the variant. */
private fun KClass<*>.sealed(form: JsonElement, text: Text): Any {
    if (simpleName.orEmpty().endsWith("Change")) return variant("set").of(listOf(form), textOf("set", text))
    if (form is JsonPrimitive) return column(form)
    val (name, value) = form.jsonObject.entries.single()
    val variant = variant(name)
    variant.objectInstance?.let { return it }
    val parameters = variant.primaryConstructor!!.parameters
    return when {
        parameters.first().name != UNNAMED -> variant.named(value.jsonObject)
        parameters.size == 1 -> variant.of(listOf(value), textOf(name, text))
        else -> variant.of(value.jsonArray, textOf(name, text))
    }
}

/** Documents are what a filter and a change of one take, but for a path and a key. */
private fun KClass<*>.textOf(variant: String, text: Text): Text {
    val ofDocuments = simpleName.orEmpty().let { it.endsWith("JsonFilter") || it == "JsonChange" }
    return if (ofDocuments && variant !in setOf("path", "hasKey")) Text.JSON else text
}

/** A column of an answer that is a field stands there by the field's name. */
private fun KClass<*>.column(form: JsonPrimitive): Any =
    if (form.content == "count") variant("count").objectInstance!! else variant("field").of(listOf(form), Text.PLAIN)

/** A member that is left out asks for nothing more. */
private fun KClass<*>.named(form: JsonObject): Any {
    val constructor = primaryConstructor!!
    return constructor.callBy(
        constructor.parameters.associateWith { parameter ->
            val nothing = if (parameter.type.classifier == List::class) JsonArray(listOf()) else JsonObject(mapOf())
            argument(form[parameter.name] ?: nothing, parameter.type)
        },
    )
}

private fun KClass<*>.variant(name: String): KClass<*> =
    sealedSubclasses.single { it.simpleName.equals(name, ignoreCase = true) }

private fun KClass<*>.of(forms: List<JsonElement>, text: Text): Any {
    val constructor = primaryConstructor!!
    return constructor.call(*constructor.parameters.zip(forms) { p, form -> argument(form, p.type, text) }.toTypedArray())
}

/** Gives the member of the data that holds a parameter: an input stands there as what the call is made with. */
internal fun member(parameter: String): String = if (parameter in INPUTS) "with" else parameter

/** A member that is left out is left out of the call, so that the default of Kotlin's own holds. */
private fun KClass<*>.record(form: JsonObject): Any {
    val constructor = primaryConstructor!!
    val byName = constructor.parameters.associateBy { member(it.name!!) }
    return constructor.callBy(
        form.entries.associate { (name, value) ->
            val parameter = byName.getValue(name)
            parameter to argument(value, parameter.type, if (name in JSON_FIELDS) Text.JSON else Text.PLAIN)
        },
    )
}

/** Writes out what stands for something longer: `$repeat`, `$numbers`, and what was saved. */
internal fun resolved(form: JsonElement, saved: Map<String, JsonElement>): JsonElement = when (form) {
    is JsonArray -> JsonArray(form.map { resolved(it, saved) })
    is JsonObject -> when (form.keys.singleOrNull()) {
        "\$repeat" -> {
            val (text, times) = form.getValue("\$repeat").jsonArray
            JsonPrimitive(text.jsonPrimitive.content.repeat(times.jsonPrimitive.long.toInt()))
        }
        "\$numbers" -> {
            val (first, last) = form.getValue("\$numbers").jsonArray
            JsonArray((first.jsonPrimitive.long..last.jsonPrimitive.long).map { JsonPrimitive(it) })
        }
        "\$raw" -> form
        else -> JsonObject(form.mapValues { resolved(it.value, saved) })
    }
    else -> {
        val path = (form as? JsonPrimitive)?.takeIf { it.isString }?.content?.split('.')
        val start = path?.first()?.removePrefix("\$")?.takeIf { path.first().startsWith("\$") }?.let(saved::get)
        if (start == null) form else path.drop(1).fold(start) { at, name ->
            if (at is JsonArray) at[name.toInt()] else at.jsonObject.getValue(name)
        }
    }
}
