import Contracts

extension NoticeFacts {
    /// Facts to try a template out with: one with everything, one with as little as there can be.
    static func samples(of kind: NoticeKind) -> [NoticeFacts] {
        let region: RegionCode
        // A code that is always valid; without it nothing could be tried out.
        do throws(ContractViolation) { region = try RegionCode("3574") } catch { return [] }
        let text = LocalizedText(id: "contoh", en: "sample")
        let bare = NoticeFacts(kind: kind, number: .make(region: region), at: Timestamp(microseconds: 0))
        var full = bare
        full.deadline = bare.at
        full.answerBy = bare.at
        full.dueAt = bare.at
        full.deadlineKind = .legal
        full.waitsForApplicant = true
        full.defects = [Defect(text: text, remedy: text)]
        full.reasons = [Reason(text: text, legalBasis: "contoh")]
        full.legalBasis = "contoh"
        full.objection = text
        return [full, bare]
    }
}
