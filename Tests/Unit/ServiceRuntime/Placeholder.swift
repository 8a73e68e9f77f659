enum ServiceRuntimeTestsPlaceholder {}
