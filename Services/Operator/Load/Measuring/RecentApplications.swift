/// The applications accepted last, for what is sent about an application that is there.
struct RecentApplications: Sendable {
    private static let capacity = 1024

    private var applications: [FiledApplication] = []
    private var next = 0

    /// Knows none.
    init() {}

    /// Adds an application in place of the oldest.
    mutating func add(_ application: FiledApplication) {
        if applications.count < Self.capacity {
            applications.append(application)
        } else {
            applications[next] = application
            next = (next + 1) % Self.capacity
        }
    }

    /// One of them; nil when there is none.
    func pick(_ dice: UInt64) -> FiledApplication? {
        applications.isEmpty ? nil : applications[Int(dice % UInt64(applications.count))]
    }
}
