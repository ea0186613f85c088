"""Row 34: where the fetcher goes, how much it takes, how long it waits."""

import socket
import time
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from signing.responder import saying, trap
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.fetching import addresses
from thongquan.fetching.addresses import may_ask
from thongquan.fetching.asking import Way, get

SMALL = replace(LIMITS, fetch_bytes=10_000, fetch_seconds=1)
HERE = ("127.0.0.1",)


def code_of(way: Way) -> str:
    with pytest.raises(Refusal) as refused:
        get(way, SMALL)
    return refused.value.code


INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::1",
    "fe80::1%eth0",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_asked(address: str) -> None:
    assert not may_ask(address, ())


def test_an_address_inside_is_asked_if_it_is_allowed_itself() -> None:
    assert may_ask("127.0.0.1", HERE)
    assert not may_ask("127.0.0.2", HERE)


def test_no_connection_is_made_to_an_address_inside() -> None:
    with trap(saying(b"x")) as inside:
        assert code_of(Way(inside.url)) == "FETCH-FORBIDDEN"
        assert code_of(Way(inside.url.replace("127.0.0.1", "localhost"))) == "FETCH-FORBIDDEN"
        assert inside.came == 0
        assert get(Way(inside.url, HERE), SMALL) == b"x"


def answering(*told: str) -> Callable[..., list[tuple[object, ...]]]:
    """A resolver that gives these addresses, one after the other with each question."""
    left = list(told)
    return lambda *_, **__: [(0, 0, 0, "", (address, 80)) for address in left.pop(0).split()]


def test_a_name_with_one_address_outside_and_one_inside_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses.socket, "getaddrinfo", answering("93.184.216.34 127.0.0.1"))
    assert code_of(Way("http://crl.example.vn/")) == "FETCH-FORBIDDEN"


def test_a_name_is_looked_up_once_and_the_connection_goes_to_what_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the second answer would lead inside."""
    went: list[object] = []

    def connect(address: tuple[str, int], _timeout: float) -> socket.socket:
        went.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(addresses.socket, "getaddrinfo", answering("93.184.216.34", "127.0.0.1"))
    monkeypatch.setattr(socket, "create_connection", connect)
    assert code_of(Way("http://crl.example.vn/")) == "FETCH-FAILED"
    assert went == [("93.184.216.34", 80)]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
def test_no_redirect_is_followed(status: str) -> None:
    with trap(saying(b"x")) as aim, trap(saying(b"", status, f"Location: {aim.url}")) as first:
        assert code_of(Way(first.url, HERE)) == "FETCH-FAILED"
        assert (first.came, aim.came) == (1, 0)


@pytest.mark.parametrize("status", ["204 No Content", "404 Not Found", "500 Oops"])
def test_only_200_is_an_answer(status: str) -> None:
    with trap(saying(b"x", status)) as one:
        assert code_of(Way(one.url, HERE)) == "FETCH-FAILED"


def test_the_size_of_an_answer_is_bounded() -> None:
    with trap(saying(bytes(SMALL.fetch_bytes))) as right:
        assert len(get(Way(right.url, HERE), SMALL)) == SMALL.fetch_bytes
    with trap(saying(bytes(SMALL.fetch_bytes + 1))) as large:
        assert code_of(Way(large.url, HERE)) == "FETCH-TOO-LARGE"


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(bytes(65_536))


def in_drops(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.2)


def head_in_drops(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X: y\r\n")
        time.sleep(0.2)


def silent(connection: socket.socket) -> None:
    while connection.recv(1):
        pass


def cut_short(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")


def no_http(connection: socket.socket) -> None:
    connection.sendall(b"220 mail.example.vn ESMTP\r\n")


def many_headers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1_000 + b"\r\n")


@pytest.mark.parametrize(
    ("cheat", "code"),
    [
        (endless, "FETCH-TOO-LARGE"),
        (in_drops, "FETCH-SLOW"),
        (head_in_drops, "FETCH-SLOW"),
        (silent, "FETCH-SLOW"),
        (cut_short, "FETCH-FAILED"),
        (no_http, "FETCH-FAILED"),
        (many_headers, "FETCH-FAILED"),
    ],
)
def test_a_responder_that_cheats_is_left_in_time(cheat: Callable[[socket.socket], None], code: str) -> None:
    with trap(cheat) as one:
        began = time.monotonic()
        assert code_of(Way(one.url, HERE)) == code
        assert time.monotonic() - began < SMALL.fetch_seconds + 1


def test_nobody_there_is_a_refusal() -> None:
    with trap() as one:
        pass
    assert code_of(Way(one.url, HERE)) == "FETCH-FAILED"


def test_no_answer_of_a_name_server_is_waited_for_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "LIMITS", SMALL)
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: time.sleep(2))
    began = time.monotonic()
    assert code_of(Way("http://crl.example.vn/")) == "FETCH-SLOW"
    assert time.monotonic() - began < 1.5
