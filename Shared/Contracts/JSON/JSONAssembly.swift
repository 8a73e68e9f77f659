/// JSON that is being written by the containers of one encoder, which share it.
///
/// Everything is done by the value inside, so that each call is one access to it.
final class JSONAssembly {
    private var nodes = JSONNodes()

    /// Makes a value an object, unless it is one.
    func becomeObject(_ index: Int) { nodes.becomeObject(index) }

    /// Makes a value a list, unless it is one.
    func becomeArray(_ index: Int) { nodes.becomeArray(index) }

    /// Adds a value to a list, or a member to an object.
    /// - Returns: its index.
    func add(to parent: Int, name: String?) -> Int { nodes.add(to: parent, name: name) }

    /// Sets a value to a string.
    func set(_ index: Int, string: String) { nodes.set(index, string: string) }

    /// Sets a value to a number or a word.
    func set(_ index: Int, literal: some Sequence<UInt8>) { nodes.set(index, literal: literal) }

    /// Sets a value to any JSON.
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    func set(_ index: Int, to value: JSONValue) throws { try nodes.set(index, to: value) }

    /// How many values a container has.
    func count(of index: Int) -> Int { nodes.count(of: index) }

    /// The whole as JSON without blanks, members sorted by name.
    func bytes() -> [UInt8] { nodes.bytes() }
}
