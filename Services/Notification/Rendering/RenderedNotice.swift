package import Contracts

/// A notice in words, ready for any channel.
package struct RenderedNotice: Sendable, Equatable {
    /// One line.
    package var subject: String
    /// Plain text with line feeds, ending in one.
    package var body: String
    /// The language of both.
    package var language: Language
    /// The version of the template.
    package var templateVersion: Int

    /// Collects the parts.
    package init(subject: String, body: String, language: Language, templateVersion: Int) {
        self.subject = subject
        self.body = body
        self.language = language
        self.templateVersion = templateVersion
    }
}
