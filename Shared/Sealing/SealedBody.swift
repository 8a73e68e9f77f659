/// Takes the wrapped keys out of a message's body and puts them back.
///
/// - Shape: a body as `ContractCoding` writes it, members sorted and no slash escaped. Inside a text every quotation mark
///   is escaped, so the bytes `"wrappedKey":"` stand at a member of that name only.
package struct SealedBody: Sendable, Equatable {
    private static let marker = Array("\"wrappedKey\":\"".utf8)

    /// The body with every wrapped key empty.
    package let stripped: [UInt8]
    /// The keys, in the order of the body.
    package let keys: [String]

    /// Takes a body apart.
    package init(_ body: [UInt8]) {
        var stripped: [UInt8] = []
        stripped.reserveCapacity(body.count)
        var keys: [String] = []
        var start = 0
        for end in Self.markers(in: body) {
            stripped += body[start..<end]
            start = body[end...].firstIndex(of: UInt8(ascii: "\"")) ?? body.endIndex
            keys.append(String(decoding: body[end..<start], as: UTF8.self))
        }
        stripped += body[start...]
        self.stripped = stripped
        self.keys = keys
    }

    /// Puts keys back.
    /// - Returns: the body as it was; nil when their number is not that of the empty places, as after an erasure.
    package static func restore(_ stripped: [UInt8], keys: [String]) -> [UInt8]? {
        let places = markers(in: stripped)
        guard places.count == keys.count else { return nil }
        var body: [UInt8] = []
        body.reserveCapacity(stripped.count + keys.reduce(0) { $0 + $1.utf8.count })
        var start = 0
        for (place, key) in zip(places, keys) {
            body += stripped[start..<place]
            body += key.utf8
            start = place
        }
        return body + stripped[start...]
    }

    /// Where the values of the members begin.
    private static func markers(in body: [UInt8]) -> [Int] {
        var places: [Int] = []
        var index = 0
        while let quote = body[index...].firstIndex(of: UInt8(ascii: "\"")) {
            let end = quote + marker.count
            guard end <= body.count else { break }
            if body[quote..<end].elementsEqual(marker) {
                places.append(end)
                index = end
            } else {
                index = quote + 1
            }
        }
        return places
    }
}
