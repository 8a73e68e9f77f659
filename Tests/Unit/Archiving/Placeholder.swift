enum ArchivingTestsPlaceholder {}
