import Contracts

extension GoldenMessages {
    private static let request = CheckRequested(
        checkID: Golden.checkID, submissionID: Golden.submissionID, number: Golden.number, service: Golden.service,
        agency: Golden.agency, check: Golden.check, attempt: 2, requestedAt: Golden.time(31),
        answerBy: Golden.time(4351),
        fields: [
            "nik": "3574015203910000", "name": "Uji Coba", "shifts": [1, 2], "beds": 12, "area": 40.5, "isNew": true,
            "place": ["street": "Jalan Contoh 1"], "closedOn": nil,
        ],
        documents: [
            CheckDocument(
                document: Golden.document,
                url:
                    "https://verifikasi.example.invalid/v1/checks/0195a1b2-c3d4-7000-8000-0000000000c1/documents/7d9f1c1e-5b1a-4c3d-9a55-3f6a1f0c2b11"
            )
        ], documentAccess: "contoh-token-dokumen-0001")

    private static var encrypted: CheckRequested {
        var request = request
        request.fields = nil
        request.encryptedFields = "eyJhbGciOiJFQ0RILUVTIn0..aXY.Y2lwaGVydGV4dA.dGFn"
        request.documents = []
        request.documentAccess = nil
        return request
    }

    private static func answer(_ answer: CheckAnswer, isFull: Bool = false) -> CheckCompleted {
        CheckCompleted(
            answering: request, with: answer, at: Golden.time(90), note: isFull ? "Sudah diperiksa di lokasi." : nil,
            agencyReference: isFull ? "DK/2026/17" : nil)
    }

    static let checks: [GoldenMessage] = [
        GoldenMessage("full", request), GoldenMessage("encrypted", encrypted),
        GoldenMessage(
            "full",
            CheckAccepted(
                checkID: Golden.checkID, submissionID: Golden.submissionID, agency: Golden.agency, check: Golden.check,
                attempt: 1, acceptedAt: Golden.time(40), expectedAt: Golden.time(600), agencyReference: "DK/2026/17")),
        GoldenMessage(
            "minimal",
            CheckAccepted(
                checkID: Golden.checkID, submissionID: Golden.submissionID, agency: Golden.agency, check: Golden.check,
                attempt: 1, acceptedAt: Golden.time(40))),
        GoldenMessage("match", answer(.match)), GoldenMessage("mismatch", answer(.mismatch(fields: ["name"]))),
        GoldenMessage("not-found", answer(.notFound)),
        GoldenMessage("unavailable", answer(.unavailable(retryAfterSeconds: 900))),
        GoldenMessage("unavailable-by-policy", answer(.unavailable(retryAfterSeconds: nil))),
        GoldenMessage("recommended", answer(.recommended, isFull: true)),
        GoldenMessage("not-recommended", answer(.notRecommended(reasons: [Golden.reason]))),
        GoldenMessage("defects", answer(.defects([ReportedDefect(item: "/documents/str", reason: Golden.reason)]))),
        GoldenMessage(
            "full",
            CheckCancelled(
                checkID: Golden.checkID, submissionID: Golden.submissionID, agency: Golden.agency, check: Golden.check,
                reason: .withdrawn, cancelledAt: Golden.time(51))),
    ]
}
