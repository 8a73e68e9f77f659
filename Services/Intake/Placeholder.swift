enum IntakeServicePlaceholder {}
