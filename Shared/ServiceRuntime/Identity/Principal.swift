/// Who makes a request, as their access token says.
///
/// Holds no name and no NIK: a token carries neither.
package struct Principal: Sendable, Hashable {
    /// The issuer's name for the person, the same in every token.
    package var subject: String
    /// What they may do; roles unknown here are left out.
    package var roles: Set<Role>
    /// The regions they may do it in, as digits; two digits are a whole province.
    package var regions: Set<String>
    /// The agency they belong to, if any.
    package var agency: String?
    /// How sure the issuer is of who they are (`acr`), if it says so.
    package var assurance: String?

    /// A person.
    package init(
        subject: String, roles: Set<Role>, regions: Set<String> = [], agency: String? = nil, assurance: String? = nil
    ) {
        self.subject = subject
        self.roles = roles
        self.regions = regions
        self.agency = agency
        self.assurance = assurance
    }

    /// Whether they may act in a region, given as digits; the ministry without regions may look at all.
    package func covers(region: String) -> Bool {
        if regions.isEmpty { return roles.contains(.ministry) }
        return regions.contains(region) || regions.contains { $0.utf8.count == 2 && region.hasPrefix($0) }
    }

    /// Checks that they may act in a region.
    ///
    /// - Throws: 403.
    package func require(region: String) throws(Problem) {
        guard covers(region: region) else { throw .forbidden("This belongs to another region.") }
    }
}
