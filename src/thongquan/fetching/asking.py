"""One request to one configured address: never redirected, and bounded in size and in time."""

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Timer
from urllib.parse import urlsplit

import msgspec

from thongquan.base.limits import LIMITS, Limits
from thongquan.fetching.addresses import resolved
from thongquan.fetching.refusals import FetchFailed, FetchSlow, FetchTooLarge

_CHUNK = 64 * 1024
_GOOD = 200


class Way(msgspec.Struct, frozen=True):
    """A configured address, and the IP addresses inside that its name may lead to."""

    url: str
    inside: tuple[str, ...] = ()


def get(way: Way, limits: Limits = LIMITS) -> bytes:
    return _ask(way, "GET", None, {}, limits)


def ask_responder(way: Way, question: bytes, limits: Limits = LIMITS) -> bytes:
    """RFC 6960, A.1: by POST, which no cache on the way answers."""
    kind = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}
    return _ask(way, "POST", question, kind, limits)


def _ask(way: Way, method: str, body: bytes | None, headers: dict[str, str], limits: Limits) -> bytes:
    """What it answered.

    Raises:
        FetchForbidden, FetchFailed, FetchTooLarge, FetchSlow
    """
    with (
        asked(way, method, body, headers, limits.fetch_seconds) as (connection, _),
        connection.getresponse() as response,
    ):
        return _body(response, way.url, limits)


@contextmanager
def asked(
    way: Way, method: str, body: bytes | None, headers: dict[str, str], seconds: int
) -> Iterator[tuple[http.client.HTTPConnection, socket.socket]]:
    """A connection on which the request was sent; all that is done with it has so many seconds.

    Raises:
        FetchForbidden, FetchFailed, FetchSlow
    """
    url = urlsplit(way.url)
    host, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
    address = resolved(host, port, way.inside)
    try:
        connected = socket.create_connection((address, port), seconds)
    except TimeoutError as error:
        raise FetchSlow(address=way.url, limit=seconds) from error
    except OSError as error:
        raise FetchFailed(address=way.url, reason=error.strerror or type(error).__name__) from error
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    with _in_time(connected, way.url, seconds) as timed:
        wire = connected
        if url.scheme == "https":
            context = ssl.create_default_context()
            wire = context.wrap_socket(connected, server_hostname=host, do_handshake_on_connect=False)
            timed.append(wire)  # it took the other's place before its first byte
            wire.do_handshake()
        connection = http.client.HTTPConnection(host, port)
        connection.sock = wire
        with closing(connection):
            connection.request(method, path, body, {"Connection": "close", **headers})
            yield connection, wire


@contextmanager
def _in_time(connected: socket.socket, url: str, seconds: int) -> Iterator[list[socket.socket]]:
    """All of it together has its time, however small the pieces in which it comes.

    TLS takes the socket over: the one that it goes on with is added to what this gives.
    """
    late: list[bool] = []
    timed = [connected]

    def hang_up() -> None:
        late.append(True)
        try:
            socket.socket.shutdown(timed[-1], socket.SHUT_RDWR)  # of TLS too: nobody waits for its goodbye
        except OSError:  # it is over already
            timed[-1].close()

    timer = Timer(seconds, hang_up)
    timer.start()
    try:
        yield timed
    except (OSError, ValueError, http.client.HTTPException, FetchFailed) as error:
        if late or isinstance(error, TimeoutError):
            raise FetchSlow(address=url, limit=seconds) from error
        if isinstance(error, FetchFailed):
            raise
        raise FetchFailed(address=url, reason=type(error).__name__) from error
    finally:
        timer.cancel()
        timed[-1].close()
    if late:
        raise FetchSlow(address=url, limit=seconds)


def _body(response: http.client.HTTPResponse, url: str, limits: Limits) -> bytes:
    if response.status != _GOOD:
        raise FetchFailed(address=url, reason=f"HTTP {response.status}")
    chunks, size = [], 0
    while chunk := response.read(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > limits.fetch_bytes:
            raise FetchTooLarge(address=url, limit=limits.fetch_bytes)
    if response.length:  # the other side went away before it had sent what it announced
        raise FetchFailed(address=url, reason="IncompleteRead")
    return b"".join(chunks)
