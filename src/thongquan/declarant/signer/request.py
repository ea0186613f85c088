"""The head of a request, read strictly: one spelling of each thing, and no second header of one name."""

import re

import msgspec

from thongquan.base.limits import LIMITS

END = b"\r\n\r\n"
_ALLOWED = re.compile(rb"[\r\n -~]*")
_LINE = re.compile(r"([A-Z]{3,10}) (/[!-~]{0,200}) HTTP/1\.1")
_HEADER = re.compile(r"([A-Za-z0-9-]{1,100}): ?([!-~](?:[ -~]*[!-~])?)?")


class Shut(Exception):  # noqa: N818 - no error: the door stays shut, and nothing is said
    """The connection is closed without a word."""


class Head(msgspec.Struct, frozen=True):
    method: str
    path: str
    headers: dict[str, str]
    """By their names in small letters."""

    def __getitem__(self, name: str) -> str:
        """The value, or "" where there is no such header."""
        return self.headers.get(name, "")


def read_head(data: bytes) -> Head:
    """`data` ends with the empty line. Raises `Shut`."""
    if not data.endswith(END) or not _ALLOWED.fullmatch(data):
        raise Shut
    first, *lines = data.removesuffix(END).decode("ascii").split("\r\n")
    line = _LINE.fullmatch(first)
    if line is None or len(lines) > LIMITS.signer_headers:
        raise Shut
    headers: dict[str, str] = {}
    for one in lines:
        header = _HEADER.fullmatch(one)
        if header is None or header[1].lower() in headers:
            raise Shut
        headers[header[1].lower()] = header[2] or ""
    return Head(line[1], line[2], headers)
