enum DocumentsTestsPlaceholder {}
