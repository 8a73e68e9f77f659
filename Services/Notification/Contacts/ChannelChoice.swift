package import Contracts

/// Chooses the way to an applicant; pure.
package struct ChannelChoice: Sendable, Equatable {
    /// The channels that are set up, the preferred one first; at least one.
    package let channels: [NoticeChannel]

    /// A way to an applicant, or why there is none.
    package enum Way: Sendable, Equatable {
        /// Over a channel to an address.
        case reachable(NoticeChannel, address: String)
        /// No channel that is set up reaches the contact.
        case unreachable(reason: String)
    }

    /// Sets channels up.
    package init(channels: [NoticeChannel]) { self.channels = channels }

    /// The channel that a failure is told under when none reaches the contact.
    package var fallback: NoticeChannel { channels.first ?? .null }

    /// The first of the applicant's wishes that is set up and has an address, else the first channel that has one.
    package func way(to contact: Contact) -> Way {
        for channel in contact.channels.filter(channels.contains) + channels {
            if let address = contact.address(on: channel) { return .reachable(channel, address: address) }
        }
        return .unreachable(reason: "no-address")
    }
}
