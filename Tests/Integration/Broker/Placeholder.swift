enum BrokerIntegrationTestsPlaceholder {}
