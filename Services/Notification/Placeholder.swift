enum NotificationServicePlaceholder {}
