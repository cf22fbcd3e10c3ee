import Foundation

/// A live query of the scenario and what it has heard.
final class Watched {
    private let heard = Heard()
    private let task: Task<Void, Never>

    init(_ values: AsyncThrowingStream<JSON, any Error>) {
        task = Task { [heard] in
            do {
                for try await value in values { heard.put(.success(value)) }
                heard.put(.success(nil))
            } catch {
                heard.put(.failure(error))
            }
        }
    }

    /// Waits for the next value; gives nil when there is none.
    func next() throws -> JSON? {
        try heard.take().get()
    }

    func cancel() {
        task.cancel()
    }
}

/// Values on their way from a task to a thread that waits.
///
/// Unchecked: every access to `values` holds `changed`.
private final class Heard: @unchecked Sendable {
    private let changed = NSCondition()
    private var values: [Result<JSON?, any Error>] = []

    func put(_ value: Result<JSON?, any Error>) {
        changed.lock()
        values.append(value)
        changed.signal()
        changed.unlock()
    }

    func take() throws -> Result<JSON?, any Error> {
        let deadline = Date(timeIntervalSinceNow: 30)
        changed.lock()
        defer { changed.unlock() }
        while values.isEmpty {
            guard changed.wait(until: deadline) else { throw Unreadable("no value came") }
        }
        return values.removeFirst()
    }
}
