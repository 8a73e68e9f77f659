import Foundation

/// How often each Message-ID is among the mails of the sink.
struct MailCensus: Sendable {
    /// Mails by Message-ID, as the sink writes it into the file's name.
    private(set) var counts: [String: Int] = [:]
    private var seen: Set<String> = []

    /// Counts the mails that have come since the last time.
    mutating func take(from folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            guard name.hasSuffix(".eml"), seen.insert(name).inserted, let dash = name.firstIndex(of: "-") else {
                continue
            }
            counts[String(name[name.index(after: dash)...].dropLast(4)), default: 0] += 1
        }
    }

    /// A Message-ID as it stands in the name of a file.
    static func fileName(of messageID: String) -> String {
        let inner = messageID.trimmingCharacters(in: ["<", ">", " "])
        return String(
            inner.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._@-".contains($0)) ? $0 : "_" }.prefix(150))
    }
}
