import Contracts
import Hummingbird
import ServiceRuntime

/// One look at somebody's draft for a service: what every step of an application needs.
struct FilingStep {
    /// Where the service is offered.
    let region: RegionCode
    /// The form of the service.
    let form: ApplicationForm
    /// Who fills it in.
    let session: PageSession
    /// What was filled in so far.
    var draft: Draft

    /// The draft's place.
    var key: DraftStore.Key {
        DraftStore.Key(region: region, subject: session.subject, service: form.service.code)
    }
    /// The first step's page; the others lie below it.
    var url: String { Self.url(region, form.service.code) }
    /// The second step's page.
    var documentsURL: String { url + "/berkas" }
    /// The third step's page.
    var reviewURL: String { url + "/periksa" }

    /// The first step's page of a service.
    static func url(_ region: RegionCode, _ service: ServiceCode) -> String {
        "/ajukan/\(region.digits)/\(service.value)"
    }

    /// The documents that the application as it is filled in asks for.
    var requirements: [DocumentRequirement] {
        let value = form.formValue(draft)
        return form.service.documents.filter { $0.isAsked(for: value) }
    }

    /// The documents that are missing.
    var missing: [DocumentRequirement] {
        let value = form.formValue(draft)
        return requirements.filter { $0.isRequired(for: value) && draft.document($0.kind) == nil }
    }
}
