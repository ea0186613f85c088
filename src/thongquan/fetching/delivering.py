"""Sending companies their events: what the server has signed, to the addresses that they registered, and no further.

Of the answer the status line is read and nothing else. Some are sent at a time, to each webhook one after another.
"""

import re
import socket
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from time import sleep
from typing import Any, NoReturn, Protocol

import msgspec

from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS, Limits
from thongquan.fetching.asking import Way, asked
from thongquan.fetching.refusals import FetchFailed

_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9][0-9])(?: [^\r\n]*)?\r?\n")


class Desk(Protocol):
    """The office of the running server."""

    def tell(self, path: str, **particulars: Any) -> Any: ...


class ToSend(msgspec.Struct, frozen=True):
    """As the server tells it: see `authority/webhook_delivering.py`."""

    webhook: str
    address: str
    headers: dict[str, str]
    body: str
    after: str
    next: str


def post(one: ToSend, inside: tuple[str, ...] = (), limits: Limits = LIMITS) -> str:
    """Send it. "" if it was taken, else a code that says why not: ours, or `HTTP` and the status.

    `inside`: addresses of the inner network that names may lead to, each allowed by whoever started the process.
    """
    headers = {"Content-Type": "application/json", "User-Agent": "thongquan-webhooks", **one.headers}
    try:
        if not one.address.startswith("https://"):
            raise FetchFailed(address=one.address, reason="https")
        way = Way(one.address, inside)
        with asked(way, "POST", one.body.encode(), headers, limits.webhook_seconds) as (_, wire):
            status = _status(wire, one.address, limits)
    except Refusal as refusal:
        return refusal.code
    return "" if 200 <= status < 300 else f"HTTP {status}"


def _status(wire: socket.socket, address: str, limits: Limits) -> int:
    told = b""
    while b"\n" not in told and len(told) < limits.webhook_answer_bytes:
        piece = wire.recv(limits.webhook_answer_bytes - len(told))
        if not piece:
            break
        told += piece
    found = _STATUS.match(told)
    if found is None:
        raise FetchFailed(address=address, reason="HTTP")
    return int(found[1])


class Sender:
    """Asks the server what is due, and sends it. A server that is away is asked again later."""

    def __init__(self, desk: Desk, inside: Iterable[str] = (), limits: Limits = LIMITS) -> None:
        self._desk, self._inside, self._limits = desk, tuple(inside), limits
        self._workers = ThreadPoolExecutor(limits.webhooks_at_once, thread_name_prefix="webhook")
        self._sent: dict[Future[str], str] = {}
        self.taken = self.refused = 0

    def until_nothing_is_due(self) -> None:
        """Raises what the desk raises when the server is away."""
        while self._begin() or self._sent:
            self._end()

    def keep_on(self, away: type[Exception]) -> NoReturn:
        """For ever. `away`: what the desk raises when nobody is there."""
        while True:
            try:
                self._begin()
                self._end(self._limits.webhook_pause_seconds)
            except away:
                sleep(self._limits.webhook_pause_seconds)

    def _begin(self) -> int:
        """How many were begun."""
        found = self._desk.tell("/office/webhooks/due", busy=list(self._sent.values()))
        for one in msgspec.convert(found, list[ToSend]):
            self._sent[self._workers.submit(self._send, one)] = one.webhook
        return len(found)

    def _send(self, one: ToSend) -> str:
        fault = post(one, self._inside, self._limits)
        told = {"webhook": one.webhook, "after": one.after, "next": one.next, "fault": fault}
        self._desk.tell("/office/webhooks/delivered", **told)
        return fault

    def _end(self, pause: float | None = None) -> None:
        """Those that are done by then, or the first of them; what was not told to the server is sent again."""
        if not self._sent:
            sleep(pause or 0)
            return
        done, _ = wait(self._sent, timeout=pause, return_when=FIRST_COMPLETED)
        for one in done:
            del self._sent[one]
        for one in done:
            if one.result():
                self.refused += 1
            else:
                self.taken += 1
