/// What must be true of the books at any moment, under load as well as at rest.
enum Equation: String, CaseIterable, Codable, Sendable {
    /// Every application that intake took in is known to verification or on its way there.
    case accepted = "accepted = in transit + seen"
    /// Every application that verification knows is open or closed.
    case seen = "seen = open + closed"
    /// Every application that intake took in is open or closed there too.
    case intake = "accepted = open + closed at intake"
    /// Every open application waits for somebody or something.
    case mover = "each open submission has one next mover"
    /// Every message that a consumer received was applied or waits in a table.
    case consumer = "received = done + deferred + parked"
    /// Every check of an agency is open or settled.
    case agency = "asked = open + settled"
    /// Every closed application is in the archive or on its way there.
    case archive = "closed = archived + on the way to the archive"
    /// The counters say what the rows say.
    case counters = "counters = rows"
    /// Every event was heard by each of its readers, or is in the outbox, or on its way.
    case heard = "said = heard + in the outbox + on the way"
    /// Nobody is told twice.
    case notices = "one notice for each event, recipient and channel"
    /// Every archived application has one record.
    case records = "one record for each archived submission"
    /// Permit numbers are given once and leave none out.
    case numbers = "permit numbers distinct and without gaps"
    /// Every service numbers what it says about an application 1, 2, 3 and so on.
    case events = "events numbered without gaps"
    /// A closed application was closed once, an open one never.
    case closing = "closed exactly once"
    /// The archive is as it was written.
    case chain = "every archive chain verifies"
}
