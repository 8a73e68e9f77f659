package import Contracts
package import Documents
package import Hummingbird
package import Pipeline
package import Sealing
package import ServiceRuntime

/// Everything that verification answers over HTTP.
package enum VerificationRoutes {
    /// A router for agencies, with the check's own token, and for officers, with an access token.
    package static func router(
        engine: Engine, proceedings: Proceedings, catalogue: Catalogue, keyRing: KeyRing,
        store: EncryptedDocumentStore, verifier: TokenVerifier, settings: HTTPServerSettings
    ) -> Router<HTTPContext> {
        let router = Router<HTTPContext>.standard(settings: settings, mapping: DeskRoutes.problem)
        router.get("/openapi.json") { _, _ in
            Response.json(bytes: PackageResources.openapi_json)
        }
        DocumentRoutes(
            engine: engine, catalogue: catalogue, keyRing: keyRing, store: store, metrics: proceedings.metrics
        ).add(to: router)
        let desk = router.group().add(middleware: AuthenticationMiddleware(verifier))
        DeskRoutes(engine: engine, proceedings: proceedings).add(to: desk)
        return router
    }
}
