"""A foreign page, a program on this computer, or the portal itself asks for what it must not get (threat 27)."""

import select
import socket
import ssl
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest

from demo_pki import Pki, demo_pki
from signer_window import (
    PORTAL,
    SECRET,
    SYSTEM,
    Window,
    a_deed,
    a_preflight,
    a_request,
    answer_in,
    answered,
    free_port,
    heard,
    sent,
    text_body,
    window,
)
from thongquan.base.limits import LIMITS
from thongquan.base.pairing import header_of, proof_of, spell

BODY = text_body(a_deed())
NAME = header_of(SECRET).replace("-", "_")
Make = Callable[[int], bytes]


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return demo_pki(tmp_path_factory.mktemp("pki") / "pki")


@pytest.fixture(scope="module")
def shared(pki: Pki) -> Iterator[Window]:
    with window(pki.p12(), "--system", SYSTEM) as opened:
        opened.pairs()
        yield opened


@pytest.fixture
def helper(shared: Window) -> Iterator[Window]:
    """Afterwards it still answers its portal, and has shown nobody a text."""
    yield shared
    assert answer_in(answered(shared.port, a_request(shared.port, text_body("chào")))) == {"refused": "text"}
    assert "Request " not in shared.shown
    assert "PIN" not in shared.shown
    assert shared.process.poll() is None


def good(**changed: str | None) -> Make:
    return lambda port: a_request(port, BODY, **changed)


def asking(**changed: str | None) -> Make:
    return lambda port: a_preflight(port, **changed)


def rewritten(old: bytes, new: bytes) -> Make:
    """A good request but for some bytes of its head."""

    def make(port: int) -> bytes:
        request = a_request(port, BODY)
        assert old in request
        return request.replace(old, new, 1)

    return make


def of_port(make: Callable[[int], dict[str, str]], kind: Callable[..., bytes]) -> Make:
    return lambda port: kind(port, **make(port)) if kind is a_preflight else kind(port, BODY, **make(port))


