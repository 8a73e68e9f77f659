import ArchivingService
import ServiceRuntime

/// The process of archiving.
@main struct Main {
    /// Runs it until a signal.
    static func main() async {
        await ServiceProcess.main(name: "archiving", opsPort: 9083, build: ArchivingService.build)
    }
}
