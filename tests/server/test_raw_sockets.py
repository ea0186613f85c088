"""Requests that no honest client sends, put on the wire byte by byte. Each is refused, and the server lives on."""

import socket
import time

import pytest

from authority.house import a_filing, lines_of, multipart
from authority.running import Server

STATEMENT = b"Content-Type: application/json"
SIGNATURE = b"Content-Type: application/pkcs7-signature"
LINES = b"Content-Type: application/x-ndjson"
GOOD = [(STATEMENT, b"{}"), (SIGNATURE, b"x"), (LINES, b"{}\n")]


def body_of(parts: list[tuple[bytes, bytes]], boundary: bytes = b"b", end: bytes = b"--\r\n") -> bytes:
    opened = b"".join(b"--" + boundary + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n" for head, content in parts)
    return opened + b"--" + boundary + end


def request(
    body: bytes, *, kind: bytes = b"multipart/mixed; boundary=b", length: int | None = None, more: bytes = b""
) -> bytes:
    size = len(body) if length is None else length
    return (
        b"POST /api/v1/filings HTTP/1.1\r\nHost: x\r\nContent-Type: " + kind
        + b"\r\nContent-Length: %d\r\n" % size + more + b"\r\n" + body
    )  # fmt: skip


def said(server: Server, data: bytes) -> bytes:
    """Everything the server answers before it closes or falls silent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=8) as wire:
        wire.sendall(data)
        told = b""
        while b"\r\n\r\n" not in told or len(told.partition(b"\r\n\r\n")[2]) < _length(told):
            more = wire.recv(65536)
            if not more:
                break
            told += more
        return told


def _length(told: bytes) -> int:
    for line in told.partition(b"\r\n\r\n")[0].lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


def head(*lines: bytes) -> bytes:
    return b"\r\n".join([b"POST /api/v1/filings HTTP/1.1", b"Host: x", *lines, b"", b""])


PARTS_WRONG = {
    "no parts": b"",
    "only the end": b"--b--\r\n",
    "one part": body_of(GOOD[:1]),
    "two parts": body_of(GOOD[:2]),
    "four parts": body_of([*GOOD, GOOD[0]]),
    "a thousand parts": body_of(GOOD[:1] * 1000),
    "another order": body_of([GOOD[1], GOOD[0], GOOD[2]]),
    "a part twice": body_of([GOOD[0], GOOD[0], GOOD[2]]),
    "something before": b"x" + body_of(GOOD),
    "something after": body_of(GOOD) + b"x",
    "no end": body_of(GOOD, end=b"\r\n"),
    "another boundary": body_of(GOOD, boundary=b"c"),
    "a part without head": body_of([(b"", b"{}"), *GOOD[1:]]),
    "a head without end": b"--b\r\n" + STATEMENT,
    "a head of megabytes": body_of([(STATEMENT + b"\r\nX: " + b"a" * 1_000_000, b"{}"), *GOOD[1:]]),
    "a type twice": body_of([(STATEMENT + b"\r\n" + STATEMENT, b"{}"), *GOOD[1:]]),
    "another type": body_of([(b"Content-Type: text/plain", b"{}"), *GOOD[1:]]),
    "a header unknown": body_of([(STATEMENT + b"\r\nContent-Transfer-Encoding: base64", b"{}"), *GOOD[1:]]),
    "another name": body_of([(STATEMENT + b'\r\nContent-Disposition: form-data; name="x"', b"{}"), *GOOD[1:]]),
    "a file name": body_of(
        [(STATEMENT + b'\r\nContent-Disposition: form-data; name="statement"; filename="../x"', b"{}"), *GOOD[1:]]
    ),
    "bare line feeds": body_of(GOOD).replace(b"\r\n", b"\n"),
    "parts inside a part": body_of([(STATEMENT, body_of(GOOD, boundary=b"c")), *GOOD[1:]])[:-6],
}  # fmt: skip

HEADS_WRONG = {
    "no content type": head(b"Content-Length: 0"),
    "an empty boundary": request(body_of(GOOD), kind=b"multipart/mixed; boundary="),
    "a boundary of a mile": request(body_of(GOOD), kind=b"multipart/mixed; boundary=" + b"b" * 200),
    "two boundaries": request(body_of(GOOD), kind=b"multipart/mixed; boundary=b; boundary=c"),
    "form data": request(body_of(GOOD), kind=b"multipart/form-data; boundary=b"),
    "plain json": request(b"{}", kind=b"application/json"),
    "two lengths": request(body_of(GOOD), more=b"Content-Length: 3\r\n"),
    "the same length twice": request(body_of(GOOD), more=b"Content-Length: %d\r\n" % len(body_of(GOOD))),
    "a length and chunks": request(b"0\r\n\r\n", length=5, more=b"Transfer-Encoding: chunked\r\n"),
    "chunks and a length": head(b"Transfer-Encoding: chunked", b"Content-Length: 5") + b"0\r\n\r\n",
    "chunks in disguise": head(b"Transfer-Encoding: xchunked", b"Content-Length: 5") + b"0\r\n\r\n",
    "chunks twice": head(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",
    "a negative length": head(b"Content-Length: -1"),
    "a length in hex": head(b"Content-Length: 0x10"),
    "a length with a plus": head(b"Content-Length: +5") + b"12345",
    "too many headers": head(b"Content-Length: 0", *(b"X-%d: y" % n for n in range(40))),
    "a header too long": head(b"Content-Length: 0", b"X: " + b"a" * 9000),
    "two hosts": head(b"Host: y", b"Content-Length: 0"),
    "two types": request(body_of(GOOD), more=b"Content-Type: multipart/mixed; boundary=c\r\n"),
    "a space before the colon": head(b"Content-Length : 0"),
    "a folded header": head(b"X: y", b" z", b"Content-Length: 0"),
    "a NUL in a header": head(b"X: a\0b", b"Content-Length: 0"),
    "a line feed alone": b"POST /api/v1/filings HTTP/1.1\nHost: x\nContent-Length: 0\n\n",
    "another protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "nonsense": b"\x16\x03\x01\x02\x00\x01\x00" * 10 + b"\r\n\r\n",
    "a body too large": request(b"", length=2_000_001),
    "a chunk too large": (
        head(b"Content-Type: multipart/mixed; boundary=b", b"Transfer-Encoding: chunked") + b"FFFFFFFFFFFFFFFFF\r\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", PARTS_WRONG)
def test_a_body_that_is_not_three_parts_in_order_is_refused(server: Server, what: str) -> None:
    told = said(server, request(PARTS_WRONG[what]))
    assert told.startswith((b"HTTP/1.1 400", b"HTTP/1.1 413")), told[:200]
    assert b"BODY-MALFORMED" in told


@pytest.mark.parametrize("what", HEADS_WRONG)
def test_an_ambiguous_or_broken_head_is_refused(server: Server, what: str) -> None:
    told = said(server, HEADS_WRONG[what])
    assert told.startswith(b"HTTP/1.1 4"), told[:200]


@pytest.mark.parametrize(
    "data",
    [
        b"POST /api/v1/filings HTTP/1.1\r\nHost: x\r\n",
        request(body_of(GOOD), length=len(body_of(GOOD)) + 100),
        head(b"Content-Type: multipart/mixed; boundary=b", b"Transfer-Encoding: chunked") + b"5\r\nab",
        b"",
    ],
)
def test_what_comes_too_slowly_is_cut_off_in_time(server: Server, data: bytes) -> None:
    began = time.monotonic()
    told = said(server, data)
    assert time.monotonic() - began < 4
    assert told == b"" or told.startswith(b"HTTP/1.1 408")


def test_an_endless_head_is_cut_off(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
        wire.sendall(b"GET /healthz HTTP/1.1\r\nX: ")
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            wire.sendall(b"a" * 10_000_000)


def test_a_second_request_hidden_behind_the_first_is_not_run_in_its_name(server: Server) -> None:
    told = said(
        server, request(body_of(GOOD)[:-1] + b"x", more=b"Connection: close\r\n") + b"GET /healthz HTTP/1.1\r\n\r\n"
    )
    assert told.count(b"HTTP/1.1 ") == 1


def test_a_body_at_the_limit_is_read_and_one_byte_more_is_not(server: Server) -> None:
    filler = b'"' + b"a" * 1000 + b'"\n'
    fits = body_of([GOOD[0], GOOD[1], (LINES, filler)])
    fits = body_of([GOOD[0], GOOD[1], (LINES, b"a" * (len(filler) + 2_000_000 - len(fits)))])
    assert len(fits) == 2_000_000
    assert b"BODY-TOO-LARGE" not in said(server, request(fits))
    assert b"BODY-TOO-LARGE" in said(server, request(fits + b"a"))


def test_chunks_are_a_way_to_send_a_filing(server: Server) -> None:
    body = multipart(a_filing(lines_of("CHUNKED1")))
    start = head(b"Content-Type: multipart/mixed; boundary=thongquan-test", b"Transfer-Encoding: chunked")
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(body[at : at + 700]), body[at : at + 700]) for at in range(0, len(body), 700)
    )
    assert said(server, start + chunks + b"0\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_after_all_that_an_honest_filing_is_taken(server: Server) -> None:
    assert server.file(a_filing(lines_of("HONEST1"))).status_code == 200
    assert "Traceback" not in server.logged()
