"""`thongquan signer` in a terminal of its own, and what a page or anybody else may send to it."""

import codecs
import fcntl
import os
import pty
import select
import signal
import socket
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import msgspec

from commands import command_line
from forked import Forked
from thongquan.base.pairing import header_of, proof_of, spell
from thongquan.registration.deed import Deed, written
from thongquan.registration.deeds import CertificateRegister

SECRET = bytes(range(16))
CODE = spell(SECRET)
PORTAL = "https://customs.example"
SYSTEM = "thongquan-test"
SECONDS = 30


def a_deed(owner: str = "Công ty TNHH Thử Nghiệm", system: str = SYSTEM) -> str:
    says = CertificateRegister(serial="0a1b", fingerprint="5e" * 32, owner=owner, until="2029-09-01")
    return written(Deed(system, "9901234560", says, "2026-09-02T03:00:00.000000Z", "A" * 43)).decode()


class Window:
    """A terminal with the helper in it: what it shows, and what is typed."""

    def __init__(self, certificate: object, portal: str, *more: object, **environ: str) -> None:
        self.port = free_port()
        self.shown = ""
        self._read = 0
        self._letters = codecs.getincrementaldecoder("utf-8")("replace")
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
        named = ["--portal", portal, "--certificate", certificate, "--port", self.port]
        self.process = Forked(
            command_line("signer", *named, *more),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,  # a password is asked for at the terminal of the session
            env=os.environ | {"TERM": "xterm", "COLUMNS": "200"} | environ,
        )
        os.close(theirs)
        self._terminal = ours

    def sees(self, words: str) -> str:
        """Waits until the words are shown; what was shown since the last time."""
        until = time.monotonic() + SECONDS
        while words not in self.shown[self._read :]:
            assert time.monotonic() < until, f"{words!r} is not shown, but:\n{self.shown[self._read :]}"
            assert self._take(0.2) or self.process.poll() is None, f"ended; shown:\n{self.shown}"
        end = self.shown.index(words, self._read) + len(words)
        new, self._read = self.shown[self._read : end], end
        return new

    def types(self, line: str) -> None:
        os.write(self._terminal, f"{line}\n".encode())

    def pairs(self, code: str = CODE) -> None:
        self.sees("Code: ")
        self.types(code)
        self.sees("Ready to sign")

    def signs(self, secret: str) -> str:
        """The system is confirmed before the first text; then the PIN or password is typed. All that was shown."""
        shown = self.sees("To sign, type the ") + self.sees("Enter: ")
        self.types(secret)
        return shown

    def confirms_system(self) -> str:
        shown = self.sees("Type yes to go on: ")
        self.types("yes")
        return shown

    def interrupt(self) -> None:
        os.write(self._terminal, b"\x03")

    def interrupted(self) -> int:
        """Ctrl-C until it ends. Python hears a first one only at the next key when it comes between prompt and read."""
        until = time.monotonic() + SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            with suppress(subprocess.TimeoutExpired, OSError):  # it may end this moment, and its terminal with it
                self.interrupt()
                self.process.wait(timeout=5)
        return self.ended()

    def ended(self) -> int:
        code = self.process.wait(timeout=SECONDS)
        while self._take(0.2):
            pass
        return code

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=SECONDS)
        os.close(self._terminal)

    def _take(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        try:
            more = os.read(self._terminal, 65_536) if ready else b""
        except OSError:  # a terminal whose last program has gone
            more = b""
        self.shown += self._letters.decode(more)
        return bool(more)


@contextmanager
def window(certificate: object, *more: object, portal: str = PORTAL, **environ: str) -> Iterator[Window]:
    opened = Window(certificate, portal, *more, **environ)
    try:
        yield opened
    finally:
        opened.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port: int = one.getsockname()[1]
        return port


def a_request(port: int, body: bytes, *, secret: bytes = SECRET, **changed: str | None) -> bytes:
    """A request as the page sends it. `changed` headers are written with `_` for `-`; None leaves one out."""
    headers: dict[str, str | None] = {
        "host": f"127.0.0.1:{port}",
        "origin": PORTAL,
        "content-type": "application/json",
        "content-length": str(len(body)),
        header_of(secret): proof_of(secret, body),
    }
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    return b"POST /sign HTTP/1.1\r\n" + spelled(headers) + body


def a_preflight(port: int, *, secret: bytes = SECRET, **changed: str | None) -> bytes:
    headers: dict[str, str | None] = {
        "host": f"127.0.0.1:{port}",
        "origin": PORTAL,
        "access-control-request-method": "POST",
        "access-control-request-headers": f"content-type,{header_of(secret)}",
    }
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    return b"OPTIONS /sign HTTP/1.1\r\n" + spelled(headers)


def spelled(headers: Mapping[str, str | None]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value is not None).encode() + b"\r\n"


def text_body(text: str) -> bytes:
    return msgspec.json.encode({"text": text})


@contextmanager
def sent(port: int, request: bytes) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as wire:
        wire.sendall(request)
        yield wire


def heard(wire: socket.socket) -> bytes:
    """Everything until the other side closes, in whatever way it does."""
    parts = []
    try:
        while part := wire.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def answered(port: int, request: bytes) -> bytes:
    try:
        with sent(port, request) as wire:
            return heard(wire)
    except (ConnectionResetError, BrokenPipeError):  # closed while we were still sending
        return b""


def answer_in(data: bytes) -> dict[str, str]:
    told: dict[str, str] = msgspec.json.decode(data.partition(b"\r\n\r\n")[2])
    return told
