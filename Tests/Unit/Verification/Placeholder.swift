enum VerificationTestsPlaceholder {}
