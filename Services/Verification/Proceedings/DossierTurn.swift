import Contracts

/// What happens to one application in one unit of work.
struct DossierTurn: Sendable {
    /// An agency's word and what became of it.
    struct Word: Sendable {
        let check: CheckID
        let key: String
        let type: MessageType
        let attempt: Int
        let answer: CheckAnswer?
        /// The agency's remark, protected.
        let note: [UInt8]?
        let verdict: AnswerVerdict
    }

    /// A sealed part to keep, with its key as it came and wrapped for this service.
    struct Part: Sendable {
        let name: String
        let sealed: SealedPart
        let storage: StoredPartKey?
    }

    /// The application as it was locked; nil when it is new.
    let before: Dossier?
    /// The application as it is now.
    var dossier: Dossier
    /// How many moves it had made.
    let moves: Int
    /// What follows, in order.
    var effects: [DossierEffect] = []
    /// The message that was taken in last.
    var causation: MessageID?
    /// Its trace.
    var traceparent: String?
    /// The applicant and the form, once opened.
    var application: ApplicationPart?
    /// Sealed parts that came with a message.
    var parts: [Part] = []
    /// Agencies' words.
    var words: [Word] = []

    /// Every move of the unit.
    var transitions: [Transition] {
        effects.compactMap { if case .moved(let transition) = $0 { transition } else { nil } }
    }

    /// Everything for the timeline.
    var entries: [TimelineEntry] {
        effects.compactMap { if case .noted(let entry) = $0 { entry } else { nil } }
    }

    /// What is to be told; nil when there is nothing.
    var announcement: Announcement? {
        let told = effects.compactMap { if case .told(let announcement) = $0 { announcement } else { nil } }.max()
        if let told { return told }
        return transitions.isEmpty && entries.isEmpty ? nil : .progressed
    }

    /// Whether an effect is among what follows.
    func has(_ effect: DossierEffect) -> Bool { effects.contains(effect) }

    /// The checks that are to be asked, in their present attempt.
    var asked: [AgencyCheck] {
        let ids = effects.compactMap { if case .asked(let id) = $0 { id } else { nil } }
        return dossier.checks.filter { $0.standing == .asked && ids.contains($0.id) }
    }
}
