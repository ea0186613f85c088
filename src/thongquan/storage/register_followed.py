"""What each kind of deed does to the register, as the check of the books follows it: one table.

The kinds about certificates and administrators stand in `register_told.py`, those about users, terminals and
delegations here.
"""

from collections.abc import Callable
from typing import Any

from thongquan.deposit.holding import resecured
from thongquan.deposit.model import of_transport
from thongquan.registration.deed import Particulars
from thongquan.registration.deeds import CertificateRegister
from thongquan.registration.deeds_account import AdminRegister, LogIn, PasswordChange
from thongquan.registration.deeds_applying import (
    ApplicationDecide,
    ApplicationSend,
    CredentialsCheck,
    CredentialsRead,
    CredentialsRenew,
    NewKey,
    TerminalEnd,
    TerminalRotate,
)
from thongquan.registration.deeds_attachments import (
    AttachmentChange,
    AttachmentExamine,
    AttachmentRegister,
    AttachmentSend,
)
from thongquan.registration.deeds_certificates import (
    CertificateConfirm,
    CertificateConfirmByOfficer,
    CertificateEnd,
    CertificateRefuseByOfficer,
    CertificateSuspend,
)
from thongquan.registration.deeds_closing import DepositDayClose
from thongquan.registration.deeds_completed import Hq02Confirm, Hq02Send
from thongquan.registration.deeds_declarations import DeclarationAsk, DeclarationDecide, DeclarationsDecide
from thongquan.registration.deeds_delegation import DelegationGive, DelegationRevoke
from thongquan.registration.deeds_deposit import (
    DepositImport,
    DepositOpen,
    DepositPayBack,
    DepositTopUp,
    GuaranteeEnd,
    GuaranteeRegister,
)
from thongquan.registration.deeds_documents import DocumentsGive
from thongquan.registration.deeds_documents_listed import Hq01Answer, Hq01Send
from thongquan.registration.deeds_officers import (
    OfficerAdd,
    OfficerCertificateSuspend,
    OfficerChange,
    OfficerEnd,
    OfficerPassword,
    OperatorFound,
)
from thongquan.registration.deeds_operators import (
    CertificateSuspendForCompany,
    CompanyAdd,
    IssuerAdd,
    RevocationListTake,
)
from thongquan.registration.deeds_transport import (
    TransportAmend,
    TransportAmendmentAnswer,
    TransportDecide,
    TransportLodge,
    TransportStep,
)
from thongquan.registration.deeds_transport_links import TransportLink, TransportLinkEnd
from thongquan.registration.deeds_webhooks import WebhookAdd, WebhookChange
from thongquan.storage import register_deposits, register_officers, register_told
from thongquan.storage.register_told import (
    AccountTold,
    ApplicationTold,
    AttachmentTold,
    ChangeTold,
    DelegationTold,
    LinkTold,
    ListTold,
    MovedTold,
    OnRecord,
    TerminalTold,
    Told,
    TransportTold,
    WebhookTold,
)
from thongquan.storage.transport_feed import step_told


def follow(told: Told, deed: OnRecord) -> None:
    """Raises KeyError for a kind that nobody taught it."""
    FOLLOWED[type(deed.says)](told, deed, deed.says)


def _nothing(_told: Told, _deed: OnRecord, _says: Particulars) -> None:
    """Changes nothing in the register."""


def _application_send(told: Told, deed: OnRecord, says: ApplicationSend) -> None:
    told.applications[says.application] = ApplicationTold(deed.company, says)


def _application_decide(told: Told, deed: OnRecord, says: ApplicationDecide) -> None:
    """What is given and ended stands in the deed that was sent; User IDs and terminals in the outcome of this one."""
    application = told.applications[says.application]
    application.state = deed.outcome["state"]
    if application.state != "approved":
        return
    since = deed.outcome["effective_at"]
    users = _listed(deed.outcome["users"])
    for name, asked in zip(users, application.says.declarants, strict=True):
        if asked.action == "add":
            told.accounts[name] = AccountTold(is_new=True, certificate=asked.certificate)
        elif asked.action == "remove":
            told.cancel(name, deed.at, since)
        elif asked.certificate:
            known = told.account(name)
            known.changes = [*known.changes, ChangeTold(says.application, asked.certificate, since)]
    for terminal in _listed(deed.outcome["terminals"]):
        told.terminals[terminal] = TerminalTold(deed.company, says.application)
    for terminal in application.says.give_up:
        told.terminals[terminal].ended_at = told.terminals[terminal].ended_at or since


def _credentials(told: Told, _deed: OnRecord, says: CredentialsRead | CredentialsRenew) -> None:
    for one in says.passwords:
        told.account(one.user).password_number = int(one.number)
    for key in says.keys:
        _new_key(told, key)


def _terminal_rotate(told: Told, _deed: OnRecord, says: TerminalRotate) -> None:
    _new_key(told, NewKey(says.terminal, says.number, says.user, says.certificate))


def _new_key(told: Told, key: NewKey) -> None:
    terminal = told.terminals[key.terminal]
    terminal.key_number, terminal.users = int(key.number), {key.user}


def _terminal_end(told: Told, deed: OnRecord, says: TerminalEnd) -> None:
    told.terminals[says.terminal].ended_at = deed.outcome["ended_at"]


def _delegation_give(told: Told, deed: OnRecord, says: DelegationGive) -> None:
    outcome = deed.outcome
    told.delegations[outcome["delegation"]] = DelegationTold(deed.company, says, outcome["since"], outcome["until"])


def _delegation_revoke(told: Told, deed: OnRecord, says: DelegationRevoke) -> None:
    told.delegations[says.delegation].revoked_at = deed.outcome["revoked_at"]


