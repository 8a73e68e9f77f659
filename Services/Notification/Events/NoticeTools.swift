/// What handler and sender share.
package struct NoticeTools: Sendable {
    /// Opens contacts and seals them for storage.
    let vault: ContactVault
    /// Chooses channels.
    let choice: ChannelChoice
    /// Puts facts into words.
    let composer: NoticeComposer
    /// Waits and giving up.
    let policy: NoticePolicy
    /// The right-hand side of Message-IDs.
    let domain: String
    /// Metric handles.
    let metrics: NotificationMetrics

    /// Collects the tools.
    package init(
        vault: ContactVault, choice: ChannelChoice, composer: NoticeComposer, policy: NoticePolicy, domain: String,
        metrics: NotificationMetrics = NotificationMetrics()
    ) {
        self.vault = vault
        self.choice = choice
        self.composer = composer
        self.policy = policy
        self.domain = domain
        self.metrics = metrics
    }
}
