"""Erasing bodies, answers and reasons when their term has passed. Numbers, dates, states, amounts and leaves stay.

Filings are erased from the first on, without a gap, so that one signed event says exactly what is gone. The file is
written anew and the log folded in, so that nothing of them is left in the files of the data folder.
"""

from datetime import date, timedelta

import apsw
import msgspec

from thongquan.authority.retaining import may_be_erased
from thongquan.base.moment import begin_of, business_day, read_stamp, stamp
from thongquan.storage.database import LAST_ACT, one_number
from thongquan.storage.document_lists import erase_documents
from thongquan.storage.events import note
from thongquan.storage.integrity import erased_until
from thongquan.storage.ledger import Ledger
from thongquan.storage.migrating import Work
from thongquan.storage.refusals import StillWaiting, TooEarlyToErase
from thongquan.storage.registered_attachments import erase_attachments
from thongquan.storage.state import standing
from thongquan.storage.transport_links import erase_links
from thongquan.storage.transports import erase_transports

STEP_ACTS = 20_000
_DAYS = """
SELECT f.row, c.at FROM filing f JOIN checkpoint c ON c.number = f.checkpoint WHERE f.row > ? ORDER BY f.row"""
_WAITING = """
SELECT number FROM declaration
WHERE (state = 'registered' OR state = 'documents' OR state = 'inspection' OR state = 'held') AND filing <= ?
ORDER BY number LIMIT 1"""
_ERASE_ACTS = """
UPDATE act SET sealed = x'' WHERE seq > ? AND seq <= ? AND length(sealed) > 0
AND EXISTS (SELECT 1 FROM declaration d WHERE d.number = act.number AND d.filing <= ?)"""
_ERASE_HASHES = "UPDATE declaration SET house = x'', owned = NULL, live = 0 WHERE filing > ? AND filing <= ?"

_ERASE_ATTACHMENTS = """
DELETE FROM attachment WHERE number IN (SELECT number FROM declaration WHERE filing > ? AND filing <= ?)"""


class Erased(msgspec.Struct, frozen=True):
    """What was erased: filings up to this row, all registered on or before `until`."""

    filing: int = 0
    filings: int = 0
    until: str = ""


def erase(ledger: Ledger, work: Work, until: date | None) -> Erased:
    """Erase what was registered on or before `until`, or as much as may be erased today.

    The books are checked first: what proves a tampering is not erased, nor what was tampered with confirmed.

    Raises:
        TooEarlyToErase: the term of something up to that day has not passed.
        StillWaiting: nobody has decided on one of the declarations yet.
        BooksDamaged
    """
    connection, today = ledger.books.connection, business_day(read_stamp(work.doing.at))
    if until is not None and not may_be_erased(until, today):
        raise TooEarlyToErase(until=until.isoformat(), last=_last_day(today).isoformat())
    after = erased_until(connection, work.authority)
    erased = _due(connection, after, until, today)
    if not erased.filings:
        return erased
    waiting = connection.execute(_WAITING, (erased.filing,)).fetchone()
    if waiting is not None:
        raise StillWaiting(number=str(waiting[0]))
    work.require_sound(connection)
    connection.pragma("secure_delete", 1)
    try:
        ledger.begin()
        _erase(connection, after, erased, work)
        ledger.commit()
    except BaseException:
        ledger.rollback()
        raise
    connection.execute("VACUUM")  # pages that were once divided hold what stood in them, where no deletion reaches
    ledger.fold_whole_log()
    ledger.attachments.sweep(connection)
    return erased


def _due(connection: apsw.Connection, after: int, until: date | None, today: date) -> Erased:
    """From the first filing that is not erased yet up to the first that must stay."""
    last, count, day = 0, 0, date.min
    for row, at in connection.execute(_DAYS, (after,)):
        registered = business_day(read_stamp(at))
        if not may_be_erased(registered, today) or (until is not None and registered > until):
            break
        last, count, day = row, count + 1, registered
    return Erased(last, count, day.isoformat()) if count else Erased()


def _erase(connection: apsw.Connection, after: int, erased: Erased, work: Work) -> None:
    last = one_number(connection, LAST_ACT)
    connection.execute("UPDATE filing SET answer = x'' WHERE row > ? AND row <= ?", (after, erased.filing))
    for seq in range(0, last, STEP_ACTS):
        connection.execute(_ERASE_ACTS, (seq, seq + STEP_ACTS, erased.filing))
        work.tell(min(seq + STEP_ACTS, last), last)
    connection.execute(_ERASE_HASHES, (after, erased.filing))
    connection.execute(_ERASE_ATTACHMENTS, (after, erased.filing))
    for erase_older in (erase_documents, erase_attachments, erase_transports, erase_links):
        erase_older(connection, stamp(begin_of(date.fromisoformat(erased.until) + timedelta(days=1))))
    note(
        connection, work.doing, "erased", filing=erased.filing, until=erased.until,
        standing=standing(connection, after, erased.filing),
    )  # fmt: skip


def _last_day(today: date) -> date:
    """The last day whose declarations may be erased today."""
    day = today
    while not may_be_erased(day, today):
        day -= timedelta(days=1)
    return day
