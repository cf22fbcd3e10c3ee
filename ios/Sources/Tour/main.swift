// Opens the database of the notes app in Swift, shows what is there and adds a note: `tour FILE`.

import Notes

let path = CommandLine.arguments.dropFirst().first ?? "notes.db"
let notes = try Database.open(path: path).notes()

for note in try notes.findMany(query: NoteQuery(orderBy: [.createdAt(.ascending)])) {
    print("  Swift reads:  \(note.title) (version \(note.version))")
}
let written = try notes.create(input: CreateNoteInput(title: "Written in Swift"))
print("  Swift writes: \(written.title)")
