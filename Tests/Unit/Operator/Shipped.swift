import Contracts
import Foundation

/// What the repository ships beside the code.
enum Shipped {
    /// The folder of the package.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// A service of the shipped catalogue.
    static func service(_ code: String) throws -> ServiceDefinition {
        let file = root.appending(path: "Services/Verification/Data/catalogue/3574/\(code).json")
        return try ServiceDefinition(JSONValue(json: Array(Data(contentsOf: file))))
    }
}
