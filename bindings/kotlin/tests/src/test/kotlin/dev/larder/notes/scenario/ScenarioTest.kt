package dev.larder.notes.scenario

import dev.larder.Scalar
import dev.larder.StoreException
import dev.larder.notes.Database
import dev.larder.notes.DatabaseTransaction
import dev.larder.notes.live
import dev.larder.notes.panicDrill
import dev.larder.notes.read
import dev.larder.notes.transaction
import java.lang.reflect.InvocationTargetException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.reflect.KFunction
import kotlin.reflect.full.declaredMemberFunctions
import kotlin.reflect.typeOf
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.fail
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.io.CleanupMode
import org.junit.jupiter.api.io.TempDir

/** Runs the scenario that every language runs; its README says what each step means. */
internal class ScenarioTest {
    @TestFactory
    fun scenario(@TempDir(cleanup = CleanupMode.NEVER) folder: Path): List<DynamicTest> {
        val document = Json.parseToJsonElement(Files.readString(Path.of(System.getProperty("larder.scenario"))))
        val steps = ((document as? JsonObject)?.getValue("steps") ?: document).jsonArray.map { it.jsonObject }
        val run = Run(folder.resolve("notes.db").toString())
        return steps.map { step -> DynamicTest.dynamicTest(step.text("name")) { run.step(step) } }
    }
}

/** The database and what was saved, from step to step. */
private class Run(private val path: String) {
    private var database = Database.open(path)
    private val saved = mutableMapOf<String, JsonElement>()
    private val live = mutableMapOf<String, Watched>()

    fun step(step: JsonObject, transaction: DatabaseTransaction? = null) {
        val expected = step["expect"]?.let { resolved(it, saved) }
        val error = step["error"]?.let { resolved(it, saved) }
        val outcome = try {
            form(call(step, transaction.takeIf { step["on"] == null }))
        } catch (thrown: StoreException) {
            if (error == null) throw thrown
            val members = members(thrown) + ("kind" to JsonPrimitive(thrown::class.simpleName))
            assertNull(difference(error, JsonObject(members), "error"))
            return
        }
        if (error != null) fail<Unit>("expected $error, was $outcome")
        if (expected != null) assertNull(difference(expected, outcome))
        step["save"]?.let { saved[it.jsonPrimitive.content] = outcome }
    }

    private fun call(step: JsonObject, transaction: DatabaseTransaction?): Any? {
        when (val name = step.text("call")) {
            "transaction" -> transact(step)
            "reopen" -> {
                database.shutdown()
                database = Database.open(path)
            }
            "shutdown" -> database.shutdown()
            "suspend" -> database.suspend(step.getValue("deadlineMillis").jsonPrimitive.long)
            "resume" -> database.resume()
            "read" -> database.read { snapshot ->
                step.getValue("steps").jsonArray.forEach { step(it.jsonObject, snapshot) }
            }
            "live" -> live[step.text("as")] = watch(step.getValue("steps").jsonArray.map { it.jsonObject })
            "next" -> return live.getValue(step.text("of")).next()
            "cancel" -> live.getValue(step.text("of")).cancel()
            "openNowhere" -> Database.open(Path.of(path).resolveSibling("nowhere").resolve("notes.db").toString())
            "panic" -> panicDrill(database)
            "query" -> return query(step, transaction ?: database)
            else -> return verb(name.substringBefore('.'), name.substringAfter('.'), step, transaction ?: database)
        }
        return null
    }

    /** Reads again and again what the steps read. */
    private fun watch(steps: List<JsonObject>) =
        Watched(database.live { stores -> JsonArray(steps.map { form(call(it, stores)) }) })

    private fun transact(step: JsonObject) {
        val body = { transaction: DatabaseTransaction ->
            if (step.says("deferForeignKeys")) transaction.deferForeignKeys()
            step.getValue("steps").jsonArray.forEach { step(it.jsonObject, transaction) }
        }
        if (!step.says("throws")) return database.transaction(body)

        val own = HostException()
        val thrown = runCatching {
            database.transaction { transaction ->
                body(transaction)
                throw own
            }
        }.exceptionOrNull()
        assertNotNull(thrown)
        assertSame(own, thrown)
    }

    private fun query(step: JsonObject, owner: Any): Any? {
        val params = resolved(step["params"] ?: JsonArray(listOf()), saved)
        val typed = argument(params, typeOf<List<Scalar>>()) as List<*>
        val function = owner.function("query")
        return function.invoke(owner, function.parameters.drop(1).zip(listOf(step.text("sql"), typed)).toMap())
    }

    private fun verb(model: String, verb: String, step: JsonObject, owner: Any): Any? {
        val store = owner.function(plural(model)).invoke(owner)!!
        val function = store.function(verb)
        val given = function.parameters.drop(1).mapNotNull { parameter ->
            step[member(parameter.name!!)]?.let { parameter to argument(resolved(it, saved), parameter.type) }
        }
        return function.invoke(store, given.toMap())
    }
}

/** What the app throws inside a transaction. */
private class HostException : Exception("an error of the host's own")

private fun Any.function(name: String): KFunction<*> = this::class.declaredMemberFunctions.single { it.name == name }

private fun KFunction<*>.invoke(
    target: Any,
    arguments: Map<kotlin.reflect.KParameter, Any?> = emptyMap(),
): Any? = try {
    callBy(arguments + (parameters.first() to target))
} catch (wrapped: InvocationTargetException) {
    throw wrapped.targetException
}

/** Gives the name of the function that gives a model's store. */
private fun plural(model: String): String = if (model.endsWith("y")) model.dropLast(1) + "ies" else model + "s"

private fun JsonObject.says(name: String): Boolean = get(name)?.jsonPrimitive?.boolean == true

private fun JsonObject.text(name: String): String = (getValue(name) as? JsonNull ?: getValue(name)).jsonPrimitive.content
