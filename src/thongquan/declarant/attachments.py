"""Attachments by themselves (HYS, HYE, IHY, MSB) over HTTP, with the credentials of a terminal."""

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import quote, urlencode

import msgspec

from thongquan.declarant.terminal_desk import TerminalDesk, Told

ADDRESS = "/api/v1/attachments"
Deed = Literal["attachment-register", "attachment-change", "attachment-send"]
_ENDINGS = {"jpeg": "jpg", "text": "txt"}


class Attached(msgspec.Struct, frozen=True):
    """A file that is given: what a signed text names of it, and its bytes."""

    name: str
    data: bytes

    @classmethod
    def of(cls, path: Path) -> Self:
        return cls(path.name, path.read_bytes())

    def named(self) -> dict[str, str]:
        return {"name": self.name, "size": str(len(self.data)), "sha256": sha256(self.data).hexdigest()}


class AttachmentDesk(TerminalDesk):
    """The attachments of the terminal's company, and those that it registered for others."""

    def drafted(self, deed: Deed, particulars: dict[str, Any]) -> str:
        """The text that is to be signed."""
        text: str = self.told("POST", f"{ADDRESS}/draft", {"deed": deed, "particulars": particulars})["text"]
        return text

    def send(self, text: str, signature: bytes, files: Sequence[Attached], number: str = "") -> dict[str, str]:
        """What became of it. The same again is answered as the first time. `number`: of the one that is changed."""
        boundary = f"thongquan-{os.urandom(16).hex()}"
        parts = [(b"text/plain", text.encode()), (b"application/pkcs7-signature", signature)]
        parts += [(b"application/octet-stream", one.data) for one in files]
        path = f"{ADDRESS}/{quote(number, safe='')}" if number else ADDRESS
        kind = f"multipart/mixed; boundary={boundary}"
        answer = self.given(path, multipart(parts, boundary.encode()), kind)
        outcome: dict[str, str] = msgspec.json.decode(answer)["outcome"]
        return outcome

    def all(self, state: str = "") -> list[Told]:
        """The latest first."""
        rows: list[Told] = []
        after = ""
        while True:
            page = self.told("GET", f"{ADDRESS}?{urlencode({'state': state, 'after': after})}")
            rows += page["rows"]
            after = page["next"]
            if not after:
                return rows

    def one(self, number: str, version: int | None = None) -> Told:
        asked = "" if version is None else f"?version={version}"
        return self.told("GET", f"{ADDRESS}/{quote(number, safe='')}{asked}")

    def file(self, number: str, version: int, place: int) -> bytes:
        return self.asked("GET", f"{ADDRESS}/{quote(number, safe='')}/{version}/{place}")


def multipart(parts: Sequence[tuple[bytes, bytes]], boundary: bytes) -> bytes:
    """Type and content of each part."""
    told = [b"--%s\r\nContent-Type: %s\r\n\r\n%s\r\n" % (boundary, kind, content) for kind, content in parts]
    return b"".join([*told, b"--%s--\r\n" % boundary])


def saved_as(number: str, document: Told) -> str:
    """Under which name a file is saved: of our making. What its giver called it is never a path."""
    kind = str(document["kind"])
    ending = _ENDINGS.get(kind, kind if kind.isalnum() and kind.isascii() else "bin")
    return f"{number}-{int(document['place'])}.{ending}"


def changed(one: Told, left_out: Sequence[int], added: Sequence[Attached], **other: str | None) -> dict[str, Any]:
    """The particulars of a change: what is there, but for the places left out, and what is added.

    `other`: phone, reference, remarks; None leaves them as they are.
    """
    there = [{name: str(file[name]) for name in ("name", "size", "sha256")} for file in one["documents"]]
    stays = [file for place, file in enumerate(there, start=1) if place not in left_out]
    told = {name: one[name] if value is None else value for name, value in other.items()}
    documents = [*stays, *(file.named() for file in added)]
    return {"number": one["number"], "version": str(one["changes"]), "documents": documents, **told}


def coming(one: Told, added: Sequence[Attached]) -> list[Attached]:
    """Of what is added, that which the version before does not have: only this is sent."""
    known = {file["sha256"] for file in one["documents"]}
    return [file for file in added if file.named()["sha256"] not in known]
