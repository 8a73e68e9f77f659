/// The place in the source that asked for a statement.
package struct Caller: Hashable, Sendable {
    /// `Module/File.swift`.
    package let fileID: String
    /// The line in that file.
    package let line: Int

    /// Names a place; the defaults of the calling function are passed through.
    package init(fileID: String, line: Int) {
        self.fileID = fileID
        self.line = line
    }
}
