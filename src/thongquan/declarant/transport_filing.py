"""A company's transports over HTTP, with the credentials of a terminal: lodged from a plan, declared, read back."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import quote, urlencode

import msgspec

from thongquan.declarant.terminal_desk import TerminalDesk, Told
from thongquan.transport.codec import read as read_message
from thongquan.transport.lodged import Lodged, packed, read, spelled
from thongquan.transport.merging import merged
from thongquan.transport.model import TransportDeclaration
from thongquan.transport.plan import with_attachment
from thongquan.transport.told import read_plan

ADDRESS = "/api/v1/transports"
Doing = Literal["register", "change", "correct"]


def transport_body(plan: bytes, ola: bytes, attachment: str = "") -> Lodged:
    """What is lodged: a plan as `transport plan` wrote it, and a message OLA (JSON) with what else is declared.

    `attachment`: the number under which the lists were registered (HYS), for Notes 1.

    Raises:
        TransportUnreadable: the message, or the plan, is none.
        AttachmentRefused: the number is none, or the plan has no list.
    """
    made = read_plan(plan)
    declaration = read_message("OLA", ola)
    assert isinstance(declaration, TransportDeclaration)  # so it was asked for
    return merged(with_attachment(made, attachment) if attachment else made, declaration)


class Amending(msgspec.Struct, frozen=True):
    """Which line of which list."""

    form: str
    run: int
    line: int


class TransportDesk(TerminalDesk):
    """The transports of the terminal's company."""

    def drafted(self, body: Lodged, number: str = "", doing: Doing = "register") -> str:
        """The text that registers it, or changes or corrects the one of this number as it stands now, to be signed."""
        asked: dict[str, Any] = {"doing": doing, "declaration": packed(spelled(body))}
        if number:
            asked |= {"number": number, "version": self.one(number)["head"]["version"]}
        text: str = self.told("POST", ADDRESS, asked)["text"]
        return text

    def step(self, number: str, step: str, **says: Any) -> str:
        """The text of a step on the transport as it stands now, to be signed."""
        head = self.one(number)["head"]
        asked = {"version": head["version"], "state": head["state"], "step": step, **says}
        text: str = self.told("POST", f"{self._address(number)}/steps", asked)["text"]
        return text

    def amended(self, number: str, line: Amending, changes: Mapping[int, str]) -> str:
        """The text that amends one line of a list, to be signed. `changes`: column of the form → new value."""
        asked = {"version": self.one(number)["head"]["version"], **msgspec.structs.asdict(line)}
        asked["changes"] = [{"column": column, "value": value} for column, value in changes.items()]
        text: str = self.told("POST", f"{self._address(number)}/amendments", asked)["text"]
        return text

    def send(self, text: str, signature: bytes, body: Lodged | None = None) -> dict[str, str]:
        """What became of it. `body`: of a text that lodges it."""
        beside = {"declaration": packed(spelled(body))} if body else {}
        signed = {"text": text, "signature": b64encode(signature).decode(), "secrets": beside}
        outcome: dict[str, str] = self.told("POST", "/api/v1/deeds", signed)["outcome"]
        return outcome

    def one(self, number: str) -> Told:
        return self.told("GET", self._address(number))

    def all(self, queue: str = "", state: str = "") -> list[Told]:
        """The latest first; of a queue the first that is due."""
        rows: list[Told] = []
        after, sort = "", "due" if queue else "-lodged"
        while True:
            asked = {"queue": queue, "state": state, "sort": sort, "after": after}
            page = self.told("GET", f"{ADDRESS}?{urlencode(asked)}")
            rows += page["rows"]
            after = page["next"]
            if not after:
                return rows

    def lines(self, number: str, place: int = 1) -> list[Told]:
        """All lines of one of its lists, the first is 1."""
        rows: list[Told] = []
        after = 0
        while True:
            page = self.told("GET", f"{self._address(number)}/lines?{urlencode({'list': place, 'after': after})}")
            rows += page["lines"]
            after = page["next"]
            if not after:
                return rows

    def body(self, number: str) -> Lodged:
        """Declaration and lists as they are kept. Raises LodgedUnreadable: they are of a newer authority."""
        return read(self.asked("GET", f"{self._address(number)}/json"))

    def printed(self, number: str, *, lists: bool = False) -> bytes:
        """The declaration or its approval, or its lists, as PDF."""
        return self.asked("GET", f"{self._address(number)}/{'lists/' if lists else ''}pdf")

    def _address(self, number: str) -> str:
        return f"{ADDRESS}/{quote(number, safe='')}"
