enum OperatorTestsPlaceholder {}
