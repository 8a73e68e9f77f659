/// What the stages of an application are, for readers of a report.
enum StageMeaning {
    private static let texts = [
        "whole": "from the intended start of the request until the record is archived and the decision told",
        "accept": "from the intended start of the request to intake's answer",
        "verification": "from the acceptance, or a correction, until the agencies are asked",
        "agency": "from the first question to an agency until the last answer is recorded",
        "decision": "from the last answer to the decision",
        "applicant": "from the request for a correction until verification has it, without the time to think",
        "notice": "from the decision until its notice is handed over",
        "archive": "from the decision until the record is in the archive's chain",
        "delivery": "from the later of notice and archive until the event of it arrives here",
    ]

    /// A list of the stages that have a meaning known here, as HTML; empty without any.
    static func list(_ names: [String]) -> String {
        let items = names.compactMap { name in
            texts[name].map { "<dt>\(HTMLText.escape(name))</dt><dd>\($0)</dd>" }
        }
        guard !items.isEmpty else { return "" }
        return "<details><summary>What the stages are</summary><dl class=\"terms\">\(items.joined())</dl></details>"
    }
}
