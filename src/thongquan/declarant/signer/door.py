"""Who is answered at all: the one portal, through a browser on this computer, that knows the code."""

import hmac
import re
from urllib.parse import urlsplit

from thongquan.base.limits import LIMITS
from thongquan.base.pairing import HEADER, header_of, proof_of
from thongquan.declarant.signer.request import Head, Shut

PATH = "/sign"
JSON = "application/json"
_LENGTH = re.compile("[1-9][0-9]{0,9}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_LOOPBACK = re.compile(r"127\.0\.0\.1|(?:[a-z0-9-]+\.)*localhost")
UNWANTED = {"transfer-encoding", "expect", "upgrade", "te", "trailer"}
_USUAL = {"https": 443, "http": 80}


class WrongCode(Shut):
    """All was as it should be, but for the code."""


class Door:
    """Judges heads of requests. Whatever is not expected word for word raises `Shut`."""

    def __init__(self, portal: str, port: int, secret: bytes) -> None:
        self.portal = portal
        self._host = f"127.0.0.1:{port}"
        self._secret, self._header = secret, header_of(secret)

    def is_preflight(self, head: Head) -> bool:
        """The browser asks whether the page may ask, and names the header. False: it is the request itself."""
        if head.path != PATH or head["host"] != self._host or head["origin"] != self.portal:
            raise Shut
        if not UNWANTED.isdisjoint(head.headers):
            raise Shut
        if head.method == "POST":
            return False
        if (
            head.method != "OPTIONS"
            or head["access-control-request-method"] != "POST"
            or "content-length" in head.headers
        ):
            raise Shut
        self._knows_header([name.strip() for name in head["access-control-request-headers"].split(",")])
        return True

    def length(self, head: Head) -> int:
        """How many bytes of body follow."""
        if head["content-type"] != JSON or not _LENGTH.fullmatch(head["content-length"]):
            raise Shut
        length = int(head["content-length"])
        if length > LIMITS.signer_body_bytes:
            raise Shut
        self._knows_header(list(head.headers))
        return length

    def check_proof(self, head: Head, body: bytes) -> None:
        if not hmac.compare_digest(head[self._header].encode(), proof_of(self._secret, body).encode()):
            raise WrongCode

    def preflight_answer(self) -> bytes:
        allowed = (
            f"Access-Control-Allow-Methods: POST\r\nAccess-Control-Allow-Headers: content-type, {self._header}\r\n"
        )
        return f"HTTP/1.1 204 No Content\r\n{self._common()}{allowed}\r\n".encode()

    def answer_head(self) -> bytes:
        """Sent as soon as the request is known to be the portal's, so that the page can say where to look."""
        return f"HTTP/1.1 200 OK\r\n{self._common()}Content-Type: {JSON}\r\n\r\n".encode()

    def _common(self) -> str:
        return (
            f"Access-Control-Allow-Origin: {self.portal}\r\nVary: Origin\r\nCache-Control: no-store\r\n"
            "X-Content-Type-Options: nosniff\r\nConnection: close\r\n"
        )

    def _knows_header(self, names: list[str]) -> None:
        """Among the names is ours, compared without telling how much of it was right."""
        ours = [name for name in names if name.startswith(HEADER)]
        if len(ours) != 1 or not hmac.compare_digest(ours[0].encode(), self._header.encode()):
            raise WrongCode


def read_portal(text: str) -> str:
    """The origin of a portal, as a browser spells it: `https://HOST[:PORT]`, or `http://` on this computer.

    Raises:
        ValueError: a path, a name and password, another scheme, or `http://` anywhere else.

    >>> read_portal("https://Customs.example:443/"), read_portal("http://127.0.0.1:8080")
    ('https://customs.example', 'http://127.0.0.1:8080')
    """
    url = urlsplit(text)
    host, port = url.hostname or "", url.port
    if text.lower().removesuffix("/") != f"{url.scheme}://{url.netloc.lower()}" or "@" in url.netloc:
        raise ValueError(text)
    if not _HOST.fullmatch(host) or not (url.scheme == "https" or (url.scheme == "http" and _LOOPBACK.fullmatch(host))):
        raise ValueError(text)
    named = f":{port}" if port is not None and port != _USUAL[url.scheme] else ""
    return f"{url.scheme}://{host}{named}"
