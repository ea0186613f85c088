"""What is kept of one flight beside its file, verdicts and lines: small enough to be read for every page."""

import re
import secrets
from datetime import datetime

import msgspec

from thongquan.base.fault import Fact, Fault
from thongquan.base.moment import stamp
from thongquan.declarant.filing import new_batch
from thongquan.declarant.flight_model import Batch, Settings
from thongquan.signing.statement import Statement

RECORD, FILE, PREPARED, FILED = "record", "file", "prepared", "filed"
SIGNED, SIGNATURE, SIGNED_LINES, ANSWER = "signed.", "signature.", "signedlines.", "answer."
_ID = re.compile(r"[0-9]{8}T[0-9]{12}-[A-Za-z0-9_-]{16}")


class Waiting(msgspec.Struct, frozen=True):
    """House rows that an office did not register for want of money or of a guarantee that may be used."""

    office: str
    count: int
    needed: int
    """đồng, of those that were refused for want of money."""


class Filing(msgspec.Struct, frozen=True):
    """One batch that was signed. It is never changed nor taken back; what becomes of it is noted."""

    batch: str
    office: str
    direction: str
    count: int
    root: str
    secret: str
    """With which its answer is read back."""
    rows: list[int]
    signed_at: str
    signed_by: str
    answered_at: str = ""
    registered: int = 0
    refused: int = 0
    refusal: str = ""
    """The code for which the door refused all of it: its rows are free again."""
    facts: dict[str, Fact] = {}

    @property
    def is_pending(self) -> bool:
        return not self.answered_at and not self.refusal


class Flight(msgspec.Struct, frozen=True):
    """`version` counts what changes verdicts; `judged` is the version that the pieces tell."""

    id: str
    company: str
    made_at: str
    made_by: str
    settings: Settings
    on_behalf_of: str = ""
    """The principal's tax code; "" files for oneself."""
    version: int = 1
    judged: int = 0
    houses: int = 0
    outcomes: dict[str, int] = {}
    ready: int = 0
    """Of them can be signed now."""
    customs_value: int = 0
    vat: int = 0
    filings: list[Filing] = []
    channels: dict[str, int] = {}
    states: dict[str, int] = {}
    waiting: list[Waiting] = []
    """By office."""
    followed: int = 0
    """Up to this place of the log what was decided on them is counted in."""
    failed: str = ""
    """The code for which the file cannot be used."""
    facts: dict[str, Fact] = {}

    @property
    def must_be_judged(self) -> bool:
        return self.judged < self.version and not self.failed

    @property
    def pending(self) -> list[int]:
        """Places of filings that were signed and not answered yet."""
        return [place for place, one in enumerate(self.filings) if one.is_pending]

    @property
    def registered(self) -> int:
        return sum(one.registered for one in self.filings)


class Prepared(msgspec.Struct, frozen=True):
    """What is about to be signed: statements that name their batch once and for all, until the flight changes."""

    version: int
    statements: list[str]
    """Empty where the batch was signed already."""
    secrets: list[str]
    batches: list[Batch]


class Filed(msgspec.Struct, frozen=True, array_like=True):
    """What became of one house row, as last heard."""

    place: int
    """Of its filing among the flight's."""
    line: int
    number: str
    channel: str
    state: str
    codes: list[str]
    needed: int = 0
    """đồng that it owes, where it was refused for want of them."""
    faults: msgspec.Raw = msgspec.Raw(b"\x90")
    """All of them, as `FAULTS_OF` reads them: of the few rows that a page shows."""


RECORD_OF = msgspec.msgpack.Decoder(Flight)
PREPARED_OF = msgspec.msgpack.Decoder(Prepared)
FILED_OF = msgspec.msgpack.Decoder(dict[int, Filed])
FAULTS_OF = msgspec.msgpack.Decoder(list[Fault])
packed = msgspec.msgpack.Encoder().encode


def new_id(now: datetime) -> str:
    """Begins with its moment, so that ids sort by it; nobody can guess the rest."""
    return f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_urlsafe(12)}"


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def statement_of(flight: Flight, batch: Batch, system: str, secret_hash: str, now: datetime) -> Statement:
    """As `file` makes it, under a batch id of its own."""
    return Statement(
        system=system,
        kind="filing",
        batch=new_batch(now),
        filer=flight.company,
        on_behalf_of=flight.on_behalf_of or flight.company,
        office=batch.office,
        direction="export" if batch.direction == "export" else "import",
        count=batch.count,
        root=batch.root,
        reader=secret_hash,
        created_at=stamp(now),
    )