def _list_send(told: Told, deed: OnRecord, _says: Hq01Send | Hq02Send) -> None:
    told.lists[deed.outcome["list"]] = ListTold(deed.company, deed)


def _hq02_confirm(told: Told, deed: OnRecord, says: Hq02Confirm) -> None:
    told.lists[says.list_id].answer = deed


def _attachment_add(told: Told, deed: OnRecord, _says: AttachmentRegister | AttachmentSend) -> None:
    told.attachments[deed.outcome["attachment"]] = AttachmentTold([deed])


def _attachment_change(told: Told, deed: OnRecord, says: AttachmentChange) -> None:
    told.attachments[says.number].versions.append(deed)


def _attachment_examine(told: Told, deed: OnRecord, says: AttachmentExamine) -> None:
    told.attachments[says.number].examined = deed


def _webhook_add(told: Told, deed: OnRecord, says: WebhookAdd) -> None:
    told.webhooks[deed.outcome["webhook"]] = WebhookTold(deed.company, says.address)


def _webhook_change(told: Told, deed: OnRecord, says: WebhookChange) -> None:
    known = told.webhooks[says.webhook]
    known.state, known.number = deed.outcome["state"], says.number


def _deposit_day_close(told: Told, deed: OnRecord, _says: DepositDayClose) -> None:
    told.closed.append(deed)


def _hq01_answer(told: Told, deed: OnRecord, says: Hq01Answer) -> None:
    if says.answer == "inspect":
        told.lists[says.list_id].inspection = deed
    else:
        told.lists[says.list_id].answer = deed


def _transport(told: Told, deed: OnRecord, says: Particulars) -> None:
    """Its outcome names all that was kept."""
    outcome = deed.outcome
    told.steps.append(step_told(deed.company, deed.at, says, outcome))
    known = told.transports.get(outcome["number"])
    bodies = {**known.bodies} if known else {}
    if "body" in outcome:
        bodies[int(outcome["version"])] = outcome["body"]
    held = {int(outcome["security_account"]): int(outcome["security_amount"])} if "security_account" in outcome else {}
    told.transports[outcome["number"]] = TransportTold(outcome["head"], outcome["standing"], deed, bodies, held)
    for account, step in resecured(known.held if known else {}, held):
        number = of_transport(outcome["number"])
        told.deposits.moved.append(MovedTold(deed, str(account), step.kind, step.amount, number))
    if "attachment" in outcome:  # approving examines what Notes 1 quotes
        told.attachments[outcome["attachment"]].examined = deed


def _transport_link(told: Told, deed: OnRecord, _says: TransportLink) -> None:
    told.links[deed.outcome["link"]] = LinkTold(deed)


def _transport_link_end(told: Told, deed: OnRecord, says: TransportLinkEnd) -> None:
    told.links[says.link].ended_at = deed.outcome["ended_at"]


def _listed(text: str) -> list[str]:
    return text.split(", ") if text else []


FOLLOWED: dict[type[Particulars], Callable[[Told, OnRecord, Any], None]] = {
    CertificateRegister: register_told.certificate_register,
    CertificateConfirm: register_told.certificate_confirm,
    CertificateConfirmByOfficer: register_told.certificate_confirm,
    CertificateRefuseByOfficer: register_told.certificate_stop,
    CertificateSuspend: register_told.certificate_stop,
    CertificateEnd: register_told.certificate_stop,
    CertificateSuspendForCompany: register_told.certificate_stop,
    CompanyAdd: register_told.company_add,
    IssuerAdd: _nothing,
    RevocationListTake: _nothing,
    AdminRegister: register_told.admin_register,
    LogIn: _nothing,
    PasswordChange: register_told.password_change,
    ApplicationSend: _application_send,
    ApplicationDecide: _application_decide,
    CredentialsRead: _credentials,
    CredentialsRenew: _credentials,
    CredentialsCheck: _nothing,
    TerminalRotate: _terminal_rotate,
    TerminalEnd: _terminal_end,
    WebhookAdd: _webhook_add,
    WebhookChange: _webhook_change,
    DelegationGive: _delegation_give,
    DelegationRevoke: _delegation_revoke,
    DeclarationDecide: _nothing,
    DeclarationsDecide: _nothing,
    DeclarationAsk: _nothing,
    Hq02Send: _list_send,
    Hq02Confirm: _hq02_confirm,
    Hq01Send: _list_send,
    Hq01Answer: _hq01_answer,
    DocumentsGive: _nothing,
    AttachmentRegister: _attachment_add,
    AttachmentSend: _attachment_add,
    AttachmentChange: _attachment_change,
    AttachmentExamine: _attachment_examine,
    DepositOpen: register_deposits.deposit_open,
    DepositTopUp: register_deposits.deposit_top_up,
    DepositImport: register_deposits.deposit_import,
    DepositPayBack: register_deposits.deposit_pay_back,
    GuaranteeRegister: register_deposits.guarantee_register,
    GuaranteeEnd: register_deposits.guarantee_end,
    DepositDayClose: _deposit_day_close,
    TransportLodge: _transport,
    TransportStep: _transport,
    TransportDecide: _transport,
    TransportAmend: _transport,
    TransportAmendmentAnswer: _transport,
    TransportLink: _transport_link,
    TransportLinkEnd: _transport_link_end,
    OperatorFound: register_officers.operator_found,
    OfficerAdd: register_officers.officer_add,
    OfficerChange: register_officers.officer_change,
    OfficerPassword: register_officers.officer_password,
    OfficerEnd: register_officers.officer_end,
    OfficerCertificateSuspend: register_officers.officer_suspend,
}
