"""Every act against its leaf, and every declaration against its acts, in the order of the log."""

from collections.abc import Iterator
from typing import NamedTuple

import apsw
import msgspec
from cryptography.exceptions import InvalidTag
from msgspec.structs import replace

from thongquan.declaration.lifecycle import DEAD
from thongquan.signing.checkpoint import receipt_leaf
from thongquan.storage.checking_attachments import KNOWS_ATTACHMENTS, AttachmentCheck, DocumentSaid
from thongquan.storage.checking_charges import ChargeCheck
from thongquan.storage.database import LAST_ACT, one_number
from thongquan.storage.deposits import HAS_DEPOSITS
from thongquan.storage.feed import HAS_FEED, FeedChecked
from thongquan.storage.findings import Findings
from thongquan.storage.record import Record, place_of, unpack
from thongquan.storage.sealing import Vault
from thongquan.storage.state import State, state_of

TELL_EVERY = 1024
KNOWS_OWNERS, KNOWS_CORRECTIONS = 4, 6
"""The schemas from which on the books say what counts together; and what corrects, and in which team's queue it is."""

_ACTS = """
SELECT a.seq, a.number, a.kind, a.leaf, a.sealed, {correcting}, d.filing, d.live, d.line,
       d.number, d.office, d.direction, d.house, {owned}, d.state, d.channel, d.customs_value, d.registered_at,
       {queue}, d.registered, d.latest
FROM act a LEFT JOIN declaration d ON d.number = a.number {corrections} ORDER BY a.seq"""
_CORRECTIONS = "LEFT JOIN correction c ON c.act = a.seq"
_WITHOUT_ACTS = """
SELECT number FROM declaration d
WHERE NOT EXISTS (SELECT 1 FROM act WHERE seq = d.registered AND number = d.number AND kind = 'registered')
   OR NOT EXISTS (SELECT 1 FROM act WHERE seq = d.latest AND number = d.number)"""
_RETURNS = "SELECT count(*) FROM returned JOIN declaration d USING (number) WHERE d.filing > ?"

_SIGNED_BEFORE = """
SELECT a.seq, a.sealed FROM act a
WHERE a.seq IN (SELECT registered FROM declaration WHERE number = ?
                UNION ALL SELECT c.act FROM declaration d CROSS JOIN correction c CROSS JOIN act ON act.seq = c.act
                WHERE d.number = ? AND d.signed IS NOT NULL AND act.number = d.number)
AND a.seq < ? ORDER BY a.seq DESC LIMIT 1"""

_REGISTERED = "SELECT seq, sealed FROM act WHERE seq = (SELECT registered FROM declaration WHERE number = ?)"

Leaf = tuple[int, bytes]
"""The row of a filing, and the leaf of one of its declarations."""


class _Line(msgspec.Struct, gc=False):
    """As much of a decision as says where it was signed, whose return it is, and which documents were given."""

    line: int
    original: str = ""
    documents: list[DocumentSaid] = []


_LINE = msgspec.json.Decoder(_Line)


class Act(NamedTuple):
    """A row of the log."""

    seq: int
    number: int
    line: int | None
    """Of its filing, where a line was signed with it."""
    leaf: bytes
    sealed: bytes


