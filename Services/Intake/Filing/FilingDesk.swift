package import Contracts
import Crypto
import Database
import Foundation
import Metrics
package import Pipeline
package import Sealing
package import ServiceRuntime

/// Takes applications in: reads and checks them, seals them, and has them kept together with what else is there.
package struct FilingDesk: Sendable {
    private let engine: Engine
    private let keyRing: KeyRing
    private let catalogue: Catalogue
    private let regions: RegionDirectory
    private let receipts: ReceiptStore
    private let committer: GroupCommitter<FilingWork>
    private let pressure: PressureGauge
    private let inFlight = InFlight()
    private let isTest: Bool
    private let refused = Counter(label: "mpp.intake.refused.applications", dimensions: [("reason", "invalid")])
    private let turnedAway = Counter(label: "mpp.intake.refused.applications", dimensions: [("reason", "pressure")])
    private let accepted = Counter(label: "mpp.intake.accepted.applications")

    /// Makes a desk.
    package init(
        engine: Engine, keyRing: KeyRing, catalogue: Catalogue, regions: RegionDirectory, receipts: ReceiptStore,
        committer: GroupCommitter<FilingWork>, pressure: PressureGauge, isTest: Bool
    ) {
        self.engine = engine
        self.keyRing = keyRing
        self.catalogue = catalogue
        self.regions = regions
        self.receipts = receipts
        self.committer = committer
        self.pressure = pressure
        self.isTest = isTest
    }

    /// Turns requests away while verification is too far behind.
    /// - Throws: 503.
    package func admit() throws(Problem) {
        guard pressure.level < .full else {
            turnedAway.increment()
            throw .overloaded
        }
    }

    /// Takes one application in.
    /// - Returns: the receipt, and whether it is the one of an earlier request under the same key.
    /// - Throws: `Problem`; `DatabaseError` when the database cannot work. Nothing is stored then, or
    ///   `outcome-unknown` says that it may be.
    package func file(
        _ body: [UInt8], key: String, principal: Principal, traceparent: String?
    ) async throws -> (receipt: Receipt, isRepeat: Bool) {
        let owner = RequestKey(subject: principal.subject, key: key)
        return try await inFlight.run(owner) {
            let hash = Array(SHA256.hash(data: body))
            let value: JSONValue
            do throws(ContractViolation) {
                value = try JSONValue(json: body)
            } catch {
                throw Problem.malformed("The body is not JSON.", faults: error.faults.map(Problem.Fault.init))
            }
            let application: ReadApplication
            let isAssisted = principal.isAssisting(value)
            let surroundings = try await surroundings(value)
            do throws(ContractViolation) {
                application = try ApplicationReader.read(
                    value, from: principal.subject, isAssisted: isAssisted, surroundings: surroundings)
            } catch {
                return (try await earlier(owner, hash, faults: error.faults, value), true)
            }
            let assurance = try check(principal, application, isAssisted: isAssisted)
            let filing = try seal(
                application, owner: owner, hash: hash, assurance: assurance, isAssisted: isAssisted,
                traceparent: traceparent)
            return try await answer(filing)
        }
    }

    private func answer(_ filing: Filing) async throws -> (receipt: Receipt, isRepeat: Bool) {
        let answer: FilingAnswer
        do throws(GroupFailure) {
            answer = try await committer.perform(filing)
        } catch {
            switch error {
            case .full: throw Problem.overloaded
            case .server(let error): throw error
            case .request(let error as ContractViolation):
                throw Problem.invalid(error.faults.map(Problem.Fault.init))
            case .request(let error): throw error
            }
        }
        switch answer {
        case .accepted(let receipt):
            accepted.increment()
            pressure.accepted()
            return (receipt, false)
        case .replayed(let receipt): return (receipt, true)
        case .refused(let problem): throw problem
        }
    }

    /// What the reader needs to know; the region is looked up first, since it may have been imported just now.
    private func surroundings(_ value: JSONValue) async throws -> ApplicationReader.Surroundings {
        let regions = regions
        let catalogue = catalogue
        if let text = value["region"]?.string, let code = RegionCode(reading: text) { _ = try await regions.find(code) }
        return ApplicationReader.Surroundings(
            isServed: { regions.region($0) != nil },
            service: { code, region in
                let zone = regions.region(region)?.zone ?? .western
                return catalogue.current(code, in: region, on: Timestamp.now().date(in: zone))
            },
            allowsSynthetic: isTest)
    }

    /// An application that is wrong now may have been right when it was first sent: then its receipt is given again.
    ///
    /// Else all its faults are told, those of its documents among them.
    private func earlier(
        _ owner: RequestKey, _ hash: [UInt8], faults: [Fault], _ value: JSONValue
    ) async throws -> Receipt {
        var faults = faults.map(Problem.Fault.init)
        let named = (value["documents"]?.array ?? []).enumerated().compactMap { index, value in
            value["id"]?.string.flatMap(DocumentID.init(reading:)).map { (id: $0, index: index) }
        }
        let facts = try await FilingStore.glance(owner, documents: named.map(\.id), in: engine.pool)
        if let earlier = facts.earlier[owner] {
            guard earlier.bodyHash == hash else { throw Problem.idempotencyKeyReused }
            let receipts = try await receipts.read([(earlier.region, earlier.submission)], in: engine.pool)
            guard let receipt = receipts[earlier.submission] else { throw Problem.internal }
            return receipt
        }
        for (id, index) in named where facts.uploads[id]?.subject != owner.subject {
            faults.append(
                Problem.Fault(
                    pointer: "/documents/\(index)/id", code: "document-unknown",
                    message: "There is no unused document of yours under this id."))
        }
        refused.increment()
        throw Problem.invalid(faults)
    }

    private func check(
        _ principal: Principal, _ application: ReadApplication, isAssisted: Bool
    ) throws(Problem) -> AssuranceLevel {
        if isAssisted { try principal.require(region: application.region.digits) }
        // At the counter the officer has the applicant before them.
        let assurance = isAssisted ? .high : principal.assurance.flatMap(AssuranceLevel.init(rawValue:)) ?? .low
        let levels = AssuranceLevel.allCases
        let needed = application.service.applicant.minimumAssurance
        guard (levels.firstIndex(of: assurance) ?? 0) >= (levels.firstIndex(of: needed) ?? 0) else {
            throw Problem(
                code: "assurance-too-low", title: "This service needs a surer identity", status: 403,
                detail: "Sign in again with assurance level \(needed.rawValue).")
        }
        return assurance
    }

    private func seal(
        _ application: ReadApplication, owner: RequestKey, hash: [UInt8], assurance: AssuranceLevel, isAssisted: Bool,
        traceparent: String?
    ) throws -> Filing {
        let submission = SubmissionID.make()
        let region = application.region
        return Filing(
            submission: submission, number: .make(region: region), region: region, owner: owner, bodyHash: hash,
            service: application.service.reference, channel: isAssisted ? .assisted : .selfService,
            assistedBy: isAssisted ? owner.subject : nil, identityKind: application.identityKind,
            assuranceLevel: assurance, language: application.contact.language,
            person: try application.nationalID.map { try keyRing.lookupHash(of: $0, region: region) },
            deadlineRule: application.service.standard.duration, documents: application.documents,
            application: try keyRing.seal(
                try application.sealedApplication.json(), part: .application, submission: submission, region: region,
                schemaVersion: ApplicationPart.schemaVersion),
            contact: try keyRing.seal(
                try ContractCoding.json(application.contact), part: .contact, submission: submission, region: region,
                schemaVersion: ContactPart.schemaVersion),
            traceparent: traceparent)
    }
}

extension Principal {
    /// Whether an officer files for an applicant: who is no citizen, or says so.
    fileprivate func isAssisting(_ body: JSONValue) -> Bool {
        guard roles.contains(.officer) else { return false }
        return !roles.contains(.citizen) || body["assistedBy"]?.string == subject
    }
}

extension RegionCode {
    /// Reads a code; nil when the text is none, which the reader tells.
    init?(reading text: String) {
        do throws(ContractViolation) {
            try self.init(text)
        } catch {
            return nil
        }
    }
}

extension DocumentID {
    /// Reads an id; nil when the text is none, which the reader tells.
    init?(reading text: String) {
        do throws(ContractViolation) {
            try self.init(parsing: text)
        } catch {
            return nil
        }
    }
}
