package import Contracts

/// What is known of the way to an applicant, without the address itself.
package enum Reach: Sendable, Equatable {
    /// The contact has not arrived.
    case unknown
    /// Over a channel, to a recipient known by a keyed hash.
    case reachable(NoticeChannel, recipient: [UInt8])
    /// Not at all.
    case unreachable(reason: String)

    /// The word that the row keeps.
    var name: String {
        switch self {
        case .unknown: "unknown"
        case .reachable: "reachable"
        case .unreachable: "unreachable"
        }
    }

    /// The channel, where there is one.
    var channel: NoticeChannel? {
        if case .reachable(let channel, _) = self { channel } else { nil }
    }

    /// The recipient's hash, where there is a channel.
    var recipient: [UInt8]? {
        if case .reachable(_, let recipient) = self { recipient } else { nil }
    }

    /// Why there is no way.
    var reason: String? {
        if case .unreachable(let reason) = self { reason } else { nil }
    }
}
