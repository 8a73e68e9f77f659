/// What a person may do.
package enum Role: String, CaseIterable, Sendable, Codable {
    /// Files applications of their own (*pemohon*).
    case citizen
    /// Works on applications (*petugas*).
    case officer
    /// Answers for officers (*penyelia*).
    case supervisor
    /// Keeps the archive (*arsiparis*).
    case recordsOfficer = "records-officer"
    /// Looks at figures of all regions (*kementerian*).
    case ministry
    /// Runs the suite.
    case `operator`
}
