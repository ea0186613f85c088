"""One round: ask the server what is due, fetch it, check it, hand it over."""

import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from time import monotonic
from typing import Any, Protocol
from urllib.parse import quote

import msgspec

from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp
from thongquan.fetching.asking import Way, ask_responder, get
from thongquan.signing.link import Link, link_of
from thongquan.signing.ocsp_asking import Question
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.terms import Terms

NONCE_BYTES = 16


class Desk(Protocol):
    """The office of the running server."""

    def ask(self, path: str) -> Any: ...
    def tell(self, path: str, **particulars: Any) -> Any: ...
    def hand(self, path: str, data: bytes) -> Any: ...


class Responder(msgspec.Struct, frozen=True):
    """As the server tells it: see `server/office_trust.py`."""

    key_id: str
    certificate: str
    terms: Terms
    list_due: bool
    serials: list[str]


class Page(msgspec.Struct, frozen=True):
    at: str
    responders: list[Responder]
    after: str


class Fetched(msgspec.Struct):
    """What came of a round. `refusals`: of whatever was not fetched or not taken in, why.

    An address that is down is not asked again in the round: it would cost ten seconds for each certificate.
    """

    at: str = ""
    lists: int = 0
    answers: int = 0
    refusals: list[Refusal] = []
    down: set[str] = set()


class Lists:
    """Lists are large and seldom new: each address is asked once in a while, and the same list handed over once."""

    def __init__(self) -> None:
        self._asked: dict[str, float] = {}
        self._handed: set[bytes] = set()

    def may_ask(self, url: str) -> bool:
        now = monotonic()
        if now - self._asked.get(url, -LIMITS.list_pause_seconds) < LIMITS.list_pause_seconds:
            return False
        self._asked[url] = now
        return True

    def is_new(self, data: bytes) -> bool:
        digest = sha256(data).digest()
        known = digest in self._handed
        self._handed.add(digest)
        return not known


def one_round(desk: Desk, lists: Lists) -> Fetched:
    """Raises what the desk raises when the server is away; whatever goes wrong outside is among the refusals."""
    done = Fetched()
    for page in _pages(desk):
        done.at = page.at
        for responder in page.responders:
            issuer = link_of(b64decode(responder.certificate))
            if responder.list_due:
                _fetch_list(desk, responder.terms, lists, done)
            _fetch_answers(desk, responder, issuer, read_stamp(page.at), done)
    return done


def _pages(desk: Desk) -> Iterator[Page]:
    after = ""
    while True:
        page = msgspec.convert(desk.ask(f"/office/revocation/due?after={quote(after, safe='')}"), Page)
        yield page
        after = page.after
        if not after:
            return


def _fetch_list(desk: Desk, terms: Terms, lists: Lists, done: Fetched) -> None:
    data = _first(get, [url for url in terms.crl if lists.may_ask(url)], terms, done)
    if data is None or not lists.is_new(data):
        return
    try:
        desk.hand("/office/revocation/lists", data)
        done.lists += 1
    except Refusal as refusal:
        done.refusals.append(refusal)


def _fetch_answers(desk: Desk, responder: Responder, issuer: Link, began: datetime, done: Fetched) -> None:
    """The server's clock counts, which may be another than ours: as much later as the round has taken so far."""
    offset = began - datetime.now(UTC)
    answers = []
    for serial in responder.serials[: LIMITS.questions_at_once]:
        question = Question(issuer, int(serial, 16), os.urandom(NONCE_BYTES))

        def asked(way: Way, question: Question = question) -> bytes:
            return question.answered_by(ask_responder(way, question.der), datetime.now(UTC) + offset).der

        der = _first(asked, responder.terms.ocsp, responder.terms, done)
        if der is None:
            continue
        answers.append(b64encode(der).decode())
    if answers:
        codes = desk.tell("/office/revocation/answers", answers=answers)
        done.answers += codes.count("")
        done.refusals += [_coded(code) for code in codes if code]


def _first(fetch: Callable[[Way], bytes], urls: Iterable[str], terms: Terms, done: Fetched) -> bytes | None:
    """From the first address that gives what was asked for."""
    for url in urls:
        if url in done.down:
            continue
        try:
            return fetch(Way(url, terms.inside))
        except SignatureRefused as refusal:
            done.refusals.append(refusal)
        except Refusal as refusal:
            done.refusals.append(refusal)
            done.down.add(url)
    return None


def _coded(code: str) -> Refusal:
    refusal = Refusal()
    refusal.code = code
    return refusal
