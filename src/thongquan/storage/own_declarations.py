"""A company's own declarations, found through the runs of its acts (decision 0045): registering costs nothing more."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import msgspec

from thongquan.authority.own_declaration_ports import OwnDeclaration, OwnSought, SignedTogether
from thongquan.authority.paging import Page, Wanted
from thongquan.base.limits import LIMITS
from thongquan.base.moment import begin_of, stamp
from thongquan.consignment.bill import normalised
from thongquan.declaration.codec import decode_line
from thongquan.numbering.declaration_number import is_number, uncorrected
from thongquan.storage.database import LAST_ACT, one_number
from thongquan.storage.part import Part
from thongquan.storage.record import answer_place, kept, place_of, unpack

Row = tuple[Any, ...]

_COLUMNS = "d.registered, d.number, d.registered_at, d.state, d.channel, d.direction, d.filer, d.signed, d.latest"
_STATE, _CHANNEL, _DIRECTION = 3, 4, 5
_WALK = """
FROM feed f CROSS JOIN act a ON a.seq BETWEEN max(f.first, ?2) AND min(f.last, ?3)
            CROSS JOIN declaration d ON d.number = a.number
WHERE f.company = ?1 AND a.kind = 'registered' AND f.first <= ?3
  AND f.first >= ifnull((SELECT max(first) FROM feed WHERE company = ?1 AND first <= ?2), 0)"""
_OLDEST = f"SELECT {_COLUMNS} {_WALK} ORDER BY f.first, a.seq"
_NEWEST = f"SELECT {_COLUMNS} {_WALK} ORDER BY f.first DESC, a.seq DESC"
_COUNT = f"""
SELECT count(*), ifnull(sum((?4 = '' OR state = ?4) AND (?5 = '' OR channel = ?5) AND (?6 = '' OR direction = ?6)), 0)
FROM (SELECT d.state, d.channel, d.direction {_WALK} LIMIT ?7)"""  # noqa: S608 # nosec B608 - constants
_OWN = """
d.registered <= (SELECT last FROM feed WHERE company = ?1 AND first <= d.registered ORDER BY first DESC LIMIT 1)"""
_NUMBERED = f"SELECT {_COLUMNS} FROM declaration d WHERE d.number = ?2 AND {_OWN}"  # noqa: S608 # nosec B608 - constants
_OF_HOUSE = f"""
SELECT {_COLUMNS} FROM declaration d WHERE d.house IN (?2, ?3) AND d.live = 1 AND {_OWN}
UNION ALL SELECT {_COLUMNS} FROM declaration d WHERE d.house IN (?2, ?3) AND d.live = 0 AND {_OWN}
ORDER BY 1 DESC LIMIT ?4"""  # noqa: S608 # nosec B608 - constants
_FIRST_AT = "SELECT seq, at FROM act WHERE seq >= ? ORDER BY seq LIMIT 1"
_SEALED = "SELECT sealed FROM act WHERE seq = ?"
_RETURNED = "SELECT number FROM returned WHERE original = ? ORDER BY number"
_FILING = """
SELECT f.row, f.id, f.refused, f.answer, f.statement, f.signature
FROM declaration d LEFT JOIN correction c ON c.act = d.signed JOIN filing f ON f.row = ifnull(c.filing, d.filing)
WHERE d.number = ?"""
_FILED = """
SELECT d.line, d.number, a.seq, a.sealed FROM declaration d JOIN act a ON a.seq = d.registered
WHERE d.number BETWEEN ?2 AND ?3 AND d.filing = ?1
UNION ALL
SELECT c.line, a.number, a.seq, a.sealed FROM correction c JOIN act a ON a.seq = c.act WHERE c.filing = ?1
ORDER BY 1"""


class SqliteOwnDeclarations(Part):
    """Implements `authority.own_declaration_ports.OwnDeclarations`."""

    def page_of(self, company: str, sought: OwnSought, wanted: Wanted) -> Page[OwnDeclaration]:
        if sought.number or sought.house_bill:
            named = [row for row in self._named(company, sought) if _fits(row, sought) and self._is_of_day(row, sought)]
            shown = [one for one in map(self._told, named) if _has_bills(one, sought)]
            return Page(shown, "", len(shown), is_counted=True)
        return self._walked(company, sought, wanted)

    def returned_by(self, number: str) -> list[str]:
        return [str(one) for (one,) in self._rows(_RETURNED, uncorrected(number))]

    def signed_together(self, number: str) -> SignedTogether | None:
        row = self._one(_FILING, uncorrected(number))
        if row is None:
            return None
        filing, batch, refused, answer, statement, signature = row
        if refused:
            return SignedTogether(b"", statement, signature, [])
        told = self._vault.open(kept(answer), answer_place(batch))
        lines = [
            unpack(self._vault.open(kept(sealed), place_of(one, seq))).signed
            for _, one, seq, sealed in self._rows(_FILED, filing, *_numbers_in(told))
        ]
        return SignedTogether(told, statement, signature, lines)

    def _named(self, company: str, sought: OwnSought) -> list[Row]:
        if sought.number:
            return self._rows(_NUMBERED, company, uncorrected(sought.number)) if is_number(sought.number) else []
        house = normalised(sought.house_bill)
        keys = [self._vault.house_key(direction, house) for direction in ("import", "export")]
        return self._rows(_OF_HOUSE, company, *keys, LIMITS.declarations_found) if house else []

    def _walked(self, company: str, sought: OwnSought, wanted: Wanted) -> Page[OwnDeclaration]:
        low, high = self._between(sought)
        whole = company, low, high
        if key := wanted.key(1):
            after = int(key[0])
            low, high = (low, min(high, after - 1)) if wanted.descending else (max(low, after + 1), high)
        rows = self._connection.execute(_NEWEST if wanted.descending else _OLDEST, (company, low, high))
        found, last = self._picked(rows, sought, wanted.rows)
        next_ = wanted.cursor((last,)) if last else ""
        if sought.master_bill:  # it lies sealed: nobody counts what nobody opened
            return Page(found, next_, len(found), is_counted=not (key or next_))
        wishes = sought.state, sought.channel, sought.direction
        [(looked, fitting)] = self._rows(_COUNT, *whole, *wishes, LIMITS.rows_counted + 1)
        return Page(found, next_, min(fitting, LIMITS.rows_counted), looked <= LIMITS.rows_counted)

    def _picked(self, rows: Iterable[Row], sought: OwnSought, most: int) -> tuple[list[OwnDeclaration], int]:
        """And the place of the last row looked at, 0 where there is nothing after it.

        A filter that fits hardly anything looks through so many only: the next page goes on from there.
        """
        found: list[OwnDeclaration] = []
        last = 0
        limit = LIMITS.declarations_opened if sought.master_bill else LIMITS.rows_counted
        for looked, row in enumerate(rows):
            if len(found) == most or looked == limit:
                return found, last
            last = int(row[0])
            if _fits(row, sought) and _has_bills(told := self._told(row), sought):
                found.append(told)
        return found, 0

    def _between(self, sought: OwnSought) -> tuple[int, int]:
        """The first and last place in the log that may be meant: of one day, or of all."""
        last = one_number(self._connection, LAST_ACT)
        if not sought.day:
            return 0, last
        if sought.day in (date.min, date.max):
            return 1, 0  # its midnight lies before time, or the next one after it
        days = (sought.day, sought.day + timedelta(days=1))
        low, high = (self._first_since(stamp(begin_of(one)), last) for one in days)
        return low, high - 1

    def _first_since(self, moment: str, last: int) -> int:
        """The place of the first act at that moment or later: places and moments grow together."""
        low, high = 1, last + 1
        while low < high:
            middle = (low + high) // 2
            seq, at = self._one(_FIRST_AT, middle) or (last + 1, moment)
            low, high = (seq + 1, high) if at < moment else (low, middle)
        return low

    def _is_of_day(self, row: Row, sought: OwnSought) -> bool:
        low, high = self._between(sought)
        return low <= int(row[0]) <= high

    def _told(self, row: Row) -> OwnDeclaration:
        seq, number, registered_at, state, channel, direction, filer, signed, latest = row
        line = self._sealed(signed or seq)
        if not line:
            return OwnDeclaration(str(number), registered_at, state, channel, direction, filer)
        declared = decode_line(unpack(self._vault.open(line, place_of(number, signed or seq))).signed)
        now = unpack(self._vault.open(self._sealed(latest), place_of(number, latest))).decision
        spelled = msgspec.json.decode(now, type=_Numbered).number
        bills = declared.house_bill, getattr(declared, "master_bill", "")
        return OwnDeclaration(spelled, registered_at, state, channel, direction, filer, *bills)

    def _sealed(self, seq: int) -> bytes:
        row = self._one(_SEALED, seq)
        return row[0] if row else b""


class _Numbered(msgspec.Struct, frozen=True, gc=False):
    number: str


class _Outcome(msgspec.Struct, frozen=True, gc=False):
    decision: _Numbered


class _Answer(msgspec.Struct, frozen=True):
    """As much of an answer as says which numbers were given, where no line was refused."""

    outcomes: list[_Outcome]


def _numbers_in(answer: bytes) -> tuple[int, int]:
    given = [uncorrected(one.decision.number) for one in msgspec.json.decode(answer, type=_Answer).outcomes]
    return min(given), max(given)


def _fits(row: Row, sought: OwnSought) -> bool:
    asked = (sought.state, row[_STATE]), (sought.channel, row[_CHANNEL]), (sought.direction, row[_DIRECTION])
    return all(not wish or wish == found for wish, found in asked)


def _has_bills(one: OwnDeclaration, sought: OwnSought) -> bool:
    asked = (sought.house_bill, one.house_bill), (sought.master_bill, one.master_bill)
    return all(not wish or normalised(wish) == normalised(found) for wish, found in asked)
