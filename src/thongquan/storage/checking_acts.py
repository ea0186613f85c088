"""Every act against its leaf, and every declaration against its acts, in the order of the log."""

from collections.abc import Iterator
from typing import NamedTuple

import apsw
import msgspec
from cryptography.exceptions import InvalidTag
from msgspec.structs import replace

from thongquan.declaration.lifecycle import DEAD
from thongquan.signing.checkpoint import receipt_leaf
from thongquan.storage.database import LAST_ACT, one_number
from thongquan.storage.findings import Findings
from thongquan.storage.record import Record, place_of, unpack
from thongquan.storage.sealing import Vault
from thongquan.storage.state import State, state_of

TELL_EVERY = 1024
KNOWS_OWNERS = 4
"""The schema from which on the books say what counts together."""

_ACTS = """
SELECT a.seq, a.number, a.kind, a.leaf, a.sealed, d.filing, d.live,
       d.number, d.office, d.direction, d.line, d.house, {owned}, d.state, d.channel, d.customs_value, d.registered_at,
       d.registered, d.latest
FROM act a LEFT JOIN declaration d ON d.number = a.number ORDER BY a.seq"""
_WITHOUT_ACTS = """
SELECT number FROM declaration d
WHERE NOT EXISTS (SELECT 1 FROM act WHERE seq = d.registered AND number = d.number AND kind = 'registered')
   OR NOT EXISTS (SELECT 1 FROM act WHERE seq = d.latest AND number = d.number)"""

Leaf = tuple[int, bytes]
"""The row of a filing, and the leaf of one of its declarations."""


class Act(NamedTuple):
    """A row of the log."""

    seq: int
    number: int
    kind: str
    leaf: bytes
    sealed: bytes


class Acts:
    """Reads each act once and keeps nothing of it."""

    def __init__(self, connection: apsw.Connection, vault: Vault, erased: int, findings: Findings) -> None:
        self._connection = connection
        self._knows_owners = connection.pragma("user_version") >= KNOWS_OWNERS
        self._vault = vault
        self._erased = erased
        """Of filings up to this row the content is gone, and nothing of it may be there."""
        self._found = findings

    def leaves(self) -> Iterator[Leaf]:
        """The leaves of the declarations as they were registered, filing by filing. Tells what is wrong on the way."""
        last, expected = one_number(self._connection, LAST_ACT), 1
        acts = _ACTS.format(owned="d.owned" if self._knows_owners else "NULL")
        for seq, number, kind, leaf, sealed, filing, live, *row in self._connection.execute(acts):
            if seq != expected:
                self._found.add("log", f"act {expected}")
            expected = seq + 1
            if seq % TELL_EVERY == 0:
                self._found.tell(seq, last)
            if filing is None:
                self._found.add("state", f"declaration {number}")
                continue
            if kind == "registered":
                yield filing, leaf
            state = State(*row)
            if filing > self._erased:
                if bool(live) == (state.state in DEAD):
                    self._found.add("state", f"declaration {number}")
                self._check(Act(seq, number, kind, leaf, sealed), state)
            elif sealed or state.house or state.owned or live:
                self._found.add("erased", f"act {seq}")
        for (number,) in self._connection.execute(_WITHOUT_ACTS):
            self._found.add("state", f"declaration {number}")

    def _check(self, act: Act, state: State) -> None:
        record = self._opened(act.number, act.seq, act.sealed)
        if record is None:
            return
        signed = record.signed if act.kind == "registered" else self._signed(act.number, state.registered)
        if receipt_leaf(record.salt, signed, record.decision) != act.leaf:
            self._found.add("leaf", f"act {act.seq}")
        elif state.latest < act.seq or (state.latest == act.seq and not self._is_right(state, signed, record)):
            self._found.add("state", f"declaration {act.number}")

    def _is_right(self, state: State, signed: bytes, record: Record) -> bool:
        """What the leaf binds is what was signed and decided, so that it can be read."""
        derived = state_of(self._vault, signed, record.decision, (state.registered, state.latest))
        return (derived if self._knows_owners else replace(derived, owned=None)) == state

    def _signed(self, number: int, registered: int) -> bytes:
        row = self._connection.execute("SELECT sealed FROM act WHERE seq = ?", (registered,)).fetchone()
        record = self._opened(number, registered, row[0]) if row else None
        return record.signed if record else b""

    def _opened(self, number: int, seq: int, sealed: bytes) -> Record | None:
        try:
            return unpack(self._vault.open(sealed, place_of(number, seq)))
        except (InvalidTag, ValueError, msgspec.MsgspecError):
            self._found.add("sealed", f"act {seq}")
            return None
