import Foundation

extension DocumentError {
    /// What a failed file operation means.
    static func storage(_ operation: String, _ error: any Error) -> DocumentError {
        if let error = error as? DocumentError { return error }
        let code = posixCode(of: error)
        return code == ENOSPC || code == EDQUOT ? .full : .storage(operation: operation, code: code)
    }

    private static func posixCode(of error: any Error) -> Int32 {
        if let error = error as? POSIXError { return error.code.rawValue }
        if let error = error as? CocoaError {
            if let underlying = error.underlying { return posixCode(of: underlying) }
            if error.code == .fileWriteOutOfSpace { return ENOSPC }
        }
        let error = error as NSError
        return error.domain == NSPOSIXErrorDomain ? Int32(truncatingIfNeeded: error.code) : EIO
    }
}
