import Contracts
import Hummingbird
import ServiceRuntime

extension PageRoutes {
    private static let pageSize = 20

    /// Adds signing in and out, and what a person has applied for.
    ///
    /// In test mode people name themselves, on a page that says so; without it nobody can sign in here, and the pages
    /// that need it are not there.
    func addSignIn(to router: Router<HTTPContext>) {
        guard intake.isTest else { return }
        router.get("/masuk") { request, context in
            try await answer(request, context) { visit in
                try issuer(&visit, next: Self.ownPath(visit.query("lanjut")))
            }
        }
        router.post("/masuk") { request, context in
            try await answer(request, context) { visit in
                let form = try await form(visit)
                let next = Self.ownPath(form["lanjut"] ?? "")
                let name = form["nama"] ?? ""
                guard Self.isTestName(name) else { return try issuer(&visit, next: next, wrong: name) }
                try visit.begin(PageSession(subject: "uji-\(name)", assurance: AssuranceLevel.substantial.rawValue))
                return .redirect(next)
            }
        }
        router.post("/keluar") { request, context in
            try await answer(request, context) { visit in
                _ = try await form(visit)
                visit.endSession()
                return .redirect("/")
            }
        }
        router.get("/permohonan") { request, context in
            try await answer(request, context) { visit in try await own(&visit) }
        }
    }

    /// A path of our own to go on to; anything else leads to the person's applications.
    static func ownPath(_ text: String) -> String {
        let isOwn =
            text.hasPrefix("/") && !text.hasPrefix("//") && text.utf8.count <= 200
            && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\\") }
        return isOwn ? text : "/permohonan"
    }

    private static func isTestName(_ name: String) -> Bool {
        (3...40).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
            }
    }

    private func issuer(_ visit: inout PageVisit, next: String, wrong: String? = nil) throws -> PageAnswer {
        var values: [String: Any] = ["formToken": try visit.formToken(), "next": next, "name": wrong ?? ""]
        if wrong != nil {
            values["hasErrors"] = true
            values["errors"] = [["target": "#nama", "text": visit.words["issuerNameWrong"]]]
        }
        return .page(
            PageAnswer.Page(
                template: "signin", title: visit.words["signInTitle"], values: values,
                status: wrong == nil ? .ok : .unprocessableContent))
    }

    private func own(_ visit: inout PageVisit) async throws -> PageAnswer {
        guard let session = visit.session else { return .redirect(visit.signInURL(then: "/permohonan")) }
        try visit.begin(session)
        let after = SubmissionNumber(reading: visit.query("setelah"))
        let last =
            if let after { try await TrackingStore.find(after, in: intake.pool) } else { nil as TrackedSubmission? }
        let found = try await TrackingStore.own(
            session.subject, after: last?.id, limit: Self.pageSize + 1, in: intake.pool)
        var values: [String: Any] = ["formToken": try visit.formToken(), "hasApplications": !found.isEmpty]
        values["applications"] = found.prefix(Self.pageSize).map { submission in
            let definition = intake.catalogue.service(submission.service, in: submission.region)
            let zone = intake.regions.region(submission.region)?.zone ?? .western
            return [
                "url": Self.path(submission.number), "number": submission.number.value,
                "title": definition?.title[visit.language] ?? submission.service.code.value,
                "state": visit.words[PageWords.name(of: submission.state)],
                "receivedAt": visit.words.time(submission.receivedAt, in: zone),
            ]
        }
        if found.count > Self.pageSize {
            values["nextURL"] = "/permohonan?setelah=\(found[Self.pageSize - 1].number.value)"
        }
        return .page(PageAnswer.Page(template: "own", title: visit.words["ownTitle"], values: values))
    }
}