WRONG_SECRET = bytes(reversed(SECRET))
LINE = b"POST /sign HTTP/1.1\r\n"
STRANGERS: dict[str, Make] = {
    # another page
    "foreign origin": good(origin="https://evil.example"),
    "second portal": good(origin="https://customs2.example"),
    "subdomain": good(origin="https://x.customs.example"),
    "longer name": good(origin="https://customs.example.evil.example"),
    "plain http": good(origin="http://customs.example"),
    "other port": good(origin="https://customs.example:8443"),
    "usual port spelled": good(origin="https://customs.example:443"),
    "capitals": good(origin="https://Customs.example"),
    "a slash": good(origin=f"{PORTAL}/"),
    "null origin": good(origin="null"),
    "no origin": good(origin=None),
    "empty origin": good(origin=""),
    "two origins in one": good(origin=f"{PORTAL} https://evil.example"),
    "two origins": rewritten(b"origin:", b"origin: https://evil.example\r\norigin:"),
    "extension": good(origin="chrome-extension://abcdefghijklmnop"),
    "referer in place of origin": good(origin=None, referer=f"{PORTAL}/"),
    # DNS rebinding
    "rebinding host": of_port(lambda port: {"host": f"evil.example:{port}"}, a_request),
    "portal as host": of_port(lambda port: {"host": f"customs.example:{port}"}, a_request),
    "localhost": of_port(lambda port: {"host": f"localhost:{port}"}, a_request),
    "host in decimal": of_port(lambda port: {"host": f"2130706433:{port}"}, a_request),
    "other loopback": of_port(lambda port: {"host": f"127.0.0.2:{port}"}, a_request),
    "loopback of IPv6": of_port(lambda port: {"host": f"[::1]:{port}"}, a_request),
    "host without port": good(host="127.0.0.1"),
    "host with another port": good(host="127.0.0.1:80"),
    "no host": good(host=None),
    "two hosts": rewritten(b"host:", b"host: evil.example\r\nhost:"),
    "forwarded host": good(host="evil.example", x_forwarded_host="127.0.0.1"),
    # without the secret
    "wrong secret": lambda port: a_request(port, BODY, secret=WRONG_SECRET),
    "no proof": good(**{NAME: None}),
    "empty proof": good(**{NAME: ""}),
    "prefix of the proof": good(**{NAME: proof_of(SECRET, BODY)[:-1]}),
    "longer proof": good(**{NAME: proof_of(SECRET, BODY) + "0"}),
    "proof in capitals": good(**{NAME: proof_of(SECRET, BODY).upper()}),
    "proof of another text": good(**{NAME: proof_of(SECRET, text_body(a_deed("Khác")))}),
    "the code itself": good(**{NAME: spell(SECRET)}),
    "right header, wrong proof": good(**{NAME: proof_of(WRONG_SECRET, BODY)}),
    "prefix of the header": good(**{NAME: None, NAME[:-1]: proof_of(SECRET, BODY)}),
    "two headers of ours": good(thongquan_x="1"),
    "secret in a bearer": good(**{NAME: None, "authorization": f"Bearer {spell(SECRET)}"}),
    # another thing than asking
    **{
        f"method {name}": rewritten(b"POST ", f"{name} ".encode())
        for name in ("GET", "HEAD", "PUT", "TRACE", "CONNECT", "DELETE", "PATCH", "post", "OPTIONS", "PRI")
    },
    **{
        f"path {name}": rewritten(b" /sign ", f" {name} ".encode())
        for name in (
            "/",
            "/sign/",
            "/sign?x=1",
            "//sign",
            "/Sign",
            "/%73ign",
            "/favicon.ico",
            "*",
            "/sign#x",
            "http://127.0.0.1/sign",
            "/../sign",
            "/json/version",
            "/certificates",
        )
    },
    **{
        f"version {name}": rewritten(b" HTTP/1.1", name.encode())
        for name in ("", " HTTP/1.0", " HTTP/0.9", " HTTP/2.0", " http/1.1", " HTTP/1.1 ", "  HTTP/1.1")
    },
    "HTTP/0.9 alone": lambda _: b"GET /sign\r\n",
    "HTTP/2 preface": lambda _: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "websocket": good(upgrade="websocket", connection="Upgrade"),
    "expects to be told": good(expect="100-continue"),
    # simple content types, which need no preflight
    "text": good(content_type="text/plain"),
    "form": good(content_type="application/x-www-form-urlencoded"),
    "multipart": good(content_type="multipart/form-data; boundary=x"),
    "charset": good(content_type="application/json; charset=utf-8"),
    "text that says json": good(content_type="text/plain; application/json"),
    "no content type": good(content_type=None),
    # lengths and smuggling
    "no length": good(content_length=None),
    "no length that is one": good(content_length="abc"),
    "nothing": lambda port: a_request(port, b""),
    "negative": good(content_length="-1"),
    "with a sign": good(content_length=f"+{len(BODY)}"),
    "with a nought": good(content_length=f"0{len(BODY)}"),
    "hexadecimal": good(content_length=hex(len(BODY))),
    "two lengths in one": good(content_length=f"{len(BODY)}, {len(BODY)}"),
    "two lengths": rewritten(b"content-length:", b"content-length: 1\r\ncontent-length:"),
    "gigantic": good(content_length="9" * 30),
    "one byte too long": lambda port: a_request(port, b" " * (LIMITS.signer_body_bytes + 1)),
    "chunked": good(transfer_encoding="chunked", content_length=None),
    "chunked and a length": good(transfer_encoding="chunked"),
    "trailers": good(te="trailers"),
    # heads that others read in different ways
    "line feeds alone": lambda port: a_request(port, BODY).replace(b"\r\n", b"\n"),
    "carriage return alone": rewritten(b"origin:", b"x: y\rorigin:"),
    "folded": rewritten(b"origin: ", b"origin:\r\n "),
    "blank before colon": rewritten(b"origin:", b"origin :"),
    "blank at the end": rewritten(PORTAL.encode(), PORTAL.encode() + b" "),
    "zero byte": rewritten(b"origin:", b"x: \0\r\norigin:"),
    "eight bits": rewritten(b"origin:", "x: é\r\norigin:".encode("latin-1")),
    "no name": rewritten(b"origin:", b": x\r\norigin:"),
    "blank lines first": lambda port: b"\r\n\r\n" + a_request(port, BODY),
    "too many headers": rewritten(b"host:", b"".join(b"x%d: y\r\n" % n for n in range(40)) + b"host:"),
    "too long a head": rewritten(b"host:", b"x: " + b"y" * LIMITS.signer_head_bytes + b"\r\nhost:"),
    "no end of the head": lambda _: b"x" * (4 * LIMITS.signer_head_bytes),
    "noise": lambda _: bytes(range(256)) + b"\r\n\r\n",
    # the browser's question
    "preflight of a foreign origin": asking(origin="https://evil.example"),
    "preflight without origin": asking(origin=None),
    "preflight of a null origin": asking(origin="null"),
    "preflight at a rebound host": of_port(lambda port: {"host": f"evil.example:{port}"}, a_preflight),
    "preflight with a wrong secret": lambda port: a_preflight(port, secret=WRONG_SECRET),
    "preflight without our header": asking(access_control_request_headers="content-type"),
    "preflight without headers": asking(access_control_request_headers=None),
    "preflight with a prefix": asking(access_control_request_headers=header_of(SECRET)[:-1]),
    "preflight with any header": asking(access_control_request_headers="*"),
    "preflight with guesses": asking(access_control_request_headers=f"{header_of(SECRET)},{header_of(WRONG_SECRET)}"),
    "preflight for GET": asking(access_control_request_method="GET"),
    "preflight for nothing": asking(access_control_request_method=None),
}


