import Contracts
import Testing

@Suite("Message bodies", .timeLimit(.minutes(1)))
struct MessageBodyTests {
    private func pointers(_ body: () throws -> Void) -> [String] {
        do {
            try body()
            return []
        } catch let error as ContractViolation {
            return error.faults.map(\.pointer)
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `a closed application survives the wire`() throws {
        for state in [SubmissionState.issued, .refused] {
            let body = try Samples.closed(state)
            let bytes = try ContractCoding.encode(body)
            #expect(try ContractCoding.decode(SubmissionClosed.self, from: bytes) == body)
            #expect(try ContractCoding.encode(body) == bytes)
        }
    }

    @Test func `a refusal needs a reason, a legal basis and a way to object`() throws {
        var body = try Samples.closed(.refused)
        body.decision.reasons[0].legalBasis = ""
        #expect(pointers { try body.validate() } == ["/decision/reasons/0/legalBasis"])
        body.decision.reasons = []
        body.decision.objection = nil
        #expect(pointers { try body.validate() } == ["/decision/reasons", "/decision/objection"])
    }

    @Test func `an issued application has a number, a final state and a whole history`() throws {
        var body = try Samples.closed()
        body.permitNumber = nil
        body.history.remove(at: 1)
        #expect(pointers { try body.validate() } == ["/permitNumber", "/history/1/from"])
        body = try Samples.closed()
        body.state = .approved
        body.history = []
        #expect(
            pointers { try body.validate() } == ["/transitions/0/to", "/state", "/decision/outcome", "/history"])
    }

    @Test func `a deemed approval names its legal basis`() throws {
        var body = try Samples.closed()
        body.decision = try Samples.decision(.deemedApproved)
        body.state = .deemedApproved
        body.transitions = []
        body.history = [
            body.history[0],
            Transition(
                from: .received, to: .deemedApproved, trigger: .deadlineDeemed, at: try Samples.time(), actor: .system),
        ]
        #expect(pointers { try body.validate() } == ["/decision/legalBasis"])
        body.decision.legalBasis = "UU 30/2014 art. 53 (4)"
        #expect(pointers { try body.validate() }.isEmpty)
    }

    @Test func `a move outside the table is a fault`() throws {
        let at = try Samples.time()
        let body = SubmissionProgressed(
            submissionID: try Samples.submissionID(), number: try Samples.number(), state: .approved,
            deadline: DeadlineStatus(status: .running),
            transitions: [Transition(from: .received, to: .approved, trigger: .signed, at: at, actor: .system)],
            entries: [TimelineEntry(kind: .checkRequested, at: at)], waitingFor: [WaitedParty(kind: .agency, since: at)]
        )
        #expect(
            pointers { try body.validate() } == [
                "/deadline/dueAt", "/transitions/0", "/entries/0/agency", "/entries/0/check", "/waitingFor/0/agency",
                "/waitingFor/0/check",
            ])
    }

    @Test func `a correction request lists its defects`() throws {
        let at = try Samples.time()
        let text = LocalizedText(id: "Buram.", en: "Blurred.")
        var body = CorrectionRequested(
            submissionID: try Samples.submissionID(), number: try Samples.number(), state: .correctionRequested,
            deadline: DeadlineStatus(status: .paused, pauseReason: .applicant),
            transitions: [
                Transition(
                    from: .inVerification, to: .correctionRequested, trigger: .defectsFound, at: at, actor: .system,
                    round: 1)
            ], round: 1,
            defects: [Defect(item: "/documents/str", reason: try ReasonCode("blurred"), text: text, remedy: text)],
            answerBy: at.adding(seconds: 86_400))
        #expect(pointers { try body.validate() }.isEmpty)
        body.defects = []
        body.round = 0
        #expect(pointers { try body.validate() } == ["/round", "/defects"])
        body.defects = [Defect(item: "str", reason: try ReasonCode("blurred"), text: text, remedy: text)]
        body.round = 1
        #expect(pointers { try body.validate() } == ["/defects/0/item"])
    }

