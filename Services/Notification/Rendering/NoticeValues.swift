package import Contracts

/// What a template is given: the facts in one language, in the region's local time.
package struct NoticeValues: Sendable {
    private let values: [String: Value]

    private enum Value: Sendable {
        case text(String)
        case truth(Bool)
        case list([[String: String]])
    }

    /// Prepares facts.
    ///
    /// - Parameters:
    ///   - facts: what is told.
    ///   - language: the reader's language.
    ///   - region: its name and clocks.
    ///   - office: who writes, without the region's name.
    ///   - trackingURL: where the application can be followed.
    package init(
        _ facts: NoticeFacts, language: Language, region: RegionProfile, office: String, trackingURL: String
    ) {
        let time = LocalTime(zone: region.zone, language: language)
        var values: [String: Value] = [
            "office": .text([office, region.name].compactMap(\.self).joined(separator: " ").withoutControls),
            "number": .text(facts.number.value),
            "trackingURL": .text(trackingURL),
            "at": .text(time.text(facts.at)),
            "waitsForApplicant": .truth(facts.waitsForApplicant ?? false),
        ]
        for kind in DeadlineKind.allCases { values[kind.rawValue] = .truth(facts.deadlineKind == kind) }
        if let deadline = facts.deadline { values["deadline"] = .text(time.text(deadline)) }
        if let answerBy = facts.answerBy { values["answerBy"] = .text(time.text(answerBy)) }
        if let dueAt = facts.dueAt { values["dueAt"] = .text(time.text(dueAt)) }
        if let legalBasis = facts.legalBasis { values["legalBasis"] = .text(legalBasis.withoutControls) }
        if let objection = facts.objection { values["objection"] = .text(objection[language].withoutControls) }
        if let defects = facts.defects, !defects.isEmpty {
            values["defects"] = .list(
                defects.enumerated().map { index, defect in
                    [
                        "position": String(index + 1), "text": defect.text[language].withoutControls,
                        "remedy": defect.remedy[language].withoutControls,
                    ]
                })
        }
        if let reasons = facts.reasons, !reasons.isEmpty {
            values["reasons"] = .list(
                reasons.map {
                    ["text": $0.text[language].withoutControls, "legalBasis": $0.legalBasis.withoutControls]
                })
        }
        self.values = values
    }

    /// The values as Mustache takes them.
    var context: [String: Any] {
        values.mapValues { value -> Any in
            switch value {
            case .text(let text): text
            case .truth(let truth): truth
            case .list(let list): list
            }
        }
    }
}

extension String {
    /// The text with control characters, line ends among them, turned into blanks.
    fileprivate var withoutControls: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.isControl ? " " : $0 }))
    }
}
