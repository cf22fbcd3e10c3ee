import Foundation
import Notes
import Testing

/// What the core says comes to a sink of the app's. It begins once in a process, and so in one test.
@Suite struct TelemetryTests {
    @Test func aSinkGetsEachCallWithoutItsValues() throws {
        let database = try Database.inMemory()
        let heard = Heard()
        let telemetry = try initTelemetry(options: TelemetryOptions(level: .info), sink: heard)

        _ = try database.tags().create(input: CreateTagInput(label: "secret words"))

        #expect(try telemetry.flush(deadlineMillis: 30_000))
        let records = heard.records
        #expect(records.contains { $0.fields["model"] == "Tag" && $0.fields["verb"] == "create" && $0.fields["rows"] == "1" })
        #expect(!records.contains { "\($0)".contains("secret") })
        #expect(telemetry.counters().writes > 0)
        #expect(throws: StoreError.self) { _ = try initTelemetry() }
    }
}

/// Unchecked: every access to `taken` holds `lock`.
private final class Heard: LogSink, @unchecked Sendable {
    private let lock = NSLock()
    private var taken: [LogRecord] = []

    var records: [LogRecord] { lock.withLock { taken } }

    func receive(records: [LogRecord], dropped: Int64) {
        lock.withLock { taken += records }
    }
}
