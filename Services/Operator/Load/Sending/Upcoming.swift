/// The requests of a generator that come next, in the order in which work on them begins.
///
/// Applications come earlier than their intended start by the time that their documents take.
struct Upcoming {
    /// One request.
    struct Item {
        /// Which request of the run it is.
        let index: Int
        /// What it is.
        let draw: RequestDraw
        /// Its intended start.
        ///
        /// - Units: nanoseconds of the run.
        let nanoseconds: Int64
        /// When work on it begins.
        let due: Int64
    }

    private let plan: LoadPlan
    private let isApplication: Bool
    private var arrivals: ArrivalTimes
    /// The next one.
    private(set) var item: Item?

    /// Either the applications of a plan or all other requests.
    init(_ plan: LoadPlan, isApplication: Bool) {
        self.plan = plan
        self.isApplication = isApplication
        arrivals = plan.arrivals
        item = nil
        advance()
    }

    /// Takes the next one.
    mutating func take() -> Item? {
        defer { advance() }
        return item
    }

    private mutating func advance() {
        while let arrival = arrivals.next() {
            guard plan.share.includes(arrival.index) else { continue }
            let draw = plan.draw(arrival.index)
            guard (draw.kind == .submit) == isApplication else { continue }
            item = Item(
                index: arrival.index, draw: draw, nanoseconds: arrival.nanoseconds,
                due: arrival.nanoseconds - (isApplication ? LoadGenerator.lead : 0))
            return
        }
        item = nil
    }
}
