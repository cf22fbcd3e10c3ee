package dev.larder.notes

import dev.larder.SortOrder

/** Opens the database of the notes app in Kotlin, shows what is there and adds a note. */
internal fun main(arguments: Array<String>) {
    Database.open(arguments.firstOrNull() ?: "notes.db").use { database ->
        val notes = database.notes()
        for (note in notes.findMany(NoteQuery(orderBy = listOf(NoteOrder.CreatedAt(SortOrder.ASCENDING))))) {
            println("  Kotlin reads:  ${note.title} (version ${note.version})")
        }
        val written = notes.create(CreateNoteInput(title = "Written in Kotlin"))
        println("  Kotlin writes: ${written.title}")
        database.shutdown()
    }
}
