enum PipelineTestsPlaceholder {}
