package import Contracts

/// Puts facts into words, for every kind, language and region.
package struct NoticeComposer: Sendable {
    private let templates: TemplateSet
    private let office: String
    private let trackingURL: String

    /// Makes a composer.
    ///
    /// - Parameters:
    ///   - templates: every template.
    ///   - office: who writes, without the region's name.
    ///   - trackingURL: where an application can be followed; `{number}` in it stands for its number.
    package init(templates: TemplateSet, office: String, trackingURL: String) {
        self.templates = templates
        self.office = office
        self.trackingURL = trackingURL
    }

    /// The notice in words.
    ///
    /// - Returns: nil only for a kind that has no template, which the start does not allow.
    package func compose(_ facts: NoticeFacts, language: Language, region: RegionProfile) -> RenderedNotice? {
        let url = trackingURL.replacing("{number}", with: facts.number.value)
        let values = NoticeValues(facts, language: language, region: region, office: office, trackingURL: url)
        return templates.render(values, kind: facts.kind, language: language)
    }
}
