import Contracts
import Testing

@Suite("ServiceDefinition", .timeLimit(.minutes(1)))
struct ServiceDefinitionTests {
    @Test func `a whole definition is read whole`() throws {
        let service = try ServiceDefinition(ServiceSample.definition)
        #expect(service.reference == ServiceReference(code: try ServiceCode("sip-dokter"), version: 1))
        #expect(service.region == (try RegionCode("3574")))
        #expect(service.checks.map(\.isRequired) == [true, true])
        #expect(service.clock.unit == .workingDays)
        #expect(service.clock.warnPercents == [50, 80])
        #expect(service.numbering.number(sequence: 290, year: 2026) == "500.16.7.2/290/425.117/2026")
        #expect(service.reason(try ReasonCode("identity"))?.kind == .refusal)
        #expect(service.checks[1].officeHours?.isOpen(on: .monday, minute: 12 * 60) == false)
        #expect(service.checks[1].officeHours?.isOpen(on: .monday, minute: 13 * 60) == true)
        #expect(service.checks[1].officeHours?.isOpen(on: .monday, minute: 14 * 60) == false)
    }

    @Test(
        arguments: [
            ("/code", nil, "/code", "required"), ("/code", "SIP", "/code", "code"),
            ("/version", 0, "/version", "integer"),
            ("/effectiveFrom", "2026-02-30", "/effectiveFrom", "date"), ("/surprise", 1, "/surprise", "unknown"),
            ("/standard/safety", nil, "/standard/safety", "required"),
            ("/standard/feeIdr", -1, "/standard/feeIdr", "integer"),
            ("/standard/legalBasis", [], "/standard/legalBasis", "count"), ("/title/en", nil, "/title/en", "required"),
            ("/steps", [], "/steps", "count"), ("/applicant/required", ["email"], "/applicant/required", "value"),
            ("/applicant/required", ["name"], "/applicant/required", "value"),
            ("/applicant/required/0", "nik", "/applicant/required", "value"),
            ("/applicant/optional", ["email"], "/applicant/optional", "unique"),
            ("/form/properties/kind/default", "new", "/form/properties/kind/default", "keyword"),
            ("/presentation/1/field", "kind", "/presentation/1/field", "unique"),
            ("/presentation/1/field", "other", "/presentation/1/field", "reference"),
            ("/presentation/0/options", [], "/presentation/0/options", nil),
            ("/presentation/0/options/0/value", "x", "/presentation/0/options", "reference"),
            ("/documents/1/kind", "str", "/documents/1/kind", "unique"),
            ("/documents/1/when/field", "x", "/documents/1/when/field", "reference"),
            ("/documents/1/when/in", ["x"], "/documents/1/when/in", "reference"),
            ("/documents/0/mediaTypes", ["text/html"], "/documents/0/mediaTypes/0", "value"),
            ("/documents/0/maxBytes", 99_999_999_999, "/documents/0/maxBytes", "integer"),
            ("/checks/0/agency", "intake", "/checks/0/agency", "reserved"),
            ("/checks/0/fields/0", "/form/nik", "/checks/0/fields/0", "reference"),
            ("/checks/0/fields/0", "nik", "/checks/0/fields/0", "pointer"),
            ("/checks/0/fields/0", "/applicant/address", "/checks/0/fields/0", "reference"),
            ("/checks/1/documents/0", "ktp", "/checks/1/documents/0", "reference"),
            ("/checks/0/retry/initialSeconds", 9999, "/checks/0/retry/initialSeconds", "range"),
            ("/checks/1/officeHours", [:], "/checks/1/officeHours", "value"),
            ("/checks/1/officeHours/monday/0/to", "8:00", "/checks/1/officeHours/monday/0/to", "clock-time"),
            ("/checks/1/officeHours/monday/0/to", "13:30", "/checks/1/officeHours", "range"),
            ("/checks/1/officeHours/funday", [], "/checks/1/officeHours/funday", "unknown"),
            ("/joinPolicy/onNotFound", "refuse", "/joinPolicy/onNotFound", "value"),
            ("/joinPolicy/mismatchReason", nil, "/joinPolicy/mismatchReason", "required"),
            ("/joinPolicy/mismatchReason", "unknown", "/joinPolicy/mismatchReason", "reference"),
            ("/joinPolicy/notFoundReason", "identity", "/joinPolicy/notFoundReason", "reference"),
            ("/clock/breachLegalBasis", nil, "/clock/breachLegalBasis", "required"),
            ("/clock/warnPercents", [80, 50], "/clock/warnPercents", "value"),
            ("/clock/unit", "weeks", "/clock/unit", "value"),
            ("/reasons/1/code", "identity", "/reasons/1/code", "unique"),
            ("/reasons/0/kind", "correction", "/reasons", "required"),
            ("/reasons/0/legalBasis", "", "/reasons/0/legalBasis", "text"),
            ("/reasons/1/remedy", nil, "/reasons/1/remedy", "required"),
            ("/numbering/pattern", "X/{year}", "/numbering/pattern", "value"),
            ("/numbering/pattern", "{sequence}{sequence}{year}", "/numbering/pattern", "value"),
            ("/numbering/pattern", "{sequence}/{year}/{month}", "/numbering/pattern", "value"),
            ("/retention/disposition", "burn", "/retention/disposition", "value"),
            ("/signatureRequired", "yes", "/signatureRequired", "type"),
        ] as [(String, JSONValue?, String, String?)])
    func `each fault is named at its place`(pointer: String, value: JSONValue?, expected: String, code: String?) {
        do {
            _ = try ServiceDefinition(ServiceSample.changed(pointer, value))
            if code != nil { Issue.record("was taken") }
        } catch {
            #expect(error.faults.contains { $0.pointer == expected && $0.code == code }, "\(error)")
        }
    }

