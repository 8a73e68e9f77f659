import Foundation

/// Where the commands write: results to standard output, complaints to standard error.
enum Terminal {
    /// Ends the process at once: nothing is buffered, and the C libraries' clean-up at exit must not meet a thread that
    /// still opens a connection.
    static func end(_ code: Int32) -> Never {
        _exit(code)
    }

    /// Writes a result.
    static func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Writes a complaint or a remark on progress.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Writes a value as one JSON document.
    static func say<Value: Encodable>(json value: Value) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        say(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Writes rows as a table with aligned columns.
    static func table(_ header: [String], _ rows: [[String]]) {
        let widths = header.indices.map { column in
            ([header] + rows).map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        for row in [header] + rows {
            let cells = row.enumerated().map { column, cell in
                cell + String(repeating: " ", count: max(0, widths[column] - cell.count))
            }
            say(cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces))
        }
    }
}
