enum DatabaseIntegrationTestsPlaceholder {}
