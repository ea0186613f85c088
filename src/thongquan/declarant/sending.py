"""Bringing an entry of the outbox to the authority: the same bytes, again and again, until there is one answer."""

import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec

from thongquan.declarant.outbox import Entry
from thongquan.declarant.refusals import (
    AnswerUnproven,
    ServerAway,
    ServerCaUnusable,
    ServerRefused,
    ServerUnverified,
)

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 5.0
TIMEOUT = httpx.Timeout(connect=5.0, write=60.0, read=120.0, pool=5.0)
BUSY = {408, 429, 502, 503, 504}


class Problem(msgspec.Struct, frozen=True):
    """The authority's own words (RFC 9457) for refusing a request as a whole."""

    code: str
    facts: dict[str, Any] = {}


class Told(msgspec.Struct, frozen=True):
    """What the authority said of one filing: an answer, or the problem for which it refused all of it."""

    answer: bytes = b""
    refusal: bytes = b""


class Authority:
    """The authority as the declarant sees it: one address.

    Over https its certificate must lead to one of this machine's certification authorities, or to one of `ca`.
    `patience` is how many seconds one request is tried before its filing is left in the outbox for another day.
    """

    def __init__(
        self,
        server: str,
        *,
        client: httpx.Client | None = None,
        ca: Path | None = None,
        patience: float = 20.0,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.server = server.rstrip("/")
        self._client = client or httpx.Client(
            timeout=TIMEOUT, follow_redirects=False, trust_env=not is_here(server), verify=trusting(ca)
        )
        self._patience = patience
        self._pause = pause

    def close(self) -> None:
        self._client.close()

    def file(self, entry: Entry) -> Told:
        """Send what was signed. Whether it is the first time or the tenth makes no difference to the authority.

        Raises:
            ServerAway: nobody answered within our patience; sending again later is safe.
        ServerUnverified: at once, for asking again would not help.
        """
        boundary = f"thongquan-{entry.batch}"
        response = self._insist(
            "POST",
            "/api/v1/filings",
            content=multipart(entry, boundary),
            headers={"Content-Type": f'multipart/mixed; boundary="{boundary}"', "Accept": "application/json"},
        )
        if response.is_success:
            return Told(answer=response.content)
        return self.answered_before(entry) or Told(refusal=problem_in(response, entry))

    def answered_before(self, entry: Entry) -> Told | None:
        """The answer to a filing that arrived earlier, if it did: perhaps we only never heard of it."""
        response = self._insist("GET", f"/api/v1/filings/{entry.batch}", headers=reader_headers(entry))
        return Told(answer=response.content) if response.is_success else None

    def get(self, path: str, entry: Entry) -> bytes | None:
        """Read something of a filing as its reader; None when the authority knows nothing of it."""
        response = self._insist("GET", path, headers=reader_headers(entry))
        return response.content if response.is_success else None

    def read(self, path: str, headers: dict[str, str]) -> bytes:
        """What is told to whoever has these credentials.

        Raises:
            ServerAway: also where somebody answers who is no authority.
            ServerRefused
        """
        response = self._insist("GET", path, headers=headers)
        if response.is_success:
            return response.content
        try:
            problem = msgspec.json.decode(response.content, type=Problem)
        except msgspec.MsgspecError as error:
            raise ServerAway(server=self.server, reason=f"HTTP {response.status_code}") from error
        raise ServerRefused(problem.code, problem.facts)

    def ask(self, method: str, path: str, headers: dict[str, str], message: Any = None) -> tuple[int, bytes]:
        """The status and the body of whatever is answered to a question, or to a message that is done once only.

        Raises:
            ServerAway, ServerUnverified
        """
        more = {} if message is None else {"json": message}
        response = self._insist(method, path, headers=headers, **more)
        return response.status_code, response.content

    def give(self, path: str, content: bytes, kind: str) -> tuple[int, bytes]:
        """As `ask`, for a message of another kind, which may be sent as often as is needed."""
        response = self._insist("POST", path, content=content, headers={"Content-Type": kind})
        return response.status_code, response.content

    def _insist(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Ask until an answer comes that more asking will not change."""
        deadline = time.monotonic() + self._patience
        wait = FIRST_PAUSE_SECONDS
        while True:
            try:
                response = self._client.request(method, self.server + path, **request)
                if response.status_code not in BUSY:
                    return response
                reason, asked = f"HTTP {response.status_code}", retry_after(response)
            except httpx.HTTPError as error:
                if distrust := why_not_trusted(error):
                    raise ServerUnverified(server=self.server, reason=distrust) from error
                reason, asked = type(error).__name__, 0.0
            pause = max(wait, asked)
            if time.monotonic() + pause > deadline:
                raise ServerAway(server=self.server, reason=reason)
            self._pause(pause)
            wait = min(wait * 2, LONGEST_PAUSE_SECONDS)


def trusting(ca: Path | None) -> ssl.SSLContext:
    """Trusts the certificates in `ca` and no others; without it those that this machine trusts."""
    if ca is None:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cadata=ca.read_text(encoding="ascii"))
    except (ValueError, ssl.SSLError) as error:  # no text, or no certificate in it
        raise ServerCaUnusable(file=str(ca)) from error


def why_not_trusted(error: BaseException | None) -> str:
    """What TLS found wrong with the server's certificate; "" if that was not what failed."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message
        error = error.__cause__ or error.__context__
    return ""


def is_here(server: str) -> bool:
    """Whether it is this machine: then no proxy of the environment is asked."""
    return httpx.URL(server).host in {"localhost", "127.0.0.1", "::1"}


def multipart(entry: Entry, boundary: str) -> bytes:
    """The three parts, in their order, exactly as they lie in the outbox."""
    parts = [
        ("statement", "application/json", entry.statement()),
        ("signature", "application/pkcs7-signature", entry.signature()),
        ("declarations", "application/x-ndjson", entry.declarations()),
    ]
    body = bytearray()
    for name, kind, content in parts:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\nContent-Type: {kind}\r\n\r\n'
        body += head.encode() + content + b"\r\n"
    return bytes(body + f"--{boundary}--\r\n".encode())


def reader_headers(entry: Entry) -> dict[str, str]:
    return {"Authorization": f"Bearer {entry.meta.secret}", "Accept": "application/json"}


def retry_after(response: httpx.Response) -> float:
    """Seconds the server asks us to wait; a date or nonsense counts as not asked."""
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else 0.0


def problem_in(response: httpx.Response, entry: Entry) -> bytes:
    """The problem's bytes, if the authority itself speaks; a stranger's error page is no refusal."""
    try:
        msgspec.json.decode(response.content, type=Problem)
    except msgspec.MsgspecError as error:
        raise AnswerUnproven(reason=f"HTTP {response.status_code}", batch=entry.batch) from error
    return response.content