@pytest.mark.parametrize("case", STRANGERS)
def test_a_stranger_gets_no_byte_of_an_answer(helper: Window, case: str) -> None:
    """Neither what listens here nor that anything does, beyond what an open port tells."""
    assert answered(helper.port, STRANGERS[case](helper.port)) == b""


def test_the_cases_are_refused_for_what_they_change(helper: Window) -> None:
    """The same request without the change is heard."""
    assert answered(helper.port, a_preflight(helper.port)).startswith(b"HTTP/1.1 204 No Content\r\n")
    assert answered(helper.port, a_request(helper.port, text_body("chào"))).startswith(b"HTTP/1.1 200 OK\r\n")
    full = b"".join(b"x%d: y\r\n" % n for n in range(LIMITS.signer_headers - 5))
    request = a_request(helper.port, text_body("chào")).replace(b"host:", full + b"host:", 1)
    assert answered(helper.port, request).startswith(b"HTTP/1.1 200 OK\r\n")
    longest = text_body("x" * (LIMITS.signer_body_bytes - len(text_body(""))))
    assert len(longest) == LIMITS.signer_body_bytes
    assert answer_in(answered(helper.port, a_request(helper.port, longest))) == {"refused": "text"}


def test_the_length_of_a_head_from_both_sides(helper: Window) -> None:
    request = a_request(helper.port, text_body("chào"))
    room = LIMITS.signer_head_bytes - request.index(b"\r\n\r\n") - len(b"x: \r\n")
    for filling, is_heard in ((room, True), (room + 1, False)):
        filled = request.replace(b"host:", b"x: " + b"y" * filling + b"\r\nhost:", 1)
        assert bool(answered(helper.port, filled)) is is_heard


def test_a_client_that_is_slow_but_not_too_slow_is_heard(helper: Window) -> None:
    request = a_request(helper.port, text_body("chào"))
    with sent(helper.port, request[:30]) as wire:
        time.sleep(LIMITS.signer_read_seconds - 1)
        wire.sendall(request[30:])
        assert answer_in(heard(wire)) == {"refused": "text"}


