"""*Đăng ký mới người sử dụng*: an application is drafted, saved, looked at and withdrawn by the company that makes it.

Nothing of it counts before it is signed and sent (`application_send.py`), so nothing of it is a deed. Two people who
write on one draft do not undo each other's work: whoever saves names the version that he began with.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from thongquan.authority.application_ports import Registry
from thongquan.authority.own_account import administered_by
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.refusals import FormFaulty, NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, stamp
from thongquan.registration.application import OPEN, WAITING, Application, Asked, Passage
from thongquan.registration.application_rules import Standing, faults_of, form_faults
from thongquan.registration.deed import read_particulars
from thongquan.registration.lifecycle import after
from thongquan.registration.model import CertificateState

ID_BYTES = 16


class ApplicationChanged(Refusal):
    """Somebody else has saved it meanwhile."""

    code = "APPLICATION-CHANGED"


class TooManyApplications(Refusal):
    """So many of the company's applications are open already."""

    code = "APPLICATIONS-TOO-MANY"


class Shown(msgspec.Struct, frozen=True):
    """An application as its company sees it, with what keeps it from being sent."""

    application: Application
    faults: list[Fault]


def applications_of(registry: Registry, account: str, at: datetime, state: str, wanted: Wanted) -> Page[Application]:
    """A page of the company that the account administers, by `changed`.

    Raises:
        NotFound: it is no administrator's account.
        CursorUnknown
    """
    return registry.applications.page_of_company(administered_by(registry, account, at), state, wanted)


def save_new(now: Sitting, tax_code: str, by: str, given: Mapping[str, Any]) -> Shown:
    """*Ghi*, for the first time.

    Raises:
        FormFaulty: fields that are no text for them; a draft may lack anything, but not hold anything.
        TooManyApplications
    """
    asked, books, at = read_asked(given), now.books.applications, stamp(now.at)
    if sum(one.state in OPEN for one in books.on_their_way(tax_code)) >= LIMITS.open_applications:
        raise TooManyApplications(limit=LIMITS.open_applications)
    began = [Passage(at, "save", by)]
    draft = Application(secrets.token_hex(ID_BYTES), tax_code, asked, "draft", 1, at, history=began)
    books.add(draft)
    return _shown(now, draft)


def save(now: Sitting, tax_code: str, by: str, application: str, *, version: int, given: Mapping[str, Any]) -> Shown:
    """*Ghi* again: the whole takes the place of what was saved before.

    Raises:
        NotFound, StepNotAllowed, FormFaulty
        ApplicationChanged: the version that is saved now is not the one that was begun with.
    """
    asked, before = read_asked(given), _own(now, tax_code, application, version)
    saved = passed(replace(before, asked=asked, state=after("save", before.state)), "save", by, now.at)
    now.books.applications.put(saved)
    return _shown(now, saved)


def withdraw(now: Sitting, tax_code: str, by: str, application: str, *, version: int) -> Shown:
    """The company does not want it any more.

    Raises:
        NotFound, StepNotAllowed, ApplicationChanged
    """
    before = _own(now, tax_code, application, version)
    gone = passed(replace(before, state=after("withdraw", before.state)), "withdraw", by, now.at)
    now.books.applications.put(gone)
    now.books.applications.identify(gone.id, tax_code, [])
    return _shown(now, gone)


def shown(registry: Registry, tax_code: str, application: str, at: datetime) -> Shown:
    """Raises NotFound for another company's as for none."""
    found = registry.applications.own(tax_code, application)
    if found is None:
        raise NotFound
    return Shown(found, what_hinders(registry, found, at) if found.state in OPEN else [])


def read_asked(given: Mapping[str, Any]) -> Asked:
    """What was typed or sent. Unknown fields are refused: nobody sets state, office's decision or owner this way.

    Raises:
        FormFaulty
    """
    asked, faults = read_particulars(Asked, dict(given))
    if asked is not None:
        faults = form_faults(asked)
    if faults or asked is None:
        raise FormFaulty(faults)
    return asked


def passed(application: Application, step: str, by: str, at: datetime, note: str = "") -> Application:
    """The next version of it. Of a very long history the middle is dropped: the record of deeds has all of it."""
    told = Passage(stamp(at), step, by, note)
    history = [*application.history, told]
    if len(history) > LIMITS.application_passages:
        history = [history[0], *history[2:]]
    return replace(application, version=application.version + 1, changed_at=told.at, history=history)


def what_hinders(registry: Registry, application: Application, at: datetime) -> list[Fault]:
    """What keeps it from being sent or approved as things stand now."""
    return faults_of(application.asked, standing_of(registry, application, stamp(at)), business_day(at))


def standing_of(registry: Registry, application: Application, at: str) -> Standing:
    tax_code = application.tax_code
    users = {one.name: one for one in registry.accounts.of_company(tax_code) if one.kind == "user" and not one.ended_at}
    files = registry.certificates.of_company(tax_code)
    by_serial = {one.certificate.issuer_serial: one.certificate.fingerprint for one in files}
    return Standing(
        users=users,
        certificates={one.certificate.fingerprint: _state_now(one.state, one.until, at) for one in files},
        holders={by_serial[one.certificate]: one.name for one in users.values() if one.certificate in by_serial},
        claimed=frozenset(
            certificate
            for one in registry.applications.on_their_way(tax_code)
            if one.id != application.id
            for certificate in _claimed(one)
        ),
        terminals=frozenset(one.id for one in registry.terminals.of_company(tax_code) if not one.ended_at),
    )


def _claimed(other: Application) -> list[str]:
    """Certificates that will be somebody's. A draft claims nothing; new users of an approved one are users already."""
    if other.state not in (*WAITING, "approved"):
        return []
    actions = ("change",) if other.state == "approved" else ("add", "change")
    return [one.certificate for one in other.asked.declarants if one.certificate and one.action in actions]


def _state_now(state: CertificateState, until: str, at: str) -> CertificateState:
    return "ended" if at > until else state


def _own(now: Sitting, tax_code: str, application: str, version: int) -> Application:
    found = now.books.applications.own(tax_code, application)
    if found is None:
        raise NotFound
    if found.version != version:
        raise ApplicationChanged(version=found.version)
    return found


def _shown(now: Sitting, application: Application) -> Shown:
    return shown(now.books, application.tax_code, application.id, now.at)
