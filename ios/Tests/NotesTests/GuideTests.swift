import Foundation
import Notes
import Testing

/// The Swift examples of `docs/guide/queries.md`, each with what it gives. The guide shows them word for word.
@Suite struct GuideTests {
    @Test func rowsThatMeetAFilter() throws {
        let database = try world()

        let notes = database.notes()
        let cheap = try notes.findMany(
            query: NoteQuery(
                where: .and([.cost(.lt(10)), .title(.containsIgnoreCase("O"))]),
                orderBy: [.cost(.descending), .title(.ascending)],
                limit: 20))

        #expect(cheap.map(\.title) == ["Oats", "Flour"])
    }

    @Test func nothingIsAValueToAskFor() throws {
        let notes = try world().notes()

        let free = try notes.count(where: .cost(.isNull))
        let notCheap = try notes.count(where: .not(.cost(.lt(10))))
        let urgent = try notes.exists(where: .priority(.in([.high])))

        #expect(free == 1)
        #expect(notCheap == 2)
        #expect(urgent)
    }

    @Test func rowsByTheirRelatedRows() throws {
        let database = try world()
        let notes = database.notes()
        let notebooks = database.notebooks()

        let atHome = try notes.findMany(query: NoteQuery(where: .notebook(.is(.name(.eq("Home"))))))
        let tagged = try notebooks.findMany(
            query: NotebookQuery(where: .notes(.some(.tags(.some(.tag(.is(.label(.eq("food"))))))))))
        let byNotebook = try notes.findMany(query: NoteQuery(orderBy: [.notebook(.name(.ascending))]))

        #expect(atHome.count == 3)
        #expect(tagged.count == 1)
        #expect(byNotebook[0].title == "Alone")
    }

    @Test func relatedRowsComeAlong() throws {
        let notebooks = try world().notebooks()

        let newest = NoteQuery(orderBy: [.title(.descending)], limit: 3)
        let tags = NoteInclude.tags(query: NoteTagQuery(), include: [.tag(include: [])])
        let found = try notebooks.findManyWith(query: NotebookQuery(), include: [.notes(query: newest, include: [tags])])
        for notebook in found {
            for note in notebook.notes ?? [] {
                print("\(notebook.record.name) / \(note.record.title) has \(note.tags?.count ?? 0) tags")
            }
        }

        #expect(found[0].notes?.map(\.record.title) == ["Paint", "Oats", "Flour"])
        #expect(found[0].notes?.last?.tags?.first?.tag?.record.label == "food")
    }

    @Test func pagesByNumber() throws {
        let notes = try world().notes()

        let byTitle = NoteQuery(orderBy: [.title(.ascending)])
        let page = try notes.paginate(query: byTitle, page: PageInput(limit: 2, offset: 2))
        print("\(page.items.count) of \(page.totalCount), more: \(page.pageInfo.hasNextPage)")

        #expect(page.items.map(\.title) == ["Oats", "Paint"])
        #expect(page.totalCount == 4)
    }

    @Test func pagesBesideACursor() throws {
        let notes = try world().notes()

        let byCost = NoteQuery(orderBy: [.cost(.descending)], limit: 3)
        let first = try notes.findPage(query: byCost)
        let next = try first.after.map { try notes.findPage(query: byCost, start: .after(cursor: $0)) }

        #expect(first.items.map(\.title) == ["Paint", "Oats", "Flour"])
        #expect(next?.items.map(\.title) == ["Alone"])
        #expect(next?.after == nil)
    }

    @Test func someColumns() throws {
        let notes = try world().notes()

        let byTitle = SelectOptions(orderBy: [ColumnOrder(column: 0, order: .ascending)])
        let prices = try notes.select(columns: [.field(.title), .field(.cost)], options: byTitle)
        let priorities = try notes.select(columns: [.field(.priority)], options: SelectOptions(distinct: true))

        #expect(prices[0] == [.text("Alone"), .null])
        #expect(priorities.count == 2)
    }

