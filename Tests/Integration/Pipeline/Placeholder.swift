enum PipelineIntegrationTestsPlaceholder {}
