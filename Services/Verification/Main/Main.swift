import ServiceRuntime
import VerificationService

/// The verification process.
@main
enum Main {
    /// Runs the service until a signal.
    static func main() async {
        await ServiceProcess.main(name: "verification", opsPort: 9081, build: VerificationService.build)
    }
}
