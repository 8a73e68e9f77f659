import Contracts
import Hummingbird
import ServiceRuntime

extension PageVisit {
    /// Who has signed in; nil after an hour without a page.
    var session: PageSession? { session(graceSeconds: 0) }

    /// Whose form this is, even when the session has ended in the meantime.
    var lateSession: PageSession? { session(graceSeconds: PageSession.keptSeconds) }

    private func session(graceSeconds: Int64) -> PageSession? {
        request.cookies[CookieName.session].flatMap {
            seal.open($0.value, for: .session, now: Timestamp.now().adding(seconds: -graceSeconds))
        }.flatMap(PageSession.init)
    }

    /// Begins a session, or lets it last longer.
    mutating func begin(_ session: PageSession) throws {
        let sealed = try seal.seal(
            try session.text(), for: .session, lifetimeSeconds: PageSession.lifetimeSeconds)
        // Lax, so that who comes from a link in a message is still signed in.
        keep(CookieName.session, sealed, maximumAge: Int(PageSession.keptSeconds), sameSite: .lax)
    }

    /// Ends the session; forms that are open in the browser end with it.
    mutating func endSession() {
        keep(CookieName.session, "", maximumAge: 0, sameSite: .lax)
        keep(CookieName.browser, "", maximumAge: 0, sameSite: .lax)
    }

    /// Where to sign in and then come back to.
    func signInURL(then path: String) -> String { "/masuk?lanjut=\(path.urlEncoded)" }
}
