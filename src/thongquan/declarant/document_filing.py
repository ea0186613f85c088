"""Filing group 1 of manifests on lists HQ 01, each exactly once: what was signed is on disk before it is sent."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.declarant.documents import Listed, by_direction
from thongquan.declarant.lists import ListDesk
from thongquan.declarant.outbox import checked, move, with_checksum, write_through
from thongquan.declarant.refusals import OutboxDamaged, ServerRefused
from thongquan.declarant.terminal_desk import FaultsTold
from thongquan.declaration.document_list import packed, spelled, with_fee

WAITING, SENT = ".waiting", ".sent"
_ID_DIGITS = 32
_COME_BACK = frozenset({"BUSY", "UNAVAILABLE", "TOO-OFTEN", "CLOCK-BEHIND"})
"""Nothing was entered, and the same may be sent again."""


class TextDiffers(Refusal):
    """The authority would have something signed that is not over these lines."""

    code = "HQ01-CHANGED"


class Group(msgspec.Struct, frozen=True):
    """What stands on one list: of one direction, at most so many lines. A flight or master bill that all share."""

    direction: str
    flight: str
    master_bill: str
    count: int
    lines: str
    """As they travel, with a salt that is drawn once."""
    digest: str

    def asked(self, office: str) -> dict[str, str]:
        """What a draft is asked with."""
        told = {"direction": self.direction, "office": office, "lines": self.lines}
        known = {"flight": self.flight, "master_bill": self.master_bill}
        return told | {name: value for name, value in known.items() if value}


class Kept(msgspec.Struct, frozen=True):
    """A list that was signed. The file is for its owner only: lines name people."""

    server: str
    text: str
    signature: bytes
    lines: str
    count: int

    @property
    def list_id(self) -> str:
        """As the authority names it: by the text alone."""
        return sha256(self.text.encode()).hexdigest()[:_ID_DIGITS]

    def __repr__(self) -> str:
        return f"Kept(list_id={self.list_id!r})"


def groups_of(documents: Sequence[Listed], fee: int = 0) -> Iterator[Group]:
    """In as few lists as the limits allow, in the order of the rows. `fee`: đồng of each line."""
    for of in by_direction(documents):
        for start in range(0, len(of.lines), LIMITS.hq01_lines):
            some = with_fee(of.lines[start : start + LIMITS.hq01_lines], fee)
            told = spelled(some)
            digest = sha256(told).hexdigest()
            yield Group(of.direction, of.flight, of.master_bill, len(some), packed(told), digest)


class DocumentOutbox:
    """Signed lists under `folder`, until they were sent, and afterwards as their company's copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, one: Kept) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self.folder / f".{one.list_id}"
        write_through(unfinished, with_checksum(msgspec.json.encode(one)))
        move(unfinished, self._place(one, WAITING))

    def waiting(self, server: str) -> list[Kept]:
        found = (self._read(path) for path in sorted(self.folder.glob(f"*{WAITING}")))
        return [one for one in found if one.server == server]

    def sent(self, one: Kept) -> None:
        move(self._place(one, WAITING), self._place(one, SENT))

    def drop(self, one: Kept) -> None:
        """The authority refused it, and never will carry it out."""
        with suppress(FileNotFoundError):
            self._place(one, WAITING).unlink()

    def _place(self, one: Kept, state: str) -> Path:
        return self.folder / f"{one.list_id}{state}"

    def _read(self, path: Path) -> Kept:
        try:
            return msgspec.json.decode(checked(path), type=Kept)
        except msgspec.MsgspecError as error:
            raise OutboxDamaged(file=str(path)) from error


class DocumentFiler:
    """Drafts, signs and sends lists. Raises as `ListDesk`; what was signed then waits in the outbox."""

    def __init__(self, desk: ListDesk, outbox: DocumentOutbox, server: str) -> None:
        self._desk, self._outbox, self._server = desk, outbox, server

    def finish(self) -> list[dict[str, str]]:
        """Sends what an earlier run signed. What became of each."""
        return [self._send(one) for one in self._outbox.waiting(self._server)]

    def drafted(self, group: Group, office: str) -> str:
        """The text that is to be signed. Raises TextDiffers."""
        text = self._desk.drafted(**group.asked(office))
        if f": {group.digest}\n" not in text:
            raise TextDiffers
        return text

    def file(self, group: Group, text: str, sign: Callable[[bytes], bytes]) -> dict[str, str]:
        kept = Kept(self._server, text, sign(text.encode()), group.lines, group.count)
        self._outbox.keep(kept)
        return self._send(kept)

    def _send(self, one: Kept) -> dict[str, str]:
        try:
            outcome = self._desk.send(one.text, one.signature, lines=one.lines)
        except FaultsTold:
            self._outbox.drop(one)
            raise
        except ServerRefused as refusal:
            if refusal.code != "DEED-REPEATED":
                if refusal.code not in _COME_BACK:
                    self._outbox.drop(one)
                raise
            known = self._desk.head(one.list_id)  # an earlier answer was lost on its way
            outcome = {"list": one.list_id, "number": known["number"], "state": known["state"]}
        self._outbox.sent(one)
        return outcome | {"count": str(one.count)}
