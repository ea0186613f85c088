"""A company gives the driver of a transport a link: whoever bears it sees that transport alone, and reports of it."""

import os
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import FormFaulty, NotFound
from thongquan.authority.sent_lists import company_of
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_link_ports import Link
from thongquan.authority.transport_ports import Transport
from thongquan.base.fault import Fault
from thongquan.base.moment import VIETNAM, stamp
from thongquan.numbering.declaration_number import is_number
from thongquan.registration.deeds_transport_links import TransportLink
from thongquan.registration.secret import link_hash, link_secret
from thongquan.transport.lifecycle import STATES
from thongquan.transport.reports import RUNNING

SHOWN = "transport_link"
BEFORE = "/t/"
"""The beginning of its address; the secret is the rest."""


def faults(now: Sitting, account: str, says: TransportLink) -> list[Fault]:
    return list(_faults(now, own_transport(now, account, says.number), says))


def _faults(now: Sitting, one: Transport, says: TransportLink) -> Iterator[Fault]:
    limits, until = now.authority.limits, until_of(says)
    if one.state not in RUNNING:
        state = STATES[one.state]
        yield Fault("TRANSPORT-LINK-STATE", "number", {"number": one.number, "state": state.vi, "state_en": state.en})
    if until is None or not now.at < until <= now.at + timedelta(days=limits.transport_link_days):
        yield Fault("TRANSPORT-LINK-UNTIL", "until_day", {"limit": limits.transport_link_days})
    given = now.books.transport_links.of_transport(one)
    if len(given) >= limits.transport_links_ever:
        yield Fault("TRANSPORT-LINKS-SPENT", "number", {"limit": limits.transport_links_ever})
    if sum(is_good(link, stamp(now.at)) for link in given) >= limits.transport_links:
        yield Fault("TRANSPORT-LINKS-MANY", "number", {"limit": limits.transport_links})


def transport_link(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, account = signed.deed.says, signed.deed.account
    assert isinstance(says, TransportLink)
    one = own_transport(now, account, says.number)
    if found := list(_faults(now, one, says)):
        raise FormFaulty(found)
    until, secret = until_of(says), link_secret()
    assert until is not None  # its faults say so
    link = Link(
        f"TL{os.urandom(6).hex().upper()}", one.number, says.driver, link_hash(secret), stamp(until), stamp(now.at),
        account, "",
    )  # fmt: skip
    now.books.transport_links.add(one, link, now.books.deeds.next_place())
    outcome = {"link": link.id, "number": one.number, "until": link.until, "secret_sha256": link.secret.hex()}
    return Done(outcome, {SHOWN: f"{BEFORE}{secret}"}, company=one.company)


def own_transport(now: Sitting, account: str, number: str) -> Transport:
    """Raises NotFound: there is none of this number, it is another company's, or the account is no user's."""
    one = now.books.transports.of(number) if is_number(number) else None
    if one is None or one.company != company_of(now, account):
        raise NotFound
    return one


def until_of(says: TransportLink) -> datetime | None:
    """None where it names no day."""
    try:
        return datetime.combine(date.fromisoformat(says.until_day), time.fromisoformat(says.until_time), VIETNAM)
    except ValueError:
        return None


def is_good(link: Link, at: str) -> bool:
    """Whether the link itself still counts; what became of its transport is another matter."""
    return not link.ended_at and at < link.until


PROCEDURE = Procedure(TransportLink, "account", transport_link, faults, in_session=True)
