"""The books against themselves: every page, every leaf from its sealed bytes, the state from the acts, every root.

What is found is listed, not mended. Memory does not grow with the books: acts, filings and checkpoints are followed in
their order, side by side, and nothing is sorted.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager

import apsw

from thongquan.signing.checkpoint import Checkpoint
from thongquan.storage.checking_acts import Acts
from thongquan.storage.checking_closings import check_closings
from thongquan.storage.checking_deeds import Deeds
from thongquan.storage.checking_deposits import check_deposits
from thongquan.storage.checking_document_lists import check_document_lists
from thongquan.storage.checking_draws import check_draws
from thongquan.storage.checking_groups import Groups
from thongquan.storage.checking_lists import check_lists
from thongquan.storage.checking_register import Register
from thongquan.storage.checking_registered_attachments import check_attachments
from thongquan.storage.checking_transport_links import check_transport_links
from thongquan.storage.checking_transports import check_transports
from thongquan.storage.checking_webhooks import check_webhooks
from thongquan.storage.deeds import HAS_DEEDS
from thongquan.storage.events import Event, believed, broken
from thongquan.storage.findings import Damage, Findings
from thongquan.storage.keyring import keys_in_use
from thongquan.storage.sealing import Vault
from thongquan.storage.state import State, derived, standing
from thongquan.storage.transport_feed import check_transport_feed

__all__ = ["Damage", "State", "check", "derived", "erased_until", "forgotten"]


_NUMBERS_1 = """
SELECT direction FROM sequence s
WHERE next - 1 <> (SELECT count(*) FROM declaration d WHERE d.direction = s.direction)"""
_NUMBERS = """
SELECT direction FROM sequence s
WHERE next - 1 <> (SELECT count(*) FROM declaration d WHERE d.direction = s.direction)
                + (SELECT ifnull(sum(after - first), 0) FROM gap WHERE what = s.direction)"""


def check(
    connection: apsw.Connection,
    vault: Vault,
    authority: Collection[bytes] | None = None,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[Damage]:
    """Everything that is wrong with the books, as they stand at one moment; empty means sound.

    `authority` are the certificates whose signatures count; without them signatures of checkpoints are not looked at.
    """
    found = Findings(tell)
    with _one_moment(connection):
        for part in (_check_pages, _check_events, _check_sequences):
            _reading(part.__name__, found, lambda part=part: part(connection, authority, found))  # type: ignore[misc] # bound
        _reading("acts", found, lambda: _check_acts_and_groups(connection, vault, authority, found))
        _reading("draws", found, lambda: check_draws(connection, vault.keys.choice, authority, found))
        _reading("deeds", found, lambda: _check_deeds(connection, vault, authority, found))
    return found.all()


def forgotten(connection: apsw.Connection, checkpoints: Iterable[Checkpoint]) -> list[Damage]:
    """Checkpoints that were given out and do not stand in the books: these are old ones, or others."""
    known = "SELECT 1 FROM checkpoint WHERE number = ? AND root = ?"
    return [
        Damage("forgotten", f"checkpoint {one.group}")
        for one in checkpoints
        if connection.execute(known, (one.group, bytes.fromhex(one.root))).fetchone() is None
    ]


def erased_until(connection: apsw.Connection, authority: Collection[bytes] | None = None) -> int:
    """The row of the last filing whose content was erased, or 0. Only what the authority signed counts."""
    told = believed(connection, authority)
    return max((int(one.facts.get("filing", 0)) for one in told if one.kind == "erased"), default=0)


def erased_day(connection: apsw.Connection, authority: Collection[bytes] | None = None) -> str:
    """The last day whose content was erased, or ""."""
    told = believed(connection, authority)
    return max((str(one.facts.get("until", "")) for one in told if one.kind == "erased"), default="")


def _reading(part: str, found: Findings, work: Callable[[], None]) -> None:
    try:
        work()
    except apsw.Error as error:  # a page whose checksum is wrong is not given out at all
        found.add("page", f"{part.removeprefix('_')}: {error}")


def _check_pages(connection: apsw.Connection, _: Collection[bytes] | None, found: Findings) -> None:
    for (told,) in connection.execute("PRAGMA integrity_check"):
        if told != "ok":
            found.add("page", str(told))


def _check_acts_and_groups(
    connection: apsw.Connection, vault: Vault, authority: Collection[bytes] | None, found: Findings
) -> None:
    fitting, erased = vault.using(keys_in_use(connection)), erased_until(connection, authority)
    leaves = Acts(connection, fitting, erased, found).leaves()
    Groups(connection, fitting, erased, authority, found).check(leaves)


def _check_deeds(
    connection: apsw.Connection, vault: Vault, authority: Collection[bytes] | None, found: Findings
) -> None:
    if connection.pragma("user_version") < HAS_DEEDS:
        return
    fitting = vault.using(keys_in_use(connection))
    told = Deeds(connection, fitting, found).check()
    Register(connection, fitting, told, found).check(authority)
    check_lists(connection, told, found)
    check_webhooks(connection, fitting, told, found)
    check_deposits(connection, told, found)
    check_closings(connection, told, found)
    check_document_lists(connection, fitting, told, erased_day(connection, authority), found)
    check_transport_links(connection, fitting, told, authority, found)
    check_transports(connection, fitting, told, erased_day(connection, authority), found)
    check_transport_feed(connection, told, found)
    check_attachments(connection, fitting, told, erased_day(connection, authority), found)


def _check_events(connection: apsw.Connection, authority: Collection[bytes] | None, found: Findings) -> None:
    """The chain holds, every gap was told by a restoring, and what stays of erased declarations is what stayed."""
    if connection.pragma("user_version") < 2:
        return
    for place in broken(connection, authority):
        found.add("event", place)
    told, after = believed(connection, authority), 0
    for event in told:
        if event.kind == "erased":
            last = int(event.facts.get("filing", 0))
            if standing(connection, after, last) != event.facts.get("standing"):
                found.add("erased", f"event {event.seq}")
            after = last
    if sorted(_gaps_told(told)) != sorted(connection.execute("SELECT what, first, after, event FROM gap")):
        found.add("gap", "restored")


def _gaps_told(told: list[Event]) -> Iterator[tuple[str, int, int, int]]:
    for event in told:
        if event.kind == "restored":
            for what in ("import", "export", "group", "company", "deed"):
                first, after = int(event.facts.get(f"{what}_first", 0)), int(event.facts.get(f"{what}_after", 0))
                if after > first:
                    yield what, first, after, event.seq


def _check_sequences(connection: apsw.Connection, _: Collection[bytes] | None, found: Findings) -> None:
    """Every number was used or skipped when the books were restored: no other gap, and none to come twice."""
    sql = _NUMBERS if connection.pragma("user_version") > 1 else _NUMBERS_1
    for (direction,) in connection.execute(sql):
        found.add("sequence", direction)


@contextmanager
def _one_moment(connection: apsw.Connection) -> Iterator[None]:
    """Beside a running server, too, all parts see the same books."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:  # damage may have ended it
            connection.execute("ROLLBACK")
