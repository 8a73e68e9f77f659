import NotificationService
import ServiceRuntime

/// The process of notification.
@main struct Main {
    /// Runs it until a signal.
    static func main() async {
        await ServiceProcess.main(name: "notification", opsPort: 9082, build: NotificationService.build)
    }
}