    @Test func totalsAndGroups() throws {
        let notes = try world().notes()

        let totals = try notes.select(columns: [.count, .sum(.cost), .max(.cost)])
        let wordy = try notes.select(
            columns: [.field(.priority), .count, .sum(.wordCount)],
            options: SelectOptions(having: [ColumnCondition(column: 2, filter: .gt(5))]))

        #expect(totals == [[.integer(4), .decimal(Decimal(string: "15.75")!), .decimal(12)]])
        #expect(wordy == [[.text("HIGH"), .integer(2), .integer(10)]])
    }

    @Test func valuesInDocuments() throws {
        let notes = try world().notes()

        let far = try notes.findMany(query: NoteQuery(where: .meta(.path("$.shop", .eq(.text("far"))))))
        let many = try notes.findMany(query: NoteQuery(where: .meta(.path("$.n", .gt(.integer(5))))))
        let sorted = try notes.findMany(query: NoteQuery(orderBy: [.metaPath("$.n", .ascending)]))

        #expect(far.map(\.title) == ["Oats"])
        #expect(many.map(\.title) == ["Oats"])
        #expect(sorted.count == 4)
    }

    @Test func wordsInTexts() throws {
        let notes = try world().notes()

        let flour = NoteQuery(where: .cost(.lt(10)), search: TextSearch(text: "flour"))
        let found = try notes.findMany(query: flour)
        let marks = SnippetOptions(open: "<b>", close: "</b>", words: 8)
        let matches = try notes.findSnippets(query: NoteQuery(search: TextSearch(text: "buy")), snippet: marks)

        #expect(found.map(\.title) == ["Flour"])
        #expect(matches[0].snippet == "to <b>buy</b>")
    }

    @Test func rowsOfAView() throws {
        let database = try world()

        let summaries = database.notebookSummaries()
        let costly = try summaries.findMany(query: NotebookSummaryQuery(where: .dearest(.gt(10))))

        #expect(costly.map(\.name) == ["Home"])
        #expect(costly[0].notes == 3)
    }

    @Test func theFirstFieldThatHoldsSomething() throws {
        let notes = try world().notes()

        let lines = try notes.select(columns: [.coalesce([.summary, .title])])

        #expect(lines.last == [.text("Alone")])
    }

    @Test func aStatementOfOnesOwn() throws {
        let database = try world()

        let statement = """
            SELECT b.name, count(*) FROM notes n JOIN notebooks b ON b.id = n.notebook_id
            WHERE n.word_count > ? GROUP BY b.id
            """
        let shelves = try database.query(sql: statement, params: [.integer(2)])

        #expect(shelves == [[.text("Home"), .integer(2)]])
    }

    @Test func whatSQLiteDoes() throws {
        let notes = try world().notes()

        let plan = try notes.explain(query: NoteQuery(where: .title(.eq("Oats"))))
        print(plan.sql, plan.steps, plan.scanned)

        #expect(plan.steps.contains("notes_title"))
        #expect(plan.scanned == [])
    }

    /// A notebook `Home` with three notes, of which `Flour` has a tag; a note of its own.
    private func world() throws -> Database {
        let database = try Database.inMemory()
        let home = try database.notebooks().create(input: CreateNotebookInput(name: "Home")).id
        func note(_ title: String, _ priority: Priority, _ words: Int64, _ cost: String, _ meta: String) throws -> UUID {
            let input = CreateNoteInput(
                notebookId: home, title: title, body: "to buy", priority: priority, wordCount: words,
                cost: Decimal(string: cost), meta: meta)
            return try database.notes().create(input: input).id
        }
        let flour = try note("Flour", .low, 1, "1.50", #"{"shop":"near","n":2}"#)
        _ = try note("Oats", .low, 4, "2.25", #"{"shop":"far","n":10}"#)
        _ = try note("Paint", .high, 10, "12", #"{"n":"ten"}"#)
        _ = try database.notes().create(input: CreateNoteInput(title: "Alone", priority: .high))
        let food = try database.tags().create(input: CreateTagInput(label: "food")).id
        _ = try database.noteTags().create(input: CreateNoteTagInput(noteId: flour, tagId: food))
        return database
    }
}
