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
    /// Whether notices on the null channel are settled in the transaction that makes them; a simulator wants to see them.
    let settlesNullAtOnce: Bool
    /// Metric handles.
    let metrics: NotificationMetrics

    /// Collects the tools.
    package init(
        vault: ContactVault, choice: ChannelChoice, composer: NoticeComposer, policy: NoticePolicy, domain: String,
        settlesNullAtOnce: Bool = true, metrics: NotificationMetrics = NotificationMetrics()
    ) {
        self.vault = vault
        self.choice = choice
        self.composer = composer
        self.policy = policy
        self.domain = domain
        self.settlesNullAtOnce = settlesNullAtOnce
        self.metrics = metrics
    }
}
