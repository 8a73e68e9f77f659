import Hummingbird

/// What a visit is answered with.
enum PageAnswer {
    /// A page out of a template.
    case page(Page)
    /// Another page to look at instead.
    case redirect(String)

    /// A page to be rendered.
    struct Page {
        /// The template.
        let template: String
        /// What the window is called.
        let title: String
        /// What the template is given.
        let values: [String: Any]
        /// The status of the answer.
        var status: HTTPResponse.Status = .ok
        /// The script that makes the page livelier; every page works without.
        var script: PageAsset?
    }
}
