"""What operators do about officers, over the office's socket."""

import asyncio
from datetime import timedelta

import msgspec
from litestar import get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import JSONBody

from thongquan.authority.officer_add import FirstPassword, officer_add
from thongquan.authority.officer_change import officer_certificate_suspend, officer_change, officer_end, working
from thongquan.authority.operator_record import OPERATOR
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.sitting import Sitting
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.registration.account import Person
from thongquan.registration.model import Officer, Role
from thongquan.registration.password import hashed
from thongquan.registration.password_rules import Known, faults_of_password
from thongquan.registration.secret import default_password
from thongquan.server.asking import Ask
from thongquan.server.office_trust import decoded


class NewOfficer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    office: str
    role: Role = "officer"
    team: str = ""
    hours: str = ""
    certificate: str = ""
    """Base64 of DER."""
    account: bool = False
    password: str = ""
    """To begin with; without one a one-time code is drawn and told."""
    identity: str = ""
    email: str = ""
    by: str = OPERATOR
    """Who types, as the machine knows the user."""


class OfficerAdded(msgspec.Struct, frozen=True):
    id: str
    name: str
    office: str
    role: Role
    code: str = ""
    """Told this once; to be changed at the first login."""


class ChangedOfficer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is not named stays as it is."""

    id: str
    name: str | None = None
    office: str | None = None
    role: Role | None = None
    team: str | None = None
    hours: str | None = None
    by: str = OPERATOR


class EndedOfficer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    by: str = OPERATOR


class SuspendedCertificate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    serial: str
    by: str = OPERATOR


def officer_routes(ask: Ask) -> list[BaseRouteHandler]:
    @get("/office/officers")
    async def officers(office: str = "") -> list[Officer]:
        return await ask(lambda now: now.books.officers.of_office(office))

    @post("/office/officers", status_code=200)
    async def add_officer(data: JSONBody[NewOfficer]) -> OfficerAdded:
        one = Officer(data.id, data.name, data.office, data.role, data.team, data.hours)
        certificate = decoded(data.certificate)
        code = default_password() if data.account and not data.password else ""
        kept = await asyncio.to_thread(_kept, data, code) if data.account else ""

        def work(now: Sitting) -> bool:
            known = now.books.accounts.account(one.id)
            first = _first(now, data, kept, code) if data.account else None
            officer_add(now, one, certificate, first, data.by)
            return known is None

        is_new = await ask(work)
        return OfficerAdded(one.id, one.name, one.office, one.role, code if is_new else "")

    @post("/office/officers/change", status_code=200)
    async def change_officer(data: JSONBody[ChangedOfficer]) -> Officer:
        changes = {name: told for name, told in msgspec.structs.asdict(data).items() if told is not None}
        by = changes.pop("by")
        return await ask(lambda now: officer_change(now, msgspec.structs.replace(working(now, data.id), **changes), by))

    @post("/office/officers/end", status_code=200)
    async def end_officer(data: JSONBody[EndedOfficer]) -> Officer:
        return await ask(lambda now: officer_end(now, data.id, data.by))

    @post("/office/officers/suspend", status_code=200)
    async def suspend_certificate(data: JSONBody[SuspendedCertificate]) -> str:
        return await ask(lambda now: officer_certificate_suspend(now, data.id, data.serial, data.by))

    return [officers, add_officer, change_officer, end_officer, suspend_certificate]


def _kept(data: NewOfficer, code: str) -> str:
    """The hash of the password or code. It takes its time, so not on the clerk's."""
    if code:
        return hashed(code)
    known = Known([data.id, data.email], [data.name])
    if faults := faults_of_password(data.password, "password", known):
        raise FormFaulty(faults)
    return hashed(data.password)


def _first(now: Sitting, data: NewOfficer, kept: str, code: str) -> FirstPassword:
    person = Person(data.name, data.identity, data.email)
    if not code:
        return FirstPassword(kept, "own", person=person)
    return FirstPassword(kept, "default", stamp(now.at + timedelta(seconds=LIMITS.officer_code_seconds)), person)
