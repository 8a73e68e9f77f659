import Contracts
import Testing

@testable import NotificationService

@Suite(.timeLimit(.minutes(1))) struct RegionProfileTests {
    @Test(arguments: [
        ("1101", IndonesianZone.western), ("3171", .western), ("3574", .western), ("6171", .western),
        ("6271", .western), ("5171", .central), ("5371", .central), ("6371", .central), ("6471", .central),
        ("6571", .central), ("7171", .central), ("7671", .central), ("8171", .eastern), ("8271", .eastern),
        ("9171", .eastern), ("9671", .eastern),
    ])
    func `a region that was never imported has its province's zone`(
        _ code: String, _ zone: IndonesianZone
    ) throws {
        let profile = RegionProfile(default: try RegionCode(code))
        #expect(profile.zone == zone)
        #expect(profile.name == nil)
    }
}
