import Contracts

extension TemplateSet {
    /// The templates in the binary.
    static var embedded: [TemplateKey: String] {
        var texts: [TemplateKey: String] = [:]
        for (kind, language, bytes) in resources {
            texts[TemplateKey(kind: kind, language: language)] = String(decoding: bytes, as: UTF8.self)
        }
        return texts
    }

    private static let resources: [(NoticeKind, Language, [UInt8])] = [
        (.received, .indonesian, PackageResources.received_id_mustache),
        (.received, .english, PackageResources.received_en_mustache),
        (.correctionRequested, .indonesian, PackageResources.correction_requested_id_mustache),
        (.correctionRequested, .english, PackageResources.correction_requested_en_mustache),
        (.deadlineWarned, .indonesian, PackageResources.deadline_warned_id_mustache),
        (.deadlineWarned, .english, PackageResources.deadline_warned_en_mustache),
        (.deadlineBreached, .indonesian, PackageResources.deadline_breached_id_mustache),
        (.deadlineBreached, .english, PackageResources.deadline_breached_en_mustache),
        (.issued, .indonesian, PackageResources.closed_issued_id_mustache),
        (.issued, .english, PackageResources.closed_issued_en_mustache),
        (.refused, .indonesian, PackageResources.closed_refused_id_mustache),
        (.refused, .english, PackageResources.closed_refused_en_mustache),
        (.deemedApproved, .indonesian, PackageResources.closed_deemed_approved_id_mustache),
        (.deemedApproved, .english, PackageResources.closed_deemed_approved_en_mustache),
        (.withdrawn, .indonesian, PackageResources.closed_withdrawn_id_mustache),
        (.withdrawn, .english, PackageResources.closed_withdrawn_en_mustache),
        (.lapsed, .indonesian, PackageResources.closed_lapsed_id_mustache),
        (.lapsed, .english, PackageResources.closed_lapsed_en_mustache),
    ]
}
