import Contracts

/// The channels that can be set up, by the names that operators know.
enum ChannelName: String, CaseIterable {
    case smtp
    case file
    case null

    /// The channel as messages name it.
    var channel: NoticeChannel {
        switch self {
        case .smtp: .email
        case .file: .file
        case .null: .null
        }
    }
}
