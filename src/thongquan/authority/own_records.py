"""What a company reads back of its own: its certificates, and who did what for it. Whoever asks names his account.

Whose the account is, the books say; so no question can be put about another company.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from thongquan.authority.deed_ports import CertificateSought, DeedOnRecord, OnFile, Sought
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import Books, ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.registration.account import Account
from thongquan.registration.deed import KINDS
from thongquan.registration.model import SigningUser
from thongquan.registration.rules import has_left
from thongquan.signing.certificate import ends_at
from thongquan.signing.organisation import organisation_of

ADMIN = "admin"
LATEST = 2**62
"""Before which all deeds lie."""


StateShown = Literal["registered", "waiting", "refused", "over", "left", "suspended", "ended"]
"""`over`: registered, and it has run out. `left`: registered, and whoever signed with it was cancelled."""


class CertificateShown(msgspec.Struct, frozen=True):
    serial: str
    fingerprint: str
    """SHA-256 in hex."""
    owner: str
    """The organisation, as its issuer wrote it."""
    state: StateShown
    until: str
    """The last moment of its registration, or of the certificate itself if that comes before."""
    added_at: str
    replaces: str
    """Fingerprint of the one in whose place it is to stand; "" for none."""
    used_by: list[str]
    """Open accounts that sign with it."""


class DeedShown(msgspec.Struct, frozen=True):
    """Something that was done, and by whom for whom."""

    place: int
    """Its place in the authority's record; the number of each deed is its own, not the company's."""
    kind: str
    work: str
    at: str
    account: str
    """Who."""
    company: str
    """For whom."""
    certificate: str
    """By which certificate: its SHA-256; "" where an operator did it."""
    delegation: str
    text: str
    """As it was signed; "" for those whom it does not concern."""
    outcome: dict[str, str]


class DeedsShown(msgspec.Struct, frozen=True):
    deeds: list[DeedShown]
    """The latest first."""
    next: int | None
    """`before` of the next page; null on the last."""
    total: int
    """How many there are on all pages. They are counted up to a limit only."""
    is_counted: bool
    """False: there are more than `total`."""


def own_certificates(
    room: ReadingRoom, account: str, at: datetime, sought: CertificateSought, wanted: Wanted
) -> Page[CertificateShown]:
    """Of the company whose account asks, a page by `added`.

    Raises:
        NotFound: the account is nobody's, or no company's.
        CursorUnknown
    """
    company = _company_account(room, account).tax_code
    page = room.certificates.page_of_company(company, sought, wanted)
    return page.told(lambda one: _certificate(room, company, one, stamp(at)))


def certificates_of_company(room: Books | ReadingRoom, company: str, at: datetime) -> list[CertificateShown]:
    """All of them, the latest first."""
    return [_certificate(room, company, one, stamp(at)) for one in reversed(room.certificates.of_company(company))]


def own_certificate(room: ReadingRoom, account: str, fingerprint: str, at: datetime) -> CertificateShown:
    """The one of this SHA-256.

    Raises:
        NotFound: as for `own_certificates`, or the company has none; another's looks the same.
    """
    company = _company_account(room, account).tax_code
    for one in room.certificates.of_company(company):
        if one.certificate.fingerprint == fingerprint:
            return _certificate(room, company, one, stamp(at))
    raise NotFound


def own_deeds(
    room: ReadingRoom,
    account: str,
    before: int = LATEST,
    limit: int = LIMITS.deeds_page,
    sought: Sought = Sought(),  # noqa: B008 - it cannot be changed
) -> DeedsShown:
    """A page of the company's record. Users see that something was done; texts that are not theirs only administrators.

    Raises:
        NotFound: as for `own_certificates`.
    """
    asking = _company_account(room, account)
    limit, sought = max(1, min(limit, LIMITS.deeds_page)), msgspec.structs.replace(sought, company=asking.tax_code)
    found, total = room.deeds.all_of(sought, min(before, LATEST), limit + 1), room.deeds.count(sought)
    shown = [deed_shown(one, may_read=_may_read(one, asking)) for one in found[:limit]]
    next_ = shown[-1].place if len(found) > limit else None
    return DeedsShown(shown, next_, min(total, LIMITS.rows_counted), total <= LIMITS.rows_counted)


def _company_account(room: ReadingRoom, name: str) -> Account:
    account = room.accounts.account(name)
    if account is None or not account.tax_code:
        raise NotFound
    return account


def _certificate(room: Books | ReadingRoom, company: str, one: OnFile, at: str) -> CertificateShown:
    certificate, until = one.certificate, min(one.until, stamp(ends_at(one.certificate)))
    holders = room.accounts.holders(certificate.issuer_serial)
    replaced = room.certificates.held(company, one.replaces) if one.replaces else None
    return CertificateShown(
        serial=certificate.serial,
        fingerprint=certificate.fingerprint,
        owner=organisation_of(certificate.der),
        state=_state(one, until, holders, at),
        until=until,
        added_at=one.added_at,
        replaces=replaced.certificate.fingerprint if replaced else "",
        used_by=[account.name for account in holders if not account.has_ended(at)],
    )


def _state(one: OnFile, until: str, holders: Sequence[SigningUser], at: str) -> StateShown:
    if one.state != "registered":
        return one.state
    if until < at:
        return "over"
    return "left" if has_left(holders, at) else "registered"


def _may_read(one: DeedOnRecord, asking: Account) -> bool:
    return asking.kind == ADMIN or one.account == asking.name


def deed_shown(one: DeedOnRecord, *, may_read: bool = True) -> DeedShown:
    """With its text and outcome for whoever may read them."""
    return DeedShown(
        place=one.seq,
        kind=one.kind,
        work=KINDS[one.kind].work if one.kind in KINDS else one.kind,
        at=one.at,
        account=one.account,
        company=one.company,
        certificate=one.certificate,
        delegation=one.delegation,
        text=one.text if may_read else "",
        outcome=one.outcome if may_read else {},
    )
