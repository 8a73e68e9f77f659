/// A mail server that fails at a chosen point; one connection after the other, each in a thread.
enum MisbehavingServer {
    static let program = #"""
        import socket, sys, threading

        manner = sys.argv[1]

        def talk(connection):
            lines = connection.makefile("rb")
            def say(text): connection.sendall(text.encode() + b"\r\n")
            if manner == "silent":
                lines.read()
                return
            if manner == "busy":
                say("421 4.3.2 Too busy")
                connection.close()
                return
            say("220 localhost ready")
            while True:
                verb = lines.readline()[:4].upper()
                if verb == b"EHLO": say("250-localhost\r\n250 8BITMIME")
                elif verb == b"MAIL" and manner == "refuses-sender": say("550 5.7.1 Not you")
                elif verb == b"DATA":
                    say("354 Go on")
                    if manner == "drops-within-data":
                        lines.readline()
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                        connection.close()
                        return
                    while lines.readline() not in (b".\r\n", b""): pass
                    if manner == "silent-after-data":
                        lines.read()
                        return
                    if manner == "drops-after-data":
                        connection.shutdown(socket.SHUT_RDWR)
                        return
                    if manner == "refuses-message": say("554 5.6.0 Siti Rahmawati does not want this")
                    elif manner == "closes-when-idle":
                        say("250 Taken")
                        connection.shutdown(socket.SHUT_RDWR)
                        return
                elif verb in (b"QUIT", b""):
                    return
                else: say("250 OK")

        server = socket.create_server(("127.0.0.1", 0))
        print(server.getsockname()[1], flush=True)
        while True:
            threading.Thread(target=talk, args=(server.accept()[0],), daemon=True).start()
        """#
}
