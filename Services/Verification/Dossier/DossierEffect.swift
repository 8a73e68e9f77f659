package import Contracts

/// What follows from an input: rows to write and things to say, besides the dossier's own new value.
package enum DossierEffect: Hashable, Sendable {
    /// The state moved.
    case moved(Transition)
    /// Something for the timeline.
    case noted(TimelineEntry)
    /// An agency is to be asked, with the check's present attempt.
    case asked(CheckID)
    /// An agency's answer is no longer wanted.
    case cancelled(CheckID, CheckCancelled.Reason)
    /// Something falls due; a plan of the same kind and key is replaced.
    case planned(DossierPlan, at: Timestamp)
    /// It falls due no longer.
    case unplanned(DossierPlan)
    /// A permit number is to be allocated.
    case numbered
    /// The permit number is void.
    case voided
    /// The content is to be erased.
    case erased
    /// What became of an agency's word.
    case judged(AnswerVerdict)
    /// A deadline cannot be told, for want of a year's calendar.
    case missingCalendar(year: Int)
    /// The application's readers are to be told.
    case told(Announcement)
}
