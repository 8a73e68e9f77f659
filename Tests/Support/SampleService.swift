package import Contracts

/// A whole service definition and an application for it, for the tests of services.
package enum SampleService {
    /// The region that offers it: Kota Probolinggo.
    package static let region = "3574"
    /// Its code.
    package static let code = "sample-permit"

    private static func text(_ word: String) -> JSONValue { ["id": .string(word), "en": .string(word)] }

    private static let standard: JSONValue = {
        var members: [String: JSONValue] = ["feeIdr": 0, "legalBasis": ["UU 25/2009"]]
        for name in [
            "requirements", "procedure", "duration", "fee", "product", "complaints", "facilities", "competence",
            "supervision", "staffing", "guarantee", "safety", "evaluation",
        ] { members[name] = text(name) }
        return .object(members)
    }()

    /// The definition as a file of the catalogue holds it: two documents, of which one is asked for in renewals only.
    package static let definition: JSONValue = [
        "code": .string(code), "version": 1, "effectiveFrom": "2025-01-01", "region": "35.74",
        "title": text("Izin contoh"), "unit": text("DPMPTSP"), "standard": standard,
        "steps": [["title": text("Periksa"), "unit": "DPMPTSP"]],
        "applicant": [
            "identityKinds": ["nik", "passport", "none"], "minimumAssurance": "low",
            "required": ["name", "birthDate"], "optional": ["phone", "email"],
        ],
        "form": [
            "type": "object", "required": ["kind", "licence"],
            "properties": [
                "kind": ["type": "string", "enum": ["new", "renewal"]],
                "licence": ["type": "string", "minLength": 3, "maxLength": 50],
                "note": ["type": "string", "maxLength": 200],
            ],
        ],
        "presentation": [
            ["field": "kind", "label": text("Jenis")], ["field": "licence", "label": text("Nomor")],
            ["field": "note", "label": text("Catatan")],
        ],
        "documents": [
            [
                "kind": "str", "title": text("STR"), "required": true, "mediaTypes": ["application/pdf"],
                "maxBytes": 100_000,
            ],
            [
                "kind": "old-permit", "title": text("Izin lama"), "required": true,
                "when": ["field": "kind", "in": ["renewal"]], "mediaTypes": ["application/pdf", "image/jpeg"],
                "maxBytes": 2_000_000,
            ],
        ],
        "checks": [
            [
                "agency": "dukcapil", "check": "identity", "title": text("Identitas"), "purpose": "UU 24/2013",
                "fields": ["/applicant/nik", "/applicant/name"], "documents": [], "deadlineMinutes": 1440,
                "retry": ["maxAttempts": 10, "initialSeconds": 30, "factor": 2, "maxSeconds": 3600], "required": true,
            ]
        ],
        "joinPolicy": [
            "waitFor": "required", "onMismatch": "officer", "onNotRecommended": "officer", "onNotFound": "officer",
        ],
        "decision": "automatic",
        "clock": [
            "amount": 5, "unit": "working-days", "breachPolicy": "escalate", "warnPercents": [50, 80],
            "afterHours": "same-day", "jointLeaveIsWork": false,
        ],
        "completenessMinutes": 480, "correctionDays": 14,
        "reasons": [
            ["code": "refused", "kind": "refusal", "text": text("Ditolak"), "legalBasis": "UU 25/2009"],
            [
                "code": "unreadable", "kind": "correction", "text": text("Tidak terbaca"),
                "remedy": text("Unggah lagi"),
                "legalBasis": "UU 25/2009",
            ],
        ],
        "objection": text("SP4N-LAPOR"),
        "numbering": ["unit": "425.117", "pattern": "500.16.7.2/{sequence}/425.117/{year}"],
        "retention": [
            "classification": "500.16.7.2", "start": "closed", "activeYears": 2, "inactiveYears": 3,
            "disposition": "review", "basis": "JRA contoh",
        ],
        "signatureRequired": false,
    ]

    /// An identity number that is never given out: its serial is 0000.
    ///
    /// Equal numbers make equal persons, from 0 to 2999.
    package static func nik(_ person: Int) -> String {
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return "357401" + two(1 + person % 25) + two(1 + person / 25 % 12) + two(60 + person / 300 % 10) + "0000"
    }

    /// The body of an application of a person, with the kinds and ids of uploads.
    package static func application(person: Int, documents: [(kind: String, id: String)]) -> JSONValue {
        [
            "region": "35.74", "service": .string(code),
            "applicant": ["nik": .string(nik(person)), "name": "Contoh Pemohon", "birthDate": "1960-01-01"],
            "form": ["kind": "new", "licence": "CONTOH-1"],
            "documents": .array(documents.map { ["kind": .string($0.kind), "id": .string($0.id)] }),
            "contact": ["email": "pemohon@example.invalid", "language": "id", "channels": ["email"]],
            "consent": ["statementOfTruth": true, "dataProcessing": true],
        ]
    }
}
