/// The profile let the work fail: the core asks again by its policy.
struct SimulatedFailure: Error {}
