package dev.larder.notes

import dev.larder.ColumnCondition
import dev.larder.ColumnOrder
import dev.larder.JsonCondition
import dev.larder.JsonValue
import dev.larder.NumberFilter
import dev.larder.OptionalDecimalFilter
import dev.larder.OptionalJsonFilter
import dev.larder.PageInput
import dev.larder.PageStart
import dev.larder.Scalar
import dev.larder.SelectOptions
import dev.larder.SnippetOptions
import dev.larder.SortOrder
import dev.larder.TextFilter
import dev.larder.TextSearch
import java.math.BigDecimal
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The Kotlin examples of `docs/guide/queries.md`, each with what it gives. The guide shows them word for word. */
internal class GuideTest {
    @Test
    fun `rows that meet a filter`() = withWorld { database ->
        val notes = database.notes()
        val cheap = notes.findMany(
            NoteQuery(
                where = NoteWhere.And(
                    listOf(
                        NoteWhere.Cost(OptionalDecimalFilter.Lt(BigDecimal.TEN)),
                        NoteWhere.Title(TextFilter.ContainsIgnoreCase("O")),
                    ),
                ),
                orderBy = listOf(NoteOrder.Cost(SortOrder.DESCENDING), NoteOrder.Title(SortOrder.ASCENDING)),
                limit = 20,
            ),
        )

        assertEquals(listOf("Oats", "Flour"), titles(cheap))
    }

    @Test
    fun `nothing is a value to ask for`() = withWorld { database ->
        val notes = database.notes()

        val free = notes.count(NoteWhere.Cost(OptionalDecimalFilter.IsNull))
        val notCheap = notes.count(NoteWhere.Not(NoteWhere.Cost(OptionalDecimalFilter.Lt(BigDecimal.TEN))))
        val urgent = notes.exists(NoteWhere.Priority(PriorityFilter.In(listOf(Priority.HIGH))))

        assertEquals(Triple(1L, 2L, true), Triple(free, notCheap, urgent))
    }

    @Test
    fun `rows by their related rows`() = withWorld { database ->
        val notes = database.notes()
        val notebooks = database.notebooks()

        val home = NotebookFilter.Is(NotebookWhere.Name(TextFilter.Eq("Home")))
        val atHome = notes.findMany(NoteQuery(where = NoteWhere.Notebook(home)))
        val food = NoteTagWhere.Tag(TagFilter.Is(TagWhere.Label(TextFilter.Eq("food"))))
        val withFood = NoteListFilter.Some(NoteWhere.Tags(NoteTagListFilter.Some(food)))
        val tagged = notebooks.findMany(NotebookQuery(where = NotebookWhere.Notes(withFood)))
        val byName = NoteOrder.Notebook(NotebookOrder.Name(SortOrder.ASCENDING))
        val byNotebook = notes.findMany(NoteQuery(orderBy = listOf(byName)))

        assertEquals(listOf(3, 1), listOf(atHome.size, tagged.size))
        assertEquals("Alone", byNotebook[0].title)
    }

    @Test
    fun `related rows come along`() = withWorld { database ->
        val notebooks = database.notebooks()

        val newest = NoteQuery(orderBy = listOf(NoteOrder.Title(SortOrder.DESCENDING)), limit = 3)
        val tags = NoteInclude.Tags(NoteTagQuery(), listOf(NoteTagInclude.Tag(listOf())))
        val found = notebooks.findManyWith(NotebookQuery(), listOf(NotebookInclude.Notes(newest, listOf(tags))))
        for (notebook in found) {
            for (note in notebook.notes.orEmpty()) {
                println("${notebook.record.name} / ${note.record.title} has ${note.tags?.size} tags")
            }
        }

        val notes = found[0].notes!!
        assertEquals(listOf("Paint", "Oats", "Flour"), notes.map { it.record.title })
        assertEquals("food", notes.last().tags!!.single().tag!!.record.label)
    }

    @Test
    fun `pages by number`() = withWorld { database ->
        val notes = database.notes()

        val byTitle = NoteQuery(orderBy = listOf(NoteOrder.Title(SortOrder.ASCENDING)))
        val page = notes.paginate(byTitle, PageInput(limit = 2, offset = 2))
        println("${page.items.size} of ${page.totalCount}, more: ${page.pageInfo.hasNextPage}")

        assertEquals(listOf("Oats", "Paint"), titles(page.items))
        assertEquals(4, page.totalCount)
    }

    @Test
    fun `pages beside a cursor`() = withWorld { database ->
        val notes = database.notes()

        val byCost = NoteQuery(orderBy = listOf(NoteOrder.Cost(SortOrder.DESCENDING)), limit = 3)
        val first = notes.findPage(byCost)
        val next = first.after?.let { notes.findPage(byCost, PageStart.After(it)) }

        assertEquals(listOf("Paint", "Oats", "Flour"), titles(first.items))
        assertEquals(listOf("Alone"), titles(next!!.items))
        assertNull(next.after)
    }

    @Test
    fun `some columns`() = withWorld { database ->
        val notes = database.notes()

        val byTitle = SelectOptions(orderBy = listOf(ColumnOrder(0, SortOrder.ASCENDING)))
        val columns = listOf(NoteColumn.Field(NoteField.TITLE), NoteColumn.Field(NoteField.COST))
        val prices = notes.select(columns, options = byTitle)
        val once = SelectOptions(distinct = true)
        val priorities = notes.select(listOf(NoteColumn.Field(NoteField.PRIORITY)), options = once)

        assertEquals(listOf(Scalar.Text("Alone"), Scalar.Null), prices[0])
        assertEquals(2, priorities.size)
    }

