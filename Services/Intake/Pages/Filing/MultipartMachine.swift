import Foundation
package import ServiceRuntime

/// Takes a form with files (`multipart/form-data`) apart as its bytes come in.
///
/// Pure: bytes in, events out; what it holds back is never longer than a boundary or the head of a part.
package struct MultipartMachine {
    /// What was found.
    package enum Event: Sendable, Equatable {
        /// A field begins; a file has a name, which is empty when none was chosen.
        case begin(field: String, file: String?)
        /// Some of its content.
        case content([UInt8])
        /// It ends.
        case end
    }

    private enum Place {
        case content
        case afterBoundary
        case head
        case finished
    }

    private static let longestHead = 8192
    private static let headEnd = Array("\r\n\r\n".utf8)

    private let boundary: [UInt8]
    /// A line end in front lets the first boundary look like the others.
    private var held: [UInt8] = Array("\r\n".utf8)
    private var place = Place.content
    private var isInPart = false

    /// Reads the boundary out of the declared type.
    /// - Throws: 415 for any other type.
    package init(contentType: String?) throws(Problem) {
        let parts = (contentType ?? "").split(separator: ";").map { $0.trimmed }
        guard let type = parts.first, type.lowercased() == "multipart/form-data",
            let parameter = parts.dropFirst().first(where: { $0.lowercased().hasPrefix("boundary=") })
        else { throw .unsupportedMediaType(["multipart/form-data"]) }
        let name = parameter.dropFirst("boundary=".count).filter { $0 != "\"" }
        guard (1...70).contains(name.utf8.count) else { throw .unsupportedMediaType(["multipart/form-data"]) }
        boundary = Array("\r\n--\(name)".utf8)
    }

    /// Whether the closing boundary was seen.
    package var isFinished: Bool { place == .finished }

    /// Takes further bytes.
    /// - Throws: 400 when they are no such form.
    package mutating func on(_ bytes: some Sequence<UInt8>) throws(Problem) -> [Event] {
        held += bytes
        var events: [Event] = []
        while try step(&events) {}
        return events
    }

    /// Goes on to the next place.
    /// - Returns: whether more can be done with what is held.
    private mutating func step(_ events: inout [Event]) throws(Problem) -> Bool {
        switch place {
        case .content:
            guard let found = held.firstRange(of: boundary) else {
                give(held.count - boundary.count + 1, &events)
                return false
            }
            give(found.lowerBound, &events)
            held.removeFirst(boundary.count)
            if isInPart { events.append(.end) }
            isInPart = false
            place = .afterBoundary
            return true
        case .afterBoundary:
            guard held.count >= 2 else { return false }
            let mark = Array(held.prefix(2))
            held.removeFirst(2)
            if mark == Array("--".utf8) {
                place = .finished
                held = []
                return false
            }
            guard mark == Array("\r\n".utf8) else { throw .malformed() }
            place = .head
            return true
        case .head:
            guard let end = held.firstRange(of: Self.headEnd) else {
                guard held.count <= Self.longestHead else { throw .malformed() }
                return false
            }
            let head = String(decoding: held[..<end.lowerBound], as: UTF8.self)
            held.removeFirst(end.upperBound)
            events.append(try Self.begin(head))
            isInPart = true
            place = .content
            return true
        case .finished:
            held = []
            return false
        }
    }

    private mutating func give(_ count: Int, _ events: inout [Event]) {
        guard count > 0 else { return }
        // What stands before the first boundary belongs to nothing.
        if isInPart { events.append(.content(Array(held.prefix(count)))) }
        held.removeFirst(count)
    }

    private static func begin(_ head: String) throws(Problem) -> Event {
        for line in head.split(separator: "\r\n") {
            guard line.lowercased().hasPrefix("content-disposition:") else { continue }
            guard let name = parameter("name", line) else { break }
            return .begin(field: name, file: parameter("filename", line))
        }
        throw .malformed()
    }

    /// A parameter in quotation marks, in which browsers write their own as `%22`.
    private static func parameter(_ name: String, _ line: Substring) -> String? {
        guard let start = line.range(of: "; \(name)=\"") else { return nil }
        let rest = line[start.upperBound...]
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        return String(rest[..<end])
    }
}

extension Substring {
    fileprivate var trimmed: Substring { drop { $0 == " " } }
}
