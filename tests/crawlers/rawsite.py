"""A server of raw sockets: each path does to its connection what no HTTP library would."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from typing import Self

Behaviour = Callable[[socket.socket], None]
PACE = threading.Event()  # never set: waiting for it is how a slow server passes the time


class RawSite:
    """Listens on ``host``; a context manager. Unknown paths get a 404."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.pages: dict[str, Behaviour] = {}
        self.log: list[str] = []
        self.heads: list[bytes] = []
        self.greeting = b""  # when set, all that anyone gets, before having asked
        self._listener = socket.create_server((host, port))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://{host}:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                if self.greeting:
                    connection.sendall(self.greeting)
                    return
                head = b""
                while b"\r\n\r\n" not in head:
                    data = connection.recv(65536)
                    if not data:
                        return
                    head += data
                path = head.split(b" ", 2)[1].decode("latin-1")
                self.log.append(path)
                self.heads.append(head)
                self.pages.get(path, answers(head_of(404, 0)))(connection)
            except (OSError, IndexError):
                return


def head_of(status: int, length: int | None, *headers: str, kind: str = "text/html") -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", "Connection: close", *headers]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def answers(data: bytes) -> Behaviour:
    """These bytes, and the connection is closed."""
    return lambda connection: connection.sendall(data)


def page(body: bytes, *headers: str, kind: str = "text/html") -> Behaviour:
    """A proper answer with this body."""
    return answers(head_of(200, len(body), *headers, kind=kind) + body)


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """One after the other, the last for ever."""
    waiting = list(behaviours)
    return lambda connection: (waiting.pop(0) if waiting[1:] else waiting[0])(connection)


def resets(data: bytes) -> Behaviour:
    """These bytes, then RST instead of an orderly end."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(data)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return behave


def drips(data: bytes) -> Behaviour:
    """These bytes at once, then one every twentieth of a second, for ever."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(data)
        while not PACE.wait(0.05):
            connection.sendall(b".")

    return behave


def floods(data: bytes, piece: bytes) -> Behaviour:
    """These bytes, then as many pieces as the other side takes."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(data)
        while True:
            connection.sendall(piece)

    return behave
