import Contracts
import Database
import Foundation
import Testing
import VerificationService

/// The data that the service is shipped with.
@Suite(.timeLimit(.minutes(1)))
struct ShippedDataTests {
    @Test
    func `every shipped service is valid and asks agencies that exist in it`() throws {
        let catalogue = try Catalogue.load(directory: Shipped.folder.appending(path: "catalogue/3574").path())
        #expect(catalogue.services.map(\.code.value) == ["domisili-usaha", "sip-dokter"])
        #expect(
            catalogue.checks.map { WireNames.routingKey($0.agency, $0.check) }.sorted() == [
                "dinkes-3574.sip-technical", "dukcapil.identity",
            ])
        for service in catalogue.services {
            #expect(service.region == (try RegionCode("35.74")))
            #expect(service.standard.legalBasis.isEmpty == false)
        }
    }

    @Test
    func `an agency sees what its check declares and nothing else`() throws {
        let service = try Shipped.service()
        let identity = try #require(service.check(try AgencyCode("dukcapil"), try CheckCode("identity")))
        let application: JSONValue = ["nik": "3574015206800000", "name": "Contoh", "email": "a@example.invalid"]
        let fields = identity.project(applicant: application, form: ["strNumber": "STR-1"])
        #expect(fields == ["nik": "3574015206800000", "name": "Contoh"])
        let technical = try #require(service.check(try AgencyCode("dinkes-3574"), try CheckCode("sip-technical")))
        #expect(technical.documents.map(\.value) == ["str", "practice-place-letter"])
        #expect(technical.project(applicant: application, form: ["strNumber": "STR-1"])["nik"] == nil)
    }

    @Test
    func `no shipped service decides by itself because a deadline passed`() throws {
        // Deemed approval is an automated decision with legal effect: a region turns it on, with its legal basis.
        for code in ["sip-dokter", "domisili-usaha"] {
            let clock = try Shipped.service(code).clock
            #expect(clock.breachPolicy == .escalate)
            #expect(clock.breachLegalBasis == nil)
        }
    }

    @Test
    func `an imported calendar counts before a file of the same version`() throws {
        let files = try Shipped.calendars()
        let edition = RegionBook.Edition(zones: [try RegionCode("3574"): .western], calendars: files)
        #expect(edition.codes == ["3574"])
        #expect(edition.calendar(of: try RegionCode("3574")).zone == .western)
    }

    @Test(arguments: [("1171", IndonesianZone.western), ("5171", .central), ("7371", .central), ("9471", .eastern)])
    func `a region that was not imported has the zone of its province`(code: String, zone: IndonesianZone) throws {
        let edition = RegionBook.Edition(zones: [:], calendars: [])
        #expect(edition.calendar(of: try RegionCode(code)).zone == zone)
    }

    @Test
    func `the schema is the engine's and verification's own`() {
        #expect(VerificationMigrations.set.schema == "verification")
        #expect(VerificationMigrations.set.version == VerificationMigrations.set.migrations.count)
    }
}
