/// What a delivery is settled with; that of a lost connection is ignored, since the broker delivers it again.
package struct DeliveryTag: Hashable, Sendable {
    /// Counts the channels this consumer has had.
    package let generation: UInt64
    /// The broker's number on that channel, from 1.
    package let number: UInt64

    /// Makes a tag.
    package init(generation: UInt64, number: UInt64) {
        self.generation = generation
        self.number = number
    }
}
