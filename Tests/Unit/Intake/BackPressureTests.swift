import IntakeService
import Testing

@Suite("Back-pressure", .timeLimit(.minutes(1)))
struct BackPressureTests {
    private let limits = BackPressure.Limits(unseen: 100, oldestSeconds: 1000, floor: 5)

    @Test func `nothing measured lets everything in`() {
        #expect(BackPressure(limits: limits).level == .normal)
    }

    @Test(arguments: [(79, BackPressure.Level.normal), (80, .warning), (99, .warning), (100, .full), (500, .full)])
    func `the number unseen decides`(unseen: Int, level: BackPressure.Level) {
        var pressure = BackPressure(limits: limits)
        pressure.measured(BackPressure.Measurement(unseen: unseen, oldestSeconds: 0))
        #expect(pressure.level == level)
    }

    @Test(arguments: [(799, BackPressure.Level.normal), (800, .warning), (1000, .full)])
    func `the age of the oldest decides`(seconds: Int, level: BackPressure.Level) {
        var pressure = BackPressure(limits: limits)
        pressure.measured(BackPressure.Measurement(unseen: 5, oldestSeconds: seconds))
        #expect(pressure.level == level)
    }

    @Test func `a few that are stuck close the door for nobody`() {
        var pressure = BackPressure(limits: limits)
        pressure.measured(BackPressure.Measurement(unseen: 4, oldestSeconds: 100_000))
        #expect(pressure.level == .normal)
    }

    @Test func `what was accepted since the measurement counts`() {
        var pressure = BackPressure(limits: limits)
        pressure.measured(BackPressure.Measurement(unseen: 98, oldestSeconds: 0))
        pressure.accepted()
        #expect(pressure.level == .warning)
        pressure.accepted()
        #expect(pressure.level == .full)
        pressure.measured(BackPressure.Measurement(unseen: 10, oldestSeconds: 0))
        #expect(pressure.level == .normal)
    }
}
