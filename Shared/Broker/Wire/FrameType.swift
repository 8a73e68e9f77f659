/// The constants of AMQP frames.
///
/// - Source: AMQP 0-9-1 section 4.2.3.
enum FrameType {
    /// A method.
    static let method: UInt8 = 1
    /// A content header.
    static let header: UInt8 = 2
    /// A part of a body.
    static let body: UInt8 = 3
    /// A heartbeat.
    static let heartbeat: UInt8 = 8
    /// The last byte of every frame.
    static let end: UInt8 = 0xCE
    /// Bytes around the payload of a frame.
    static let overhead = 8
}
