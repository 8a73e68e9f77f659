enum MailTestsPlaceholder {}