def test_the_number_of_connections_from_both_sides(helper: Window) -> None:
    with ExitStack() as held:
        for _ in range(LIMITS.signer_connections - 1):
            held.enter_context(socket.create_connection(("127.0.0.1", helper.port), timeout=10))
        assert answered(helper.port, a_preflight(helper.port)) != b""
        held.enter_context(socket.create_connection(("127.0.0.1", helper.port), timeout=10))
        time.sleep(0.2)
        assert answered(helper.port, a_preflight(helper.port)) == b""


def test_a_tls_client_gets_no_answer(helper: Window) -> None:
    with socket.create_connection(("127.0.0.1", helper.port), timeout=10) as wire:
        context = ssl.create_default_context()
        with pytest.raises((ssl.SSLError, ConnectionError)):
            context.wrap_socket(wire, server_hostname="127.0.0.1")


def test_slow_clients_are_shut_out(helper: Window) -> None:
    """Nothing, half a line, the head, half a body: all are given the time, and no more."""
    request = a_request(helper.port, BODY)
    start = time.monotonic()
    with ExitStack() as held:
        parts = (b"", b"POST /sign HT", request[: -len(BODY)], request[:-5])
        wires = {part: held.enter_context(sent(helper.port, part)) for part in parts}
        assert len(wires) < LIMITS.signer_connections
        early, _, _ = select.select([*wires.values()], [], [], LIMITS.signer_read_seconds - 0.5)
        assert early == []
        for part, wire in wires.items():
            assert heard(wire) == b"", part
            assert time.monotonic() - start < LIMITS.signer_read_seconds + 5, part


def test_many_slow_clients_do_not_keep_the_portal_out_for_long(helper: Window) -> None:
    with ExitStack() as held:
        for _ in range(LIMITS.signer_connections + 5):
            held.enter_context(socket.create_connection(("127.0.0.1", helper.port), timeout=10))
        time.sleep(LIMITS.signer_read_seconds + 0.5)
        assert answered(helper.port, a_preflight(helper.port)).startswith(b"HTTP/1.1 204")


def test_what_the_answers_tell(helper: Window) -> None:
    """No name, no version, no date; and only to the portal's own pages."""
    preflight = answered(helper.port, a_preflight(helper.port)).decode()
    request = answered(helper.port, a_request(helper.port, text_body("chào"))).decode()
    shared = f"Access-Control-Allow-Origin: {PORTAL}\r\nVary: Origin\r\nCache-Control: no-store\r\n"
    shared += "X-Content-Type-Options: nosniff\r\nConnection: close\r\n"
    allowed = (
        f"Access-Control-Allow-Methods: POST\r\nAccess-Control-Allow-Headers: content-type, {header_of(SECRET)}\r\n"
    )
    assert preflight == f"HTTP/1.1 204 No Content\r\n{shared}{allowed}\r\n"
    assert request == f'HTTP/1.1 200 OK\r\n{shared}Content-Type: application/json\r\n\r\n{{"refused":"text"}}'


DEED = a_deed()
OWNER = "Công ty TNHH Thử Nghiệm"


def with_owner(name: str) -> bytes:
    return text_body(DEED.replace(OWNER, name))


STATEMENT = {
    "system": SYSTEM,
    "kind": "filing",
    "batch": "0190a8f2-0000-7000-8000-0000000000aa",
    "filer": "9901234560",
    "on_behalf_of": "9907654321",
    "office": "02DS",
    "direction": "import",
    "count": 12,
    "root": "ab" * 32,
    "reader": "cd" * 32,
    "created_at": "2026-09-02T03:00:00.000000Z",
}


