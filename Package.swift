// swift-tools-version: 6.3
import PackageDescription

/// The settings of every own target: Swift 6 mode, no implicit existentials or re-exports, every use of unsafe
/// memory marked, warnings as errors.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    // Instants at which the fault matrix ends a service; debug builds only.
    .define("CRASH_POINTS", .when(configuration: .debug)),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let lifecycleTesting = Target.Dependency.product(
    name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")

let package = Package(
    name: "mpp-digital",
    products: [
        .library(name: "Contracts", targets: ["Contracts"]),
        .library(name: "Worker", targets: ["Worker"]),
        .executable(name: "intake", targets: ["intake"]),
        .executable(name: "verification", targets: ["verification"]),
        .executable(name: "notification", targets: ["notification"]),
        .executable(name: "archiving", targets: ["archiving"]),
        .executable(name: "mpp", targets: ["mpp"]),
        .executable(name: "sample-agency", targets: ["sample-agency"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections.git", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration.git", exact: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", exact: "1.7.3"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system.git", exact: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", exact: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", exact: "1.0.2"),
        .package(url: "https://github.com/vapor/jwt-kit.git", exact: "5.7.1"),
    ],
    targets: [
        // The C libraries.
        .systemLibrary(
            name: "CCurl", path: "Shared/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CPostgres", path: "Shared/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CRabbitMQ", path: "Shared/CRabbitMQ", pkgConfig: "librabbitmq",
            providers: [.apt(["librabbitmq-dev"])]),

        // What the services share.
        .target(name: "Broker", dependencies: ["CRabbitMQ", deque, logging], path: "Shared/Broker"),
        .target(
            name: "Contracts", path: "Shared/Contracts", exclude: ["Schemas", "asyncapi.yaml"]),
        .target(
            name: "Database", dependencies: ["CPostgres", deque, logging], path: "Shared/Database"),
        .target(
            name: "Documents", dependencies: ["Contracts", crypto], path: "Shared/Documents"),
        .target(name: "Mail", dependencies: ["CCurl"], path: "Shared/Mail"),
        .target(
            name: "Pipeline",
            dependencies: [
                "Broker", "Contracts", "Database", "ServiceRuntime", coreMetrics, deque, lifecycle, logging, metrics,
            ],
            path: "Shared/Pipeline",
            resources: [.embedInCode("Migrations")]),
        .target(name: "Sealing", dependencies: ["Contracts", crypto], path: "Shared/Sealing"),
        .target(
            name: "ServiceRuntime",
            dependencies: [
                "Telemetry", asyncHTTPClient, configuration, crypto, hummingbird, hummingbirdCore, jwt, lifecycle,
                logging,
                metrics, nio, nioHTTP1, signals, tracing,
            ],
            path: "Shared/ServiceRuntime"),
        .target(
            name: "Telemetry",
            dependencies: [asyncHTTPClient, lifecycle, logging, metrics, nio, nioHTTP1, tracing],
            path: "Shared/Telemetry"),
        .target(
            name: "Worker",
            dependencies: [
                "Broker", "Contracts", "ServiceRuntime", asyncHTTPClient, coreMetrics, crypto, lifecycle, logging,
                metrics, nio, nioHTTP1,
            ],
            path: "Shared/Worker"),

        // The services.
        .target(
            name: "ArchivingService",
            dependencies: [
                "Contracts", "Database", "Documents", "Pipeline", "Sealing", "ServiceRuntime", crypto, hummingbird,
                lifecycle, logging, metrics,
            ],
            path: "Services/Archiving", exclude: ["Main"], resources: [.embedInCode("Migrations")]),
        .target(
            name: "IntakeService",
            dependencies: [
                "Broker", "Contracts", "Database", "Documents", "Pipeline", "Sealing", "ServiceRuntime", "Telemetry",
                crypto, deque, hummingbird, lifecycle, logging, metrics, mustache, nio,
            ],
            path: "Services/Intake", exclude: ["Main"],
            resources: [.embedInCode("Migrations"), .embedInCode("OpenAPI"), .embedInCode("Pages/Resources")]),
        .target(
            name: "NotificationService",
            dependencies: [
                "Contracts", "Database", "Mail", "Pipeline", "Sealing", "ServiceRuntime", "Simulation", crypto,
                lifecycle, logging, metrics, mustache,
            ],
            path: "Services/Notification", exclude: ["Main"],
            resources: [.embedInCode("Migrations"), .embedInCode("Templates")]),
        .target(
            name: "VerificationService",
            dependencies: [
                "Broker", "Contracts", "Database", "Documents", "Pipeline", "Sealing", "ServiceRuntime", crypto,
                hummingbird,
                lifecycle, logging, metrics,
            ],
            path: "Services/Verification", exclude: ["Data", "Main"],
            resources: [.embedInCode("Migrations"), .embedInCode("OpenAPI")]),
        .target(
            name: "Simulation", dependencies: ["Contracts"], path: "Services/SampleAgency/Simulator/Profile"),
        .target(
            name: "AgencySimulator",
            dependencies: ["Broker", "Contracts", "ServiceRuntime", "Simulation", "Worker", lifecycle, logging],
            path: "Services/SampleAgency/Simulator/Agency"),
        .target(
            name: "OperatorCommands",
            dependencies: [
                "ArchivingService", "Broker", "Contracts", "Database", "Documents", "IntakeService",
                "NotificationService",
                "Pipeline", "Sealing", "ServiceRuntime", "VerificationService", argumentParser, asyncHTTPClient,
                crypto, logging, nio, nioHTTP1, nioPosix, signals, subprocess, systemPackage,
            ],
            path: "Services/Operator", exclude: ["Main"], resources: [.embedInCode("Samples")]),
        .executableTarget(
            name: "archiving", dependencies: ["ArchivingService", "ServiceRuntime"], path: "Services/Archiving/Main"),
        .executableTarget(
            name: "intake", dependencies: ["IntakeService", "ServiceRuntime"], path: "Services/Intake/Main"),
        .executableTarget(name: "mpp", dependencies: ["OperatorCommands"], path: "Services/Operator/Main"),
        .executableTarget(
            name: "notification", dependencies: ["NotificationService", "ServiceRuntime"],
            path: "Services/Notification/Main"),
        .executableTarget(
            name: "sample-agency", dependencies: ["AgencySimulator", "Contracts", "Worker"],
            path: "Services/SampleAgency", exclude: ["Simulator", "python"]),
        .executableTarget(
            name: "verification", dependencies: ["ServiceRuntime", "VerificationService"],
            path: "Services/Verification/Main"),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["Broker", "Contracts", "Database", logging, subprocess],
            path: "Tests/Support"),
        .testTarget(
            name: "BrokerTests", dependencies: ["Broker", "TestSupport", logging], path: "Tests/Unit/Broker"),
        .testTarget(
            name: "BrokerIntegrationTests", dependencies: ["Broker", "TestSupport", logging],
            path: "Tests/Integration/Broker"),
        .testTarget(
            name: "ContractTests",
            dependencies: ["Broker", "Contracts", "OperatorCommands", "Pipeline", "TestSupport", subprocess],
            path: "Tests/Contract", exclude: ["Fixtures", "python"]),
        .testTarget(
            name: "ContractsTests", dependencies: ["Contracts", "TestSupport"], path: "Tests/Unit/Contracts"),
        .testTarget(
            name: "DatabaseTests", dependencies: ["Database", "TestSupport", logging], path: "Tests/Unit/Database"),
        .testTarget(
            name: "DatabaseIntegrationTests", dependencies: ["Database", "TestSupport", logging],
            path: "Tests/Integration/Database"),
        .testTarget(
            name: "DocumentsTests", dependencies: ["Documents", "TestSupport", crypto], path: "Tests/Unit/Documents"),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["Broker", "Contracts", "Database", "TestSupport", asyncHTTPClient, subprocess],
            path: "Tests/EndToEnd"),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "Broker", "Contracts", "Database", "ServiceRuntime", "TestSupport", asyncHTTPClient, logging, nio,
                nioHTTP1, subprocess,
            ],
            path: "Tests/Faults"),
        .testTarget(
            name: "IntakeTests",
            dependencies: [
                "Contracts", "IntakeService", "Sealing", "ServiceRuntime", "TestSupport", hummingbirdTesting, logging,
            ],
            path: "Tests/Unit/Intake"),
        .testTarget(
            name: "IntakeIntegrationTests",
            dependencies: [
                "Broker", "Contracts", "Database", "Documents", "IntakeService", "Pipeline", "Sealing",
                "ServiceRuntime",
                "TestSupport", hummingbird, hummingbirdTesting, logging,
            ],
            path: "Tests/Integration/Intake"),
        .testTarget(
            name: "MailTests", dependencies: ["Mail", "TestSupport", subprocess], path: "Tests/Integration/Mail"),
        .testTarget(
            name: "NotificationTests",
            dependencies: [
                "Contracts", "Mail", "NotificationService", "ServiceRuntime", "Simulation", "TestSupport", logging,
            ],
            path: "Tests/Unit/Notification"),
        .testTarget(
            name: "NotificationIntegrationTests",
            dependencies: [
                "Broker", "Contracts", "Database", "NotificationService", "Pipeline", "Sealing", "ServiceRuntime",
                "Simulation", "TestSupport", lifecycle, logging,
            ],
            path: "Tests/Integration/Notification"),
        .testTarget(
            name: "ArchivingTests",
            dependencies: ["ArchivingService", "Contracts", "ServiceRuntime", "TestSupport", logging],
            path: "Tests/Unit/Archiving"),
        .testTarget(
            name: "ArchivingIntegrationTests",
            dependencies: [
                "ArchivingService", "Broker", "Contracts", "Database", "Documents", "Pipeline", "Sealing",
                "ServiceRuntime", "TestSupport", hummingbird, hummingbirdTesting, logging,
            ],
            path: "Tests/Integration/Archiving"),
        .testTarget(
            name: "OperatorIntegrationTests",
            dependencies: ["Broker", "Database", "OperatorCommands", "TestSupport", logging],
            path: "Tests/Integration/Operator"),
        .testTarget(
            name: "OperatorTests",
            dependencies: [
                "Broker", "Contracts", "Database", "OperatorCommands", "Sealing", "ServiceRuntime", "TestSupport",
                argumentParser, nioHTTP1,
            ],
            path: "Tests/Unit/Operator"),
        .testTarget(
            name: "PipelineIntegrationTests",
            dependencies: [
                "Broker", "Contracts", "Database", "Pipeline", "TestSupport", lifecycleTesting, logging, nio,
                nioPosix,
            ],
            path: "Tests/Integration/Pipeline"),
        .testTarget(
            name: "PipelineTests", dependencies: ["Broker", "Contracts", "Database", "Pipeline", "TestSupport"],
            path: "Tests/Unit/Pipeline"),
        .testTarget(
            name: "SimulationTests", dependencies: ["Simulation", "TestSupport"], path: "Tests/Unit/Simulation"),
        .testTarget(
            name: "SimulatorIntegrationTests",
            dependencies: [
                "AgencySimulator", "Broker", "Contracts", "Simulation", "TestSupport", "Worker", logging,
            ],
            path: "Tests/Integration/Simulator"),
        .testTarget(name: "SealingTests", dependencies: ["Contracts", "Sealing", crypto], path: "Tests/Unit/Sealing"),
        .testTarget(
            name: "ServiceRuntimeTests",
            dependencies: [
                "ServiceRuntime", "Telemetry", "TestSupport", asyncHTTPClient, configuration, hummingbird,
                hummingbirdTesting, jwt, lifecycle, logging, metrics, nio, nioHTTP1,
            ],
            path: "Tests/Unit/ServiceRuntime"),
        .testTarget(
            name: "SuiteIntegrationTests",
            dependencies: [
                "ArchivingService", "Contracts", "Database", "IntakeService", "NotificationService",
                "OperatorCommands", "ServiceRuntime", "TestSupport", "VerificationService", "Worker", lifecycle,
                logging,
            ],
            path: "Tests/Integration/Suite"),
        .testTarget(
            name: "TelemetryTests",
            dependencies: ["Telemetry", lifecycle, lifecycleTesting, logging, metrics, tracing],
            path: "Tests/Unit/Telemetry"),
        .testTarget(
            name: "VerificationIntegrationTests",
            dependencies: [
                "Broker", "Contracts", "Database", "Documents", "Pipeline", "Sealing", "ServiceRuntime", "TestSupport",
                "VerificationService", hummingbird, hummingbirdTesting, logging,
            ],
            path: "Tests/Integration/Verification"),
        .testTarget(
            name: "VerificationTests", dependencies: ["Contracts", "Database", "VerificationService", "TestSupport"],
            path: "Tests/Unit/Verification"),
        .testTarget(
            name: "WorkerIntegrationTests",
            dependencies: [
                "Broker", "Contracts", "ServiceRuntime", "TestSupport", "Worker", crypto, hummingbird, lifecycle,
                lifecycleTesting, logging,
            ],
            path: "Tests/Integration/Worker"),
        .testTarget(
            name: "WorkerTests",
            dependencies: ["Broker", "Contracts", "ServiceRuntime", "TestSupport", "Worker", nio],
            path: "Tests/Unit/Worker"),
    ]
)

for target in package.targets where [.regular, .executable, .test].contains(target.type) {
    target.swiftSettings = settings
}
