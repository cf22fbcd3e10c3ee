// What a call costs through the generated API. One line of JSON an operation: the median of 21 rounds after a warm-up,
// in nanoseconds a call.

import Foundation
import Notes

/// Enough rounds that one that was interrupted is not the median.
let rounds = 21
/// Rows of seven fields.
let rowCount = 10_000

let database = try Database.inMemory()
let attachments = database.attachments()
let note = try database.notes().create(input: CreateNoteInput(title: "What a call costs"))
_ = try attachments.createMany(
    inputs: (0..<rowCount).map { index in
        CreateAttachmentInput(
            noteId: note.id, name: "attachment-\(index).txt", mediaType: "text/plain", size: Int64(index),
            checksum: Data(repeating: UInt8(index % 256), count: 32), source: "https://example.org/\(index)")
    })
let page = AttachmentQuery(orderBy: [.id(.ascending)], limit: 50)
let everything = AttachmentQuery()
let id = try attachments.findMany(query: page)[0].id
let tag = try database.tags().create(input: CreateTagInput(label: "tag")).id

/// Measures an operation; a round makes so many calls that the clock's own steps do not show.
func measure(_ operation: String, calls: Int, _ call: () throws -> Bool) throws {
    let clock = ContinuousClock()
    var costs: [Double] = []
    for round in 0...rounds {
        var holds = true
        let time = try clock.measure {
            for _ in 0..<calls { holds = try call() && holds }
        }
        precondition(holds, "\(operation) gave something else than expected")
        let (seconds, attoseconds) = time.components
        // The first round warms up.
        if round > 0 { costs.append((Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(calls)) }
    }
    costs.sort()
    print("{\"operation\":\"\(operation)\",\"nanoseconds\":\(Int(costs[costs.count / 2].rounded()))}")
}

try measure("empty_call", calls: 100_000) {
    emptyCall()
    return true
}
try measure("point_read", calls: 1_000) { try attachments.findUnique(id: id)?.id == id }
try measure("page_of_50", calls: 100) { try attachments.findMany(query: page).count == 50 }
try measure("rows_10000", calls: 1) { try attachments.findMany(query: everything).count == rowCount }
try measure("write", calls: 1_000) {
    try database.tags().update(id: tag, input: UpdateTagInput(hue: .set(.green))).hue == .green
}
