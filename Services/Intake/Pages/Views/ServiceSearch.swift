package import Contracts
import Foundation

/// Finds services by words, without regard to case and accents.
package struct ServiceSearch: Sendable {
    private let terms: [String]

    /// Takes a search apart; every word of it must be found.
    package init(_ text: String) {
        terms = Self.folded(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// The services that have all words in their names, products, requirements or documents.
    package func filter(_ services: [ServiceDefinition]) -> [ServiceDefinition] {
        guard !terms.isEmpty else { return services }
        return services.filter { service in
            let texts =
                [service.title, service.unit, service.standard.product, service.standard.requirements]
                + service.documents.map(\.title)
            let text = Self.folded(texts.flatMap { [$0.id, $0.en] }.joined(separator: " ") + " " + service.code.value)
            return terms.allSatisfy(text.contains)
        }
    }

    private static func folded(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }
}
