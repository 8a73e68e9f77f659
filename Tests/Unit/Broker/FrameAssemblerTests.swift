import Testing

@testable import Broker

@Suite("Frame assembly", .timeLimit(.minutes(1)))
struct FrameAssemblerTests {
    private let deliver = InboundFrame.DeliverMethod(number: 1, redelivered: false, exchange: "e", routingKey: "k")
    private let returned = InboundFrame.ReturnMethod(code: 312, text: "NO_ROUTE", exchange: "e", routingKey: "k")

    private func body(_ message: FrameAssembler.Message?) -> [UInt8]? {
        guard case .delivery(_, _, let body) = message else { return nil }
        return body
    }

    @Test func `a delivery without a body is whole with its header`() throws {
        var assembler = FrameAssembler()
        try assembler.deliver(deliver)
        #expect(body(try assembler.header(bodyBytes: 0, properties: MessageProperties())) == [])
    }

    @Test(arguments: [[3], [1, 2], [1, 1, 1]])
    func `a body may come in any parts`(parts: [Int]) throws {
        var assembler = FrameAssembler()
        for _ in 0..<2 {
            try assembler.deliver(deliver)
            #expect(body(try assembler.header(bodyBytes: 3, properties: MessageProperties())) == nil)
            var next: UInt8 = 0
            for (index, count) in parts.enumerated() {
                let bytes = (0..<count).map { next + UInt8($0) }
                next += UInt8(count)
                let message = try assembler.body(bytes)
                #expect(body(message) == (index == parts.count - 1 ? [0, 1, 2] : nil))
            }
        }
    }

    @Test func `a return keeps its properties and not its body`() throws {
        var assembler = FrameAssembler()
        try assembler.returned(returned)
        _ = try assembler.header(bodyBytes: 4, properties: MessageProperties(messageID: "m"))
        #expect(try assembler.body([1, 2]) == nil)
        guard case .returned(let method, let properties) = try assembler.body([3, 4]) else {
            Issue.record("not a return")
            return
        }
        #expect(method.code == 312)
        #expect(properties.messageID == "m")
    }

    @Test func `frames out of place are refused`() throws {
        var assembler = FrameAssembler()
        #expect(throws: BrokerError.self) { try assembler.header(bodyBytes: 1, properties: MessageProperties()) }
        #expect(throws: BrokerError.self) { try assembler.body([1]) }
        try assembler.deliver(deliver)
        #expect(throws: BrokerError.self) { try assembler.deliver(deliver) }
        #expect(throws: BrokerError.self) { try assembler.body([1]) }
        _ = try assembler.header(bodyBytes: 1, properties: MessageProperties())
        #expect(throws: BrokerError.self) { try assembler.body([1, 2]) }
        assembler.reset()
        try assembler.deliver(deliver)
    }

    @Test func `a header that promises too much reserves little`() throws {
        var assembler = FrameAssembler()
        try assembler.deliver(deliver)
        _ = try assembler.header(bodyBytes: .max, properties: MessageProperties())
        #expect(try assembler.body([1]) == nil)
    }
}
