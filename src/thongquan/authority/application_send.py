"""*Ký chữ ký số → Gửi*: the administrator signs everything that stands in the draft, and customs has it."""

from typing import Any

import msgspec
from msgspec.structs import replace

from thongquan.authority.applications import ApplicationChanged, passed, what_hinders
from thongquan.authority.own_account import administered
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.application import Application, Asked
from thongquan.registration.deeds_applying import ApplicationSend
from thongquan.registration.lifecycle import after

ASKED = tuple(field.name for field in msgspec.structs.fields(Asked))


def completed(now: Sitting, account: str, given: dict[str, Any]) -> dict[str, Any]:
    """Who sends it is typed; what is sent stands in the draft. What is given all the same must be just that."""
    application = _own(now, account, given.get("application"))
    return {**msgspec.to_builtins(application.asked), "terminals": application.asked.terminals, **given}


def faults(now: Sitting, account: str, says: ApplicationSend) -> list[Fault]:
    application = _own(now, account, says.application)
    if application.version != says.version or _asked(says) != application.asked:
        raise ApplicationChanged(version=application.version)
    after("send", application.state)
    return what_hinders(now.books, application, now.at)


def application_send(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, ApplicationSend)
    before = _own(now, signed.deed.account, says.application)
    sent = passed(replace(before, state=after("send", before.state)), "send", signed.deed.account, now.at, says.sender)
    sent = replace(
        sent, sent_at=sent.changed_at, sender=says.sender, sender_email=says.sender_email, seconded_by="", note=""
    )
    now.books.applications.put(sent)
    persons = [one.identity for one in sent.asked.declarants if one.identity]
    now.books.applications.identify(sent.id, sent.tax_code, persons)
    return Done({"application": sent.id, "state": sent.state, "sent_at": sent.sent_at}, company=sent.tax_code)


def _own(now: Sitting, account: str, application: object) -> Application:
    """Of the company that the account administers, or none at all."""
    tax_code = administered(now, account)
    found = now.books.applications.own(tax_code, application) if isinstance(application, str) else None
    if found is None:
        raise NotFound
    return found


def _asked(says: ApplicationSend) -> Asked:
    return Asked(**{name: getattr(says, name) for name in ASKED})


PROCEDURE = Procedure(
    ApplicationSend, "account", application_send, faults, in_session=True, completed=completed, fills=ASKED
)
