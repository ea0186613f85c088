"""An officer decides on an application: approve, reject with reasons, or ask for changes."""

from typing import Any

from msgspec.structs import replace

from thongquan.authority.application_effect import effective_from, enter_effect, grant
from thongquan.authority.application_queue import digest_of, trusted_now
from thongquan.authority.applications import ApplicationChanged, passed, what_hinders
from thongquan.authority.own_account import require_officer
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import NotFound, NotLookedAt
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.declaration.conditions import ReasonMissing
from thongquan.registration.account import Account
from thongquan.registration.application import Application
from thongquan.registration.deeds_applying import ApplicationDecide
from thongquan.registration.duty import OfficerSame, may_decide, needs_two, not_of_own_company, require_not_own
from thongquan.registration.lifecycle import Step, after
from thongquan.registration.model import Officer

_REFUSING: dict[str, Step] = {"reject": "reject", "return": "return"}


FILLED_IN = ("tax_code", "company", "asked")


def completed(now: Sitting, account: str, given: dict[str, Any]) -> dict[str, Any]:
    """The officer names application, version and verdict; whose it is and what it says stand in the books."""
    _, _, application = _case(now, account, given.get("application"))
    company = now.books.company(application.tax_code)
    known = {
        "tax_code": application.tax_code,
        "company": company.name if company else "",
        "asked": digest_of(application.asked),
    }
    return {**known, **given}


def faults(now: Sitting, account: str, says: ApplicationDecide) -> list[Fault]:
    who, officer, application = _case(now, account, says.application)
    may_decide(officer, application.asked.office, now.at)
    _require_the_same(now, application, says)
    step = _step(now, application, says)
    after(step, application.state)
    if not now.books.applications.has_looked(officer.id, application.id, application.version):
        raise NotLookedAt
    require_not_own(who.person.identity, application.asked)
    not_of_own_company(officer, who, now.books.accounts.of_company(application.tax_code))
    if says.verdict != "approve" and not says.reason:
        raise ReasonMissing
    if step == "approve" and officer.id == application.seconded_by:
        raise OfficerSame
    return _hindrances(now, application) if says.verdict == "approve" else []


def application_decide(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, ApplicationDecide)
    _, officer, before = _case(now, signed.deed.account, says.application)
    step = _step(now, before, says)
    decided = replace(passed(before, step, officer.id, now.at, says.reason), state=after(step, before.state))
    if step == "second":
        decided = replace(decided, seconded_by=officer.id)
    else:
        decided = replace(decided, decided_by=officer.id, decided_at=stamp(now.at), note=says.reason)
    if step == "approve":
        decided = grant(now, replace(decided, effective_at=effective_from(now.at, at_once=now.authority.at_once)))
    now.books.applications.put(decided)
    if step in ("reject", "return"):
        now.books.applications.identify(decided.id, decided.tax_code, [])
    if step == "approve" and now.authority.at_once:
        enter_effect(now, decided)
    return Done(_outcome(decided), company=decided.tax_code)


def _outcome(decided: Application) -> dict[str, str]:
    told = {"application": decided.id, "state": decided.state, "version": str(decided.version)}
    if decided.state != "approved":
        return told
    users = ", ".join(user for user in decided.users if user)
    return {**told, "effective_at": decided.effective_at, "users": users, "terminals": ", ".join(decided.terminals)}


def _case(now: Sitting, account: str, application: object) -> tuple[Account, Officer, Application]:
    """Of the officer's own office, or none at all."""
    who, officer = require_officer(now, account)
    found = now.books.applications.at_office(officer.office, application) if isinstance(application, str) else None
    if found is None:
        raise NotFound
    return who, officer, found


def _require_the_same(now: Sitting, application: Application, says: ApplicationDecide) -> None:
    """What is decided on is what the text names: this company's, this version, these particulars."""
    company = now.books.company(application.tax_code)
    named = (says.version, says.tax_code, says.company, says.asked)
    stands = (application.version, application.tax_code, company and company.name, digest_of(application.asked))
    if named != stands:
        raise ApplicationChanged(version=application.version)


def _step(now: Sitting, application: Application, says: ApplicationDecide) -> Step:
    if says.verdict != "approve":
        return _REFUSING[says.verdict]
    first_of_two = application.state == "sent" and needs_two(application.asked, now.at)
    return "second" if first_of_two else "approve"


def _hindrances(now: Sitting, application: Application) -> list[Fault]:
    """Things may have changed since it was sent: a certificate is suspended or revoked, another user has it now."""
    found = what_hinders(now.books, application, now.at)
    files = {one.certificate.fingerprint: one for one in now.books.certificates.of_company(application.tax_code)}
    for place, one in enumerate(application.asked.declarants):
        if one.certificate not in files:
            continue
        certificate = files[one.certificate].certificate
        if code := trusted_now(certificate, now.authority.trust, now.at):
            at = f"declarants.{place}.certificate"
            found.append(Fault("OFFICE-CERTIFICATE-NOT-TRUSTED", at, {"serial": certificate.serial, "reason": code}))
    return found


PROCEDURE = Procedure(
    ApplicationDecide, "officer", application_decide, faults, in_session=True, completed=completed, fills=FILLED_IN
)
