import Testing

@testable import Database

@Suite("Migrations", .timeLimit(.minutes(1)))
struct MigrationTests {
    static func steps(_ numbers: Int...) -> [Migration] {
        numbers.map { Migration(number: $0, name: "step \($0)", sql: "SELECT \($0)") }
    }

    @Test
    func `a set that fits together has no faults`() {
        let set = MigrationSet(schema: "intake", migrations: Self.steps(1, 2, 3), version: 3, oldestCompatible: 2)
        #expect(set.faults.isEmpty)
    }

    @Test
    func `gaps, wrong versions and missing names are all told`() {
        let nameless = Migration(number: 4, name: "", sql: "")
        let set = MigrationSet(schema: "", migrations: Self.steps(1, 3) + [nameless], version: 5, oldestCompatible: 9)
        #expect(
            set.faults == [
                "migration number 3 stands at place 2", "migration number 4 stands at place 3",
                "migration 4 has no name or a name of more than 200 bytes", "the schema's name is empty or too long",
                "version 5 of 3 migrations", "oldest compatible version 9 is not between 1 and 5",
            ])
    }

    @Test
    func `what was applied is compared step by step`() {
        let known = zip(Self.steps(1, 2), ["x", "y"])
        let good = [
            AppliedMigration(version: 1, name: "step 1", checksum: "x"),
            AppliedMigration(version: 2, name: "step 2", checksum: "y"),
        ]
        #expect(AppliedMigration.faults(good, against: known, in: "t").isEmpty)
        #expect(AppliedMigration.faults([], against: known, in: "t").isEmpty)
        let bad = [
            AppliedMigration(version: 1, name: "step 1", checksum: "other"),
            AppliedMigration(version: 3, name: "step 3", checksum: "y"),
            AppliedMigration(version: 3, name: "step 3", checksum: "z"),
        ]
        #expect(
            AppliedMigration.faults(bad, against: known, in: "t") == [
                "migration 1 step 1 was changed after it was applied", "t has version 3 at place 2",
                "t has version 3, which this program does not know",
            ])
    }
}
