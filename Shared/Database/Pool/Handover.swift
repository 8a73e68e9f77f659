import Synchronization

/// Passes one owned value from one thread to another.
final class Handover<Value: ~Copyable & Sendable>: Sendable {
    private let value: Mutex<Value?>

    /// Holds a value until it is taken.
    init(_ value: consuming Value) { self.value = Mutex(value) }

    /// Takes the value, the first time.
    func take() -> Value? { value.withLock { $0.take() } }
}
