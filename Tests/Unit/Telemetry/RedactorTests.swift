import Telemetry
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RedactorTests {
    @Test(arguments: [
        ("NIK 3574010101010000 was given", "NIK <number> was given"),
        ("nik=3574010101010000", "nik=<number>"),
        ("NIK3574010101010000", "NIK<number>"),
        ("\"35740101010100003574010101010000\"", "\"<number>\""),
        ("3574 0101 0101 0000", "<number>"),
        ("35.74.01.010101.0000", "<number>"),
        ("mail siti.aminah+mpp@example.co.id now", "mail <mail> now"),
        ("<siti@example.id>, budi@localhost", "<<mail>>, <mail>"),
        ("call 081234567890.", "call <phone>."),
        ("call 0812-3456-7890", "call <phone>"),
        ("wa:+62 812 3456 7890", "wa:<phone>"),
        ("6281234567890", "<phone>"),
        ("3574010101010000 and siti@example.id and 081234567890", "<number> and <mail> and <phone>"),
        ("amqp://intake:hunter2@127.0.0.1:5672/mpp", "amqp://intake:<mail>:5672/mpp"),
    ])
    func `what may name a person is masked`(text: String, masked: String) {
        #expect(Redactor.redact(text) == masked)
    }

    @Test(arguments: [
        "",
        "started in 412 ms on 127.0.0.1:5683",
        "2026-08-01T09:30:00.123456Z",
        "0190f7a8-4b3c-7d1e-8a2b-1c2d3e4f5a6b",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "4bf9200000000000000000000e0e4736",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "postgresql 15.8 took 1234567 rows",
        "0.0812345678901 seconds",
        "mpp.events/submission.received.v1.3574",
        "@ alone",
        "Kota Probolinggo – 35.74",
    ])
    func `what names nobody stays`(text: String) {
        #expect(Redactor.redact(text) == text)
    }
}
