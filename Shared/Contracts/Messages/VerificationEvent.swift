/// What every event of verification carries, so that each reader can show the newest state from any of them.
public protocol VerificationEvent: MessageBody {
    /// The application.
    var submissionID: SubmissionID { get }
    /// The number that the citizen holds.
    var number: SubmissionNumber { get }
    /// Where the application stands now.
    var state: SubmissionState { get }
    /// How its deadline stands now.
    var deadline: DeadlineStatus { get }
    /// Every move of the transaction that sent the event.
    var transitions: [Transition] { get }
}

extension VerificationEvent {
    /// Checks the shared fields.
    func checkShared(_ faults: inout FaultCollector) {
        deadline.check("/deadline", &faults)
        Transition.check(transitions, endingIn: state, "/transitions", &faults)
    }
}
