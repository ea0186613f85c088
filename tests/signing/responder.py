"""A real responder on loopback, `openssl ocsp`, over an index of real certificates; and servers that trap or cheat."""

import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


def pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def pem_certificate(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


class Responder:
    """Answers for `issuer`, signing as `signer`. `standing`: serial number → V (good) or R (revoked)."""

    def __init__(
        self,
        folder: Path,
        issuer: bytes,
        signer: tuple[bytes, ec.EllipticCurvePrivateKey],
        standing: dict[int, str],
        *,
        minutes: int = 60,
    ) -> None:
        folder.mkdir()
        self.folder, self.minutes = folder, minutes
        (folder / "issuer.pem").write_bytes(pem_certificate(issuer))
        (folder / "signer.pem").write_bytes(pem_certificate(signer[0]))
        (folder / "key.pem").write_bytes(pem_of(signer[1]))
        self.write(standing)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"

    def write(self, standing: dict[int, str]) -> None:
        day = datetime.now(UTC).strftime("%y%m%d%H%M%SZ")
        lines = []
        for serial, state in standing.items():
            octets = serial.to_bytes((serial.bit_length() + 7) // 8).hex().upper()
            lines.append(f"{state}\t491231235959Z\t{day if state == 'R' else ''}\t{octets}\tunknown\t/CN={octets}\n")
        (self.folder / "index.txt").write_text("".join(lines))

    def start(self) -> None:
        command = (
            f"openssl ocsp -port {self.port} -index index.txt -CA issuer.pem -rsigner signer.pem -rkey key.pem "
            f"-nmin {self.minutes} -ignore_err"
        )
        self.process = subprocess.Popen(
            command.split(), cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline().startswith(b"ACCEPT")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class Trap:
    """Listens, counts who comes, and answers each with `answer(connection)`."""

    def __init__(self, answer: Callable[[socket.socket], None] | None = None) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/x"
        self.came = 0
        self._answer = answer
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.came += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                if self._answer is not None:
                    connection.recv(65_536)
                    self._answer(connection)
            except OSError:
                pass  # the other side hung up, as it should

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


@contextmanager
def trap(answer: Callable[[socket.socket], None] | None = None) -> Iterator[Trap]:
    set_up = Trap(answer)
    try:
        yield set_up
    finally:
        set_up.close()


def saying(body: bytes, status: str = "200 OK", *headers: str) -> Callable[[socket.socket], None]:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers])
    return lambda connection: connection.sendall(head.encode() + b"\r\n\r\n" + body)
