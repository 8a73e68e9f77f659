import ArgumentParser
import Contracts
import Foundation
import NIOHTTP1

/// `mpp submit`: files an application as a citizen's program does.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Files an application: the sample, or one from a file.",
        discussion: """
            A file holds the body of POST /v1/submissions; documents with a "file" instead of an "id" are uploaded first.
            """)

    @Flag(help: "File the sample application: a doctor's practice permit in Kota Probolinggo (test mode).")
    var sample = false

    @Option(help: "Which sample person files; by default a random one.")
    var person: Int?

    @Argument(help: "A JSON file with the application.")
    var file: String?

    @Option(help: "The bearer token; with the sample one of the test issuer is minted.")
    var token: String?

    @Option(help: "The idempotency key; by default a new one.")
    var key = UUID().uuidString.lowercased()

    @Flag(help: "Print the receipt as JSON.")
    var json = false

    func validate() throws {
        guard sample != (file != nil) else { throw ValidationError("Give either --sample or a file.") }
    }

    func run() async throws {
        let environment = OperatorEnvironment()
        let client = IntakeClient(environment: environment)
        let number = person ?? Int.random(in: 0..<90_000)
        let bearer = try await bearer(environment, number)
        let body: [UInt8]
        if let file {
            body = try await Self.read(file, client: client, token: bearer)
        } else {
            let application = SampleApplication(number: number)
            var uploaded: [(kind: String, id: String)] = []
            for document in application.documents {
                uploaded.append(
                    (
                        document.kind,
                        try await Self.upload(
                            document.content, mediaType: document.mediaType, client: client, token: bearer)
                    ))
            }
            body = try application.body(uploaded: uploaded)
        }
        let receipt = try await client.send(
            .POST, "/v1/submissions", token: bearer, idempotencyKey: key, body: body)
        try show(receipt)
    }

    private func bearer(_ environment: OperatorEnvironment, _ number: Int) async throws -> String {
        if let token { return token }
        return try await TestTokens(environment: environment).mint(
            subject: sample ? "sample-citizen-\(number)" : "sample-citizen", roles: ["citizen"])
    }

    private static func upload(
        _ content: [UInt8], mediaType: String, client: IntakeClient, token: String
    ) async throws -> String {
        let receipt = try await client.send(
            .POST, "/v1/documents", token: token, idempotencyKey: UUID().uuidString.lowercased(),
            contentType: mediaType, body: content)
        guard let id = receipt["id"]?.string else {
            throw CommandFailure.fault("intake's answer to an upload has no id")
        }
        return id
    }

    /// Reads an application's file and uploads the files it names, which are looked for beside it.
    private static func read(_ path: String, client: IntakeClient, token: String) async throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.fault("\(path) cannot be read")
        }
        var members: [String: JSONValue]
        do {
            members = try JSONDecoder().decode([String: JSONValue].self, from: data)
        } catch {
            throw CommandFailure.fault("\(path) is not a JSON object")
        }
        let folder = URL(filePath: path).deletingLastPathComponent()
        var documents: [JSONValue] = []
        for document in members["documents"]?.array ?? [] {
            guard var fields = document.object, let name = fields["file"]?.string else {
                documents.append(document)
                continue
            }
            guard let content = FileManager.default.contents(atPath: folder.appending(path: name).path) else {
                throw CommandFailure.fault("the document \(name) cannot be read beside \(path)")
            }
            fields["file"] = nil
            fields["id"] = .string(
                try await upload(
                    Array(content), mediaType: "application/octet-stream", client: client, token: token))
            documents.append(.object(fields))
        }
        members["documents"] = .array(documents)
        return Array(try JSONEncoder().encode(JSONValue.object(members)))
    }

    private func show(_ receipt: JSONValue) throws {
        if json { return try Terminal.say(json: receipt) }
        Terminal.say("number       \(receipt["number"]?.string ?? "")")
        Terminal.say("access code  \(receipt["accessCode"]?.string ?? "")")
        Terminal.say("status       \(receipt["statusUrl"]?.string ?? "")")
        Terminal.say("deadline     \(receipt["deadlineRule"]?["id"]?.string ?? "")")
        for document in receipt["documents"]?.array ?? [] {
            Terminal.say("document     \(document["kind"]?.string ?? "")  \(document["sha256"]?.string ?? "")")
        }
    }
}
