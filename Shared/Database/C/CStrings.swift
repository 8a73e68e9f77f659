/// Lends texts to C as a list of C strings that ends in NULL.
enum CStrings {
    /// Runs the body with the list, which is valid only within it.
    @unsafe static func withPointers<R>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R
    ) -> R {
        var bytes: [CChar] = []
        var starts: [Int] = []
        for text in texts {
            starts.append(bytes.count)
            bytes.append(contentsOf: text.utf8.lazy.filter { $0 != 0 }.map { CChar(bitPattern: $0) })
            bytes.append(0)
        }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            let pointers = unsafe starts.map { unsafe buffer.baseAddress?.advanced(by: $0) } + [nil]
            return unsafe pointers.withUnsafeBufferPointer { list in
                // The list has at least its end, so it has an address.
                unsafe body(list.baseAddress.unsafelyUnwrapped)
            }
        }
    }
}
