package dev.larder.notes

import dev.larder.StoreException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

private fun TagStore.add(label: String): Tag = create(CreateTagInput(label = label))

/** A transaction is a closure: its value comes out, and what it throws comes out as itself. */
internal class TransactionTest {
    @Test
    fun `a body that returns commits and gives its value`() = withDatabase { database ->
        val label = database.transaction { transaction ->
            transaction.tags().add("one")
            transaction.tags().add("two").label
        }

        assertEquals("two", label)
        assertEquals(2, database.tags().count())
    }

    @Test
    fun `a body may give nothing at all`() = withDatabase { database ->
        val found = database.transaction { it.tags().findUnique(1) }

        assertEquals(null, found)
    }

    @Test
    fun `what the body throws comes back as itself and undoes everything`() = withDatabase { database ->
        class Own(val code: Int) : Exception()
        val throwables = listOf(Own(7), IllegalStateException(), AssertionError("an error"), StackOverflowError())
        for (own in throwables) {
            val thrown = assertThrows<Throwable> {
                database.transaction { transaction ->
                    transaction.tags().add("never")
                    throw own
                }
            }
            assertSame(own, thrown)
        }
        assertEquals(0, database.tags().count())
    }

    @Test
    fun `an error of a store comes back as itself from a body that lets it pass`() = withDatabase { database ->
        database.tags().add("taken")
        var first: StoreException? = null

        val thrown = assertThrows<StoreException.UniqueViolation> {
            database.transaction { transaction ->
                transaction.tags().add("never")
                try {
                    transaction.tags().add("taken")
                } catch (error: StoreException) {
                    first = error
                    throw error
                }
            }
        }

        assertSame(first, thrown)
        assertEquals(listOf("label"), thrown.columns)
        assertEquals(1, database.tags().count())
    }

    @Test
    fun `a body may go on after an error of a store`() = withDatabase { database ->
        database.tags().add("taken")

        database.transaction { transaction ->
            assertThrows<StoreException.UniqueViolation> { transaction.tags().add("taken") }
            transaction.tags().add("next")
        }

        assertEquals(2, database.tags().count())
    }

    @Test
    fun `the database's own stores inside a body are Reentrant`() = withDatabase { database ->
        database.transaction { transaction ->
            transaction.tags().add("one")
            assertThrows<StoreException.Reentrant> { database.tags().count() }
            assertThrows<StoreException.Reentrant> { database.transaction { } }
            assertThrows<StoreException.Reentrant> { database.shutdown() }
        }

        assertEquals(1, database.tags().count())
    }

    @Test
    fun `a transaction that is kept past its end takes no more calls`() = withDatabase { database ->
        var kept: DatabaseTransaction? = null
        val store = database.transaction { transaction ->
            kept = transaction
            transaction.tags().also { it.add("one") }
        }

        val error = assertThrows<StoreException> { store.add("two") }
        assertThrows<StoreException> { kept!!.tags().count() }

        assertFalse(error is StoreException.Panicked)
        assertEquals(1, database.tags().count())
    }

    @Test
    fun `a body of the generated interface that throws an Error undoes everything`() = withDatabase { database ->
        val body = object : TransactionBody {
            override fun run(transaction: DatabaseTransaction) {
                transaction.tags().add("never")
                throw AssertionError("an error of the JVM's kind")
            }
        }

        val error = assertThrows<StoreException.Aborted> { database.runTransaction(body) }

        assertNotNull(error.reason)
        assertEquals(0, database.tags().count())
    }

    @Test
    fun `an error of a store passes a body of the generated interface`() = withDatabase { database ->
        val body = object : TransactionBody {
            override fun run(transaction: DatabaseTransaction) {
                throw StoreException.Conflict("Tag", 3)
            }
        }

        val error = assertThrows<StoreException.Conflict> { database.runTransaction(body) }

        assertEquals(3, error.expected)
    }
}
