/// How an application came in (*saluran*).
public enum SubmissionChannel: String, CaseIterable, Codable, Sendable {
    /// The applicant filed alone.
    case selfService = "self-service"
    /// An officer filed for the applicant at the counter.
    case assisted
    /// Another system filed for the applicant.
    case api
}
