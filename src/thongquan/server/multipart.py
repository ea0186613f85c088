"""A filing's body: exactly three parts, in their order, nothing before, between or after them."""

import re

from thongquan.base.fault import Refusal
from thongquan.base.limits import Limits

PARTS = (
    ("statement", b"application/json"),
    ("signature", b"application/pkcs7-signature"),
    ("declarations", b"application/x-ndjson"),
)

_HEAD_BYTES = 512
_BOUNDARY = re.compile(
    rb'multipart/mixed; *boundary=(?:"([\w\'()+,./:=?-]{1,70})"|([\w\'+.-]{1,70}))\Z', re.ASCII | re.IGNORECASE
)


class BodyMalformed(Refusal):
    """The body is not what a filing is made of."""

    code = "BODY-MALFORMED"


class PartTooLarge(Refusal):
    code = "PART-TOO-LARGE"


def boundary_in(content_type: bytes) -> bytes:
    """The boundary that the request's own header names.

    Raises:
        BodyMalformed: it is not `multipart/mixed` with one boundary.
    """
    found = _BOUNDARY.match(content_type)
    if found is None:
        raise BodyMalformed(part="Content-Type")
    boundary: bytes = found[1] or found[2]
    return boundary


def read_parts(body: bytes, boundary: bytes, limits: Limits) -> tuple[bytes, bytes, bytes]:
    """Statement, signature and declarations."""
    opening, delimiter = b"--" + boundary + b"\r\n", b"\r\n--" + boundary
    if not body.startswith(opening):
        raise BodyMalformed(part="")
    at, contents = len(opening), []
    for number, (name, kind) in enumerate(PARTS, start=1):
        start = _after_head(body, at, name, kind)
        end = body.find(delimiter, start)
        if end < 0:
            raise BodyMalformed(part=name)
        contents.append(body[start:end])
        at = end + len(delimiter)
        if number < len(PARTS):
            if not body.startswith(b"\r\n", at):
                raise BodyMalformed(part=name)
            at += 2
    if body[at : at + 5] not in (b"--", b"--\r\n"):
        raise BodyMalformed(part="")
    statement, signature, declarations = contents
    _within("statement", statement, limits.statement_bytes)
    _within("signature", signature, limits.signature_bytes)
    return statement, signature, declarations


def _after_head(body: bytes, at: int, name: str, kind: bytes) -> int:
    """Where the content starts: the head names the part's type, once, and perhaps its name; nothing else."""
    end = body.find(b"\r\n\r\n", at, at + _HEAD_BYTES)
    if end < 0:
        raise BodyMalformed(part=name)
    head: dict[bytes, bytes] = {}
    for line in body[at:end].split(b"\r\n"):
        field, colon, value = line.partition(b": ")
        if not colon or head.setdefault(field.lower(), value) is not value:
            raise BodyMalformed(part=name)
    named = head.pop(b"content-disposition", None)
    if named not in (None, b'form-data; name="%s"' % name.encode()) or head != {b"content-type": kind}:
        raise BodyMalformed(part=name)
    return end + 4


def _within(name: str, content: bytes, limit: int) -> None:
    if len(content) > limit:
        raise PartTooLarge(part=name, limit=limit)
