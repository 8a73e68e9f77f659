enum VerificationServicePlaceholder {}
