enum IntegrationBrokerPlaceholder {}
