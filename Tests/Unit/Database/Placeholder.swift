enum DatabaseTestsPlaceholder {}
