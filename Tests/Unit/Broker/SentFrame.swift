@testable import Broker

/// A frame taken apart again, to see what a machine has sent.
struct SentFrame: Equatable {
    let type: UInt8
    let channel: UInt16
    let payload: [UInt8]

    /// The class and method of a method frame.
    var method: UInt32 {
        guard type == FrameType.method, payload.count >= 4 else { return 0 }
        return payload[..<4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The fields of a method frame.
    var fields: [UInt8] { Array(payload.dropFirst(4)) }

    /// The delivery number that `basic.ack`, `basic.reject` and `basic.nack` begin with.
    var number: UInt64 { fields.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }

    /// Whether the bit behind the number is set.
    var flag: Bool { fields.count > 8 && fields[8] & 1 == 1 }

    static let publish: UInt32 = 0x003C_0028
    static let acknowledge: UInt32 = 0x003C_0050
    static let reject: UInt32 = 0x003C_005A
    static let handBack: UInt32 = 0x003C_0078
    static let consume: UInt32 = 0x003C_0014
    static let cancel: UInt32 = 0x003C_001E
    static let channelOpen: UInt32 = 0x0014_000A
    static let channelCloseOK: UInt32 = 0x0014_0029
    static let connectionClose: UInt32 = 0x000A_0032
    static let connectionCloseOK: UInt32 = 0x000A_0033
    static let confirmSelect: UInt32 = 0x0055_000A
    static let declareQueue: UInt32 = 0x0032_000A
}

extension FrameBuffer {
    /// The frames that wait.
    var frames: [SentFrame] {
        var rest = bytes[...]
        var frames: [SentFrame] = []
        while rest.count >= FrameType.overhead {
            let length = rest.dropFirst(3).prefix(4).reduce(0) { $0 << 8 | Int($1) }
            let head = rest.startIndex
            let payload = Array(rest.dropFirst(7).prefix(length))
            frames.append(
                SentFrame(
                    type: rest[head], channel: UInt16(rest[head + 1]) << 8 | UInt16(rest[head + 2]), payload: payload)
            )
            rest = rest.dropFirst(length + FrameType.overhead)
        }
        return frames
    }

    /// The bytes that wait.
    var bytes: [UInt8] {
        var copy: [UInt8] = []
        do {
            try withWaiting { copy = Array(copying: $0) }
        } catch {
            return []
        }
        return copy
    }

    /// The methods of the frames that wait.
    var methods: [UInt32] { frames.map(\.method) }

    /// Takes all frames, as a socket that is never full does.
    mutating func takeFrames() -> [SentFrame] {
        defer { took(count) }
        return frames
    }
}

extension MonotonicTime {
    /// So many seconds after the start.
    static func seconds(_ seconds: Double) -> MonotonicTime {
        MonotonicTime(nanoseconds: Int64((seconds * 1_000_000_000).rounded()))
    }
}

/// The error of a body that may change what it captures, which `#expect(throws:)` does not allow.
func failure(_ body: () throws -> Void) -> BrokerError? {
    do {
        try body()
        return nil
    } catch {
        return error as? BrokerError
    }
}