    @Test func `all faults of a file are named at once`() {
        var source = ServiceSample.changed("/code", nil).object ?? [:]
        source["clock"] = ["amount": 0, "unit": "x"]
        source["reasons"] = []
        do {
            _ = try ServiceDefinition(.object(source))
            Issue.record("was taken")
        } catch {
            #expect(
                Set(error.faults.map(\.pointer)).isSuperset(of: [
                    "/code", "/clock/amount", "/clock/unit", "/clock/breachPolicy", "/clock/afterHours",
                    "/clock/jointLeaveIsWork", "/reasons",
                ]))
        }
    }

    @Test func `an agency sees its declared fields only`() throws {
        let service = try ServiceDefinition(ServiceSample.definition)
        let applicant: JSONValue = ["nik": "3574015203910000", "name": "Uji Coba", "email": "uji@example.invalid"]
        let form: JSONValue = ["kind": "new", "strNumber": "STR-1"]
        #expect(
            service.checks[0].project(applicant: applicant, form: form) == [
                "nik": "3574015203910000", "name": "Uji Coba",
            ])
        #expect(service.checks[1].project(applicant: ["name": "Uji Coba"], form: [:]) == ["name": "Uji Coba"])
    }

    @Test func `a document is asked for when its condition holds`() throws {
        let service = try ServiceDefinition(ServiceSample.definition)
        let old = try #require(service.document(try DocumentKind("old-sip")))
        #expect(old.isRequired(for: ["kind": "renewal"]))
        #expect(!old.isRequired(for: ["kind": "new"]))
        #expect(!old.isAsked(for: [:]))
    }

    @Test func `the public sees the published part`() throws {
        let published = try ServiceDefinition(ServiceSample.definition).published
        #expect(published["standard"]?.object?.count == 8)
        #expect(published["standard"]?["supervision"] == nil)
        #expect(published["checks"] == nil)
        #expect(published["form"] == ServiceSample.definition["form"])
    }

    @Test func `waits between attempts grow to a bound and end`() throws {
        let retry = try ServiceDefinition(ServiceSample.definition).checks[0].retry
        #expect(
            (1...10).map { retry.waitSeconds(afterAttempt: $0) } == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, nil])
    }

    @Test func `an applicant is checked field by field`() throws {
        let applicant = try ServiceDefinition(ServiceSample.definition).applicant
        let good: JSONValue = [
            "nik": "3574015203910000", "name": "Uji Coba", "birthDate": "1991-03-12", "email": "uji@example.invalid",
            "phone": "0812 3456 7890",
        ]
        #expect(applicant.validate(good, kind: .nik, allowSynthetic: true).isEmpty)
        #expect(applicant.validate(good, kind: .nik, allowSynthetic: false).map(\.code) == ["nik-serial"])
        #expect(
            applicant.validate(good, kind: .passport, allowSynthetic: true).map(\.pointer) == [
                "/identityNumber", "/nik",
            ])
        #expect(applicant.validate(good, kind: .temporary, allowSynthetic: true).map(\.code).contains("identity-kind"))
        let bad: JSONValue = ["nik": 7, "name": "", "birthDate": "x", "email": "x", "phone": "1", "address": "x"]
        #expect(
            applicant.validate(bad, kind: .nik, allowSynthetic: true).map(\.pointer)
                == ["/address", "/birthDate", "/email", "/name", "/nik", "/phone"])
        #expect(applicant.validate([], kind: .nik, allowSynthetic: true).map(\.code) == ["type"])
        var named = good.object ?? [:]
        named["name"] = "a\u{7}b"
        #expect(applicant.validate(.object(named), kind: .nik, allowSynthetic: true).map(\.code) == ["control"])
    }
}
