"""Lists HQ 02 against the deeds: each was sent, its lines are those that were signed, and customs answered so."""

from collections.abc import Iterator
from typing import Any

import apsw

from thongquan.base.canonical import canonical
from thongquan.declaration.completed_list import digest_of
from thongquan.numbering.declaration_number import uncorrected
from thongquan.registration.deeds_completed import Hq02Confirm, Hq02Send
from thongquan.storage.findings import Findings
from thongquan.storage.register_told import ListTold, Told

HAS_LISTS = 6
"""The schema from which on the books hold lists."""

_LISTS = """
SELECT id, row, company, office, year, ordinal, number, state, sent_at, sent_by, answered_at, answered_by, says, deed,
       answer
FROM completed_list ORDER BY row"""
_LINES = """
SELECT c.line, c.number, a.leaf, c.became, a.number, a.kind, d.state
FROM completed_line c LEFT JOIN act a ON a.seq = c.act LEFT JOIN declaration d ON d.number = c.number
WHERE c.list = ? ORDER BY c.line"""
_SIGNED = ("registered", "corrected")
_PASSED = ("released", "cancelled")
"""What a declaration is once its goods passed: its cancellation may be granted afterwards."""


def check_lists(connection: apsw.Connection, told: Told, found: Findings) -> None:
    if connection.pragma("user_version") < HAS_LISTS:
        return
    missing = {id_ for id_, one in told.lists.items() if isinstance(one.sent.says, Hq02Send)}
    row: Any
    for row in connection.execute(_LISTS):
        id_, place, *kept = row
        missing.discard(id_)
        known = told.lists.get(id_)
        if known is None or kept != _row_of(known) or not _lines_fit(connection, place, known):
            found.add("list", id_)
    for id_ in sorted(missing):
        found.add("list", id_)


def _row_of(known: ListTold) -> list[Any]:
    sent, answer = known.sent, known.answer
    says = sent.says
    assert isinstance(says, Hq02Send)
    state = answer.outcome["state"] if answer else "sent"
    told = sent.outcome
    return [
        known.company, says.office, int(told["year"]), int(told["ordinal"]), told["number"], state, sent.at,
        sent.account, answer.at if answer else "", answer.account if answer else "", canonical(says).decode(),
        sent.seq, answer.seq if answer else None,
    ]  # fmt: skip


def _lines_fit(connection: apsw.Connection, place: int, known: ListTold) -> bool:
    says = known.sent.says
    assert isinstance(says, Hq02Send)
    rows: list[Any] = connection.execute(_LINES, (place,)).fetchall()
    if any(number != signed or kind not in _SIGNED for _, number, _, _, signed, kind, _ in rows):
        return False
    if digest_of([(line, number, leaf) for line, number, leaf, *_ in rows]) != says.digest:
        return False
    left = dict(_left_out(known))
    is_confirmed = known.answer is not None and known.answer.outcome["state"] == "confirmed"
    return all(
        became == (left.get(number, "released") if is_confirmed else "") and (became != "released" or state in _PASSED)
        for _, number, _, became, _, _, state in rows
    )


def _left_out(known: ListTold) -> Iterator[tuple[int, str]]:
    if known.answer is None:
        return
    says = known.answer.says
    assert isinstance(says, Hq02Confirm)
    yield from ((uncorrected(one), "held-back") for one in says.held_back)
    yield from ((uncorrected(one), "never-came") for one in says.never_came)
