import ArchivingService
import ArgumentParser
import Contracts
import Database
import Documents
import Foundation

/// `mpp archive`: the archive's proof.
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "The archive's proof.", subcommands: [Verify.self])

    /// `mpp archive verify`.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Walks every region's chain, hashes records, contents and documents, names the first fault.",
            discussion: "Ends with 1 when a chain has a fault. MPP_ARCHIVE is the folder of the archive's documents.")

        @Option(help: "Only this region.")
        var region: String?

        @Flag(help: "Leave the documents out.")
        var withoutDocuments = false

        @Flag(help: "Print a list of {region, records, documents, disposed, head, fault}.")
        var json = false

        func run() async throws {
            let environment = OperatorEnvironment()
            let store = try documents(environment)
            let verdicts = try await SuiteDatabase.with(schema: "archiving", environment) { pool in
                let verifier = ArchiveVerifier(pool: pool, documents: store)
                var regions = try await verifier.regions()
                if let region {
                    let wanted = try RegionCode(region)
                    regions = regions.filter { $0 == wanted }
                }
                var verdicts: [ChainVerdict] = []
                for region in regions { verdicts.append(try await verifier.verify(region)) }
                return verdicts
            }
            try show(verdicts)
        }

        private func documents(_ environment: OperatorEnvironment) throws -> EncryptedDocumentStore? {
            if withoutDocuments { return nil }
            let folder = try environment.required(
                "MPP_ARCHIVE", for: "the folder of the archive's documents (or leave them out: --without-documents)")
            let keys = try environment.required("MPP_SECRETS", for: "the folder of the suite's secrets")
            return try EncryptedDocumentStore(
                directory: folder, keys: try DocumentKeysFile.load(keys + "/" + Secrets.archiveKeys))
        }

        private struct Row: Encodable {
            let region: String
            let records: Int64
            let documents: Int64
            let disposed: Int64
            let fault: String?
        }

        private func show(_ verdicts: [ChainVerdict]) throws {
            let rows = verdicts.map {
                Row(
                    region: $0.region.digits, records: $0.records, documents: $0.documents, disposed: $0.disposed,
                    fault: $0.fault?.description)
            }
            if json {
                try Terminal.say(json: rows)
            } else {
                Terminal.table(
                    ["region", "records", "documents", "disposed", "fault"],
                    rows.map {
                        [$0.region, String($0.records), String($0.documents), String($0.disposed), $0.fault ?? "none"]
                    })
            }
            if let fault = verdicts.compactMap(\.fault).first { throw CommandFailure.fault(fault.description) }
        }
    }
}
