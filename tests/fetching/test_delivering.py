"""Row 34 for webhooks: where one POST goes, what of an answer is read, and how long it may take."""

import socket
import ssl
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from fetching.receiver import HERE, Receiver, Temper, answering, receiving
from fetching.test_asking import INSIDE
from signing.responder import saying, trap
from thongquan.base.limits import LIMITS, Limits
from thongquan.fetching import addresses
from thongquan.fetching.delivering import Sender, ToSend, post

QUICK = replace(LIMITS, webhook_seconds=1)
SMALL_ANSWER = 64


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    with receiving(tmp_path_factory.mktemp("r") / "receiver") as made:
        yield made


@pytest.fixture(autouse=True)
def _trusted(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(receiver.ca))


def sent(address: str, inside: tuple[str, ...] = HERE, limits: Limits = QUICK) -> str:
    one = ToSend("WH000000000000", address, {"webhook-id": "msg_1"}, '{"events":[]}', "1", "2")
    return post(one, inside, limits)


def garbage(wire: socket.socket) -> None:
    wire.sendall(b"220 mail.example.vn ESMTP\r\n")


def reset(wire: socket.socket) -> None:
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.close()


def silent(wire: socket.socket) -> None:
    while wire.recv(1):
        pass


def in_drops(wire: socket.socket) -> None:
    for letter in b"HTTP/1.1 " + b"2" * 1_000:
        wire.sendall(bytes([letter]))
        time.sleep(0.2)


def endless(wire: socket.socket) -> None:
    """No line ends within `webhook_answer_bytes`."""
    while True:
        wire.sendall(b"x" * 65_536)


def never_read(wire: socket.socket) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
    while True:
        wire.sendall(b"x" * 65_536)


BAD: list[tuple[Temper, str]] = [
    (answering("500 Oops"), "HTTP 500"),
    (answering("410 Gone"), "HTTP 410"),
    (answering("100 Continue"), "HTTP 100"),
    (garbage, "FETCH-FAILED"),
    (reset, "FETCH-FAILED"),
    (endless, "FETCH-FAILED"),
    (silent, "FETCH-SLOW"),
    (in_drops, "FETCH-SLOW"),
]


@pytest.mark.parametrize(("temper", "fault"), BAD)
def test_a_receiver_that_takes_nothing_is_left_in_time(receiver: Receiver, temper: Temper, fault: str) -> None:
    receiver.tempers.append(temper)
    began = time.monotonic()
    assert sent(receiver.at("/x")) == fault
    assert time.monotonic() - began < QUICK.webhook_seconds + 1


@pytest.mark.parametrize("status", ["200 OK", "202 Accepted", "204 No Content"])
def test_every_2xx_means_that_it_was_taken(receiver: Receiver, status: str) -> None:
    receiver.tempers.append(answering(status))
    assert sent(receiver.at("/hook/a")) == ""
    came = receiver.came[-1]
    assert (came.path, came.body, came.headers["webhook-id"]) == ("/hook/a", b'{"events":[]}', "msg_1")
    assert (came.headers["host"], came.headers["content-type"]) == (f"localhost:{receiver.port}", "application/json")


@pytest.mark.parametrize(("more", "fault"), [(0, ""), (1, "FETCH-FAILED")])
def test_a_status_line_has_so_many_bytes(receiver: Receiver, more: int, fault: str) -> None:
    line = b"HTTP/1.1 200 " + b"x" * (SMALL_ANSWER - len(b"HTTP/1.1 200 \n") + more) + b"\n"
    receiver.tempers.append(lambda wire: wire.sendall(line))
    assert sent(receiver.at("/x"), limits=replace(QUICK, webhook_answer_bytes=SMALL_ANSWER)) == fault


def test_of_an_answer_nothing_is_read_but_its_status(receiver: Receiver) -> None:
    receiver.tempers.append(never_read)
    assert sent(receiver.at("/x")) == ""


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
def test_no_redirect_is_followed(receiver: Receiver, status: str) -> None:
    with trap(saying(b"x")) as aim:
        receiver.tempers.append(answering(status, f"Location: {aim.url}"))
        assert (sent(receiver.at("/x")), aim.came) == (f"HTTP {status[:3]}", 0)


@pytest.mark.parametrize(
    "address", [*INSIDE, "::7f00:1", "::ffff:0:7f00:1", "fec0::1", "64:ff9b:1::7f00:1", "198.18.0.1"]
)
def test_a_name_that_leads_inside_is_not_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolver(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (address, 443))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolver)
    assert sent("https://hooks.example.vn/x", ()) == "FETCH-FORBIDDEN"


def test_without_a_word_of_the_operator_no_receiver_inside_is_reached(receiver: Receiver) -> None:
    before = len(receiver.came)
    assert sent(receiver.at("/x"), ()) == "FETCH-FORBIDDEN"
    assert len(receiver.came) == before


def test_nothing_is_sent_without_tls_or_to_whoever_cannot_prove_the_name(
    receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(receiver.came)
    assert sent(receiver.at("/x").replace("https:", "http:")) == "FETCH-FAILED"
    by_address = receiver.at("/x").replace("localhost", "127.0.0.1")  # the certificate is of the name
    assert sent(by_address) == "FETCH-FAILED"
    with receiving(tmp_path / "other") as stranger:
        assert sent(stranger.at("/x")) == "FETCH-FAILED"
        assert stranger.came == []
    monkeypatch.setenv("SSL_CERT_FILE", ssl.get_default_verify_paths().openssl_cafile)
    assert sent(receiver.at("/x")) == "FETCH-FAILED"
    assert len(receiver.came) == before


class Away(Exception):  # noqa: N818 - nobody is there
    pass


class Over(Exception):  # noqa: N818 - the test is
    pass


class Office:
    """Away at the first question, over at the third."""

    asked = 0

    def tell(self, path: str, **particulars: Any) -> Any:
        self.asked += 1
        if self.asked == 3:
            raise Over(path)
        if self.asked == 1:
            raise Away(particulars)
        return []


def test_a_server_that_is_away_or_has_nothing_is_asked_again_after_a_pause() -> None:
    sender, began = Sender(Office(), HERE, QUICK), time.monotonic()
    with pytest.raises(Over):
        sender.keep_on(Away)
    assert time.monotonic() - began >= 2 * QUICK.webhook_pause_seconds
