import IntakeService
import ServiceRuntime

/// The intake process.
@main
enum Main {
    /// Runs the service until a signal.
    static func main() async {
        await ServiceProcess.main(name: "intake", build: IntakeService.build)
    }
}
