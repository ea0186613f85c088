"""A day of the deposit accounts as the ledger has it: when it begins and ends, and its forms HQ 03 and HQ 04."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from thongquan.authority.closing_ports import Closings, Span
from thongquan.base.moment import begin_of, business_day, read_stamp, stamp
from thongquan.deposit.daily import AccountDay, OfficeDay, account_day, digest_of, digest_of_all, office_day
from thongquan.deposit.posting import Posting


class DayForms(msgspec.Struct, frozen=True):
    """Form HQ 03 of an office's day, and HQ 04 of every account that moved on it."""

    hq03: OfficeDay
    hq04: list[AccountDay]
    """By tax code."""

    @property
    def digests(self) -> dict[str, str]:
        """Of each HQ 04, by tax code."""
        return {one.company: digest_of(one) for one in self.hq04}

    def particulars(self) -> dict[str, str | int]:
        """What the deed that closes the day says of them."""
        return {
            "lines": len(self.hq03.lines),
            "total": self.hq03.total,
            "hq03_digest": digest_of(self.hq03),
            "accounts": len(self.hq04),
            "hq04_digest": digest_of_all(self.digests),
        }


def span_of(day: date) -> Span:
    """From its midnight in Viet Nam to the next."""
    return Span(stamp(begin_of(day)), stamp(begin_of(day + timedelta(days=1))))


def month_of(first: date) -> Span:
    """The month that begins with this day."""
    return Span(stamp(begin_of(first)), stamp(begin_of((first + timedelta(days=31)).replace(day=1))))


def forms_of(closings: Closings, office: str, day: date) -> DayForms:
    span = span_of(day)
    postings = closings.of_office(office, span)
    opening = {one: closings.held_before(office, one, span.since) or 0 for one in {row.company for row in postings}}
    return forms_from(office, day.isoformat(), postings, opening)


def forms_from(office: str, day: str, postings: Iterable[Posting], opening: dict[str, int]) -> DayForms:
    """The forms of these movements; `opening` has what lay in each account at midnight."""
    rows: dict[str, list[Posting]] = {company: [] for company in sorted(opening)}
    all_ = list(postings)
    for one in all_:
        rows[one.company].append(one)
    accounts = [account_day(office, day, company, opening[company], theirs) for company, theirs in rows.items()]
    return DayForms(office_day(office, day, all_), accounts)


def next_to_close(closings: Closings, office: str) -> date | None:
    """The first day with movements that is not closed: on days without any there is nothing to close."""
    last = closings.last_closed(office)
    since = stamp(begin_of(date.fromisoformat(last) + timedelta(days=1))) if last else ""
    at = closings.first_since(office, since)
    return business_day(read_stamp(at)) if at else None
