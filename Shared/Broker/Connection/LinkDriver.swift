import Logging

/// Carries the bytes of one connection: does what its machine says, on the connection's thread only.
final class LinkDriver<Role: ChannelRole> {
    /// The protocol.
    var machine: LinkMachine<Role>

    private let connector: Connector
    private let logger: Logger
    private var handle: AMQPHandle?
    private var firstHost = 0
    private let hostCount: Int

    /// No more frames than this are taken in one turn, so that the actor's callers get their turn too.
    private static var framesInTurn: Int { 4096 }

    /// Makes a driver; `wake` must bring about a turn.
    init(machine: LinkMachine<Role>, settings: BrokerSettings, logger: Logger, wake: @escaping @Sendable () -> Void) {
        self.machine = machine
        self.logger = logger
        hostCount = max(settings.addresses.count, 1)
        connector = Connector(settings: settings, finished: wake)
    }

    /// One turn: takes what has come, lets the machine think, writes; says what to wait for.
    func turn(_ readiness: WakeUp.Readiness, at now: MonotonicTime) -> BrokerLoop.Interest {
        takeConnection(at: now)
        var isExhausted = true
        if readiness.canRead { isExhausted = read(at: now) }
        machine.advance(at: now)
        write(at: now)
        obey(at: now)
        log()
        var interest = BrokerLoop.Interest(wake: isExhausted ? machine.wake : now)
        if handle != nil {
            interest.socket = socket
            interest.writing = !machine.output.isEmpty
            if machine.output.isEmpty, machine.role.wantsOutput { interest.wake = now }
        }
        return interest
    }

    private var socket: Int32 {
        switch handle {
        case .some(let handle): handle.socket
        case .none: -1
        }
    }

    private func takeConnection(at now: MonotonicTime) {
        switch connector.take() {
        case .none:
            return
        case .some(.failure(let error)):
            firstHost = (firstHost + 1) % hostCount
            machine.connectFailed(error, at: now)
        case .some(.success(let handle)):
            machine.connected(
                to: handle.address.description, heartbeatSeconds: handle.heartbeatSeconds,
                maximumFrameBytes: handle.maximumFrameBytes, at: now)
            self.handle = consume handle
        }
    }

    // False if the limit was reached and more may wait.
    private func read(at now: MonotonicTime) -> Bool {
        guard var handle = handle.take() else { return true }
        var isExhausted = false
        machine.heard(at: now)
        do throws(BrokerError) {
            for _ in 0..<Self.framesInTurn {
                guard let frame = try handle.receive() else {
                    isExhausted = true
                    break
                }
                machine.received(frame, at: now)
                if !handle.hasBufferedInput, !handle.mustReadToTheEnd {
                    isExhausted = true
                    break
                }
            }
        } catch {
            isExhausted = true
            machine.lose(error, at: now)
        }
        self.handle = consume handle
        return isExhausted
    }

    private func write(at now: MonotonicTime) {
        guard !machine.output.isEmpty, var handle = handle.take() else { return }
        do throws(BrokerError) {
            while !machine.output.isEmpty {
                let count = try machine.output.withWaiting { bytes throws(BrokerError) in try handle.send(bytes) }
                if count == 0 { break }
                machine.wrote(count, at: now)
            }
        } catch {
            machine.lose(error, at: now)
        }
        self.handle = consume handle
    }

    private func obey(at now: MonotonicTime) {
        switch machine.takeCommand() {
        case .connect: connector.start(firstHost: firstHost)
        case .disconnect:
            firstHost = (firstHost + 1) % hostCount
            handle = nil
        case nil: break
        }
    }

    private func log() {
        for event in machine.takeEvents() {
            switch event {
            case .connected(let address): logger.notice("broker connected", metadata: ["server.address": "\(address)"])
            case .channelClosed(let error):
                logger.warning("the broker closed the channel", error: error)
            case .lost(let error): logger.warning("no connection to the broker", error: error)
            case .retrying(let pause): logger.debug("connecting again", metadata: ["mpp.retry.after": "\(pause)"])
            case .blocked(let reason):
                logger.warning("the broker takes no messages", metadata: ["mpp.reason": "\(reason)"])
            case .unblocked: logger.notice("the broker takes messages again")
            case .consumerCancelled: logger.warning("the broker cancelled the consumer")
            case .closed: logger.debug("broker connection closed")
            }
        }
    }
}
