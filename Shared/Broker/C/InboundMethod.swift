/// The numbers of the methods the broker sends: class in the upper half, method in the lower.
///
/// - Source: librabbitmq 0.11 `amqp_framing.h`.
enum InboundMethod {
    static let connectionClose: UInt32 = 0x000A_0032
    static let connectionCloseOK: UInt32 = 0x000A_0033
    static let connectionBlocked: UInt32 = 0x000A_003C
    static let connectionUnblocked: UInt32 = 0x000A_003D
    static let channelOpenOK: UInt32 = 0x0014_000B
    static let channelClose: UInt32 = 0x0014_0028
    static let channelCloseOK: UInt32 = 0x0014_0029
    static let exchangeDeclareOK: UInt32 = 0x0028_000B
    static let exchangeDeleteOK: UInt32 = 0x0028_0015
    static let queueDeclareOK: UInt32 = 0x0032_000B
    static let queueBindOK: UInt32 = 0x0032_0015
    static let queuePurgeOK: UInt32 = 0x0032_001F
    static let queueDeleteOK: UInt32 = 0x0032_0029
    static let queueUnbindOK: UInt32 = 0x0032_0033
    static let qosOK: UInt32 = 0x003C_000B
    static let consumeOK: UInt32 = 0x003C_0015
    static let cancel: UInt32 = 0x003C_001E
    static let cancelOK: UInt32 = 0x003C_001F
    static let returned: UInt32 = 0x003C_0032
    static let deliver: UInt32 = 0x003C_003C
    static let acknowledge: UInt32 = 0x003C_0050
    static let refuse: UInt32 = 0x003C_0078
    static let confirmSelectOK: UInt32 = 0x0055_000B
}