def statement(**changed: object) -> bytes:
    import json

    return text_body(json.dumps(STATEMENT | changed, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


NOT_SEEN = (
    "\u202e\u202a\u2066\u2069\u200b\u200d\ufeff\u00ad\0\x1b\x07\x7f\x85\u2028\u2029\x0b\x0c\x1c\r\t\ue000\U000e0041"
)
NOT_SIGNED: dict[str, bytes] = {
    "a hash beside": b'{"hash":"' + b"ab" * 32 + b'"}',
    "a hash as well": msgspec.json.encode({"text": DEED, "hash": "ab" * 32}),
    "a hash as the text": text_body("ab" * 32),
    "raw bytes of a hash": text_body("".join(map(chr, range(32)))),
    "base64 in place of text": msgspec.json.encode({"data": DEED.encode()}),
    "a list": msgspec.json.encode([DEED]),
    "two texts": msgspec.json.encode({"text": [DEED, DEED]}),
    "a number": b'{"text":1}',
    "nothing": b"{}",
    "no JSON": DEED.encode(),
    "JSON twice": text_body(DEED) * 2,
    "bytes that are no UTF-8": b'{"text":"\xff"}',
    "half a pair": b'{"text":"\\ud800"}',
    "deep": b'{"text":' + b"[" * 5000 + b"]" * 5000 + b"}",
    "an empty text": text_body(""),
    "a letter": text_body("Tôi đồng ý chuyển tiền.\n"),
    "a page": text_body(f"<html>{DEED}</html>"),
    "unknown kind": text_body(DEED.replace("(certificate-register)", "(money-transfer)")),
    "other words for the kind": text_body(DEED.replace("Việc: Đăng ký", "Việc: Hủy")),
    "a line more": text_body(DEED + "Và: tất cả\n"),
    "a line before": text_body("\n" + DEED),
    "a line less": text_body("\n".join(DEED.split("\n")[:-2]) + "\n"),
    "a line twice": text_body(DEED.replace("Tài khoản:", "Tài khoản: 1\nTài khoản:")),
    "lines in another order": text_body("\n".join([*DEED.split("\n")[:2][::-1], *DEED.split("\n")[2:]])),
    "no last line feed": text_body(DEED[:-1]),
    "one line feed more": text_body(DEED + "\n"),
    "lines of Windows": text_body(DEED.replace("\n", "\r\n")),
    "a byte order mark": text_body("\ufeff" + DEED),
    "not composed": text_body(unicodedata.normalize("NFD", DEED)),
    "two deeds": text_body(DEED * 2),
    **{f"U+{ord(sign):04X} in a name": with_owner(f"Công ty {sign}Thử") for sign in NOT_SEEN},
    "blanks that push text aside": with_owner("Công ty" + " " * 100 + "khác"),
    "far too long": with_owner("x" * LIMITS.deed_bytes),
    "a statement without its batch": text_body(
        msgspec.json.encode({k: v for k, v in STATEMENT.items() if k != "batch"}).decode()
    ),
    "a statement with blanks": text_body(statement().decode()[9:-2].replace(",", ", ").replace('\\"', '"')),
    "a statement of nothing": statement(count=0),
    "a statement of another kind": statement(kind="payment"),
    "a statement with more": statement(note="x"),
    "a statement with a turned name": statement(office="02\u202eDS"),
}


@pytest.mark.parametrize("case", NOT_SIGNED)
def test_the_portal_itself_gets_no_signature_on(helper: Window, case: str) -> None:
    """Whatever the page sends, hijacked or not: only what can be shown is asked about."""
    assert answer_in(answered(helper.port, a_request(helper.port, NOT_SIGNED[case]))) == {"refused": "text"}


def test_another_program_on_the_port_learns_no_secret(tmp_path: Path) -> None:
    """A helper that is away may be stood in for: what a page sends does not hold the code, nor fits another text."""
    request = a_request(free_port(), BODY)
    assert SECRET not in request
    assert SECRET.hex().encode() not in request
    assert spell(SECRET).replace("-", "").encode() not in request
    assert proof_of(SECRET, BODY) != proof_of(SECRET, text_body(a_deed("Khác")))
