import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

extension ServiceProcess {
    /// Asks the running service, on its own operations port, whether it is ready.
    static func probe(name: String, opsPort: Int, overrides: [String: String]) async -> ExitCode {
        do {
            let settings = try await SettingsReader.standard(overrides: overrides)
            let runtime = RuntimeSettings(settings, opsPort: opsPort)
            try settings.finish()
            let host = ["0.0.0.0", "::", "*"].contains(runtime.opsHost) ? "127.0.0.1" : runtime.opsHost
            let request = HTTPClientRequest(url: "http://\(host):\(runtime.opsPort)/readyz")
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(3))
            let body = try await response.body.collect(upTo: 65_536)
            print(String(buffer: body))
            return response.status == .ok ? .success : .fault
        } catch let error as SettingsError {
            return explain(error, name: name, during: "health")
        } catch {
            complain("\(name): not reachable: \(redacted(error))")
            return .fault
        }
    }
}
