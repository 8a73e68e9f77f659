import Contracts

/// A whole service definition to start from in the tests.
enum ServiceSample {
    private static func text(_ word: String) -> JSONValue { ["id": .string(word), "en": .string(word)] }

    static let standard: JSONValue = {
        var members: [String: JSONValue] = ["feeIdr": 0, "legalBasis": ["UU 17/2023"]]
        for name in [
            "requirements", "procedure", "duration", "fee", "product", "complaints", "facilities", "competence",
            "supervision", "staffing", "guarantee", "safety", "evaluation",
        ] { members[name] = text(name) }
        return .object(members)
    }()

    static let definition: JSONValue = [
        "code": "sip-dokter", "version": 1, "effectiveFrom": "2026-01-01", "region": "35.74",
        "title": text("SIP"), "unit": text("DPMPTSP"), "standard": standard,
        "steps": [["title": text("Periksa"), "unit": "DPMPTSP"]],
        "applicant": [
            "identityKinds": ["nik", "passport"], "minimumAssurance": "substantial",
            "required": ["name", "birthDate", "email"], "optional": ["phone"],
        ],
        "form": [
            "type": "object", "required": ["kind", "strNumber"],
            "properties": [
                "kind": ["type": "string", "enum": ["new", "renewal"]],
                "strNumber": ["type": "string", "maxLength": 50],
            ],
        ],
        "presentation": [
            [
                "field": "kind", "label": text("Jenis"),
                "options": [
                    ["value": "new", "label": text("Baru")], ["value": "renewal", "label": text("Perpanjangan")],
                ],
            ], ["field": "strNumber", "label": text("STR"), "hint": text("Nomor STR")],
        ],
        "documents": [
            [
                "kind": "str", "title": text("STR"), "required": true, "mediaTypes": ["application/pdf"],
                "maxBytes": 2_000_000,
            ],
            [
                "kind": "old-sip", "title": text("SIP lama"), "required": true,
                "when": ["field": "kind", "in": ["renewal"]], "mediaTypes": ["application/pdf", "image/jpeg"],
                "maxBytes": 2_000_000,
            ],
        ],
        "checks": [
            [
                "agency": "dukcapil", "check": "identity", "title": text("Identitas"), "purpose": "UU 24/2013",
                "fields": ["/applicant/nik", "/applicant/name"], "documents": [], "deadlineMinutes": 1440,
                "retry": ["maxAttempts": 10, "initialSeconds": 30, "factor": 2, "maxSeconds": 3600], "required": true,
            ],
            [
                "agency": "dinkes-3574", "check": "sip", "title": text("Teknis"), "purpose": "UU 17/2023",
                "fields": ["/applicant/name", "/form/strNumber"], "documents": ["str"], "deadlineMinutes": 4320,
                "retry": ["maxAttempts": 20, "initialSeconds": 60, "factor": 3, "maxSeconds": 7200], "required": true,
                "officeHours": ["monday": [["from": "08:00", "to": "12:00"], ["from": "13:00", "to": "14:00"]]],
            ],
        ],
        "joinPolicy": [
            "waitFor": "required", "onMismatch": "refuse", "onNotRecommended": "officer", "onNotFound": "correction",
            "mismatchReason": "identity", "notFoundReason": "unknown",
        ],
        "decision": "automatic",
        "clock": [
            "amount": 5, "unit": "working-days", "breachPolicy": "deem-approved", "breachLegalBasis": "UU 30/2014",
            "warnPercents": [50, 80], "afterHours": "same-day", "jointLeaveIsWork": false,
        ],
        "completenessMinutes": 480, "correctionDays": 14,
        "reasons": [
            ["code": "identity", "kind": "refusal", "text": text("Data berbeda"), "legalBasis": "UU 24/2013"],
            [
                "code": "unknown", "kind": "correction", "text": text("Tidak ditemukan"), "remedy": text("Periksa NIK"),
                "legalBasis": "UU 24/2013",
            ],
        ],
        "objection": text("SP4N-LAPOR"),
        "numbering": ["unit": "425.117", "pattern": "500.16.7.2/{sequence}/425.117/{year}"],
        "retention": [
            "classification": "500.16.7.2", "start": "permit-expired", "activeYears": 2, "inactiveYears": 3,
            "disposition": "review", "basis": "JRA contoh",
        ],
        "signatureRequired": false,
    ]

    /// The definition with the value at a pointer replaced, or removed when nil.
    static func changed(_ pointer: String, _ value: JSONValue?) -> JSONValue {
        func change(_ node: JSONValue, _ tokens: ArraySlice<String>) -> JSONValue {
            guard let token = tokens.first else { return value ?? .null }
            let rest = tokens.dropFirst()
            switch node {
            case .object(var members):
                members[token] = rest.isEmpty ? value : members[token].map { change($0, rest) }
                return .object(members)
            case .array(var values):
                if let index = Int(token), values.indices.contains(index) {
                    values[index] = change(values[index], rest)
                }
                return .array(values)
            default: return node
            }
        }
        return change(definition, JSONPointer.tokens(pointer)?[...] ?? [])
    }
}
