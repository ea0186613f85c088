"""Forms of days, folded once and remembered as long as no movement was entered that could belong to them.

A day that is over is told by the same run of the ledger ever after, so its forms never change; those of a day that
still goes on are folded anew after each movement. In memory only: after a start the ledger says it all again.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from thongquan.authority.closing_ports import Closings, Span
from thongquan.authority.deposit_day import DayForms, forms_of, span_of
from thongquan.base.limits import LIMITS
from thongquan.deposit.daily import AccountDay, OfficeDay, account_day, digest_of, digest_of_all, of_company, office_day

_OF_ITSELF = 10


class AccountSums(msgspec.Struct, frozen=True, gc=False):
    """What form HQ 04 of one account comes to, in đồng."""

    company: str
    opening: int
    put_in: int
    used: int
    closing: int


class DaySums(msgspec.Struct, frozen=True):
    """What the deed that closes a day says of its forms, without their lines."""

    lines: int
    total: int
    taxes: dict[str, int]
    """The sum of each column of HQ 03."""
    hq03_digest: str
    hq04_digest: str
    accounts: list[AccountSums]
    """By tax code."""


class _Folded(msgspec.Struct, frozen=True):
    form: Any
    """OfficeDay or AccountDay, as its key says."""
    declared: dict[int, str]
    """When each of its declarations was registered: number → `stamp`."""
    sums: DaySums | None
    """Of a whole day of an office."""


class _Kept(msgspec.Struct, frozen=True):
    places: tuple[int, int]
    """Between which places of the ledger the day lay when it was folded."""
    what: _Folded

    @property
    def size(self) -> int:
        """In lines; what is remembered of a day without any takes as much as some."""
        return _OF_ITSELF + len(self.what.form.lines)


class DayFolds:
    """Of whoever only reads: what was entered and undone again must never be seen here."""

    def __init__(self, closings: Closings, most: int = LIMITS.remembered_day_lines) -> None:
        self._closings, self._most = closings, most
        self._kept: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._size = 0

    def office(self, office: str, day: date) -> tuple[OfficeDay, dict[int, str]]:
        """Form HQ 03, and when its declarations were registered."""
        found = self._of_office(office, day)
        return found.form, found.declared

    def sums(self, office: str, day: date) -> DaySums:
        found = self._of_office(office, day).sums
        assert found is not None  # every whole day has them
        return found

    def extract(self, office: str, day: date, company: str) -> tuple[OfficeDay, dict[int, str]]:
        """The company's own lines of HQ 03, and when its declarations were registered."""

        def fold(span: Span) -> _Folded:
            rows = [one for _, one in self._closings.of_company(company, span, office)]
            form = of_company(office_day(office, day.isoformat(), rows), company)
            return _Folded(form, self._closings.registered({one.number for one in form.lines}), None)

        found = self._remembered(("HQ 03", office, company), day, fold)
        return found.form, found.declared

    def account(self, office: str, day: date, company: str, opening: int) -> tuple[AccountDay, dict[int, str]]:
        """Form HQ 04, and when its declarations were registered; `opening` is what lay there at midnight."""

        def fold(span: Span) -> _Folded:
            rows = [one for _, one in self._closings.of_company(company, span, office)]
            form = account_day(office, day.isoformat(), company, opening, rows)
            return _Folded(form, self._closings.registered({one.line.number for one in form.lines if one.line}), None)

        found = self._remembered(("HQ 04", office, company, str(opening)), day, fold)
        return found.form, found.declared

    def _of_office(self, office: str, day: date) -> _Folded:
        def fold(_: Span) -> _Folded:
            forms = forms_of(self._closings, office, day)
            return _Folded(
                forms.hq03, self._closings.registered({one.number for one in forms.hq03.lines}), _sums(forms)
            )

        return self._remembered(("HQ 03", office), day, fold)

    def _remembered(self, form: tuple[str, ...], day: date, fold: Callable[[Span], _Folded]) -> _Folded:
        key, span = (*form, day.isoformat()), span_of(day)
        places, known = self._closings.places(span), self._kept.pop(key, None)
        if known is None or known.places != places:
            self._size -= known.size if known else 0
            known = _Kept(places, fold(span))
            self._size += known.size
        self._kept[key] = known
        while self._size > self._most and len(self._kept) > 1:  # the last one stays, whatever its size
            self._size -= self._kept.popitem(last=False)[1].size
        return known.what


def _sums(forms: DayForms) -> DaySums:
    accounts = [AccountSums(one.company, one.opening, one.put_in, one.used, one.closing) for one in forms.hq04]
    form = forms.hq03
    return DaySums(
        lines=len(form.lines),
        total=form.total,
        taxes=form.taxes,
        hq03_digest=digest_of(form),
        hq04_digest=digest_of_all(forms.digests),
        accounts=accounts,
    )
