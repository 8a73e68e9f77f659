extension DatabaseError.Disposition {
    /// Sorts a failure by what the caller can do.
    init(of code: DatabaseError.Code) {
        switch code {
        case .server(let sqlState): self.init(ofState: sqlState)
        case .connectionLost, .commitUnknown, .unavailable, .overloaded, .timeout, .cancelled: self = .transient
        case .encoding: self = .permanent
        case .closed, .protocolViolation, .decoding, .configuration, .migration: self = .fatal
        }
    }

    /// Sorts a SQLSTATE by its class; unknown classes are for somebody to look at.
    ///
    /// - Source: PostgreSQL 15, appendix A.
    init(ofState sqlState: String) {
        switch sqlState.prefix(2) {
        case "08", "25", "26", "40", "53", "55", "57", "58": self = .transient
        case "22", "23", "44": self = .permanent
        default: self = .fatal
        }
    }
}
