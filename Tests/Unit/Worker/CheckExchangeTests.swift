import Broker
import Contracts
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(1)))
struct CheckExchangeTests {
    private func answer(_ reply: CheckReply) throws -> (message: OutboundMessage, body: CheckCompleted) {
        let message = try Questions.exchange().completion(of: Questions.request(), with: reply)
        return (message, try ContractCoding.decode(CheckCompleted.self, from: message.body))
    }

    @Test func `a question is read as it was asked`() throws {
        #expect(try Questions.exchange().kind == .question(Questions.request()))
    }

    @Test func `a cancellation needs no answer`() throws {
        let request = try Questions.request()
        let cancelled = CheckCancelled(
            checkID: request.checkID, submissionID: request.submissionID, agency: request.agency,
            check: request.check, reason: .withdrawn, cancelledAt: request.requestedAt)
        let exchange = try Questions.exchange(
            Questions.envelope(.checkCancelled), body: ContractCoding.encode(cancelled))
        #expect(exchange.kind == .cancellation)
    }

    @Test func `the answer goes out under the agency's own name, key and user`() throws {
        let message = try answer(.match).message
        #expect(message.exchange == WireNames.Exchange.results)
        #expect(message.routingKey == "dinkes-3574.sip-technical")
        #expect(message.mandatory)
        #expect(message.properties.persistent)
        #expect(message.properties.userID == "dinkes-3574")
        #expect(message.properties.appID == "/mpp/3574/agency/dinkes-3574")
    }

    @Test func `the answer's envelope names the question as its cause and stays in its trace`() throws {
        let question = try Questions.envelope()
        let message = try Questions.exchange(question).completion(of: Questions.request(), with: .recommended)
        let envelope = try Envelope(wire: WireProperties(message.properties))
        #expect(envelope.type == .checkCompleted)
        #expect(envelope.subject == question.subject)
        #expect(envelope.region == question.region)
        #expect(envelope.causation == question.id)
        #expect(envelope.id != question.id)
        #expect(envelope.traceparent == question.traceparent)
        #expect(envelope.tracestate == question.tracestate)
        #expect(envelope.sequence == nil)
    }

    @Test func `the answer keeps the check and the attempt of the question`() throws {
        let request = try Questions.request()
        let body = try answer(CheckReply(.match, note: "Sesuai.", reference: "DK/1")).body
        #expect(body.checkID == request.checkID)
        #expect(body.submissionID == request.submissionID)
        #expect(body.attempt == 2)
        #expect(body.note == "Sesuai.")
        #expect(body.agencyReference == "DK/1")
    }

    @Test func `every reply reaches the wire with what belongs to it`() throws {
        let reason = try ReasonCode("str-invalid")
        let defect = ReportedDefect(item: "/documents/str", reason: reason)
        let replies: [(CheckReply, CheckAnswer)] = [
            (.match, .match), (.mismatch(["name"]), .mismatch(fields: ["name"])), (.notFound, .notFound),
            (.unavailable(), .unavailable(retryAfterSeconds: nil)),
            (.unavailable(retryAfterSeconds: 900), .unavailable(retryAfterSeconds: 900)),
            (.recommended, .recommended), (.notRecommended([reason]), .notRecommended(reasons: [reason])),
            (.defects([defect]), .defects([defect])),
        ]
        for (reply, expected) in replies { #expect(try answer(reply).body.answer == expected) }
        #expect(Set(replies.map(\.1.result)) == Set(CheckResult.allCases))
    }

    @Test func `a duplicate is answered again under the same check, in a message of its own`() throws {
        let first = try answer(.match)
        let second = try answer(.match)
        #expect(first.body.checkID == second.body.checkID)
        #expect(first.body.attempt == second.body.attempt)
        #expect(first.message.properties.messageID != second.message.properties.messageID)
    }

    @Test func `check accepted goes out with the expected time and the agency's reference`() throws {
        let request = try Questions.request()
        let expected = request.answerBy
        let message = try Questions.exchange().acceptance(of: request, expectedAt: expected, reference: "DK/2")
        let body = try ContractCoding.decode(CheckAccepted.self, from: message.body)
        #expect(message.properties.type == MessageType.checkAccepted.rawValue)
        #expect(message.routingKey == "dinkes-3574.sip-technical")
        #expect(body.checkID == request.checkID)
        #expect(body.expectedAt == expected)
        #expect(body.agencyReference == "DK/2")
    }

    @Test func `a reply that the contract forbids is no answer`() throws {
        let request = try Questions.request()
        let exchange = try Questions.exchange()
        for reply in [
            CheckReply(.match, note: String(repeating: "a", count: 501)), .mismatch([]), .defects([]),
            .unavailable(retryAfterSeconds: -1), CheckReply(.match, reference: ""),
        ] {
            let error = try #require(throws: ContractViolation.self) {
                try exchange.completion(of: request, with: reply)
            }
            #expect(CheckExchange.Settlement.after(error) == .askAgain)
        }
    }

    @Test func `a question that is no JSON, lacks fields or asks another check is refused with its place`() throws {
        let missing = try #require(throws: ContractViolation.self) {
            try Questions.exchange(body: Array(#"{"attempt":1}"#.utf8))
        }
        #expect(missing.faults.contains { $0.code == "required" && !$0.pointer.isEmpty })
        #expect(throws: ContractViolation.self) { try Questions.exchange(body: Array("no JSON".utf8)) }
        for other in [try Questions.request(agency: "dukcapil"), try Questions.request(check: "identity")] {
            let mismatch = try #require(throws: ContractViolation.self) {
                try Questions.exchange(body: ContractCoding.encode(other))
            }
            #expect(mismatch.faults.map(\.code) == ["mismatch"])
        }
    }

    @Test func `a message of another type or without an envelope is refused`() throws {
        #expect(throws: ContractViolation.self) { try Questions.exchange(Questions.envelope(.recordArchived)) }
        #expect(throws: ContractViolation.self) {
            try CheckExchange(
                agency: AgencyCode("dinkes-3574"), check: CheckCode("sip-technical"),
                properties: MessageProperties(messageID: "m-1"), body: [])
        }
    }

    @Test func `a delivery ends as its trouble asks`() {
        #expect(CheckExchange.Settlement.after(WorkerError.broker("returned")) == .handBack)
        #expect(CheckExchange.Settlement.after(CancellationError()) == .handBack)
        #expect(CheckExchange.Settlement.after(WorkerError.document("404")) == .askAgain)
        #expect(CheckExchange.Settlement.after(ContractViolation(code: "x", message: "y")) == .askAgain)
    }
}
