enum ArchivingServicePlaceholder {}
