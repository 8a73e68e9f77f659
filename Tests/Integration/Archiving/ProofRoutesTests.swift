import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import ServiceRuntime
import TestSupport
import Testing

@testable import ArchivingService

@Suite(.requireServer(.database), .timeLimit(.minutes(3))) struct ProofRoutesTests {
    /// Asks for the proof of a number as somebody with the given roles and regions; nil asks without a token.
    private func ask(
        _ path: String, as roles: Set<Role>?, in regions: Set<String> = ["3574"], of bench: ArchiveBench
    ) async throws -> (status: Int, body: Data) {
        try await withTemporaryDirectory { directory in
            let (key, set) = (directory + "/key.pem", directory + "/jwks.json")
            try TestTokenIssuer.createKey(keyFile: key, jwksFile: set, mode: .test)
            let issuer = try await TestTokenIssuer(
                keyFile: key, issuer: "https://issuer", audience: "mpp", mode: .test)
            let verifier = TokenVerifier(
                settings: AuthenticationSettings(issuer: "https://issuer", audience: "mpp", keys: .file(set)),
                logger: .silent)
            await verifier.refresh()
            let router = Router<HTTPContext>.standard(settings: HTTPServerSettings(port: 0), verifier: verifier)
            ProofRoutes(reader: ProofReader(pool: bench.database.service)).add(to: router)
            var headers: HTTPFields = [:]
            if let roles {
                let token = try await issuer.mint(Principal(subject: "p-1", roles: roles, regions: regions))
                headers[.authorization] = "Bearer \(token)"
            }
            let fields = headers
            return try await Application(router: router).test(.router) { client in
                try await client.execute(uri: path, method: .get, headers: fields) { response in
                    (Int(response.status.code), Data(response.body.readableBytesView))
                }
            }
        }
    }

    @Test func `a records officer of the region and the ministry see the proof, others do not`() async throws {
        try await ArchiveBench.with { bench in
            let all = try await bench.archived(1)
            let closed = try #require(all.first)
            let path = "/v1/records/\(closed.number)/proof"
            let answer = try await ask(path, as: [.recordsOfficer], of: bench)
            #expect(answer.status == 200)
            let proof = try JSONDecoder().decode(RecordProof.self, from: answer.body)
            #expect(proof.number == closed.number && proof.records.count == 1 && proof.records[0].isIntact)
            #expect(!String(decoding: answer.body, as: UTF8.self).contains("Rahasia"))
            #expect(try await ask(path, as: [.ministry], in: [], of: bench).status == 200)
            #expect(try await ask(path, as: nil, of: bench).status == 401)
            #expect(try await ask(path, as: [.citizen, .officer, .operator], of: bench).status == 403)
            #expect(try await ask(path, as: [.recordsOfficer], in: ["3573"], of: bench).status == 403)
        }
    }

    @Test func `a number that is none or has no record is not found`() async throws {
        try await ArchiveBench.with { bench in
            let unknown = SubmissionNumber.make(region: bench.closings.region)
            for number in ["x", "3574", "\(unknown)"] {
                let answer = try await ask("/v1/records/\(number)/proof", as: [.recordsOfficer], of: bench)
                #expect(answer.status == 404)
            }
        }
    }
}
