"""A company's own https server, which takes what it is sent, or misbehaves as it is told to."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from server_pair import ServerPair
from thongquan.declarant import verify_webhook
from thongquan.declarant.watching import Event

HOST, HERE = "localhost", ("127.0.0.1", "::1")
Temper = Callable[[socket.socket], None]


def answering(status: str, *headers: str) -> Temper:
    said = "\r\n".join([f"HTTP/1.1 {status}", "Content-Length: 0", *headers, "", ""]).encode()
    return lambda wire: wire.sendall(said)


class Came(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes

    def events(self, secret: str) -> list[Event]:
        """Signed with this secret. The server of a test has a clock of its own."""
        return verify_webhook(secret, self.headers, self.body, seconds=int(self.headers["webhook-timestamp"]))


class Receiver:
    """`tempers` are used up one a request, whatever its path; then all is taken. `taken` is what was answered 200."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        pair = ServerPair(folder)
        pair.renew(host=HOST)
        self.ca = pair.ca
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(pair.certificate, pair.key)
        address = socket.getaddrinfo(HOST, 0, type=socket.SOCK_STREAM)[0]
        self._listener = socket.create_server((str(address[4][0]), 0), family=address[0])
        self.port: int = self._listener.getsockname()[1]
        self.tempers: list[Temper] = []
        self.came: list[Came] = []
        self.taken: list[Came] = []
        threading.Thread(target=self._run, daemon=True).start()

    def at(self, path: str) -> str:
        return f"https://{HOST}:{self.port}{path}"

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with self._context.wrap_socket(connection, server_side=True) as wire:
                came = _read(wire)
                self.came.append(came)
                if self.tempers:
                    self.tempers.pop(0)(wire)
                else:
                    self.taken.append(came)
                    answering("204 No Content")(wire)
        except OSError:
            pass  # the other side hung up


def _read(wire: ssl.SSLSocket) -> Came:
    data = b""
    while b"\r\n\r\n" not in data:
        data += wire.recv(65_536) or _ended()
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    while len(body) < int(headers["content-length"]):
        body += wire.recv(65_536) or _ended()
    return Came(first.split(" ")[1], headers, body)


def _ended() -> bytes:
    raise ConnectionResetError


@contextmanager
def receiving(folder: Path) -> Iterator[Receiver]:
    made = Receiver(folder)
    try:
        yield made
    finally:
        made.close()