    @Test
    fun `totals and groups`() = withWorld { database ->
        val notes = database.notes()

        val costs = listOf(NoteColumn.Sum(NoteField.COST), NoteColumn.Max(NoteField.COST))
        val totals = notes.select(listOf(NoteColumn.Count) + costs)
        val words = NoteColumn.Sum(NoteField.WORD_COUNT)
        val many = ColumnCondition(2, NumberFilter.Gt(BigDecimal(5)))
        val wordy = notes.select(
            listOf(NoteColumn.Field(NoteField.PRIORITY), NoteColumn.Count, words),
            options = SelectOptions(having = listOf(many)),
        )

        val sum = Scalar.Decimal(BigDecimal("15.75"))
        assertEquals(listOf(listOf(Scalar.Integer(4), sum, Scalar.Decimal(BigDecimal(12)))), totals)
        assertEquals(listOf(listOf(Scalar.Text("HIGH"), Scalar.Integer(2), Scalar.Integer(10))), wordy)
    }

    @Test
    fun `values in documents`() = withWorld { database ->
        val notes = database.notes()

        val isFar = OptionalJsonFilter.Path("$.shop", JsonCondition.Eq(JsonValue.Text("far")))
        val far = notes.findMany(NoteQuery(where = NoteWhere.Meta(isFar)))
        val isMany = OptionalJsonFilter.Path("$.n", JsonCondition.Gt(JsonValue.Integer(5)))
        val many = notes.findMany(NoteQuery(where = NoteWhere.Meta(isMany)))
        val sorted = notes.findMany(NoteQuery(orderBy = listOf(NoteOrder.MetaPath("$.n", SortOrder.ASCENDING))))

        assertEquals(listOf("Oats"), titles(far))
        assertEquals(listOf("Oats"), titles(many))
        assertEquals(4, sorted.size)
    }

    @Test
    fun `words in texts`() = withWorld { database ->
        val notes = database.notes()

        val cheap = NoteWhere.Cost(OptionalDecimalFilter.Lt(BigDecimal.TEN))
        val found = notes.findMany(NoteQuery(where = cheap, search = TextSearch("flour")))
        val marks = SnippetOptions(open = "<b>", close = "</b>", words = 8)
        val matches = notes.findSnippets(NoteQuery(search = TextSearch("buy")), marks)

        assertEquals(listOf("Flour"), titles(found))
        assertEquals("to <b>buy</b>", matches[0].snippet)
    }

    @Test
    fun `rows of a view`() = withWorld { database ->
        val summaries = database.notebookSummaries()
        val dear = NotebookSummaryWhere.Dearest(OptionalDecimalFilter.Gt(BigDecimal.TEN))
        val costly = summaries.findMany(NotebookSummaryQuery(where = dear))

        assertTrue(costly.single().let { it.name == "Home" && it.notes == 3L })
    }

    @Test
    fun `the first field that holds something`() = withWorld { database ->
        val notes = database.notes()

        val lines = notes.select(listOf(NoteColumn.Coalesce(listOf(NoteField.SUMMARY, NoteField.TITLE))))

        assertEquals(listOf(Scalar.Text("Alone")), lines.last())
    }

    @Test
    fun `a statement of ones own`() = withWorld { database ->
        val statement = """
            SELECT b.name, count(*) FROM notes n JOIN notebooks b ON b.id = n.notebook_id
            WHERE n.word_count > ? GROUP BY b.id
        """
        val shelves = database.query(statement, listOf(Scalar.Integer(2)))

        assertEquals(listOf(listOf(Scalar.Text("Home"), Scalar.Integer(2))), shelves)
    }

    @Test
    fun `what SQLite does`() = withWorld { database ->
        val notes = database.notes()

        val plan = notes.explain(NoteQuery(where = NoteWhere.Title(TextFilter.Eq("Oats"))))
        println("${plan.sql} ${plan.steps} ${plan.scanned}")

        assertTrue(plan.steps.contains("notes_title"))
        assertEquals(listOf<String>(), plan.scanned)
    }

    private fun titles(notes: List<Note>) = notes.map { it.title }

    /** A notebook `Home` with three notes, of which `Flour` has a tag; a note of its own. */
    private fun withWorld(test: (Database) -> Unit) = withDatabase { database ->
        val home = database.notebooks().create(CreateNotebookInput(name = "Home")).id
        val note = { title: String, priority: Priority, words: Long, cost: String, meta: String ->
            database.notes().create(
                CreateNoteInput(
                    notebookId = home, title = title, body = "to buy", priority = priority, wordCount = words,
                    cost = BigDecimal(cost), meta = meta,
                ),
            ).id
        }
        val flour = note("Flour", Priority.LOW, 1, "1.50", """{"shop":"near","n":2}""")
        note("Oats", Priority.LOW, 4, "2.25", """{"shop":"far","n":10}""")
        note("Paint", Priority.HIGH, 10, "12", """{"n":"ten"}""")
        database.notes().create(CreateNoteInput(title = "Alone", priority = Priority.HIGH))
        val food = database.tags().create(CreateTagInput(label = "food")).id
        database.noteTags().create(CreateNoteTagInput(noteId = flour, tagId = food))
        test(database)
    }
}
