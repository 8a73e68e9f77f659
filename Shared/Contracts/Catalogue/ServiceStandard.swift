/// The 14 components of a service standard (*standar pelayanan*).
///
/// - Source: UU 25/2009 art. 21, PermenPANRB 15/2014; the first six must be published.
public struct ServiceStandard: Sendable, Hashable {
    /// 1, *persyaratan*.
    public let requirements: LocalizedText
    /// 2, *sistem, mekanisme, prosedur*.
    public let procedure: LocalizedText
    /// 3, *jangka waktu*.
    public let duration: LocalizedText
    /// 4, *biaya/tarif*: what it says.
    public let fee: LocalizedText
    /// 4, *biaya/tarif*: how much.
    ///
    /// - Units: whole rupiah.
    public let feeIdr: Int
    /// 5, *produk*.
    public let product: LocalizedText
    /// 6, *penanganan pengaduan, saran, masukan*.
    public let complaints: LocalizedText
    /// 7, *dasar hukum*.
    public let legalBasis: [String]
    /// 8, *sarana-prasarana*.
    public let facilities: LocalizedText
    /// 9, *kompetensi pelaksana*.
    public let competence: LocalizedText
    /// 10, *pengawasan internal*.
    public let supervision: LocalizedText
    /// 11, *jumlah pelaksana*.
    public let staffing: LocalizedText
    /// 12, *jaminan pelayanan*.
    public let guarantee: LocalizedText
    /// 13, *jaminan keamanan dan keselamatan*.
    public let safety: LocalizedText
    /// 14, *evaluasi kinerja pelaksana*.
    public let evaluation: LocalizedText

    /// Reads all components.
    init?(_ reader: inout ObjectReader) {
        let requirements = reader.object("requirements", LocalizedText.init(_:))
        let procedure = reader.object("procedure", LocalizedText.init(_:))
        let duration = reader.object("duration", LocalizedText.init(_:))
        let fee = reader.object("fee", LocalizedText.init(_:))
        let feeIdr = reader.integer("feeIdr", 0...1_000_000_000_000)
        let product = reader.object("product", LocalizedText.init(_:))
        let complaints = reader.object("complaints", LocalizedText.init(_:))
        let legalBasis = reader.values("legalBasis", 1...50, ServiceDefinition.legalText)
        let facilities = reader.object("facilities", LocalizedText.init(_:))
        let competence = reader.object("competence", LocalizedText.init(_:))
        let supervision = reader.object("supervision", LocalizedText.init(_:))
        let staffing = reader.object("staffing", LocalizedText.init(_:))
        let guarantee = reader.object("guarantee", LocalizedText.init(_:))
        let safety = reader.object("safety", LocalizedText.init(_:))
        let evaluation = reader.object("evaluation", LocalizedText.init(_:))
        guard let requirements, let procedure, let duration, let fee, let feeIdr, let product, let complaints,
            let legalBasis, let facilities, let competence, let supervision, let staffing, let guarantee, let safety,
            let evaluation
        else { return nil }
        self.requirements = requirements
        self.procedure = procedure
        self.duration = duration
        self.fee = fee
        self.feeIdr = feeIdr
        self.product = product
        self.complaints = complaints
        self.legalBasis = legalBasis
        self.facilities = facilities
        self.competence = competence
        self.supervision = supervision
        self.staffing = staffing
        self.guarantee = guarantee
        self.safety = safety
        self.evaluation = evaluation
    }
}
