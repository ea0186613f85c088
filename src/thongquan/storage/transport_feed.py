"""Steps of transports in the feed of their company: made of the deeds for old books, and held against them.

Each deed about a transport is one step, told once, in the order of the deeds, after the acts that were there by then.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import apsw
import msgspec

from thongquan.registration.deed import Particulars, read_deed
from thongquan.registration.deeds_transport import (
    TransportAmend,
    TransportAmendmentAnswer,
    TransportDecide,
    TransportLodge,
    TransportStep,
)
from thongquan.storage.database import LAST_ACT, one_number
from thongquan.storage.deeds import deed_place, open_deed
from thongquan.storage.feed import GIVE_NOTICE
from thongquan.storage.findings import Findings
from thongquan.storage.register_told import StepTold, Told
from thongquan.storage.sealing import Vault

KINDS = tuple(
    one.kind for one in (TransportLodge, TransportStep, TransportDecide, TransportAmend, TransportAmendmentAnswer)
)
_DEEDS = f"""
SELECT seq, kind, at, account, company, certificate, delegation, sealed FROM deed
WHERE kind IN ({", ".join("?" * len(KINDS))}) ORDER BY seq"""  # noqa: S608 # nosec B608 - question marks
_AT = "SELECT at FROM act WHERE seq = ?"
_LAST_THERE = "SELECT ifnull(max(nth), 0) FROM notice WHERE company = ? AND place = ?"
_TOLD = """
SELECT company, place, about, version, step, state, at FROM notice WHERE kind = 'transport'
ORDER BY company, place, nth"""


def tells_steps(connection: apsw.Connection) -> bool:
    """Whether the schema knows them."""
    found = connection.execute("SELECT 1 FROM pragma_table_info('notice') WHERE name = 'version'").fetchone()
    return found is not None


def step_told(company: str, at: str, says: Particulars, outcome: Mapping[str, str]) -> StepTold:
    return StepTold(company, outcome["number"], int(outcome["version"]), _step_of(says), outcome["state"], at)


def _step_of(says: Particulars) -> str:
    """As `Taken.step` names it."""
    if isinstance(says, TransportAmend):
        return "amend"
    if isinstance(says, TransportAmendmentAnswer):
        return f"amendment-{says.answer}"
    return says.doing if isinstance(says, TransportLodge) else str(getattr(says, "step", ""))


def fill_steps(connection: apsw.Connection, vault: Vault) -> None:
    """Inside a transaction: those of books from before there were any."""
    place = 0
    for step in _on_record(connection, vault):
        place = _place_at(connection, step.at, place)
        nth = one_number(connection, _LAST_THERE, step.company, place) + 1
        known = (step.company, place, nth, "transport", step.number, step.at, step.step, step.state, step.version)
        connection.execute(GIVE_NOTICE, known)


def _on_record(connection: apsw.Connection, vault: Vault) -> Iterator[StepTold]:
    record: list[Any] = connection.execute(_DEEDS, KINDS).fetchall()
    for *known, sealed in record:
        opened = open_deed(vault.open(sealed, deed_place(*known)))
        outcome = msgspec.json.decode(opened.outcome, type=dict[str, str])
        yield step_told(known[4], known[2], read_deed(opened.text).says, outcome)


def _place_at(connection: apsw.Connection, at: str, after: int) -> int:
    """The last act that was there by then, at `after` or later: found by halves, for acts lie in order."""
    low, high = after, one_number(connection, LAST_ACT)
    while low < high:
        middle = (low + high + 1) // 2
        if _act_at(connection, middle) <= at:
            low = middle
        else:
            high = middle - 1
    return low


def _act_at(connection: apsw.Connection, seq: int) -> str:
    """Empty where no act lies."""
    found: Any = connection.execute(_AT, (seq,)).fetchone()
    return found[0] if found else ""


def check_transport_feed(connection: apsw.Connection, told: Told, found: Findings) -> None:
    if not tells_steps(connection):
        return
    due: defaultdict[str, list[StepTold]] = defaultdict(list)
    for step in told.steps:
        due[step.company].append(step)
    kept, places = _kept(connection)
    for company in sorted(due.keys() | kept.keys()):
        if due[company] != kept[company] or not _lie_where_they_should(connection, kept[company], places[company]):
            found.add("transport_feed", company)


def _kept(connection: apsw.Connection) -> tuple[defaultdict[str, list[StepTold]], defaultdict[str, list[int]]]:
    kept, places = defaultdict[str, list[StepTold]](list), defaultdict[str, list[int]](list)
    row: Any
    for row in connection.execute(_TOLD):
        company, place, number, version, step, state, at = row
        kept[company].append(StepTold(company, number, version, step, state, at))
        places[company].append(place)
    return kept, places


def _lie_where_they_should(connection: apsw.Connection, steps: list[StepTold], places: list[int]) -> bool:
    """Moved back, a step would lie before what its company has read already."""
    last = one_number(connection, LAST_ACT)
    known = {place: (_act_at(connection, place), _act_at(connection, place + 1)) for place in set(places)}
    return all(one <= other for one, other in pairwise(places)) and all(
        place <= last and before <= step.at and (not after or step.at <= after)
        for step, place in zip(steps, places, strict=True)
        for before, after in (known[place],)
    )
