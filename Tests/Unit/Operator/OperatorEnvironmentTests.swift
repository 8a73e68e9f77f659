import Foundation
import ServiceRuntime
import TestSupport
import Testing

@testable import OperatorCommands

@Suite(.timeLimit(.minutes(1)))
struct OperatorEnvironmentTests {
    @Test func `a missing or empty variable is a configuration fault that names it and its purpose`() {
        for values in [[:], ["MPP_SECRETS": ""]] {
            let failure = #expect(throws: OperatorCommands.CommandFailure.self) {
                try OperatorEnvironment(values: values).required("MPP_SECRETS", for: "the folder of the secrets")
            }
            #expect(failure?.code == .configuration)
            #expect(failure?.message == "MPP_SECRETS is not set: it tells the folder of the secrets.")
        }
    }

    @Test func `a variable may be the text of a file, without the blanks around it`() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder + "/url"
            try Data("postgres://admin:hush@db:5432/postgres\n".utf8).write(to: URL(filePath: file))
            let environment = OperatorEnvironment(values: ["MPP_DATABASE_ADMIN_URL_FILE": file])
            #expect(try environment.databaseURL() == "postgres://admin:hush@db:5432/mpp")
            let wrong = OperatorEnvironment(values: ["MPP_DATABASE_ADMIN_URL_FILE": folder + "/none"])
            let failure = #expect(throws: OperatorCommands.CommandFailure.self) { try wrong.databaseURL() }
            #expect(failure?.message.contains("MPP_DATABASE_ADMIN_URL_FILE names") == true)
        }
    }

    @Test func `an empty variable counts as not set`() {
        let environment = OperatorEnvironment(values: ["MPP_DATABASE_NAME": ""])
        #expect(environment.databaseName == "mpp")
        #expect(environment.virtualHost == "mpp")
    }

    @Test func `the administrator's URLs get the suite's database and virtual host`() throws {
        let environment = OperatorEnvironment(values: [
            "MPP_DATABASE_ADMIN_URL": "postgres://admin:p%40ss@db:5432/postgres?sslmode=require",
            "MPP_DATABASE_NAME": "kota",
            "MPP_BROKER_ADMIN_URL": "amqp://admin:secret@broker:5672/%2F", "MPP_BROKER_VHOST": "a/b",
        ])
        #expect(try environment.databaseURL() == "postgres://admin:p%40ss@db:5432/kota?sslmode=require")
        #expect(try environment.brokerURL() == "amqp://admin:secret@broker:5672/a%2Fb")
    }

    @Test func `what is no URL is refused without being shown`() {
        let environment = OperatorEnvironment(values: ["MPP_BROKER_ADMIN_URL": "amqp://a:hush hush@[broker"])
        let failure = #expect(throws: OperatorCommands.CommandFailure.self) { try environment.brokerURL() }
        #expect(failure?.code == .configuration)
        #expect(failure?.message.contains("hush") == false)
    }
}
