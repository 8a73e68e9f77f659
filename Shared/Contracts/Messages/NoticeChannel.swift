/// The way that a notice takes to its reader.
public enum NoticeChannel: String, CaseIterable, Codable, Sendable {
    /// Electronic mail.
    case email
    /// Short message.
    case sms
    /// WhatsApp.
    case whatsapp
    /// A web address of another system.
    case webhook
    /// A letter to print.
    case print
    /// A file, for tests.
    case file
    /// Nowhere, for measurements.
    case null
}
