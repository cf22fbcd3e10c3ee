import Foundation
import Notes
import Testing

@Test func smoke() throws {
    let database = try Database.inMemory()
    let tag = try database.transaction { tx in try tx.tags().create(input: CreateTagInput(label: "a")) }
    #expect(tag.label == "a")
    let d: Decimal = 1
    #expect(d == 1)
}
