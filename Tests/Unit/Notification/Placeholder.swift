enum NotificationTestsPlaceholder {}
