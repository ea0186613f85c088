"""The office's people as its head sees them, and the record of deeds as an auditor reads it."""

from datetime import datetime

import msgspec

from thongquan.authority.deed_ports import Sought
from thongquan.authority.officer_ports import OfficerSought
from thongquan.authority.own_records import LATEST, DeedShown, deed_shown
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.registration.duty import OfficerRole, on_duty
from thongquan.registration.model import CertificateState, Officer, Role


class OfficerCertificateShown(msgspec.Struct, frozen=True):
    serial: str
    fingerprint: str
    state: CertificateState
    until: str


class OfficerShown(msgspec.Struct, frozen=True):
    id: str
    name: str
    office: str
    role: Role
    team: str
    hours: str
    on_duty: bool
    """At this moment."""
    ended_at: str
    has_account: bool
    last_login: str
    certificates: list[OfficerCertificateShown]


class RecordPage(msgspec.Struct, frozen=True):
    deeds: list[DeedShown]
    next: int
    """`before` of the next page; 0 on the last."""
    total: int
    """How many there are on all pages. They are counted up to a limit only."""
    is_counted: bool
    """False: there are more than `total`."""


def officers_seen(
    room: ReadingRoom, account: str, at: datetime, sought: OfficerSought, wanted: Wanted
) -> Page[OfficerShown]:
    """Of the head's own office; an auditor is shown all offices. A page by `id`.

    Raises:
        NotFound: it is no officer's account.
        OfficerRole: neither a head's nor an auditor's.
        CursorUnknown
    """
    asking = officer_asking(room, account, at)
    if asking.role not in ("head", "auditor"):
        raise OfficerRole(officer=asking.id)
    if asking.role == "head":
        sought = msgspec.structs.replace(sought, office=asking.office)
    return room.officers.page_of_office(sought, wanted).told(lambda one: _officer(room, one, at))


def recorded(room: ReadingRoom, account: str, at: datetime, sought: Sought, before: int = LATEST) -> RecordPage:
    """A page of the record, the latest first, for an auditor.

    Raises:
        NotFound: it is no officer's account.
        OfficerRole: not an auditor's.
    """
    asking = officer_asking(room, account, at)
    if asking.role != "auditor":
        raise OfficerRole(officer=asking.id)
    found = room.deeds.all_of(sought, before, LIMITS.deeds_page + 1)
    shown = [deed_shown(one) for one in found[: LIMITS.deeds_page]]
    total = room.deeds.count(sought)
    next_ = shown[-1].place if len(found) > LIMITS.deeds_page else 0
    return RecordPage(shown, next_, min(total, LIMITS.rows_counted), total <= LIMITS.rows_counted)


def officer_asking(room: ReadingRoom, account: str, at: datetime) -> Officer:
    found, officer = room.accounts.account(account), room.officers.officer(account)
    if found is None or officer is None or found.kind != "officer" or not found.is_open(stamp(at)) or officer.ended_at:
        raise NotFound
    return officer


def _officer(room: ReadingRoom, one: Officer, at: datetime) -> OfficerShown:
    account = room.accounts.account(one.id)
    own = room.officers.certificates_of(one.id)
    return OfficerShown(
        id=one.id,
        name=one.name,
        office=one.office,
        role=one.role,
        team=one.team,
        hours=one.hours,
        on_duty=on_duty(one.hours, at) and not one.ended_at,
        ended_at=one.ended_at,
        has_account=account is not None and account.kind == "officer",
        last_login=account.last_login if account else "",
        certificates=[
            OfficerCertificateShown(held.certificate.serial, held.certificate.fingerprint, held.state, held.until)
            for held in own
        ],
    )
