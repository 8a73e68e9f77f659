import Contracts
import Database
import Foundation

/// A row of `clock_segments`.
struct SegmentRow: RowDecodable {
    /// The application that it belongs to.
    let submission: SubmissionID
    /// The stretch.
    let segment: ClockSegment

    /// Reads submission, beginning, end and pause.
    init(row: inout Row) throws(DatabaseError) {
        submission = SubmissionID(try row.next() as UUID)
        segment = ClockSegment(from: try row.time(), to: try row.timeIfAny(), pause: try row.wordIfAny())
    }
}
