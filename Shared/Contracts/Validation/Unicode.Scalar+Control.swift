extension Unicode.Scalar {
    /// Whether it is a control character: the general category Cc, which Unicode has closed.
    package var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}
