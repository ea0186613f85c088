"""One kept connection to a server: whole requests in, whole answers out, nothing tried twice."""

import socket
from typing import NamedTuple, Self


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Wire:
    """Opened when it is first needed, and again after anything that went wrong. Raises OSError then.

    Whoever sends two requests at once asks for the second answer with `ask(b"")`.
    """

    def __init__(self, address: str | tuple[str, int], timeout: float = 60) -> None:
        self._address, self._timeout = address, timeout
        self._socket: socket.socket | None = None
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, request: bytes) -> Reply:
        try:
            self._open().sendall(request)
            return self._reply()
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket, self._rest = None, b""

    def _open(self) -> socket.socket:
        if self._socket is None:
            family = socket.AF_UNIX if isinstance(self._address, str) else socket.AF_INET
            self._socket = socket.socket(family)
            self._socket.settimeout(self._timeout)
            self._socket.connect(self._address)
        return self._socket

    def _reply(self) -> Reply:
        data = self._rest
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        parts, left = [body], int(headers["content-length"]) - len(body)
        while left > 0:
            parts.append(self._more())
            left -= len(parts[-1])
        whole = b"".join(parts)
        body, self._rest = (whole[:left], whole[left:]) if left else (whole, b"")
        if headers.get("connection") == "close":
            self.close()
        return Reply(int(first.split()[1]), headers, body)

    def _more(self) -> bytes:
        assert self._socket is not None
        data = self._socket.recv(1 << 18)
        if not data:
            raise ConnectionResetError("the other side has gone")
        return data
