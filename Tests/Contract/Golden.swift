import Contracts

/// The parts that the golden messages are made of; none of them may ever change.
enum Golden {
    /// A message that cannot be made is a fault of the contract itself.
    static func made<Value>(_ make: () throws -> Value) -> Value {
        do {
            return try make()
        } catch {
            preconditionFailure("a golden value cannot be made: \(error)")
        }
    }

    static let submissionID = made { try SubmissionID(parsing: "0195a1b2-c3d4-7000-8000-0000000000aa") }
    static let checkID = made { try CheckID(parsing: "0195a1b2-c3d4-7000-8000-0000000000c1") }
    static let recordID = made { try RecordID(parsing: "0195a1b2-c3d4-7000-8000-0000000000d1") }
    static let noticeID = made { try NoticeID(parsing: "0195a1b2-c3d4-7000-8000-0000000000e1") }
    static let number = made { try SubmissionNumber(parsing: "3574-K7M29-QXD4H-TB2JX") }
    static let agency = made { try AgencyCode("dinkes-3574") }
    static let check = made { try CheckCode("sip-teknis") }
    static let reason = made { try ReasonCode("str-invalid") }
    static let service = ServiceReference(code: made { try ServiceCode("sip-dokter") }, version: 3)
    static let hash = String(repeating: "0123456789abcdef", count: 4)
    static let text = LocalizedText(id: "STR tidak berlaku lagi.", en: "The STR is no longer valid.")
    static let remedy = LocalizedText(id: "Unggah STR yang berlaku.", en: "Upload a valid STR.")

    static func time(_ minutes: Int64) -> Timestamp {
        // 2026-03-17T01:30:00Z, a Tuesday morning in Probolinggo.
        Timestamp(microseconds: 1_773_711_000_000_000).adding(seconds: minutes * 60)
    }

    static let document = DocumentReference(
        id: made { try DocumentID(parsing: "7d9f1c1e-5b1a-4c3d-9a55-3f6a1f0c2b11") },
        kind: made { try DocumentKind("str") },
        mediaType: "application/pdf", sizeBytes: 183_442, sha256: hash)

    static let photo = DocumentReference(
        id: made { try DocumentID(parsing: "1b0e7a52-8c55-4e0b-8f0e-6f0f4c1d7a22") },
        kind: made { try DocumentKind("pas-foto") }, mediaType: "image/jpeg", sizeBytes: 90_210,
        sha256: String(repeating: "fedcba9876543210", count: 4))

    static func sealed(_ part: String, _ letter: Character) -> SealedPart {
        SealedPart(
            kid: "3574.e1.\(part)", schemaVersion: 1, wrappedKey: String(repeating: letter, count: 80),
            nonce: String(repeating: letter, count: 16), ciphertext: String(repeating: letter, count: 62) + "==")
    }

    static let application = sealed("application", "Q")
    static let contact = sealed("contact", "w")
    static let applicant = LookupHash(keyID: "3574.e1.nik", hmac: [UInt8](0..<32))
    static let officer = TransitionActor(kind: .officer, id: "officer-7f3a")

    static let running = DeadlineStatus(
        status: .running, dueAt: time(14_400), startedAt: time(30), calendarVersion: "ID/2026/1")
    static let paused = DeadlineStatus(status: .paused, startedAt: time(30), pauseReason: .applicant)
    static let stopped = DeadlineStatus(status: .stopped, startedAt: time(30))
    static let notStarted = DeadlineStatus(status: .notStarted)

    static let filed = Transition(from: nil, to: .received, trigger: .filed, at: time(0), actor: .applicant)
    static let complete = Transition(
        from: .received, to: .inVerification, trigger: .completenessPassed, at: time(30), actor: .system)
    static let answered = Transition(
        from: .inVerification, to: .inDecision, trigger: .checksAnswered, at: time(90),
        actor: TransitionActor(kind: .agency, id: "dinkes-3574"))
    static let asked = Transition(
        from: .inDecision, to: .correctionRequested, trigger: .correctionAsked, at: time(120), actor: officer, round: 1,
        reasons: [reason])
    static let corrected = Transition(
        from: .correctionRequested, to: .inDecision, trigger: .correctionSubmitted, at: time(300), actor: .applicant,
        round: 1)

    static let retention = RetentionRow(
        classification: "500.16.7.2", start: .permitExpired, activeYears: 2, inactiveYears: 3, disposition: .review,
        basis: "Contoh jadwal retensi arsip")
    static let checkSummary = CheckSummary(
        checkID: checkID, agency: agency, check: check, result: .recommended, attempts: 2, requestedAt: time(31),
        answeredAt: time(90), agencyReference: "DK/2026/17")
    static let waiting = WaitedParty(kind: .agency, agency: agency, check: check, since: time(31))
    static let entry = TimelineEntry(
        kind: .checkAccepted, at: time(40), agency: agency, check: check, expectedAt: time(600), round: 1)
}