class Acts:
    """Reads each act once and keeps nothing of it."""

    def __init__(self, connection: apsw.Connection, vault: Vault, erased: int, findings: Findings) -> None:
        self._connection = connection
        self._knows_owners = connection.pragma("user_version") >= KNOWS_OWNERS
        self._knows_corrections = connection.pragma("user_version") >= KNOWS_CORRECTIONS
        self._vault = vault
        self._erased = erased
        """Of filings up to this row the content is gone, and nothing of it may be there."""
        self._found = findings
        self._returns = 0
        self._feed = FeedChecked(connection) if connection.pragma("user_version") >= HAS_FEED else None
        knows_attachments = connection.pragma("user_version") >= KNOWS_ATTACHMENTS
        self._attachments = AttachmentCheck(connection, vault, findings) if knows_attachments else None
        knows_deposits = connection.pragma("user_version") >= HAS_DEPOSITS
        self._charges = ChargeCheck(connection, vault, findings) if knows_deposits else None

    def leaves(self) -> Iterator[Leaf]:
        """The leaves of the declarations as they were registered, filing by filing. Tells what is wrong on the way."""
        last, expected = one_number(self._connection, LAST_ACT), 1
        acts = _ACTS.format(
            owned="d.owned" if self._knows_owners else "NULL",
            correcting="c.filing, c.line" if self._knows_corrections else "NULL, NULL",
            corrections=_CORRECTIONS if self._knows_corrections else "",
            queue="d.team, d.documents_at" if self._knows_corrections else "'', ''",
        )
        for row in self._connection.execute(acts):
            seq, number, kind, leaf, sealed, correcting, corrected, filing, live, line, *state = row
            if seq != expected:
                self._found.add("log", f"act {expected}")
            expected = seq + 1
            if seq % TELL_EVERY == 0:
                self._found.tell(seq, last)
            if filing is None or (kind == "corrected") != (correcting is not None):
                self._found.add("state", f"declaration {number}")
                continue
            if self._feed is not None and not self._feed.holds(seq, filing):
                self._found.add("feed", f"act {seq}")
            if kind != "decided":
                yield correcting or filing, leaf
            said_in = {"registered": line, "corrected": corrected}.get(kind)
            self._check_act(Act(seq, number, said_in, leaf, sealed), State(*state), filing, live=bool(live))
        for (number,) in self._connection.execute(_WITHOUT_ACTS):
            self._found.add("state", f"declaration {number}")
        self._end()

    def _end(self) -> None:
        self._count_returns()
        if self._feed is not None and not self._feed.has_no_more():
            self._found.add("feed", "runs")
        if self._attachments is not None:
            self._attachments.end()
        if self._charges is not None:
            self._charges.end()

    def _check_act(self, act: Act, state: State, filing: int, *, live: bool) -> None:
        if filing > self._erased:
            if live == (state.state in DEAD):
                self._found.add("state", f"declaration {act.number}")
            self._check(act, state)
        else:
            if act.sealed or state.house or state.owned or live:
                self._found.add("erased", f"act {act.seq}")
            if self._charges is not None:
                self._charges.leave_out(act.seq)

    def _check(self, act: Act, state: State) -> None:
        record = self._opened(act.number, act.seq, act.sealed)
        if record is None:
            return
        signed = record.signed or self._signed_before(act)
        if receipt_leaf(record.salt, signed, record.decision) != act.leaf:
            self._found.add("leaf", f"act {act.seq}")
            return
        said = _LINE.decode(record.decision)
        if self._charges is not None:
            self._charges.check(act.seq, act.number, record.decision, first=state.registered == act.seq)
        if self._attachments is not None and state.latest == act.seq:
            self._attachments.check(act.number, said.documents)
        if (
            act.line not in (None, said.line)
            or state.latest < act.seq
            or (state.latest == act.seq and not self._is_right(state, signed, record))
        ):
            self._found.add("state", f"declaration {act.number}")
        if said.original and state.latest == act.seq:
            self._check_original(act.number, int(said.original))

    def _check_original(self, number: int, original: int) -> None:
        self._returns += 1
        row = self._connection.execute("SELECT original FROM returned WHERE number = ?", (number,)).fetchone()
        if row != (original,):
            self._found.add("return", f"declaration {number}")

    def _count_returns(self) -> None:
        """None is there that no decision names."""
        if self._knows_corrections and one_number(self._connection, _RETURNS, self._erased) != self._returns:
            self._found.add("return", "count")

    def _is_right(self, state: State, signed: bytes, record: Record) -> bool:
        """What the leaf binds is what was signed and decided, so that it can be read."""
        derived = state_of(self._vault, signed, record.decision, (state.registered, state.latest))
        if not self._knows_owners:
            derived = replace(derived, owned=None)
        return (derived if self._knows_corrections else replace(derived, team="", documents_at="")) == state

    def _signed_before(self, act: Act) -> bytes:
        """The line that held when this act was decided."""
        row = self._connection.execute(*self._asking(act)).fetchone()
        record = self._opened(act.number, *row) if row else None
        return record.signed if record else b""

    def _asking(self, act: Act) -> tuple[str, tuple[int, ...]]:
        if self._knows_corrections:
            return _SIGNED_BEFORE, (act.number, act.number, act.seq)
        return _REGISTERED, (act.number,)

    def _opened(self, number: int, seq: int, sealed: bytes) -> Record | None:
        try:
            return unpack(self._vault.open(sealed, place_of(number, seq)))
        except (InvalidTag, ValueError, msgspec.MsgspecError):
            self._found.add("sealed", f"act {seq}")
            return None
