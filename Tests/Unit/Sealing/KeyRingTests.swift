import Contracts
import Foundation
import Sealing
import Testing

@Suite("The key ring", .timeLimit(.minutes(1)))
struct KeyRingTests {
    private static let audiences = ["application", "contact", "nik", "access-code", "storage", "archiving"]
    private let file = KeyRingFile.generate(epoch: "e1", audiences: audiences)
    private let submission = SubmissionID.make()
    private let plaintext = Array("{\"name\":\"Contoh\"}".utf8)

    private func ring(_ file: KeyRingFile? = nil) throws -> KeyRing {
        try KeyRing(json: Array(try (file ?? self.file).json()))
    }

    private func sealed(by ring: KeyRing) throws -> SealedPart {
        try ring.seal(
            plaintext, part: .application, submission: submission, region: try RegionCode("3574"), schemaVersion: 1)
    }

    @Test func `what was sealed opens again, and names region, epoch and audience`() throws {
        let ring = try ring()
        let part = try sealed(by: ring)
        #expect(part.kid == "3574.e1.application")
        #expect(try ring.open(part, name: .application, submission: submission) == plaintext)
    }

    @Test func `a part of another submission, of another name or altered does not open`() throws {
        let ring = try ring()
        var part = try sealed(by: ring)
        #expect(throws: SealingError.notOpened) {
            try ring.open(part, name: .application, submission: SubmissionID.make())
        }
        #expect(throws: SealingError.notOpened) { try ring.open(part, name: .contact, submission: submission) }
        part.schemaVersion = 2
        #expect(throws: SealingError.notOpened) { try ring.open(part, name: .application, submission: submission) }
        var altered = try sealed(by: ring)
        var bytes = try #require(Data(base64Encoded: altered.ciphertext))
        bytes[0] ^= 1
        altered.ciphertext = bytes.base64EncodedString()
        #expect(throws: SealingError.notOpened) { try ring.open(altered, name: .application, submission: submission) }
    }

    @Test func `a key of one region does not open what another region sealed`() throws {
        let ring = try ring()
        var part = try sealed(by: ring)
        part.kid = "3513.e1.application"
        #expect(throws: SealingError.notOpened) { try ring.open(part, name: .application, submission: submission) }
    }

    @Test func `an old epoch still opens, and the current one seals`() throws {
        let old = try sealed(by: ring())
        var rotated = file
        rotated.epochs["e2"] = KeyRingFile.generate(epoch: "e2", audiences: Self.audiences).epochs["e2"]
        rotated.current = "e2"
        let ring = try ring(rotated)
        #expect(try ring.open(old, name: .application, submission: submission) == plaintext)
        #expect(try sealed(by: ring).kid == "3574.e2.application")
    }

    @Test func `a service without the audience cannot open, and an unknown epoch is named`() throws {
        let part = try sealed(by: ring())
        let contactOnly = try ring(file.restricted(to: ["contact"]))
        #expect(throws: SealingError.noAudience("application")) {
            try contactOnly.open(part, name: .application, submission: submission)
        }
        var lost = part
        lost.kid = "3574.e9.application"
        #expect(throws: SealingError.unknownKey("3574.e9.application")) {
            try ring().open(lost, name: .application, submission: submission)
        }
    }

    @Test func `a data key wrapped for storage opens the same ciphertext with the storage key alone`() throws {
        let ring = try ring()
        let part = try sealed(by: ring)
        let stored = try ring.rewrap(part, name: .application, submission: submission, to: "archiving")
        let ciphertext = Array(try #require(Data(base64Encoded: part.ciphertext)))
        let archive = try self.ring(file.restricted(to: ["archiving"]))
        #expect(stored.kid == "3574.e1.archiving")
        #expect(
            try archive.open(ciphertext, key: stored, name: .application, submission: submission) == plaintext)
    }

    @Test func `weak keys refuse the ring, all faults at once and without the keys`() throws {
        let weak = KeyRingFile(
            current: "e1",
            epochs: [
                "e1": [
                    "application": Data(repeating: 7, count: 32).base64EncodedString(),
                    "contact": Data(0..<32).base64EncodedString(), "nik": Data("too short".utf8).base64EncodedString(),
                    "storage": Data("a passphrase that somebody typed".utf8).base64EncodedString(),
                ]
            ])
        let error = #expect(throws: SealingError.self) { try ring(weak) }
        guard case .keyRing(let faults) = error else { return }
        #expect(faults.count == 4)
        #expect(throws: SealingError.self) { try KeyRing(json: Array("{}".utf8)) }
    }

    @Test func `a key that stands in the ring twice refuses it`() {
        var copied = file
        copied.epochs["e1"]?["contact"] = file.epochs["e1"]?["application"]
        #expect(throws: SealingError.keyRing(["epoch e1, contact: is another key's copy"])) { try ring(copied) }
    }

    @Test func `a ring prints no key`() throws {
        let ring = try ring()
        var printed = "\(ring) \(String(reflecting: ring))"
        dump(ring, to: &printed)
        for key in file.epochs.values.flatMap(\.values) { #expect(!printed.contains(key)) }
    }

    @Test func `equal persons have equal hashes within a region and epoch, and no others`() throws {
        let ring = try ring()
        let nik = try NationalID("3574010303800000", allowSynthetic: true)
        let other = try NationalID("3574010403800000", allowSynthetic: true)
        let region = try RegionCode("3574")
        #expect(try ring.lookupHash(of: nik, region: region) == ring.lookupHash(of: nik, region: region))
        #expect(try ring.lookupHash(of: nik, region: region) != ring.lookupHash(of: other, region: region))
        #expect(
            try ring.lookupHash(of: nik, region: region).hmac
                != ring.lookupHash(of: nik, region: RegionCode("3513")).hmac)
    }

    @Test func `an access code is verified as people type it, and after the keys changed`() throws {
        let ring = try ring()
        let code = try ring.accessCode(for: submission)
        #expect(code.count == 19)
        #expect(ring.verifyAccessCode(code.lowercased().replacing("-", with: " "), for: submission))
        #expect(!ring.verifyAccessCode(code, for: SubmissionID.make()))
        #expect(!ring.verifyAccessCode(String(code.dropLast()), for: submission))
        #expect(!ring.verifyAccessCode("", for: submission))
        var rotated = file
        rotated.epochs["e2"] = KeyRingFile.generate(epoch: "e2", audiences: Self.audiences).epochs["e2"]
        rotated.current = "e2"
        #expect(try self.ring(rotated).verifyAccessCode(code, for: submission))
    }

    @Test func `a protected body opens in its own context only`() throws {
        let ring = try ring()
        let protected = try ring.protect(plaintext, context: "intake.events/a")
        #expect(try ring.unprotect(protected, context: "intake.events/a") == plaintext)
        #expect(throws: SealingError.notOpened) { try ring.unprotect(protected, context: "intake.events/b") }
        #expect(throws: SealingError.self) { try ring.unprotect([], context: "") }
        #expect(throws: SealingError.self) { try ring.unprotect([200, 1], context: "") }
    }
}