    @Test(arguments: [
        CheckAnswer.match, .mismatch(fields: ["name", "birthDate"]), .notFound, .unavailable(retryAfterSeconds: 60),
        .unavailable(retryAfterSeconds: nil), .recommended,
    ]) func `an answer survives the wire`(answer: CheckAnswer) throws {
        let body = CheckCompleted(answering: try Samples.requested(), with: answer, at: try Samples.time())
        let read = try ContractCoding.decode(CheckCompleted.self, from: ContractCoding.encode(body))
        #expect(read == body)
        #expect(read.answer == answer)
    }

    @Test func `an answer carries only what belongs to its result`() throws {
        let request = try Samples.requested()
        var body = CheckCompleted(answering: request, with: .notRecommended(reasons: []))
        body.note = String(repeating: "x", count: 501)
        #expect(pointers { try body.validate() } == ["/reasons", "/note"])
        body = CheckCompleted(answering: request, with: .match)
        body.mismatchedFields = ["name"]
        body.retryAfterSeconds = 5
        #expect(pointers { try body.validate() } == ["/mismatchedFields", "/retryAfterSeconds"])
        body = CheckCompleted(answering: request, with: .unavailable(retryAfterSeconds: 604_801))
        #expect(pointers { try body.validate() } == ["/retryAfterSeconds"])
        body = CheckCompleted(answering: request, with: .defects([]))
        #expect(pointers { try body.validate() } == ["/defects"])
    }

    @Test func `a question has its fields in clear or encrypted, and a token for its documents`() throws {
        var body = try Samples.requested()
        #expect(pointers { try body.validate() }.isEmpty)
        body.encryptedFields = "eyJ"
        #expect(pointers { try body.validate() } == ["/fields"])
        body.fields = nil
        body.documents = [CheckDocument(document: try Samples.document(), url: "ftp://x")]
        body.answerBy = body.requestedAt
        #expect(pointers { try body.validate() } == ["/answerBy", "/documents/0/url", "/documentAccess"])
    }

    @Test func `a record after the first names the one before`() throws {
        let hash = String(repeating: "ab", count: 32)
        var body = RecordArchived(
            submissionID: try Samples.submissionID(), number: try Samples.number(), recordID: .make(), chainIndex: 1,
            hash: hash, previousHash: nil, archivedAt: try Samples.time())
        #expect(pointers { try body.validate() }.isEmpty)
        body.chainIndex = 2
        body.hash = hash.uppercased()
        #expect(pointers { try body.validate() } == ["/hash", "/previousHash"])
    }

    @Test func `a received application names its helper when assisted and each document once`() throws {
        let document = try Samples.document()
        var body = SubmissionReceived(
            submissionID: try Samples.submissionID(), number: try Samples.number(),
            service: ServiceReference(code: try ServiceCode("sip-dokter"), version: 1), channel: .assisted,
            identityKind: .nik, assuranceLevel: .high, language: .english, receivedAt: try Samples.time(),
            documents: [document, document], application: Samples.sealed(), contact: Samples.sealed("notification"),
            applicant: LookupHash(keyID: "3574.1", hmac: [UInt8](repeating: 1, count: 31)))
        #expect(pointers { try body.validate() } == ["/assistedBy", "/documents", "/applicant/hmac"])
        body.assistedBy = "officer-7"
        body.documents = [document]
        body.applicant?.hmac.append(1)
        #expect(try ContractCoding.decode(SubmissionReceived.self, from: ContractCoding.encode(body)) == body)
    }

    @Test func `a sealed part of another form is refused`() throws {
        var part = Samples.sealed()
        part.kid = "3574.1"
        part.nonce = "AAAA"
        part.wrappedKey = String(repeating: "A", count: 79) + "*"
        part.ciphertext = "AA=A"
        part.schemaVersion = 0
        var body = try Samples.closed()
        body.contact = part
        #expect(
            pointers { try body.validate() } == [
                "/contact/kid", "/contact/schemaVersion", "/contact/wrappedKey", "/contact/nonce",
                "/contact/ciphertext",
            ])
    }

    @Test func `every type of message has one route, one body and a distinct name`() {
        #expect(Set(MessageType.all).count == 15)
        #expect(MessageRoute.all.map(\.type) == MessageType.all)
        #expect(Set(MessageType.all.map(\.dataSchema)).count == 15)
    }
}
