import Contracts
import Hummingbird
import ServiceRuntime

extension PageVisit {
    /// The same page in another language.
    func languageURL(_ language: Language) -> String {
        var parts = ["bahasa=\(language.rawValue)"]
        for name in ["wilayah", "cari"] where !query(name).isEmpty { parts.append("\(name)=\(query(name).urlEncoded)") }
        return "\(path)?\(parts.joined(separator: "&"))"
    }

    /// Refuses a form that the browser says comes from somewhere else.
    /// - Throws: `form-expired`.
    func requireSameSite() throws(Problem) {
        guard let name = HTTPFields.Element.Name("Sec-Fetch-Site"), let site = request.headers[name] else { return }
        guard site == "same-origin" || site == "none" else { throw .formExpired }
    }

    /// A page that tells what went wrong.
    func failure(_ problem: Problem, requestID: String) -> PageAnswer.Page {
        let name =
            switch (problem.status, problem.code) {
            case (_, "form-expired"): "failureForm"
            case (404, _): "failureMissing"
            case (401, _), (403, _): "failureForbidden"
            case (413, _): "failureLarge"
            case (429, _): "failureMany"
            case (503, _), (507, _): "failureBusy"
            case (500..., _): "failureInternal"
            default: "failureRefused"
            }
        var values: [String: Any] = ["text": words[name], "backURL": "/"]
        if let seconds = problem.retryAfterSeconds {
            values["wait"] = words.text("failureWait", ["seconds": String(seconds)])
        }
        if problem.status == 500 { values["requestID"] = requestID }
        return PageAnswer.Page(
            template: "failure", title: words[name + "Title"], values: values,
            status: HTTPResponse.Status(code: problem.status))
    }
}

extension String {
    /// The text as a value of a URL's query.
    var urlEncoded: String {
        let digits = Array("0123456789ABCDEF")
        return utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
