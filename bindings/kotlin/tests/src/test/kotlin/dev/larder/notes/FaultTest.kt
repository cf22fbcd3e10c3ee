package dev.larder.notes

import dev.larder.StoreException
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

/** Faults are typed errors, and the database works on where it can. */
internal class FaultTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `a panic of the core is an error and the database works on`() = withDatabase { database ->
        repeat(3) {
            val error = assertThrows<StoreException.Panicked> { panicDrill(database) }
            assertEquals("this is a drill", error.reason)
        }

        database.tags().create(CreateTagInput(label = "after"))

        assertEquals(listOf("after"), database.tags().findMany().map { it.label })
    }

    @Test
    fun `a database that is shut down is Closed to every call`() {
        val database = Database.open(folder.resolve("notes.db").toString())
        val store = database.tags()

        database.shutdown()

        assertThrows<StoreException.Closed> { store.count() }
        assertThrows<StoreException.Closed> { database.tags().count() }
        assertThrows<StoreException.Closed> { database.transaction { } }
    }

    @Test
    fun `a file can be opened again after a shutdown`() {
        val path = folder.resolve("again.db").toString()
        val first = Database.open(path)
        first.tags().create(CreateTagInput(label = "kept"))
        first.shutdown()

        val second = Database.open(path)

        assertEquals(1, second.tags().count())
        second.shutdown()
    }

    @Test
    fun `a file that is no database is Corrupt`() {
        val file = folder.resolve("picture.db")
        Files.write(file, ByteArray(8_192) { it.toByte() })

        assertThrows<StoreException.Corrupt> { Database.open(file.toString()) }
    }

    @Test
    fun `a folder that does not exist cannot be opened`() {
        val path = folder.resolve("nowhere").resolve("notes.db").toString()

        val error = assertThrows<StoreException.CannotOpen> { Database.open(path) }

        assertEquals(path, error.path)
    }

    @Test
    fun `two threads share one database as the main thread and a worker do`() = withDatabase { database ->
        val threads = Executors.newFixedThreadPool(2)
        val store = database.tags()

        val writer = threads.submit(Callable { repeat(200) { store.create(CreateTagInput(label = "tag-$it")) } })
        val reader = threads.submit(Callable { List(200) { store.count() } })
        writer.get()
        val counts = reader.get()
        threads.shutdown()

        assertEquals(counts.sorted(), counts)
        assertEquals(200, store.count())
    }

    @Test
    fun `an object that is closed twice is closed once`() {
        val database = Database.inMemory()
        val store = database.tags()

        database.close()
        database.close()

        assertTrue(database.uniffiIsDestroyed)
        assertEquals(0, store.count())
        assertThrows<IllegalStateException> { database.tags() }
    }
}
