import Foundation

/// Live queries: what is read now, and again whenever it is another.
extension Database {
    /// Gives what the closure reads, and then each value that is another one than before, whoever wrote what it is of: this
    /// database, a trigger, an extension in another process.
    ///
    /// The closure reads one state of the database through the stores that it is given, on a thread of the core. It is called
    /// again for the rows that it read last, and those that would be among them; whatever it reads with `query` lets any write
    /// call it again. Nothing comes of what is rolled back. A value that nobody took gives way to the next.
    ///
    /// The values arrive where they are awaited: on the main actor in a task of the main actor. What the closure throws ends the
    /// sequence with it, except for what passes (`Busy`, `Interrupted`, `Suspended`), after which it is called again. The end of the
    /// loop or of its task ends the live query; shutting the database down ends the sequence.
    ///
    /// ```swift
    /// for try await notes in database.live({ try $0.notes().findMany() }) {
    ///     self.notes = notes
    /// }
    /// ```
    public func live<Value: Equatable & Sendable>(
        _ read: @escaping @Sendable (DatabaseTransaction) throws -> Value
    ) -> AsyncThrowingStream<Value, any Error> {
        AsyncThrowingStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let reading = LiveReading(read, to: continuation)
            do {
                let subscription = try observe(body: reading, observer: reading)
                continuation.onTermination = { _ in subscription.cancel() }
            } catch {
                continuation.finish(throwing: error)
            }
        }
    }
}

/// A live query as the core calls it.
///
/// Unchecked: `outcome` and `last` belong to the core's thread, which calls `run` and `delivered` one after the other.
private final class LiveReading<Value: Equatable & Sendable>: TransactionBody, LiveObserver, @unchecked Sendable {
    private let read: @Sendable (DatabaseTransaction) throws -> Value
    private let continuation: AsyncThrowingStream<Value, any Error>.Continuation
    private var outcome: Result<Value, any Error>?
    private var last: Value?

    init(
        _ read: @escaping @Sendable (DatabaseTransaction) throws -> Value,
        to continuation: AsyncThrowingStream<Value, any Error>.Continuation
    ) {
        self.read = read
        self.continuation = continuation
    }

    func run(transaction: DatabaseTransaction) throws {
        let outcome = Result { try read(transaction) }
        self.outcome = outcome
        _ = try outcome.get()
    }

    func delivered(failure: StoreError?) -> Bool {
        defer { outcome = nil }
        switch (outcome, failure) {
        case (.success(let value), nil):
            if value == last { return true }
            last = value
            if case .terminated = continuation.yield(value) { return false }
            return true
        case (.failure(let thrown), _):
            // As itself: the core knows only that the closure threw.
            continuation.finish(throwing: thrown)
        case (_, let failure):
            continuation.finish(throwing: failure)
        }
        return false
    }

    func ended() {
        continuation.finish()
    }
}
