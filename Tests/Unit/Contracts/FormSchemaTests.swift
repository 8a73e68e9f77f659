import Contracts
import Testing

@Suite("FormSchema", .timeLimit(.minutes(1)))
struct FormSchemaTests {
    static let source: JSONValue = [
        "type": "object", "required": ["kind", "practice", "shifts"],
        "properties": [
            "kind": ["type": "string", "enum": ["new", "renewal"]],
            "practice": [
                "type": "object", "required": ["name"],
                "properties": [
                    "name": ["type": "string", "minLength": 3, "maxLength": 10],
                    "number": ["type": "string", "maxLength": 20, "pattern": "^[0-9]+$"],
                    "openedOn": ["type": "string", "format": "date"], "mail": ["type": "string", "format": "email"],
                ],
            ],
            "shifts": ["type": "array", "maxItems": 2, "items": ["type": "integer", "minimum": 1, "maximum": 3]],
            "area": ["type": "number", "minimum": 0.5], "agrees": ["type": "boolean", "const": true],
        ],
    ]

    private func faults(_ form: JSONValue) throws -> [String] {
        try FormSchema(Self.source).validate(form).map { "\($0.pointer) \($0.code)" }
    }

    @Test func `a right form has no fault`() throws {
        let form: JSONValue = [
            "kind": "new", "shifts": [1, 3.0], "area": 12, "agrees": true,
            "practice": ["name": "Praktik", "number": "007", "openedOn": "2024-02-29", "mail": "a.b@example.co.id"],
        ]
        #expect(try faults(form).isEmpty)
    }

    @Test func `every fault is named at once with its pointer`() throws {
        let form: JSONValue = [
            "kind": "old", "shifts": [0, 4, "x", 1.5], "area": 0, "agrees": false, "extra/field": 1,
            "practice": ["number": "7a", "openedOn": "2023-02-29", "mail": "a@b", "name": "é"],
        ]
        #expect(
            try faults(form) == [
                "/agrees const", "/area minimum", "/extra~1field unknown", "/kind enum", "/practice/mail format",
                "/practice/name min-length", "/practice/number pattern", "/practice/openedOn format",
                "/shifts max-items",
            ])
        #expect(
            try faults(["shifts": [0, "x"], "practice": "x"]) == [
                "/kind required", "/practice type", "/shifts/0 minimum", "/shifts/1 type",
            ])
        #expect(try faults(.null) == [" type"])
        #expect(
            try faults(["kind": .null, "shifts": [], "practice": ["name": "abcdefghijk"]]) == [
                "/kind type", "/practice/name max-length",
            ])
    }

    @Test(arguments: [
        ("a@b.id", true), ("a+b@x-y.co.id", true), ("", false), ("a", false), ("a@b", false), ("a@@b.id", false),
        ("a b@c.id", false), (".a@b.id", false), ("a.@b.id", false), ("a..b@c.id", false), ("a@-b.id", false),
        ("a@b..id", false), ("a@b.id\r\nBcc: x@y.id", false), ("ä@b.id", false), ("a@b.id,c@d.id", false),
    ]) func `an e-mail address is one address`(text: String, isAddress: Bool) {
        #expect(TextFormat.email.matches(text) == isAddress)
    }

    @Test(
        arguments: [
            (
                [
                    "type": "object", "properties": ["a": ["type": "string", "maxLength": 1]],
                    "additionalProperties": false,
                ], "/additionalProperties", "keyword"
            ),
            (["type": "string", "maxLength": 3], "/type", "type"), ([:], "/type", "value"),
            (["type": "thing"], "/type", "value"),
            ("x", "", "type"), (["type": "object"], "/properties", "required"),
            (["type": "object", "properties": ["a": ["type": "string"]]], "/properties/a/maxLength", "required"),
            (
                ["type": "object", "properties": ["a": ["type": "array", "items": ["type": "boolean"]]]],
                "/properties/a/maxItems", "required"
            ),
            (
                ["type": "object", "properties": ["a": ["type": "array", "maxItems": 3]]], "/properties/a/items",
                "required"
            ),
            (
                ["type": "object", "properties": ["a": ["type": "integer", "minLength": 3]]], "/properties/a/minLength",
                "keyword"
            ),
            (
                ["type": "object", "properties": ["a": ["type": "integer", "minimum": "x"]]], "/properties/a/minimum",
                "type"
            ),
            (
                ["type": "object", "properties": ["a": ["type": "integer", "minimum": 3, "maximum": 2]]],
                "/properties/a/minimum", "range"
            ),
            (
                ["type": "object", "properties": ["a": ["type": "string", "enum": ["x", 1]]]], "/properties/a/enum",
                "value"
            ),
            (["type": "object", "properties": ["a": ["type": "string", "enum": []]]], "/properties/a/enum", "value"),
            (
                ["type": "object", "properties": ["a": ["type": "string", "format": "uri"]]], "/properties/a/format",
                "value"
            ),
            (
                ["type": "object", "properties": ["a": ["type": "string", "maxLength": 5, "pattern": "(?=x)"]]],
                "/properties/a/pattern", "pattern"
            ),
            (
                ["type": "object", "properties": ["a": ["type": "string", "$ref": "#", "maxLength": 1]]],
                "/properties/a/$ref", "keyword"
            ),
            (["type": "object", "required": ["b"], "properties": ["a": ["type": "boolean"]]], "/required/0", "value"),
            (
                ["type": "object", "required": ["a", "a"], "properties": ["a": ["type": "boolean"]]], "/required/1",
                "value"
            ),
            (["type": "object", "properties": ["a b": ["type": "boolean"]]], "/properties/a b", "name"),
        ] as [(JSONValue, String, String)]) func `a keyword outside the closed part refuses the schema`(
            source: JSONValue, pointer: String, code: String
        )
    {
        do {
            _ = try FormSchema(source)
            Issue.record("was taken")
        } catch {
            #expect(error.faults.contains { $0.pointer == pointer && $0.code == code }, "\(error)")
        }
    }

    @Test func `a schema nested too deeply is refused`() {
        var source: JSONValue = ["type": "boolean"]
        for _ in 0..<9 { source = ["type": "object", "properties": ["a": source]] }
        #expect(throws: ContractViolation.self) { try FormSchema(source) }
    }
}
