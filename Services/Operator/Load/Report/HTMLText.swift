/// Text within HTML.
enum HTMLText {
    /// The text with what HTML gives a meaning to written as references; good in elements and quoted attributes.
    static func escape(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// A table in a frame that scrolls by itself when the page is narrow.
    /// - Parameters:
    ///   - caption: what the table is about, for readers who do not see its place.
    ///   - header: the columns' names.
    ///   - rows: cells as HTML; the first of a row names it.
    ///   - style: further classes; `titled` where a heading just above says what the caption does.
    /// - Returns: the element.
    static func table(caption: String, header: [String], rows: [[String]], style: String = "") -> String {
        let head = header.map { "<th scope=\"col\">\(escape($0))</th>" }.joined()
        let body = rows.map { row in
            let first = row.first.map { "<th scope=\"row\">\($0)</th>" } ?? ""
            return "<tr>\(first)\(row.dropFirst().map { "<td>\($0)</td>" }.joined())</tr>"
        }
        return """
            <div class="scroll \(style)" role="region" tabindex="0" aria-label="\(escape(caption))"><table>\
            <caption>\(escape(caption))</caption><thead><tr>\(head)</tr></thead>
            <tbody>\(body.joined(separator: "\n"))</tbody></table></div>
            """
    }
}
