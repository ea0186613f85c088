"""Refund lists as they are read: one's own as a company, those of his office as an officer.

Nothing is kept of them: each is made anew of the ledger, the acts and the returns (`docs/decisions/0059`).
"""

from collections import defaultdict
from datetime import date, timedelta

import msgspec

from thongquan.authority.closing_ports import Span
from thongquan.authority.deposit_day import month_of
from thongquan.authority.deposit_days_seen import DayTooLong
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refund_ports import Due, Receipted, Why
from thongquan.authority.refusals import NotFound
from thongquan.authority.whose import whose
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, read_stamp
from thongquan.deposit.refunds import Refund, RefundList, Returned, Reversed, counter_entries, others_of
from thongquan.forms.refund_sheet import RefundSheet, refund_sheet

_REFUSED_BY_ADDRESSEE = "recipient-refused"


class RefundPeriod(Refusal):
    """From one month to a later one, and not for ever."""

    code = "REFUND-PERIOD"


class Months(msgspec.Struct, frozen=True):
    """From the first day of one month to the last of another, or of the same."""

    first: date
    last: date
    """The first day of the last month."""

    @property
    def span(self) -> Span:
        """Raises RefundPeriod."""
        if not 0 <= self._count - 1 < LIMITS.refund_months:
            raise RefundPeriod(since=f"{self.first:%Y-%m}", month=f"{self.last:%Y-%m}", limit=LIMITS.refund_months)
        return Span(month_of(self.first).since, month_of(self.last).until)

    @property
    def _count(self) -> int:
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1


class CompanyRefunds(msgspec.Struct, frozen=True):
    """đồng and lines of one company's list."""

    company: str
    company_name: str
    refunded: int
    refunded_lines: int
    due: int
    due_lines: int
    others: int
    """That came back for other reasons."""


def refunds_seen(room: ReadingRoom, account: str, office: str, months: Months, company: str = "") -> RefundSheet:
    """Laid out. Raises as `refund_list_seen` does."""
    one = refund_list_seen(room, account, office, months, company)
    return refund_sheet(one, _name(room, one.company))


def refund_list_seen(room: ReadingRoom, account: str, office: str, months: Months, company: str = "") -> RefundList:
    """A company need not name itself.

    Raises:
        NotFound: there is no such account, or it is not his to see.
        RefundPeriod
    """
    who = whose(room, account)
    if who.company and company not in ("", who.company):
        raise NotFound
    company = who.company or company
    if not who.covers(company, office) or room.deposits.of(company, office) is None:
        raise NotFound
    span = months.span
    since, until = _days(span)
    for one in _gathered(room, office, span, company):
        return RefundList(office, company, since, until, *_lines(room, office, one), one.others)
    return RefundList(office, company, since, until, [], [], 0)


def printable_refunds(sheet: RefundSheet) -> RefundSheet:
    """Raises DayTooLong."""
    count = len(sheet.refunded) + len(sheet.due)
    if count > LIMITS.day_lines_printed:
        raise DayTooLong(count=count, limit=LIMITS.day_lines_printed)
    return sheet


def office_refunds_seen(room: ReadingRoom, account: str, office: str, months: Months) -> list[CompanyRefunds]:
    """Of every company of which something came back, or is to come back, by tax code.

    Raises:
        NotFound: it is not his office.
        RefundPeriod
    """
    who = whose(room, account)
    if who.company or who.office not in ("", office):
        raise NotFound
    return [_summed(room, one) for one in _gathered(room, office, months.span)]


class _Gathered(msgspec.Struct):
    """What there is of one company."""

    company: str
    refunded: list[Reversed]
    due: list[Due]
    others: int
    why: dict[int, Why | None]
    """By act, of those that gave back the taxes of undeliverable goods; everybody's."""
    returns: dict[int, Returned]


def _gathered(room: ReadingRoom, office: str, span: Span, company: str = "") -> list[_Gathered]:
    """By tax code. What is given back while this is read is asked for last, so that it stands there once."""
    due = room.refunds.due(office, company, span)
    entries = counter_entries(room.refunds.reversals(office, company, span))
    said = room.refunds.why([(one.number, one.act) for one in entries])
    returns = room.refunds.returns_of({one.number for one in entries})
    why = {one.act: said[one.act] for one in entries if _is_undelivered(one, said[one.act], returns)}
    came, waiting = defaultdict[str, list[Reversed]](list), defaultdict[str, list[Due]](list)
    for entry in entries:
        came[entry.company].append(entry)
    voided = {(one.number, one.receipt) for one in entries}
    for one in due:
        if (one.number, one.receipt) not in voided:
            waiting[one.company].append(one)
    return [
        _Gathered(
            company=named,
            refunded=[one for one in came[named] if one.act in why],
            due=waiting[named],
            others=others_of(came[named], why),
            why=why,
            returns=returns,
        )
        for named in sorted({*came, *waiting})
    ]


def _lines(room: ReadingRoom, office: str, one: _Gathered) -> tuple[list[Refund], list[Refund]]:
    """What came back, and what is to come back."""
    declared = room.closings.registered({entry.number for entry in one.refunded})
    pairs = {(of.number, of.receipt) for of in one.refunded} | {(of.number, of.receipt) for of in one.due}
    at = room.refunds.receipted(office, one.company, pairs)
    refunded = [
        _refund(entry, one.why[entry.act], one.returns.get(entry.number), declared, at) for entry in one.refunded
    ]
    return refunded, [_waits(due, at) for due in one.due]


def _is_undelivered(one: Reversed, why: Why | None, returns: dict[int, Returned]) -> bool:
    """By what the act says; once that was erased, because the goods had gone back."""
    if why is None:
        return one.number in returns and returns[one.number].at <= one.at
    return why.step == "refund-taxes" or (why.state, why.ground) == ("cancelled", _REFUSED_BY_ADDRESSEE)


def _refund(
    one: Reversed, why: Why | None, returned: Returned | None, declared: dict[int, str], at: Receipted
) -> Refund:
    return Refund(
        number=one.number,
        declared_at=declared.get(one.number, ""),
        receipt=one.receipt,
        receipted_at=at.get((one.number, one.receipt), ""),
        taxes=one.taxes,
        returned=returned,
        reason=why.reason if why else "",
        refunded_at=one.at,
        entries=one.entries,
    )


def _waits(one: Due, at: Receipted) -> Refund:
    return Refund(
        number=one.number,
        declared_at=one.registered_at,
        receipt=one.receipt,
        receipted_at=at.get((one.number, one.receipt), ""),
        taxes=dict(one.taxes),
        returned=one.returned,
    )


def _days(span: Span) -> tuple[str, str]:
    """Both included."""
    first, after = (business_day(read_stamp(one)) for one in (span.since, span.until))
    return first.isoformat(), (after - timedelta(days=1)).isoformat()


def _summed(room: ReadingRoom, one: _Gathered) -> CompanyRefunds:
    return CompanyRefunds(
        company=one.company,
        company_name=_name(room, one.company),
        refunded=sum(entry.total for entry in one.refunded),
        refunded_lines=len(one.refunded),
        due=sum(due.total for due in one.due),
        due_lines=len(one.due),
        others=one.others,
    )


def _name(room: ReadingRoom, company: str) -> str:
    found = room.company(company)
    return found.name if found else ""
