import Foundation

/// Transactions as closures, and calls that leave the caller's actor.
extension Database {
    /// Runs the body in a transaction on the calling thread and gives what it returns: all of its writes, or none when
    /// it throws. Blocks until it is done.
    ///
    /// The body writes through the stores of the transaction. A call of the database's own stores inside it throws
    /// `StoreError.Reentrant`. What the body throws comes back as itself.
    public func transaction<T>(_ body: (DatabaseTransaction) throws -> T) throws -> T {
        try within(runTransaction, body)
    }

    /// Runs the body on one state of the database and gives what it returns: several reads that belong together, whatever
    /// others write meanwhile.
    ///
    /// The body reads through the stores that it is given; a call that writes throws `StoreError.ReadOnly`. The write-ahead log
    /// grows while it runs, so do not wait in it for anything else.
    public func read<T>(_ body: (DatabaseTransaction) throws -> T) throws -> T {
        try within(runSnapshot, body)
    }

    private func within<T>(
        _ run: (any TransactionBody) throws -> Void, _ body: (DatabaseTransaction) throws -> T
    ) throws -> T {
        try withoutActuallyEscaping(body) { body in
            let closure = ClosureBody(body)
            do {
                try run(closure)
            } catch {
                // The core tells only that the body threw; anything else is the transaction's own error.
                if case .failure(let thrown)? = closure.outcome { throw thrown }
                throw error
            }
            guard case .success(let value)? = closure.outcome else {
                throw StoreError.Aborted(reason: "the body did not run")
            }
            return value
        }
    }

    /// Runs the work off the caller's actor, on a thread that may block, and gives what it returns.
    ///
    /// A task that is cancelled before the work begins throws `CancellationError` and does nothing. Work that has
    /// begun runs to its end, and what it did is told: a write that was made is never reported as cancelled.
    public func background<T: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> T
    ) async throws -> T {
        let turn = Turn<T>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard turn.wait(continuation) else { return }
                backgroundThreads.addOperation {
                    guard let continuation = turn.begin() else { return }
                    continuation.resume(with: Result { try work(self) })
                }
            }
        } onCancel: {
            turn.cancel()
        }
    }

    /// Runs the body in a transaction off the caller's actor; see `transaction` and `background`.
    public func backgroundTransaction<T: Sendable>(
        _ body: @escaping @Sendable (DatabaseTransaction) throws -> T
    ) async throws -> T {
        try await background { database in try database.transaction(body) }
    }
}

/// The threads of `background`, apart from the pool of Swift's tasks, which must not block.
///
/// Few: more would only wait for a connection, and a call that waits for one counts against its busy timeout.
private let backgroundThreads: OperationQueue = {
    let queue = OperationQueue()
    queue.name = "larder.background"
    queue.maxConcurrentOperationCount = 4
    return queue
}()

/// A transaction's body as the core calls it; keeps what the closure gave or threw.
///
/// Unchecked: the core calls it once, on the thread that waits for it in `runTransaction`, and no other thread sees it.
private final class ClosureBody<T>: TransactionBody, @unchecked Sendable {
    private(set) var outcome: Result<T, any Error>?
    private let body: (DatabaseTransaction) throws -> T

    init(_ body: @escaping (DatabaseTransaction) throws -> T) {
        self.body = body
    }

    func run(transaction: DatabaseTransaction) throws {
        let outcome = Result { try body(transaction) }
        self.outcome = outcome
        _ = try outcome.get()
    }
}

/// A task's place in the queue: either its work begins or the task is cancelled, whichever comes first.
///
/// Unchecked: every access to `state` holds `lock`.
private final class Turn<T: Sendable>: @unchecked Sendable {
    private enum State {
        case new
        case waiting(CheckedContinuation<T, any Error>)
        case over
    }

    private let lock = NSLock()
    private var state = State.new

    /// Takes the place; false when the task is cancelled already.
    func wait(_ continuation: CheckedContinuation<T, any Error>) -> Bool {
        let waits = lock.withLock {
            guard case .new = state else { return false }
            state = .waiting(continuation)
            return true
        }
        if !waits { continuation.resume(throwing: CancellationError()) }
        return waits
    }

    /// Gives whom to tell the outcome; nobody when the task was cancelled.
    func begin() -> CheckedContinuation<T, any Error>? {
        end()
    }

    func cancel() {
        end()?.resume(throwing: CancellationError())
    }

    private func end() -> CheckedContinuation<T, any Error>? {
        lock.withLock {
            defer { state = .over }
            guard case .waiting(let continuation) = state else { return nil }
            return continuation
        }
    }
}
