import Dispatch

/// Transactions as closures, and calls that leave the caller's actor.
extension Database {
    /// Runs the body in a transaction on the calling thread and gives what it returns: all of its writes, or none when
    /// it throws. Blocks until it is done.
    ///
    /// The body writes through the stores of the transaction. A call of the database's own stores inside it throws
    /// `StoreError.Reentrant`.
    public func transaction<T>(_ body: (DatabaseTransaction) throws -> T) throws -> T {
        try withoutActuallyEscaping(body) { body in
            let closure = ClosureBody(body)
            do {
                try runTransaction(body: closure)
            } catch {
                // What the body threw comes back as itself; anything else is the transaction's own error.
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
        try Task.checkCancellation()
        let turn = Turn()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                Self.queue.async {
                    guard turn.begin() else {
                        continuation.resume(throwing: CancellationError())
                        return
                    }
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

    private static let queue = DispatchQueue(label: "larder.background", attributes: .concurrent)
}
