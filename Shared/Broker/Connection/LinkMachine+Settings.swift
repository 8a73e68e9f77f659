extension LinkMachine {
    /// Makes a machine with the limits of the settings.
    ///
    /// Without reconnection it serves one list of requests, whose refusals are answers: the channel comes back at once.
    init(role: Role, settings: BrokerSettings, reconnects: Bool = true) {
        self.init(
            role: role,
            limits: Limits(
                open: settings.connectLimit, stall: settings.stallLimit, close: settings.closeLimit,
                reconnects: reconnects),
            backoff: ReconnectBackoff(
                first: settings.firstRetryPause, longest: settings.longestRetryPause,
                seed: UInt64.random(in: 0 ... .max)),
            channelBackoff: ReconnectBackoff(
                first: .milliseconds(10), longest: reconnects ? settings.longestRetryPause : .milliseconds(10),
                seed: UInt64.random(in: 0 ... .max)))
    }
}
