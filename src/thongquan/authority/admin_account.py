"""*Đăng ký/cập nhật tài khoản quản trị*: who manages a company's users. Such an account declares nothing.

First it is signed by the certificate with which it will log in. Afterwards its own certificate and its password
together may change anything of it. Without the password, or for another certificate, a second person is asked: the
holder of another registered certificate of the company, and never of the one that is to be put in place (threat 7).

The text names the number of the password that it replaces: one that was signed and kept never undoes a later password.
"""

import msgspec

from thongquan.authority.deed_ports import OnFile
from thongquan.authority.password_change import PasswordReplaced
from thongquan.authority.password_work import NEW, PRESENT, require_present, with_password
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import AlreadyRegistered, CertificateDiffers
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import stamp
from thongquan.registration.account import Account, Person
from thongquan.registration.deeds_account import AdminRegister


class CertificateNotChosen(Refusal):
    """The certificate for logging in is not a registered one of the company."""

    code = "CERTIFICATE-NOT-OF-COMPANY"


class SecondPersonNeeded(Refusal):
    """The new certificate of an administrator may not put itself in place."""

    code = "SECOND-PERSON-NEEDED"


class NothingToReplace(Refusal):
    """The text names a password that is to be replaced, and the company has no administrator account yet."""

    code = "PASSWORD-NOTHING-TO-REPLACE"


class AccountClosed(Refusal):
    """The account was closed."""

    code = "ACCOUNT-CLOSED"


def faults(_now: Sitting, _account: str, _says: AdminRegister) -> list[Fault]:
    """Whether there is such an account already is not told to who has not signed yet."""
    return []


def admin_register(now: Sitting, signed: Signed, secrets: Secrets) -> Done:
    says, company = signed.deed.says, signed.by.company
    assert isinstance(says, AdminRegister)
    assert company is not None  # the door saw to it
    chosen = _chosen(now, company.tax_code, says)
    account = now.books.accounts.account(company.tax_code)
    if account is None:
        _require_itself(signed, chosen)
        if says.replaces:
            raise NothingToReplace
        new = Account(company.tax_code, "admin", company.tax_code, b"", Person(), stamp(now.at))
        made = _as_said(new, says, chosen, secrets)
        now.books.accounts.add(made)
        return Done({"account": "registered", "password_number": str(made.password_number)})
    _require_may_change(now, signed, account, chosen, secrets)
    if says.replaces != str(account.password_number):
        raise PasswordReplaced(number=account.password_number)
    changed = _as_said(account, says, chosen, secrets)
    now.books.accounts.put(changed)
    other = changed.certificate != account.certificate
    outcome = {"account": "changed", "password_number": str(changed.password_number)}
    return Done({**outcome, "certificate": "changed"} if other else outcome)


def _chosen(now: Sitting, tax_code: str, says: AdminRegister) -> OnFile:
    for one in now.books.certificates.of_company(tax_code):
        of_it = (one.certificate.fingerprint, one.certificate.serial) == (says.fingerprint, says.serial)
        if of_it and one.state == "registered" and stamp(now.at) <= one.until:
            return one
    raise CertificateNotChosen


def _require_itself(signed: Signed, chosen: OnFile) -> None:
    if chosen.certificate.issuer_serial != signed.by.certificate.issuer_serial:
        raise CertificateDiffers


def _require_may_change(now: Sitting, signed: Signed, account: Account, chosen: OnFile, secrets: Secrets) -> None:
    if account.kind != "admin":
        raise AlreadyRegistered(what=account.name)
    if account.ended_at:
        raise AccountClosed
    signer = signed.by.certificate.issuer_serial
    if signer == account.certificate:
        require_present(account, secrets, stamp(now.at))
    elif signer == chosen.certificate.issuer_serial:
        raise SecondPersonNeeded


def _as_said(account: Account, says: AdminRegister, chosen: OnFile, secrets: Secrets) -> Account:
    person = Person(name=says.name or account.person.name, email=says.email)
    new = msgspec.structs.replace(account, certificate=chosen.certificate.issuer_serial, person=person)
    return with_password(new, secrets[NEW])


PROCEDURE = Procedure(AdminRegister, "company", admin_register, faults, secrets=(PRESENT, NEW))
